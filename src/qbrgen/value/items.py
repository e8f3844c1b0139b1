"""Value items in figures: a year's value, the value in a span, the hours, each after attribution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import Recurrence, Standing
from qbrgen.model.value_item import ValueItem
from qbrgen.value.exact import Span, days_in_year, spread
from qbrgen.value.figure import DAYS, HOURS, Figure, Input, Unit, money
from qbrgen.value.formulas import hours_a_week, worked
from qbrgen.value.making import derived, number
from qbrgen.value.results import ValueLine
from qbrgen.value.scope import Scope

ONE_OFF_FORMULA = "the whole amount on its date, where that day lies in the span"
RECURRING_FORMULA = "annual value × days ÷ days of the year, each calendar year by itself"


@dataclass(frozen=True, slots=True)
class Worth:
    """A hard item's whole value: a year of it when it recurs, all of it when it does not."""

    item: ValueItem
    path: str
    amount: Decimal
    unit: Unit
    formula: str
    inputs: tuple[Input, ...]
    standing: Standing
    on: date


def standing_on(account: CustomerAccount, item: ValueItem, day: date) -> Standing:
    """The item's standing as it was on the day.

    A validation still to come leaves an estimate. One by somebody who is no stakeholder of the account counts as
    reported: the reader cannot ask that person.
    """
    if item.standing is not Standing.CUSTOMER_VALIDATED:
        return item.standing
    if item.validated_on is not None and item.validated_on > day:
        return Standing.VENDOR_ESTIMATE
    return item.standing if account.stakeholder(item.validated_by) else Standing.CUSTOMER_REPORTED


def lines_of(scope: Scope) -> tuple[ValueLine, ...]:
    """Every value item that had begun by the cutoff, in the account's order."""
    return tuple(
        _line(scope, item, index)
        for index, item in enumerate(scope.account.value_items)
        if item.since <= scope.cutoff
    )


def _line(scope: Scope, item: ValueItem, index: int) -> ValueLine:
    worth = worth_of(scope.account, item, index, scope.as_of)
    if worth is None:
        return ValueLine(item, index, standing_on(scope.account, item, scope.as_of))
    return ValueLine(
        item,
        index,
        worth.standing,
        annual=annual_figure(worth),
        in_period=value_in(worth, scope.span, "period", "Value in the period"),
        cumulative=value_in(worth, scope.to_date, "cumulative", "Value since contract start"),
        hours_per_week=_hours(worth),
        counted=worth.unit == money(scope.account.currency),
    )


def worth_of(account: CustomerAccount, item: ValueItem, index: int, as_of: date) -> Worth | None:
    """The value of a hard item after attribution, with the inputs it was worked out from; None for a soft one."""
    path, unit = f"value_items[{index}]", money(item.currency or account.currency)
    found = worked(item, path, unit)
    if found is None:
        return None
    validated_on = item.validated_on if item.validated_on and item.validated_on <= as_of else None
    inputs = found.inputs
    if validated_on:
        inputs = (*inputs, _endorsement(account, item, path, validated_on))
    standing, on = standing_on(account, item, as_of), validated_on or item.since
    return Worth(item, path, found.amount, unit, found.formula, inputs, standing, on)


def annual_figure(worth: Worth) -> Figure:
    """A year's value of a recurring item; the whole of a one-off."""
    item = worth.item
    label = "Annual value" if item.recurrence is Recurrence.RECURRING else "One-off value"
    return derived(
        f"item.{item.id}.annual",
        label,
        worth.amount,
        worth.unit,
        worth.formula,
        worth.inputs,
        source=item.source,
        on=worth.on,
        standing=worth.standing,
        subject=item.title,
    )


def amount_in(worth: Worth, span: Span) -> Decimal:
    """What of the item fell in the span: recurring value by days, one-off value on its date."""
    item = worth.item
    if item.recurrence is Recurrence.RECURRING:
        return spread(worth.amount, span.within(item.since, item.until))
    return worth.amount if item.since in span else Decimal(0)


def value_in(worth: Worth, span: Span, key: str, label: str) -> Figure:
    """What of the item fell in the span, as a figure `item.<id>.<key>`."""
    item = worth.item
    inputs = [Input("since", item.since, path=f"{worth.path}.since")]
    if item.recurrence is Recurrence.RECURRING:
        active = span.within(item.since, item.until)
        if item.until:
            inputs.append(Input("until", item.until, path=f"{worth.path}.until"))
        inputs.append(number("days counted", active.days, DAYS))
        if active.days and active.start.year == active.end.year:
            inputs.append(number("days of the year", days_in_year(active.start.year), DAYS))
    return derived(
        f"item.{item.id}.{key}",
        label,
        amount_in(worth, span),
        worth.unit,
        RECURRING_FORMULA if item.recurrence is Recurrence.RECURRING else ONE_OFF_FORMULA,
        inputs,
        source=item.source,
        on=worth.on,
        parts=(annual_figure(worth),),
        standing=worth.standing,
        subject=item.title,
    )


def _hours(worth: Worth) -> Figure | None:
    """Hours a week over all people; the part that is attributed to the product."""
    item = worth.item
    found = hours_a_week(item, worth.path)
    if found is None:
        return None
    return derived(
        f"item.{item.id}.hours",
        "Hours saved a week",
        found.amount,
        HOURS,
        found.formula,
        found.inputs,
        source=item.source,
        on=worth.on,
        standing=worth.standing,
        subject=item.title,
    )


def _endorsement(account: CustomerAccount, item: ValueItem, path: str, on: date) -> Input:
    person = account.stakeholder(item.validated_by)
    name = person.name if person else item.validated_by or ""
    return Input("validated by" if person else "said to be validated by", name, path=f"{path}.validated_by", on=on)
