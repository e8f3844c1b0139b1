"""Exact arithmetic: sums lose nothing, a year's value spread over its days adds up to the year."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
# Three factors under ten to the eighteenth, twelve decimals and room for sums: nothing is rounded by chance.
_WIDE = Context(prec=100, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=_TRAPS)
_QUOTIENT = Context(prec=40, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=_TRAPS)
_QUANTUM = Decimal(1).scaleb(-12)
_NOTHING = Decimal(1).scaleb(-15)


def exact() -> AbstractContextManager[Context]:
    """A decimal context wide enough for every sum and product of an account."""
    return localcontext(_WIDE)


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """part / whole to 40 significant digits; None when there is nothing to divide by (|whole| < 10^-15)."""
    return None if abs(whole) < _NOTHING else _QUOTIENT.divide(part, whole)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """part as percent of whole; None when there is nothing to divide by."""
    share = ratio(part, whole)
    return None if share is None else share.scaleb(2)


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum, exact for as many digits as an account can hold."""
    with exact():
        return sum(values, ZERO)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included; empty when the end is before the start."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days."""
        return max(0, (self.end - self.start).days + 1)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def within(self, start: date, end: date | None = None) -> Span:
        """The part of this span that lies in [start, end]; an open end runs on."""
        return Span(max(self.start, start), min(self.end, end or self.end))


def days_in_year(year: int) -> int:
    """366 in a leap year, else 365."""
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365


def spread(annual: Decimal, span: Span) -> Decimal:
    """What of a yearly amount falls in the span: annual x days / days of the year, each calendar year by itself.

    A day of 2024 carries 1/366 of the year, a day of 2025 1/365, so that a calendar year is always worth the
    annual amount. The amount accrued by the end of each day is kept to twelve decimals and a span is the
    difference of two such amounts: adjoining spans therefore add up exactly.
    """
    if not span.days:
        return ZERO
    with exact():
        value = annual * max(0, span.end.year - span.start.year)
        return value + _accrued(annual, span.end) - _accrued_before(annual, span.start)


def _accrued(annual: Decimal, day: date) -> Decimal:
    passed, length = day.timetuple().tm_yday, days_in_year(day.year)
    return annual if passed == length else (annual * passed / length).quantize(_QUANTUM)


def _accrued_before(annual: Decimal, day: date) -> Decimal:
    return ZERO if (day.month, day.day) == (1, 1) else _accrued(annual, day - timedelta(days=1))


def months_between(start: date, end: date) -> Decimal:
    """Calendar months from the start of the first day to the end of the last; a part of a month by its days."""
    with exact():
        whole = Decimal((end.year - start.year) * 12 + end.month - start.month)
        return whole + _part_of_month(end, end.day) - _part_of_month(start, start.day - 1)


def _part_of_month(day: date, passed: int) -> Decimal:
    return _QUOTIENT.divide(Decimal(passed), Decimal(month_end(day).day))


def month_end(day: date) -> date:
    """The last day of the day's month."""
    if day.month == 12:
        return day.replace(day=31)
    return day.replace(month=day.month + 1, day=1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier below zero); the month's last day where it has no such day."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))
