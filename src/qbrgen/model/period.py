"""Reporting periods: a quarter, a month, a half, a year or any span of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from qbrgen.errors import UsageError

_PATTERN = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included; `label` is what it is called (2026-Q3)."""

    start: date
    end: date
    label: str

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def overlap_days(self, start: date, end: date | None) -> int:
        """Days of [start, end] that fall in this period; an open end runs on."""
        first, last = max(self.start, start), min(self.end, end or self.end)
        return max(0, (last - first).days + 1)

    def previous(self) -> Period:
        """The period of the same kind just before this one."""
        if parsed := _PATTERN.match(self.label):
            year = int(parsed[1])
            for index, (per_year, letter) in enumerate(((4, "Q"), (2, "H")), start=2):
                if parsed[index]:
                    number = int(parsed[index]) - 1
                    return parse_period(f"{year if number else year - 1}-{letter}{number or per_year}")
            if parsed[4]:
                month = int(parsed[4]) - 1
                return parse_period(f"{year if month else year - 1}-{month or 12:02d}")
            return parse_period(str(year - 1))
        end = self.start - timedelta(days=1)
        start = end - timedelta(days=self.days - 1)
        return Period(start, end, f"{start.isoformat()}..{end.isoformat()}")


def month_period(year: int, month: int) -> Period:
    """The calendar month."""
    last = calendar.monthrange(year, month)[1]
    return Period(date(year, month, 1), date(year, month, last), f"{year}-{month:02d}")


def parse_period(text: str) -> Period:
    """The period that `2026-Q3`, `2026-07`, `2026-H1`, `2026` or `2026-07-01..2026-08-15` names.

    Raises UsageError when the text names none.
    """
    if ".." in text:
        try:
            start, end = (date.fromisoformat(part.strip()) for part in text.split("..", 1))
        except ValueError:
            raise UsageError(_help(text)) from None
        if end < start:
            raise UsageError(f"period '{text}' ends before it starts. Write the earlier day first.")
        return Period(start, end, f"{start.isoformat()}..{end.isoformat()}")
    parsed = _PATTERN.match(text.strip())
    if not parsed or int(parsed[1]) < 1900:
        raise UsageError(_help(text))
    year = int(parsed[1])
    if parsed[2]:
        first = 3 * int(parsed[2]) - 2
        return Period(date(year, first, 1), month_period(year, first + 2).end, f"{year}-Q{parsed[2]}")
    if parsed[3]:
        first = 6 * int(parsed[3]) - 5
        return Period(date(year, first, 1), month_period(year, first + 5).end, f"{year}-H{parsed[3]}")
    if parsed[4]:
        return month_period(year, int(parsed[4]))
    return Period(date(year, 1, 1), date(year, 12, 31), str(year))


def quarter_of(day: date) -> Period:
    """The calendar quarter that holds the day."""
    return parse_period(f"{day.year}-Q{(day.month + 2) // 3}")


def last_full_quarter(day: date) -> Period:
    """The latest calendar quarter that has ended by the day (on its last day it has)."""
    current = quarter_of(day)
    return current if day == current.end else current.previous()


def last_full_month(day: date) -> Period:
    """The latest calendar month that has ended by the day (on its last day it has)."""
    current = month_period(day.year, day.month)
    return current if day == current.end else current.previous()


def _help(text: str) -> str:
    return (
        f"'{text}' is not a period. Write a quarter (2026-Q3), a month (2026-07), a half (2026-H1), "
        "a year (2026) or two days (2026-07-01..2026-08-15)."
    )
