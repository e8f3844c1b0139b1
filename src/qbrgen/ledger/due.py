"""Who is due for what: reviews by cadence and last delivery, and renewals, as rows for a list or a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qbrgen.model.account import Account
from qbrgen.value.cadence import due_reviews

RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing that is due: `key` is plan_review, business_review, value_report or renewal; `last` when last held.

    `days` is from the day spoken from to the day due, below zero when late.
    """

    account_id: str
    account: str
    manager: str
    key: str
    what: str
    last: date | None
    due: date
    days: int


def due_rows(accounts: Iterable[Account], as_of: date, within: int | None = None) -> tuple[DueRow, ...]:
    """What is late or due within so many days (None: everything), soonest first."""
    until = date.max if within is None else as_of + timedelta(days=within)
    rows = [row for account in accounts for row in _rows(account, as_of) if row.due <= until]
    return tuple(sorted(rows, key=lambda row: (row.due, row.account_id, row.key)))


def _rows(account: Account, as_of: date) -> Iterator[DueRow]:
    manager = account.csm.name if account.csm else ""
    for each in due_reviews(account, as_of):
        day = each.due.day
        if day is not None:
            yield DueRow(account.id, account.name, manager, each.key, each.label, each.last, day, (day - as_of).days)
    if renewal := account.contract.renewal:
        yield DueRow(account.id, account.name, manager, RENEWAL, "Renewal", None, renewal, (renewal - as_of).days)
