"""The formulas of hard value: from an item's own inputs to what a year of it (or the whole of it) is worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qbrgen.model.kinds import ValueCategory
from qbrgen.model.value_item import Change, HeadcountAvoided, TimeSaved, ValueItem
from qbrgen.value.exact import HUNDRED, exact
from qbrgen.value.figure import HOURS, PERCENT, Input, Unit, count

_SHARE = "share attributed to the product"


@dataclass(frozen=True, slots=True)
class Worked:
    """An amount, the formula in words and signs, and its inputs."""

    amount: Decimal
    formula: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class _Inputs:
    """Makes the inputs of one item: each with its place, the item's source and its first day."""

    item: ValueItem
    path: str
    unit: Unit

    def __call__(self, name: str, value: Decimal, unit: Unit, field: str) -> Input:
        return Input(name, value, unit, f"{self.path}.{field}", self.item.source, self.item.since)


def worked(item: ValueItem, path: str, unit: Unit) -> Worked | None:
    """What a hard item is worth after attribution, before any days are counted; None for a soft item."""
    make = _Inputs(item, path, unit)
    with exact():
        if item.time_saved is not None:
            found = _time_saved(item.time_saved, make)
        elif item.headcount_avoided is not None:
            found = _headcount_avoided(item.headcount_avoided, make)
        elif item.change is not None:
            found = _change(item.change, item.category, make)
        elif item.amount is not None:
            found = Worked(item.amount, "amount as stated", (make("amount", item.amount, unit, "amount"),))
        else:
            return None
        return _attributed(found, item, make)


def hours_a_week(item: ValueItem, path: str) -> Worked | None:
    """Hours saved in a week over all people, after attribution; None for an item that saves no time."""
    if item.time_saved is None:
        return None
    saved, make = item.time_saved, _Inputs(item, path, HOURS)
    with exact():
        amount = saved.hours_per_person_per_week * saved.people
        found = Worked(amount, "hours per person per week × people", _people_and_hours(saved, make))
        return _attributed(found, item, make)


def _attributed(found: Worked, item: ValueItem, make: _Inputs) -> Worked:
    if item.attribution_percent == HUNDRED:
        return found
    return Worked(
        found.amount * item.attribution_percent / HUNDRED,
        f"{found.formula} × {_SHARE}",
        (*found.inputs, make(_SHARE, item.attribution_percent, PERCENT, "attribution_percent")),
    )


def _people_and_hours(saved: TimeSaved, make: _Inputs) -> tuple[Input, Input]:
    hours = saved.hours_per_person_per_week
    return (
        make("hours per person per week", hours, HOURS, "time_saved.hours_per_person_per_week"),
        make("people", saved.people, count("people"), "time_saved.people"),
    )


def _time_saved(saved: TimeSaved, make: _Inputs) -> Worked:
    return Worked(
        saved.hours_per_person_per_week * saved.people * saved.weeks * saved.hourly_rate,
        "hours per person per week × people × weeks a year × hourly rate",
        (
            *_people_and_hours(saved, make),
            make("weeks a year", saved.weeks, count("weeks"), "time_saved.weeks"),
            make("hourly rate", saved.hourly_rate, make.unit, "time_saved.hourly_rate"),
        ),
    )


def _headcount_avoided(avoided: HeadcountAvoided, make: _Inputs) -> Worked:
    return Worked(
        avoided.ftes * avoided.annual_salary,
        "full-time positions avoided × annual salary",
        (
            make("full-time positions avoided", avoided.ftes, count("positions"), "headcount_avoided.ftes"),
            make("annual salary", avoided.annual_salary, make.unit, "headcount_avoided.annual_salary"),
        ),
    )


def _change(change: Change, category: ValueCategory, make: _Inputs) -> Worked:
    """A cost that rose and a revenue that fell come out below zero."""
    rises = category is ValueCategory.REVENUE_INCREASED
    gain = change.after - change.before if rises else change.before - change.after
    return Worked(
        gain * change.volume,
        f"({'after − before' if rises else 'before − after'}) × volume a year",
        (
            make("before", change.before, make.unit, "change.before"),
            make("after", change.after, make.unit, "change.after"),
            make("volume a year", change.volume, count(change.unit), "change.volume"),
        ),
    )
