"""From values to points, and the round values and days an axis names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_skeleton

from qbrgen.story.phrasing import say_number
from qbrgen.story.text import Style
from qbrgen.value.figure import Unit, UnitKind

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# A value axis names its unit on the value labels; a noun on each tick would only be noise.
_BARE = {UnitKind.COUNT, UnitKind.DAYS, UnitKind.MONTHS, UnitKind.HOURS}


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: `low` is drawn at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: Decimal | float) -> float:
        """Where the value is drawn, in points."""
        share = (float(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def scale(values: list[Decimal], start: float, end: float, *, zero: bool) -> Scale:
    """A Scale that holds all values (and zero where bars stand on it); never of no length."""
    low = float(min([*values, *([Decimal(0)] if zero else [])], default=Decimal(0)))
    high = float(max([*values, *([Decimal(0)] if zero else [])], default=Decimal(1)))
    if high - low <= abs(high) * 1e-12:
        # One value only: bars of nothing stand at the bottom, a flat line runs through the middle.
        low, high = (low, low + 1) if zero else (low - max(abs(low), 1) / 2, high + max(abs(high), 1) / 2)
    return Scale(low, high, start, end)


def in_reach(value: Decimal, others: list[Decimal], factor: int = 4) -> bool:
    """True when showing `value` to scale leaves the others at least a `factor`-th of the chart."""
    extent = max((abs(other) for other in others), default=Decimal(0))
    return extent == 0 or abs(value) <= factor * extent


def axis_style(unit: Unit) -> Style:
    """How an axis writes its values."""
    return Style.BARE if unit.kind in _BARE else Style.SHORT


def ticks(low: float, high: float, most: int, unit: Unit, locale: str) -> tuple[tuple[Decimal, str], ...]:
    """Round values from low to high with their words, at most `most`; none when two would read the same."""
    start, end = Decimal(str(low)), Decimal(str(high))
    rough = (end - start) / max(most, 1)
    magnitude = Decimal(10) ** rough.adjusted()
    for factor in (*_STEPS, 20 * Decimal(1)):
        step = factor * magnitude
        first = (start / step).to_integral_value(rounding="ROUND_CEILING")
        last = (end / step).to_integral_value(rounding="ROUND_FLOOR")
        if last - first + 1 <= most:
            break
    values = [(first + index) * step for index in range(int(last - first) + 1)]
    words = [say_number(value, unit, locale, axis_style(unit)) for value in values]
    return tuple(zip(values, words, strict=True)) if len(set(words)) == len(words) else ()


def day_ticks(first: date, last: date, most: int, locale: str) -> tuple[tuple[date, str, str], ...]:
    """Days between first and last that an axis names: the day, its short name, and the year where it is new."""
    calendars = list(_calendars(first, last))
    names, days = next((calendar for calendar in calendars if len(calendar[1]) <= most), calendars[-1])
    found: list[tuple[date, str, str]] = []
    for day in map(date.fromordinal, days):
        new_year = names is not year_name and (not found or found[-1][0].year != day.year)
        found.append((day, names(day, locale), year_name(day, locale) if new_year else ""))
    return tuple(found)


def day_name(day: date, locale: str) -> str:
    """Day and month, as the locale writes them short."""
    return str(format_skeleton("MMMd", day, locale=_locale(locale)))


def month_name(day: date, locale: str) -> str:
    """The month, short."""
    return str(format_skeleton("MMM", day, locale=_locale(locale)))


def year_name(day: date, locale: str) -> str:
    """The year."""
    return str(format_skeleton("y", day, locale=_locale(locale)))


def _calendars(first: date, last: date) -> Iterator[tuple[Callable[[date, str], str], Sequence[int]]]:
    if (last - first).days <= 60:
        for step in (1, 7, 14):
            yield day_name, range(first.toordinal(), last.toordinal() + 1, step)
    for months in (1, 2, 3, 6):
        yield month_name, _MonthStarts(first, last, months)
    for years in (1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000):
        yield year_name, _MonthStarts(first, last, 12 * years)


class _MonthStarts(Sequence[int]):
    """First days of every so many months as ordinals, counted before any is made."""

    def __init__(self, first: date, last: date, months: int) -> None:
        start = first.year * 12 + first.month - (1 if first.day == 1 else 0)
        self._range = range(start + -start % months, last.year * 12 + last.month, months)

    def __len__(self) -> int:
        return len(self._range)

    def __getitem__(self, index: Any) -> Any:
        at = self._range[index]
        return date(at // 12, at % 12 + 1, 1).toordinal()


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    return Locale.parse(code.replace("-", "_"))
