"""Revenue kept and grown (GRR, NRR), and the success team's own return, one row for each currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbrgen.model.account import Account
from qbrgen.model.internal import ArrMovement
from qbrgen.value.exact import add_months, exact, percent, ratio
from qbrgen.value.figure import MULTIPLE, PERCENT, Figure, Input, Unit, money
from qbrgen.value.making import as_input, derived, number, recorded, summed
from qbrgen.value.reference.portfolio import CONTRACT_GROWTH, GRR, NRR, RENEWAL_RATE, TEAM_RETURN


@dataclass(frozen=True, slots=True)
class Retention:
    """Revenue of one currency's accounts over the last twelve months; no rates without starting revenue."""

    currency: str
    starting: Figure
    expansion: Figure
    contraction: Figure
    churned: Figure
    ending: Figure
    nrr: Figure | None
    grr: Figure | None
    growth: Figure | None = None  # expansion as percent of the starting revenue
    renewed: Figure | None = None  # accounts that kept any of their revenue, as percent of those that had some


@dataclass(frozen=True, slots=True)
class TeamReturn:
    """What the success team brought in a year against what it costs; rates are None without a cost."""

    currency: str
    expansion: Figure
    churn_prevented: Figure
    impact: Figure
    cost: Figure
    net: Figure
    roi: Figure | None
    multiple: Figure | None


def retention(accounts: Sequence[Account], as_of: date) -> tuple[Retention, ...]:
    """NRR and GRR of the accounts that recorded how their revenue moved, by currency.

    A movement whose twelve months end after `as_of` is not used.
    """
    rows = []
    for currency in _currencies(accounts):
        movements = [
            (account, movement)
            for account in accounts
            if account.currency == currency
            and (movement := account.internal.arr_movement) is not None
            and (movement.as_of is None or movement.as_of <= as_of)
        ]
        if movements:
            rows.append(_retention(currency, movements))
    return tuple(rows)


def team_returns(accounts: Sequence[Account], as_of: date) -> tuple[TeamReturn, ...]:
    """The team's return over the twelve months up to `as_of`, by currency; none without wins and costs."""
    since = add_months(as_of, -12)
    rows = []
    for currency in _currencies(accounts):
        mine = [account for account in accounts if account.currency == currency]
        expansion = list(_wins(mine, "expansion_arr", since, as_of))
        prevented = list(_wins(mine, "churn_prevented_arr", since, as_of))
        costs = [
            recorded(f"team.{currency}.cost.{account.id}", "Cost of the success team for the account",
                     account.internal.success_team_cost, money(currency), "internal.success_team_cost",
                     subject=account.name)
            for account in mine
            if account.internal.success_team_cost is not None
        ]  # fmt: skip
        if expansion or prevented or costs:
            rows.append(team_return(currency, expansion, prevented, costs))
    return tuple(rows)


def team_return(
    currency: str, expansion: Iterable[Figure], churn_prevented: Iterable[Figure], costs: Iterable[Figure]
) -> TeamReturn:
    """(expansion + churn prevented) against the cost of the team: net, ROI and multiple."""
    unit, key = money(currency), f"team.{currency}"
    grown = summed(f"{key}.expansion", "Expansion revenue", unit, expansion)
    kept = summed(f"{key}.churn_prevented", "Churn prevented", unit, churn_prevented)
    cost = summed(f"{key}.cost", "Cost of the success team", unit, costs)
    impact = summed(f"{key}.impact", "Impact of the success team", unit, (grown, kept), "expansion + churn prevented")
    inputs = [as_input(impact, "impact"), as_input(cost, "cost")]
    with exact():
        net = impact.value - cost.value
    share, times = percent(net, cost.value), ratio(impact.value, cost.value)
    parts = (impact, cost)
    label = TEAM_RETURN.label
    return TeamReturn(
        currency,
        grown,
        kept,
        impact,
        cost,
        derived(f"{key}.net", f"{label}, net", net, unit, "impact − cost", inputs, parts=parts),
        None
        if share is None
        else derived(f"{key}.roi", label, share, PERCENT, TEAM_RETURN.formula, inputs, parts=parts),
        None
        if times is None
        else derived(f"{key}.multiple", f"{label}, multiple", times, MULTIPLE, "impact ÷ cost", inputs, parts=parts),
    )


def _currencies(accounts: Sequence[Account]) -> list[str]:
    return sorted({account.currency for account in accounts})


def _retention(currency: str, movements: Sequence[tuple[Account, ArrMovement]]) -> Retention:
    unit, key = money(currency), f"retention.{currency}"
    starting, expansion, contraction, churned = (
        summed(f"{key}.{name}", label, unit, [_movement(key, unit, name, label, *pair) for pair in movements])
        for name, label in (
            ("starting_arr", "Starting revenue"),
            ("expansion", "Expansion"),
            ("contraction", "Contraction"),
            ("churned", "Churn"),
        )
    )
    with exact():
        kept = starting.value - contraction.value - churned.value
        ending = kept + expansion.value
    parts = (starting, expansion, contraction, churned)
    inputs = [as_input(part) for part in parts]

    def rate(name: str, label: str, formula: str, amount: Decimal) -> Figure | None:
        value = percent(amount, starting.value)
        return (
            None if value is None else derived(f"{key}.{name}", label, value, PERCENT, formula, inputs, parts=parts)
        )

    return Retention(
        currency,
        *parts,
        ending=derived(f"{key}.ending", "Revenue now", ending, unit, "starting + expansion − contraction − churn",
                       inputs, parts=parts),
        nrr=rate("nrr", NRR.label, NRR.formula, ending),
        grr=rate("grr", GRR.label, GRR.formula, kept),
        growth=rate("growth", CONTRACT_GROWTH.label, CONTRACT_GROWTH.formula, expansion.value),
        renewed=_renewed(f"{key}.renewed", [movement for _, movement in movements]),
    )  # fmt: skip


def _renewed(key: str, movements: Sequence[ArrMovement]) -> Figure | None:
    had = [movement for movement in movements if movement.starting_arr]
    kept = sum(movement.churned < movement.starting_arr for movement in had)
    value = percent(Decimal(kept), Decimal(len(had)))
    if value is None:
        return None
    inputs = [number("accounts kept", kept), number("accounts", len(had))]
    return derived(key, RENEWAL_RATE.label, value, PERCENT, RENEWAL_RATE.formula, inputs)


def _movement(key: str, unit: Unit, name: str, label: str, account: Account, movement: ArrMovement) -> Figure:
    path = f"internal.arr_movement.{name}"
    amount: Decimal = getattr(movement, name)
    return recorded(f"{key}.{name}.{account.id}", label, amount, unit, path, on=movement.as_of, subject=account.name)


def _wins(accounts: Sequence[Account], field: str, since: date, as_of: date) -> Iterable[Figure]:
    label = {"expansion_arr": "Expansion won", "churn_prevented_arr": "Churn prevented"}[field]
    for account in accounts:
        for place, win in enumerate(account.internal.wins):
            amount: Decimal = getattr(win, field)
            if since < win.date <= as_of and amount:
                path = f"internal.wins[{place}].{field}"
                key = f"team.{account.currency}.{field}.{account.id}.{place}"
                inputs = [Input("amount", amount, money(account.currency), path, "", win.date)]
                yield derived(key, label, amount, money(account.currency), "as recorded", inputs, on=win.date,
                              subject=win.title)  # fmt: skip
