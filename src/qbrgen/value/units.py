"""The unit of a metric, read from how people write it."""

from __future__ import annotations

from functools import lru_cache

from babel.numbers import get_currency_symbol, list_currencies

from qbrgen.value.figure import DAYS, HOURS, MONTHS, MULTIPLE, PERCENT, POINTS, SCORE, Unit, UnitKind, count, money

# Days, hours and months are written by their kind; whatever is not here is a count under its own name.
_WRITTEN = {
    "%": PERCENT,
    "percent": PERCENT,
    "per cent": PERCENT,
    "pct": PERCENT,
    "percentage": PERCENT,
    "percentage points": POINTS,
    "percentage point": POINTS,
    "%-points": POINTS,
    "pp": POINTS,
    "days": DAYS,
    "day": DAYS,
    "d": DAYS,
    "hours": HOURS,
    "hour": HOURS,
    "hrs": HOURS,
    "h": HOURS,
    "months": MONTHS,
    "month": MONTHS,
    "x": MULTIPLE,
    "multiple": MULTIPLE,
    "score": SCORE,
    "nps": SCORE,
}
_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "$": "USD"}


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def unit_of(written: str, currency: str) -> Unit:
    """The Unit of `written` (%, days, hours/week, EUR, tickets); `currency` is the account's own.

    A currency sign means the account's currency where that currency is written with it ($ in a CAD account),
    else the one it usually stands for. Anything unknown is counted under its own name.
    """
    text = written.strip()
    if known := _WRITTEN.get(text.casefold()):
        return known
    if text in _SYMBOLS:
        return money(currency if text in get_currency_symbol(currency, locale="en") else _SYMBOLS[text])
    if text == currency or (len(text) == 3 and text.isupper() and text in _currencies()):
        return money(text)
    return count(text)


def unit_of_change(unit: Unit) -> Unit:
    """The unit in which two values of `unit` differ: percentage points for percentages, else the same."""
    return POINTS if unit.kind is UnitKind.PERCENT else unit
