"""Searching, filtering, sorting and paging the book, the same for pages and the API."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from qbrgen.errors import UsageError
from qbrgen.web.summary import Summary

Row = TypeVar("Row")
MOST = 200

_LAST = date.max
SORTS: Mapping[str, Callable[[Summary], Any]] = {
    "name": lambda row: row.name.casefold(),
    "arr": lambda row: -(row.arr or 0),
    "renewal": lambda row: row.renewal or _LAST,
    "due": lambda row: row.due.due if row.due else _LAST,
    "findings": lambda row: (-row.errors, -row.warnings, -row.infos),
}
"""What a list can be sorted by; accounts that are equal there stand by id."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts: `q` in name, id, industry or manager; `within` due in so many days; `findings` a severity."""

    q: str = ""
    tier: str = ""
    csm: str = ""
    within: int | None = None
    findings: str = ""
    sort: str = "name"

    def of(self, rows: Sequence[Summary]) -> list[Summary]:
        """The rows that fit, sorted; raises UsageError for a sort that is none."""
        if self.sort not in SORTS:
            raise UsageError(f"accounts are not sorted by '{self.sort}'. Choose one of: {', '.join(SORTS)}.")
        return sorted(filter(self._fits, rows), key=lambda row: (SORTS[self.sort](row), row.id))

    def _fits(self, row: Summary) -> bool:
        words = f"{row.name}\n{row.id}\n{row.industry}\n{row.csm}".casefold()
        counts = {"error": row.errors, "warning": row.warnings, "info": row.infos}
        return (
            self.q.casefold() in words
            and (not self.tier or row.tier == self.tier)
            and (not self.csm or self.csm.casefold() in row.csm.casefold())
            and (self.within is None or (row.due is not None and row.due.days <= self.within))
            and (not self.findings or counts.get(self.findings, 0) > 0)
        )


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a longer list, and where to go on ("" at the end)."""

    rows: Sequence[Row]
    next: str
    total: int


def page(rows: Sequence[Row], cursor: str, limit: int, key: Callable[[Row], str]) -> Page[Row]:
    """The rows after the one that the cursor names by its key; raises UsageError when it names none."""
    start = 0
    if cursor:
        last = read_cursor(cursor)
        keys = [key(row) for row in rows]
        if last not in keys:
            raise UsageError("this cursor leads nowhere any more. Begin at the first page again.")
        start = keys.index(last) + 1
    found = rows[start : start + limit]
    more = start + limit < len(rows)
    return Page(found, cursor_of(key(found[-1])) if more and found else "", len(rows))


def cursor_of(key: str) -> str:
    """A cursor that goes on after the row of that key."""
    return base64.urlsafe_b64encode(key.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """The key that a cursor names; raises UsageError for one that is none."""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        raise UsageError("this is no cursor. Take the one that the last page gave.") from None
