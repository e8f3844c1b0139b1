"""Totals of value lines by standing and by category; what stands in another currency is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from qbrgen.model.kinds import HARD, Recurrence, Standing, ValueCategory
from qbrgen.value.figure import Figure, Unit
from qbrgen.value.making import common_standing, summed
from qbrgen.value.results import ByStanding, ValueLine

_NAMES = (
    (Standing.CUSTOMER_VALIDATED, "validated", "Validated value"),
    (Standing.CUSTOMER_REPORTED, "reported", "Customer-reported value"),
    (Standing.VENDOR_ESTIMATE, "estimated", "Estimated value"),
)
Chosen = Callable[[ValueLine], Figure | None]


def by_standing(
    key: str, label: str, unit: Unit, lines: Iterable[ValueLine], chosen: Chosen, subject: str = ""
) -> ByStanding:
    """The chosen figure of every counted line added up by standing; `label` says of what ("in the period")."""
    counted = [(line.standing, figure) for line in lines if line.counted and (figure := chosen(line)) is not None]
    validated, reported, estimated = (
        summed(
            f"{key}.{name}",
            f"{words} {label}",
            unit,
            [figure for standing, figure in counted if standing is wanted],
            standing=wanted,
            subject=subject,
        )
        for wanted, name, words in _NAMES
    )
    sums = (validated, reported, estimated)
    total = summed(
        f"{key}.total",
        f"Value {label}, whoever stands behind it",
        unit,
        sums,
        "validated + reported + estimated",
        standing=common_standing(sums),
        subject=subject,
    )
    return ByStanding(validated, reported, estimated, total)


def in_period(line: ValueLine) -> Figure | None:
    """The line's value in the period."""
    return line.in_period


def cumulative(line: ValueLine) -> Figure | None:
    """The line's value since contract start."""
    return line.cumulative


def running(day: date) -> Chosen:
    """Chooses a year's value of recurring items that run on the day: what a year is worth at today's pace."""

    def chosen(line: ValueLine) -> Figure | None:
        item = line.item
        ended = item.until is not None and item.until < day
        return line.annual if item.recurrence is Recurrence.RECURRING and not ended else None

    return chosen


_CATEGORY_LABELS = {
    ValueCategory.REVENUE_INCREASED: "in the period, revenue increased",
    ValueCategory.COSTS_REDUCED: "in the period, costs reduced",
    ValueCategory.TIME_SAVED: "in the period, time saved",
    ValueCategory.HEADCOUNT_AVOIDED: "in the period, headcount avoided",
}


def by_category(unit: Unit, lines: tuple[ValueLine, ...]) -> tuple[tuple[ValueCategory, ByStanding], ...]:
    """The period's value by hard category, in the order of the method; categories without value are left out."""
    rows = []
    for category in HARD:
        of_category = [line for line in lines if line.category is category]
        sums = by_standing(f"value.{category}", _CATEGORY_LABELS[category], unit, of_category, in_period)
        if any(line.counted and line.in_period and line.in_period.value for line in of_category):
            rows.append((category, sums))
    return tuple(rows)
