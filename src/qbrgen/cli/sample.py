"""qbrgen sample: an account to look at, or a whole made-up book of them to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from qbrgen.cli.help import command
from qbrgen.cli.options import day_option, settings_of, usual
from qbrgen.cli.report import counted
from qbrgen.errors import OutputError, UsageError

if TYPE_CHECKING:
    from datetime import date


def _samples() -> dict[str, Path]:
    from qbrgen.resources import sample_path

    return {path.stem: path for path in sorted(sample_path().iterdir()) if path.suffix in (".yaml", ".json")}


def _sample_names(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    del context, parameter
    return [CompletionItem(name) for name in _samples() if name.startswith(typed)]


@command(
    "sample",
    ("Which samples there are", "qbrgen sample"),
    ("A copy of the README's account", "qbrgen sample acme > acme.yaml"),
    ("A made-up book of accounts, as YAML files", "qbrgen sample --accounts 200 --seed 7 --out accounts"),
    ("The same as a workbook, or as a folder of CSV tables", "qbrgen sample --accounts 200 --seed 7 --out book.xlsx"),
    ("", "qbrgen sample --accounts 200 --seed 7 --csv --out tables"),
)
@click.argument("name", required=False, shell_complete=_sample_names)
@click.option("--accounts", type=click.IntRange(1), metavar="N", help="Make up so many accounts instead.")
@click.option("--seed", default=1, metavar="S", help=f"The same seed gives the same accounts. {usual('1')}")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="DIR|FILE.xlsx",
              help="Where made-up accounts go: a new folder, or a workbook.")  # fmt: skip
@click.option("--csv", "as_tables", is_flag=True, help="A folder of CSV tables instead of YAML files.")
@day_option("--as-of", "The day that made-up accounts stand on.")
def sample(name: str | None, accounts: int | None, **given: Any) -> None:
    """Print the sample account NAME; without a name, list the samples.

    With --accounts, make up a whole book: plausible companies of all tiers, with objectives that go well and badly,
    and the faults that real books have. Nothing in it is real.
    """
    if accounts is not None:
        if name is not None:
            raise UsageError("give a NAME or --accounts, not both.")
        _make_up(accounts, given["seed"], given["out"], settings_of(given).as_of, as_tables=given["as_tables"])
        return
    if given["out"] or given["as_tables"]:
        raise UsageError("--out and --csv go with --accounts N; one sample is printed: qbrgen sample NAME > FILE.")
    samples = _samples()
    if name is None:
        for each in samples:
            click.echo(each)
        return
    if name not in samples:
        raise UsageError(f"there is no sample '{name}'. Choose one of: {', '.join(samples)}.")
    click.echo(samples[name].read_text("utf-8"), nl=False)


def _make_up(number: int, seed: int, out: Path | None, as_of: date, *, as_tables: bool) -> None:
    from qbrgen.batch.synthetic import MOST, portfolio
    from qbrgen.batch.synthetic.writing import write_book, write_tables, write_yaml

    if out is None:
        raise UsageError("--accounts needs --out: a new folder, or a workbook such as book.xlsx.")
    if number > MOST:
        raise UsageError(f"--accounts {number}: there are names for {MOST} accounts. Ask for fewer.")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise OutputError(f"{out}: is already there and was left alone. Give a new folder or file with --out.")
    accounts = portfolio(number, seed, as_of)
    if out.suffix.lower() == ".xlsx":
        written = write_book(accounts, out, as_of)
    else:
        written = write_tables(accounts, out) if as_tables else write_yaml(accounts, out)
    files = sum(1 for _ in written)
    click.echo(str(out))
    click.echo(f"{counted(number, 'account')} in {counted(files, 'file')}, as of {as_of}.", err=True)
