"""qbrgen source: what is in workbooks, exports and databases, and the accounts it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qbrgen.cli.help import Subcommands, subcommand
from qbrgen.errors import OutputError, UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from qbrgen.sources.report import TableReport

_PATHS = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group("source", cls=Subcommands)
def source() -> None:
    """Turn workbooks, CSV exports and databases into accounts, without code.

    Data in qbrgen's own tables (a folder of CSV files, a workbook from 'qbrgen new --workbook') is read as it is.
    Any other shape takes a mapping, source.yaml: which files or database, and one SELECT for each table.
    """


@subcommand(
    source, "tables",
    ("What an export holds", "qbrgen source tables exports/"),
)  # fmt: skip
@_PATHS
def tables(paths: Sequence[Path]) -> None:
    """Show every table in the files and folders: its name in SQL, its columns, an example of each."""
    from rich.console import Console

    from qbrgen.sources.guess import survey_tables

    console = Console()
    for found in survey_tables(paths):
        shown = _grid("column", "example")
        for position, column in enumerate(found.columns):
            values = [row[position] for row in found.first if position < len(row) and row[position]]
            shown.add_row(column or "(no name)", (values[0] if values else "")[:60])
        console.print(
            f"[bold]{found.name}[/]  {found.file}{f' [{found.sheet}]' if found.sheet else ''}", highlight=False
        )
        console.print(shown)


@subcommand(
    source, "init",
    ("A first mapping for an export, to correct by hand", "qbrgen source init exports/ --out source.yaml"),
)  # fmt: skip
@_PATHS
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("source.yaml"), show_default=True,
              metavar="FILE", help="File to write, - for standard output.")  # fmt: skip
def init(paths: Sequence[Path], out: Path) -> None:
    """Write a first mapping from what is there; every guessed column is marked as a guess.

    A file that is already there is never overwritten.
    """
    from qbrgen.output import store
    from qbrgen.sources.guess import draft, survey_tables

    written = draft(survey_tables(paths), Path() if str(out) == "-" else out.parent)
    if str(out) == "-":
        click.echo(written, nl=False)
        return
    if out.exists():
        raise OutputError(f"{out}: is already there and was left alone. Give another name with --out.")
    click.echo(str(store(out, written.encode())))


@subcommand(
    source, "check",
    ("Whether a mapping fits the layout", "qbrgen source check source.yaml"),
    ("The same for a workbook somebody filled in", "qbrgen source check book.xlsx"),
)  # fmt: skip
@click.argument("path", metavar="SOURCE", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    """Show, table by table, rows, empty and bad cells, orphans, and the first values that do not fit.

    Exits with 1 when something in a table cannot be used.
    """
    from rich.console import Console

    from qbrgen.sources.report import report

    console = Console()
    made = report(path)
    shown = _grid("table", "rows", "columns", "empty", "bad", "orphans", "kinds", numbers=5)
    for table in made:
        cells = [sum(column.empty for column in table.columns), sum(column.bad for column in table.columns)]
        shown.add_row(
            table.name,
            *(f"{count:,}" for count in (table.rows, len(table.columns), *cells, table.orphans)),
            _kinds(table),
        )
    console.print(shown)
    for table in made:
        _tell(table)
    raise click.exceptions.Exit(0 if all(table.fits for table in made) else 1)


def _kinds(table: TableReport) -> str:
    kinds = Counter(each.column.kind.split(",")[0] for each in table.columns)
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def _tell(table: TableReport) -> None:
    for column in table.missing:
        click.echo(f"{table.name}: the column {column} is needed and is not there")
    for problem in table.problems:
        click.echo(str(problem))
    if table.orphans:
        rows = "row names" if table.orphans == 1 else "rows name"
        click.echo(f"{table.name}: {table.orphans:,} {rows} an account that is not in accounts")
    if table.unused:
        click.echo(f"{table.name}: not used: {', '.join(table.unused)}")


@subcommand(
    source, "preview",
    ("The account that a source makes, as an account file", "qbrgen source preview source.yaml --account acme"),
)  # fmt: skip
@click.argument("path", metavar="SOURCE", type=click.Path(path_type=Path))
@click.option("--account", metavar="ID", help="The account's id.  [the first]")
def preview(path: Path, account: str | None) -> None:
    """Print one account that SOURCE makes, in the form of an account file."""
    from qbrgen.cli.written import as_yaml
    from qbrgen.sources import Rejected, survey

    found: list[str] = []
    for each in survey([path]):
        if isinstance(each, Rejected):
            if account is None:
                raise each.error
            continue
        if account in (None, each.account.id):
            click.echo(as_yaml(each.account), nl=False)
            return
        found.append(each.account.id)
    raise UsageError(
        f"{path}: there is no account '{account}' (there: {', '.join(found[:12]) or 'none that is valid'})."
    )


@subcommand(
    source, "layout",
    ("The columns of one table", "qbrgen source layout objectives"),
)  # fmt: skip
@click.argument("table", required=False)
def layout(table: str | None) -> None:
    """Show the tables of the layout, or the columns of one TABLE: kind, whether needed, meaning."""
    from rich.console import Console

    from qbrgen.sources.headers import near_table
    from qbrgen.sources.layout import tables as all_tables

    if table is None:
        shown = _grid("table", "what a row is")
        for each in all_tables().values():
            shown.add_row(each.name, each.meaning)
    elif table in all_tables():
        shown = _grid("column", "kind", "needed", "meaning")
        for column in all_tables()[table].columns:
            choices = f" ({', '.join(column.choices)})" if column.choices else ""
            shown.add_row(column.name, column.kind, "yes" if column.required else "", column.meaning + choices)
    else:
        near = near_table(table)
        hint = f"Did you mean '{near}'?" if near else "'qbrgen source layout' lists them."
        raise UsageError(f"the layout has no table '{table}'. {hint}")
    Console().print(shown)


def _grid(*headings: str, numbers: int = 0) -> Table:
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for position, heading in enumerate(headings):
        made.add_column(heading, justify="right" if position and position <= numbers else "left", overflow="fold")
    return made
