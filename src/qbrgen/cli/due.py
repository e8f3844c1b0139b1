"""qbrgen due: who is due for which review, and which renewals come."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from qbrgen import __version__
from qbrgen.cli.help import command
from qbrgen.cli.options import accounts_argument, day_option, settings_of, usual
from qbrgen.cli.report import Run
from qbrgen.cli.with_ledger import knowing, ledger_of, ledger_options, told_of
from qbrgen.errors import UsageError

if TYPE_CHECKING:
    from qbrgen.ledger.due import DueRow

_SPAN = re.compile(r"(\d{1,5})\s*([dw]?)", re.IGNORECASE)
_WEEK = 7
_OWN_LINES = ("csv", "ics")
# What a spreadsheet would take for a formula.
_FORMULA_LIKE = ("=", "+", "-", "@", "\t")


class Span(click.ParamType[int]):
    """So many days: 30d, 6w, 30."""

    name = "span"

    def convert(  # noqa: D102  (click's)
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        del param, ctx
        if isinstance(value, int):
            return value
        match = _SPAN.fullmatch(str(value).strip())
        if match is None:
            raise UsageError(f"--within '{value}' is no span of days. Write 30d, 6w, or a number of days.")
        return int(match[1]) * (_WEEK if match[2].lower() == "w" else 1)


@command(
    "due",
    ("Who is late, and who is due in the next month", "qbrgen due accounts/ --within 30d"),
    ("A calendar to subscribe to or import", "qbrgen due accounts/ --within 26w --format ics > due.ics"),
)
@accounts_argument
@click.option("--within", type=Span(), metavar="SPAN",
              help=f"Only what is late or due within so long: 30d, 6w. {usual('everything')}")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "ics"]), default="table",
              help=f"For a person, a program, a spreadsheet or a calendar. {usual('table')}")  # fmt: skip
@day_option("--as-of", "The day to count from.")
@ledger_options
def due(accounts: Sequence[str], where: Sequence[str], within: int | None, form: str, **given: Any) -> None:
    """List what each ACCOUNT is due for, soonest first: plan reviews, business reviews, value reports, renewals.

    How often is set by the account's tier; the last one is the latest review in the account or delivery in the
    ledger. What is late is always listed.
    """
    from qbrgen.ledger.due import due_rows

    settings = settings_of(given)
    ledger = ledger_of(given)
    with Run() as run:
        told_of(ledger, given, run)
        found = knowing(run.accounts(accounts, where), ledger, settings.as_of, with_today=True)
        rows = due_rows((each.account for each in found), settings.as_of, within)
    told = WRITERS[form](rows, settings.as_of)
    # As bytes where the format says how lines end: a text stream would end them its own way.
    click.echo(told.encode() if form in _OWN_LINES else told, nl=False)
    run.finish()


def as_table(rows: Sequence[DueRow], as_of: date) -> str:
    """A table for the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    del as_of
    if not rows:
        return "Nothing is due.\n"
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Due", "In", "Account", "What", "Last", "Success manager"):
        table.add_column(heading, justify="right" if heading == "In" else "left", overflow="fold")
    for row in rows:
        late = row.days < 0
        table.add_row(
            row.due.isoformat(),
            Text(f"{-row.days} days late" if late else f"{row.days} days", "red" if late else ""),
            Text(row.account), row.what, row.last.isoformat() if row.last else "never", Text(row.manager),
        )  # fmt: skip
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def as_json(rows: Sequence[DueRow], as_of: date) -> str:
    """One JSON object: the day counted from, and the rows."""
    told = {"as_of": as_of.isoformat(), "due": [asdict(row) for row in rows]}
    return json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n"


def as_csv(rows: Sequence[DueRow], as_of: date) -> str:
    """A heading and a line for each row; texts that a spreadsheet would compute get an apostrophe in front."""
    from qbrgen.ledger.due import DueRow

    del as_of
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([each.name for each in fields(DueRow)])
    for row in rows:
        writer.writerow([_cell(value) for value in asdict(row).values()])
    return out.getvalue()


def _cell(value: object) -> object:
    risky = isinstance(value, str) and value.startswith(_FORMULA_LIKE)
    return f"'{value}" if risky else value


def as_ics(rows: Sequence[DueRow], as_of: date) -> str:
    """An iCalendar file."""
    from qbrgen.ledger.calendar import calendar

    return calendar(rows, as_of, __version__)


WRITERS: Mapping[str, Callable[[Sequence[DueRow], date], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "ics": as_ics,
}
