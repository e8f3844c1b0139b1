"""qbrgen new, schema: an account file to start from, and what it may hold."""

from __future__ import annotations

import json
from pathlib import Path

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import settings_of, usual
from qbrgen.errors import OutputError, UsageError


@command(
    "new",
    ("A file to fill in, acme-corporation.yaml", 'qbrgen new "Acme Corporation"'),
    ("To standard output instead", 'qbrgen new "Acme Corporation" -o -'),
    ("A workbook for a whole book of accounts", "qbrgen new --workbook book.xlsx"),
)
@click.argument("name", required=False)
@click.option(
    "--workbook",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write an Excel workbook for any number of accounts instead: a sheet for each kind of record.",
)
@click.option(
    "-o", "--out", metavar="FILE", help=f"File to write, - for standard output. {usual('made from the name')}"
)
def new(name: str | None, workbook: Path | None, out: str | None) -> None:
    """Write an account file for the customer NAME: valid as it is, with every section shown and explained.

    With --workbook, write a workbook to fill in instead; 'qbrgen make qbr book.xlsx' reads it back.
    A file that is already there is never overwritten.
    """
    from qbrgen.cli.starter import file_of, starter
    from qbrgen.sources.workbook_out import starter_workbook

    as_of = settings_of({}).as_of
    if workbook is not None:
        if name or out:
            raise UsageError(
                "--workbook FILE takes no NAME and no --out: the workbook is for any number of accounts."
            )
        _store_new(workbook, starter_workbook(as_of), "another name")
        return
    if name is None or not name.strip():
        raise UsageError("give the customer's NAME, or --workbook FILE for a workbook to fill in.")
    content = starter(name, as_of)
    if out == "-":
        click.echo(content, nl=False)
    else:
        _store_new(Path(out or file_of(name)), content.encode(), "another name with --out")


def _store_new(path: Path, content: bytes, otherwise: str) -> None:
    from qbrgen.output import store

    if path.exists():
        raise OutputError(f"{path}: is already there and was left alone. Give {otherwise}.")
    click.echo(str(store(path, content)))


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
