"""Numbers, days and titles as findings write them: plain, exact, the same in every locale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext

from qbrgen.model.objective import Metric

_TITLE = 90
_DIGITS = 6


def number(value: Decimal) -> str:
    """The number with thousands separators, exact up to six decimals, rounded to six beyond."""
    with localcontext() as context:
        context.prec = 60
        if abs(value) >= 1 and -int(value.as_tuple().exponent) > _DIGITS:
            value = round(value, 2)
        text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal, currency: str) -> str:
    """The amount to the cent with its currency code."""
    with localcontext() as context:
        context.prec = 60
        text = f"{round(value, 2):,f}"
    return f"{text.removesuffix('.00')} {currency}"


def measured(value: Decimal, metric: Metric) -> str:
    """The value with the metric's unit as the account writes it."""
    return f"{number(value)} {metric.unit}"


def day(value: date) -> str:
    """The day as 2026-09-30."""
    return value.isoformat()


def days(count: int) -> str:
    """So many days."""
    return f"{count:,} day" if count == 1 else f"{count:,} days"


def named(title: str) -> str:
    """The title in quotation marks, cut at a word when it is long."""
    if len(title) > _TITLE:
        cut = title[:_TITLE].rsplit(" ", 1)[0]
        title = f"{cut} …"
    return f"“{title}”"
