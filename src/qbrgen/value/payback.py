"""Cumulative value against investment since contract start, and the month in which it was paid back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from qbrgen.model.kinds import Recurrence, Standing
from qbrgen.value.exact import ZERO, Span, exact, month_end, months_between, ratio, total
from qbrgen.value.figure import MONTHS, Figure, Input, money
from qbrgen.value.investments import amount_invested, amount_of
from qbrgen.value.items import Worth, amount_in, worth_of
from qbrgen.value.making import derived
from qbrgen.value.results import CumulativePoint
from qbrgen.value.scope import Scope

_FORMULA = "months until cumulative value covered cumulative investment, on a straight line within the month"


def curve_of(scope: Scope) -> tuple[CumulativePoint, ...]:
    """Value and investment from contract start to each month's end, and to the cutoff."""
    worths = _counted(scope)
    validated = [worth for worth in worths if worth.standing is Standing.CUSTOMER_VALIDATED]
    return tuple(
        CumulativePoint(
            day,
            _point(scope, day, "validated", "Cumulative validated value", _sum(validated, scope.begins, day)),
            _point(scope, day, "total", "Cumulative value, all standings", _sum(worths, scope.begins, day)),
            _point(
                scope, day, "investment", "Cumulative investment",
                amount_invested(scope.account, Span(scope.begins, day)),
            ),
        )
        for day in _month_ends(scope.begins, scope.cutoff)
    )  # fmt: skip


def payback_of(
    scope: Scope,
    curve: Sequence[CumulativePoint],
    key: str,
    label: str,
    chosen: Callable[[CumulativePoint], Figure],
) -> Figure | None:
    """Months from contract start after which cumulative value stayed above cumulative investment.

    Undiscounted, and on a straight line between month ends, as the Total Economic Impact method does within a
    year. Zero when value covered investment from the first day; None while it does not, or with no investment.
    """
    if not curve or not curve[-1].investment.value:
        return None
    with exact():
        nets = [(ZERO, -_initial(scope))]
        nets += [
            (months_between(scope.begins, point.day), chosen(point).value - point.investment.value) for point in curve
        ]
        months = crossing(nets)
    if months is None:
        return None
    inputs = [
        Input("first day of the contract", scope.begins, path="contract.start"),
        Input("value so far", chosen(curve[-1]).value, chosen(curve[-1]).unit, on=curve[-1].day),
        Input("investment so far", curve[-1].investment.value, curve[-1].investment.unit, on=curve[-1].day),
    ]
    standing = chosen(curve[-1]).standing
    return derived(key, label, months, MONTHS, _FORMULA, inputs, on=curve[-1].day, standing=standing)


def crossing(nets: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Where a line through (time, net) last came up to zero and stayed; None when it ends below zero.

    Zero when it never was below.
    """
    if nets[-1][1] < 0:
        return None
    below = [position for position, (_, net) in enumerate(nets) if net < 0]
    if not below:
        return nets[0][0]
    (time, net), (next_time, next_net) = nets[below[-1]], nets[below[-1] + 1]
    with exact():
        share = ratio(-net, next_net - net)
        return next_time if share is None else time + share * (next_time - time)


def _counted(scope: Scope) -> list[Worth]:
    unit = money(scope.account.currency)
    worths = (
        worth_of(scope.account, item, index, scope.as_of)
        for index, item in enumerate(scope.account.value_items)
        if item.since <= scope.cutoff
    )
    return [worth for worth in worths if worth is not None and worth.unit == unit]


def _sum(worths: Sequence[Worth], begins: date, day: date) -> Decimal:
    return total(amount_in(worth, Span(begins, day)) for worth in worths)


def _point(scope: Scope, day: date, name: str, label: str, value: Decimal) -> Figure:
    return derived(
        f"curve.{day.isoformat()}.{name}",
        label,
        value,
        money(scope.account.currency),
        "sum of what fell from contract start to the day",
        [Input("from", scope.begins, path="contract.start"), Input("to", day)],
        on=day,
        standing=Standing.CUSTOMER_VALIDATED if name == "validated" else None,
    )


def _month_ends(begins: date, cutoff: date) -> Iterator[date]:
    if cutoff < begins:
        return
    day = month_end(begins)
    while day < cutoff:
        yield day
        day = month_end(day + timedelta(days=1))
    yield cutoff


def _initial(scope: Scope) -> Decimal:
    """What was invested by the first day: one-off investments dated on it or before."""
    first = Span(scope.begins, scope.begins)
    account = scope.account
    return total(
        amount_of(account, record, first)
        for record in account.investments
        if record.recurrence is Recurrence.ONE_OFF and record.currency in (None, account.currency)
    )
