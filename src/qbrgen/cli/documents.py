"""qbrgen documents: what can be made."""

from __future__ import annotations

import sys

import click

from qbrgen.cli.filled import filled
from qbrgen.cli.help import command


@command("documents", ("What can be made, for whom", "qbrgen documents"))
def documents() -> None:
    """List the documents: who reads each, what it is for, and the formats it comes in, its own format first."""
    from qbrgen.story.documents import BOOKS, DOCUMENTS

    rows = {**DOCUMENTS, **BOOKS}
    widest = max(map(len, rows))
    for name, row in rows.items():
        about = f"{'' if row.internal else 'for '}{row.reader} · {', '.join(row.formats)}"
        named = f"{click.style(name.ljust(widest), fg='cyan', bold=True)}  "
        click.echo(filled(row.purpose, sys.stdout, named, " " * (widest + 2)))
        click.echo(f"{'':{widest}}  {click.style(about, dim=True)}")
