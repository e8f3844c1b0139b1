"""qbrgen tables: the reference tables of the field that figures, checks and documents rest on."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from qbrgen.cli.filled import filled
from qbrgen.cli.help import command
from qbrgen.cli.options import usual
from qbrgen.errors import UsageError

if TYPE_CHECKING:
    from qbrgen.value.reference.tables import ReferenceTable


def _names(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    del context, parameter
    from qbrgen.value.reference.tables import TABLES

    return [CompletionItem(key, help=table.title) for key, table in TABLES.items() if key.startswith(typed.lower())]


@command(
    "tables",
    ("All of them, a line each", "qbrgen tables"),
    ("From which ARR on an account gets which touch", "qbrgen tables touch_tiers"),
)
@click.argument("name", required=False, shell_complete=_names)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=f"For a person or for a program. {usual('text')}")  # fmt: skip
def tables(name: str | None, form: str) -> None:
    """Print the reference table NAME: targets, benchmarks, tiers, questions; without a name, list all tables."""
    from qbrgen.value.reference.tables import TABLES

    if name is not None and name.lower() not in TABLES:
        raise UsageError(f"no reference table is called '{name}'. There are: {', '.join(TABLES)}.")
    chosen = [TABLES[name.lower()]] if name else list(TABLES.values())
    if form == "json":
        told = [_record(table) for table in chosen]
        click.echo(json.dumps(told[0] if name else told, ensure_ascii=False, indent=2))
    elif name:
        _print(chosen[0])
    else:
        widest = max(map(len, TABLES))
        for table in chosen:
            click.echo(f"{click.style(table.key.ljust(widest), fg='cyan', bold=True)}  {table.title}")


def _print(table: ReferenceTable) -> None:
    click.echo(f"{click.style(table.title, bold=True)}\n{click.style(f'From: {table.source}', dim=True)}")
    names = table.columns[1:]
    widest = max(map(len, names))
    for first, *others in table.rows:
        click.echo(f"\n{click.style(_said(first), fg='cyan', bold=True)}")
        for name, cell in zip(names, others, strict=True):
            label = f"  {name.ljust(widest)}  "
            click.echo(filled(_said(cell), sys.stdout, label, " " * len(label)))


def _said(cell: Any) -> str:
    return "no bound" if cell is None else str(cell)


def _record(table: ReferenceTable) -> dict[str, Any]:
    rows = [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows]
    return {"name": table.key, "title": table.title, "source": table.source, "rows": rows}


def _plain(cell: Any) -> Any:
    """A cell as JSON has it; the tables' decimals are whole or exact tenths."""
    return cell if cell is None or isinstance(cell, int | str) else float(cell)
