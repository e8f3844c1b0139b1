"""A whole book of accounts: the five portfolio measures against target, retention, team return, load per manager."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from qbrgen.model.account import Account, CustomerAccount
from qbrgen.model.kinds import ObjectiveState, Tier, Touch
from qbrgen.value.cadence import VALUE_KINDS, Due, due_reviews, last_held
from qbrgen.value.exact import add_months, percent
from qbrgen.value.figure import DAYS, PERCENT, Figure, count, money
from qbrgen.value.health import health_of
from qbrgen.value.making import derived, number, summed
from qbrgen.value.reference.portfolio import MEASURES, MeasureRow
from qbrgen.value.reference.tiers import TOUCH_TIERS
from qbrgen.value.results import AccountValue, HealthScore, ProgressState
from qbrgen.value.retention import Retention, TeamReturn, retention, team_returns
from qbrgen.value.tiering import better_touch

ACCOUNTS = count("accounts")
_ENTERPRISE = (Tier.STRATEGIC, Tier.ENTERPRISE)


@dataclass(frozen=True, slots=True)
class Holding:
    """One account of the book with its measures, its health and what is due.

    `better_touch` is the touch tier that its revenue speaks for, where the account sets another.
    """

    account: Account
    value: AccountValue
    health: HealthScore
    due: tuple[Due, ...]
    has_plan: bool
    better_touch: Touch | None = None


@dataclass(frozen=True, slots=True)
class PortfolioMeasure:
    """One of the five measures: its share in percent, its target (reached above it; None: set by segment).

    `meeting` of `considered` accounts (or objectives) meet it; `value` is None when none is considered.
    `detail` is the median days to first value, for time to value alone.
    """

    row: MeasureRow
    value: Figure | None
    target: Figure | None
    met: bool | None
    meeting: Figure
    considered: Figure
    detail: Figure | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Accounts of one touch tier that a success manager looks after, against the published range."""

    manager: str
    touch: Touch
    accounts: Figure
    from_accounts: Figure
    to_accounts: Figure


