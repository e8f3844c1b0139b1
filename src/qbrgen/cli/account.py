"""qbrgen new, sample, schema: an account file to start from, one to look at, and what it may hold."""

from __future__ import annotations

import json
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from qbrgen.cli.help import command
from qbrgen.cli.options import settings_of, usual
from qbrgen.errors import OutputError, UsageError


def _samples() -> dict[str, Path]:
    from qbrgen.resources import sample_path

    return {path.stem: path for path in sorted(sample_path().iterdir()) if path.suffix in (".yaml", ".json")}


def _sample_names(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    del context, parameter
    return [CompletionItem(name) for name in _samples() if name.startswith(typed)]


@command(
    "new",
    ("A file to fill in, acme-corporation.yaml", 'qbrgen new "Acme Corporation"'),
    ("To standard output instead", 'qbrgen new "Acme Corporation" -o -'),
)
@click.argument("name")
@click.option(
    "-o", "--out", metavar="FILE", help=f"File to write, - for standard output. {usual('made from the name')}"
)
def new(name: str, out: str | None) -> None:
    """Write an account file for the customer NAME: valid as it is, with every section shown and explained.

    A file that is already there is never overwritten.
    """
    from qbrgen.cli.starter import starter
    from qbrgen.model import slug
    from qbrgen.output import store

    content = starter(name, settings_of({}).as_of)
    if out == "-":
        click.echo(content, nl=False)
        return
    path = Path(out or f"{slug(name)}.yaml")
    if path.exists():
        raise OutputError(f"{path}: is already there and was left alone. Give another name with --out.")
    click.echo(str(store(path, content.encode())))


@command(
    "sample",
    ("Which samples there are", "qbrgen sample"),
    ("A copy of the README's account", "qbrgen sample acme > acme.yaml"),
)
@click.argument("name", required=False, shell_complete=_sample_names)
def sample(name: str | None) -> None:
    """Print the sample account NAME; without a name, list the samples."""
    samples = _samples()
    if name is None:
        for each in samples:
            click.echo(each)
        return
    if name not in samples:
        raise UsageError(f"there is no sample '{name}'. Choose one of: {', '.join(samples)}.")
    click.echo(samples[name].read_text("utf-8"), nl=False)


@command(
    "schema",
    ("Let your editor complete account files", "qbrgen schema > account.schema.json"),
    ("", "# then begin each file with: # yaml-language-server: $schema=account.schema.json"),
)
def schema() -> None:
    """Print the JSON Schema of an account file: every field, its type and its meaning.

    Fields that never reach a customer carry "x-internal": true.
    """
    from qbrgen.model.schema import account_schema

    click.echo(json.dumps(account_schema(), indent=2, ensure_ascii=False))