@dataclass(frozen=True, slots=True)
class BookTotal:
    """Revenue and value of the accounts of one currency."""

    currency: str
    arr: Figure
    value_validated: Figure
    value_all: Figure
    investment: Figure


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The book on one day; totals stand by currency, since amounts are never converted."""

    as_of: date
    holdings: tuple[Holding, ...]
    measures: tuple[PortfolioMeasure, ...]
    totals: tuple[BookTotal, ...]
    retention: tuple[Retention, ...]
    team: tuple[TeamReturn, ...]
    loads: tuple[Load, ...]


def portfolio(entries: Sequence[tuple[Account, AccountValue]], as_of: date) -> Portfolio:
    """Everything about the book; `entries` are accounts with their measures of one and the same period."""
    holdings = tuple(
        Holding(
            account,
            value,
            health_of(account, value),
            due_reviews(account, as_of),
            has_plan(account),
            better_touch(account),
        )
        for account, value in entries
    )
    accounts = [account for account, _ in entries]
    return Portfolio(
        as_of,
        holdings,
        tuple(_MEASURES[row.key](row, holdings, as_of) for row in MEASURES),
        _totals(holdings),
        retention(accounts, as_of),
        team_returns(accounts, as_of),
        _loads(holdings),
    )


def has_plan(account: CustomerAccount) -> bool:
    """True when there is a plan to work by: an objective with a target or success criterion, and a milestone."""
    pursued = [each for each in account.objectives if each.state is not ObjectiveState.DROPPED]
    return any(each.target or each.success_criterion for each in pursued) and bool(account.milestones)


def _measure(
    row: MeasureRow, meeting: int, considered: int, noun: str = "accounts", detail: Figure | None = None
) -> PortfolioMeasure:
    key = f"portfolio.{row.key}"
    met = derived(f"{key}.meeting", "Meeting it", meeting, count(noun), f"{noun} that meet it")
    of = derived(f"{key}.considered", "Considered", considered, count(noun), f"{noun} considered")
    share = percent(Decimal(meeting), Decimal(considered))
    value = None
    if share is not None:
        inputs = [number("meeting it", meeting, count(noun)), number("considered", considered, count(noun))]
        value = derived(key, row.label, share, PERCENT, f"share of {row.definition}, in percent", inputs)
    target = None
    if row.target is not None:
        formula = "more than this, as published"
        target = derived(f"{key}.target", f"Target of {row.label}", row.target, PERCENT, formula, source=row.source)
    reached = None if value is None or row.target is None else value.value > row.target
    return PortfolioMeasure(row, value, target, reached, met, of, detail)


def _plan_coverage(row: MeasureRow, holdings: Sequence[Holding], as_of: date) -> PortfolioMeasure:
    del as_of
    considered = [each for each in holdings if each.value.tier in _ENTERPRISE]
    return _measure(row, sum(each.has_plan for each in considered), len(considered))


def _time_to_value(row: MeasureRow, holdings: Sequence[Holding], as_of: date) -> PortfolioMeasure:
    """Accounts that reached a first outcome, or are past their target without one; the others still have time."""
    del as_of
    meeting, late, days = 0, 0, []
    for each in holdings:
        ttv = each.value.ttv
        if ttv.first_value:
            days.append(ttv.first_value)
            meeting += bool(ttv.met_tier)
        elif ttv.waiting and ttv.tier_target and ttv.waiting.value >= ttv.tier_target.value:
            late += 1
    return _measure(row, meeting, len(days) + late, detail=_median(days))


def _median(days: Sequence[Figure]) -> Figure | None:
    if not days:
        return None
    ordered = sorted(figure.value for figure in days)
    middle = len(ordered) // 2
    value = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    label = "Median time to first value"
    inputs = [number("accounts with a first outcome", len(days), ACCOUNTS)]
    return derived("portfolio.time_to_value.median", label, value, DAYS, "median of days to first outcome", inputs)


def _report_delivery(row: MeasureRow, holdings: Sequence[Holding], as_of: date) -> PortfolioMeasure:
    considered = [each for each in holdings if each.value.tier in _ENTERPRISE]
    since = add_months(as_of, -3)
    shown = [last_held(each.account, VALUE_KINDS, as_of) for each in considered]
    return _measure(row, sum(day is not None and day >= since for day in shown), len(considered))


def _validated_roi(row: MeasureRow, holdings: Sequence[Holding], as_of: date) -> PortfolioMeasure:
    del as_of
    return _measure(row, sum(each.value.returned_to_date.roi is not None for each in holdings), len(holdings))


def _achievement(row: MeasureRow, holdings: Sequence[Holding], as_of: date) -> PortfolioMeasure:
    """Of the objectives that were achieved or whose day has come; dropped ones are left out."""
    meeting = considered = 0
    for each in holdings:
        for outcome in each.value.outcomes:
            target = outcome.objective.target
            achieved = outcome.state is ProgressState.ACHIEVED
            due = target is not None and target.date is not None and target.date <= as_of
            if outcome.state is not ProgressState.DROPPED and (achieved or due):
                considered += 1
                meeting += achieved
    return _measure(row, meeting, considered, "objectives")


_MEASURES: Mapping[str, Callable[[MeasureRow, Sequence[Holding], date], PortfolioMeasure]] = {
    "plan_coverage": _plan_coverage,
    "time_to_value": _time_to_value,
    "report_delivery": _report_delivery,
    "validated_roi": _validated_roi,
    "achievement": _achievement,
}


def _totals(holdings: Sequence[Holding]) -> tuple[BookTotal, ...]:
    rows = []
    for currency in sorted({each.account.currency for each in holdings}):
        mine = [each for each in holdings if each.account.currency == currency]
        unit, key = money(currency), f"book.{currency}"
        arr = [
            derived(f"{key}.arr.{each.account.id}", "Annual recurring revenue", each.account.contract.arr, unit,
                    "as recorded", subject=each.account.name)
            for each in mine
        ]  # fmt: skip
        rows.append(
            BookTotal(
                currency,
                summed(f"{key}.arr", "Annual recurring revenue", unit, arr),
                summed(f"{key}.validated", "Validated value in the period", unit,
                       [_renamed(each, "validated", each.value.in_period.validated) for each in mine]),
                summed(f"{key}.value", "Value in the period, whoever stands behind it", unit,
                       [_renamed(each, "value", each.value.in_period.total) for each in mine]),
                summed(f"{key}.investment", "Investment in the period", unit,
                       [_renamed(each, "investment", each.value.returned.investment.total) for each in mine]),
            )
        )  # fmt: skip
    return tuple(rows)


def _renamed(holding: Holding, name: str, figure: Figure) -> Figure:
    """The account's figure under a key that is unique in the book, about the account."""
    account = holding.account
    return replace(figure, key=f"book.{account.currency}.{name}.{account.id}", subject=account.name)


def _loads(holdings: Sequence[Holding]) -> tuple[Load, ...]:
    """Accounts by success manager and touch tier; accounts without a manager are left out."""
    found: dict[tuple[str, Touch], int] = {}
    for each in holdings:
        if each.account.csm:
            pair = (each.account.csm.name, each.value.touch)
            found[pair] = found.get(pair, 0) + 1
    rows = []
    for (manager, touch), held in sorted(found.items()):
        row, key = TOUCH_TIERS[touch], f"load.{touch}.{manager}"
        formula = "as published"
        rows.append(
            Load(
                manager,
                touch,
                derived(key, "Accounts looked after", held, ACCOUNTS, "accounts counted", subject=manager),
                derived(
                    f"load.{touch}.from", "Usual number from", row.accounts_from, ACCOUNTS, formula, source=row.source
                ),
                derived(f"load.{touch}.to", "Usual number to", row.accounts_to, ACCOUNTS, formula, source=row.source),
            )
        )
    return tuple(rows)
