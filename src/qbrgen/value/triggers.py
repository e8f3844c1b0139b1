"""Proactive triggers: reasons to reach out before the customer does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbrgen.model.account import CustomerAccount
from qbrgen.model.activity import UsageMonth
from qbrgen.model.kinds import ConsentScope, WishState
from qbrgen.value.exact import add_months, percent
from qbrgen.value.figure import PERCENT, Figure, Input, count
from qbrgen.value.making import derived, number
from qbrgen.value.reference.growth import RECENT_DAYS, TRIGGERS, TriggerKind, TriggerRow
from qbrgen.value.results import AccountValue, OutcomeCase, ProgressState
from qbrgen.value.scope import Scope


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason to reach out: the rule with its action (`row`), the number that fired it, and the account's words.

    `about` names what is concerned in our words (seats, storage, API calls, active users ...); `detail` is the
    account's own (the wish, the objective).
    """

    row: TriggerRow
    about: str
    detail: str
    figure: Figure | None
    day: date | None


def proactive_triggers(account: CustomerAccount, value: AccountValue) -> tuple[Trigger, ...]:
    """Every trigger that fires on the day the value was measured for, in the order of the reference table."""
    scope = Scope(account, value.period, value.as_of)
    fired = [
        *_limits(account, value),
        *_usage_up(scope),
        *_renewal(value),
        *_shipped(account, value),
        *_references(account, value),
    ]
    order = list(TRIGGERS)
    return tuple(sorted(fired, key=lambda trigger: order.index(trigger.row.kind)))


def _limits(account: CustomerAccount, value: AccountValue) -> Iterator[Trigger]:
    row, contract = TRIGGERS[TriggerKind.LIMIT_NEAR], account.contract
    candidates = [("seats", value.adoption.activation)]
    for about, used, limit in (
        ("storage", contract.storage_used, contract.storage_limit),
        ("API calls", contract.api_calls_used, contract.api_call_limit),
    ):
        if used is not None and limit is not None:
            candidates.append((about, _share(about, Decimal(used), Decimal(limit))))
    for about, share in candidates:
        if share is not None and row.threshold is not None and share.value >= row.threshold:
            yield Trigger(row, about, "", share, share.evidence.on)


def _share(about: str, used: Decimal, limit: Decimal) -> Figure | None:
    value = percent(used, limit)
    if value is None:
        return None
    field = {"storage": "storage", "API calls": "api_call"}[about]
    inputs = [
        number("used", used, path="contract.storage_used" if field == "storage" else "contract.api_calls_used"),
        number("limit", limit, path=f"contract.{field}_limit"),
    ]
    formula = "used ÷ limit, in percent"
    return derived(f"trigger.{field}", f"Share of the limit of {about} in use", value, PERCENT, formula, inputs)


def _usage_up(scope: Scope) -> Iterator[Trigger]:
    """The latest month of use against the calendar month before it."""
    row = TRIGGERS[TriggerKind.USAGE_UP]
    known = {
        month.month: (place, month)
        for place, month in enumerate(scope.account.usage)
        if scope.holds_month(month.month)
    }
    if not known or row.threshold is None:
        return
    latest = max(known)
    earlier = add_months(latest, -1)
    before = next(((at, month) for at, month in enumerate(scope.account.usage) if month.month == earlier), None)
    if before is None:
        return
    for about, field in (("active users", "active_users"), ("key actions", "key_actions")):
        growth = _growth(about, field, before, known[latest])
        if growth is not None and growth.value >= row.threshold:
            yield Trigger(row, about, "", growth, latest)


def _growth(about: str, field: str, before: tuple[int, UsageMonth], now: tuple[int, UsageMonth]) -> Figure | None:
    first, last = getattr(before[1], field), getattr(now[1], field)
    value = percent(Decimal(last - first), Decimal(first)) if first is not None and last is not None else None
    if value is None:
        return None
    inputs = [
        Input(
            "month before",
            Decimal(first),
            count(about),
            f"usage[{before[0]}].{field}",
            before[1].source,
            before[1].month,
        ),
        Input("month", Decimal(last), count(about), f"usage[{now[0]}].{field}", now[1].source, now[1].month),
    ]
    return derived(f"trigger.{field}", f"Growth of {about} in a month", value, PERCENT,
                   "(month − month before) ÷ month before, in percent", inputs, on=now[1].month)  # fmt: skip


def _renewal(value: AccountValue) -> Iterator[Trigger]:
    """The nearer of the two renewal triggers; none once the day has passed."""
    left = value.renewal_in
    if left is None or left.value < 0:
        return
    for kind in (TriggerKind.RENEWAL_REVIEW, TriggerKind.RENEWAL_PREPARATION):
        row = TRIGGERS[kind]
        if row.threshold is not None and left.value <= row.threshold:
            yield Trigger(row, "renewal", "", left, None)
            return


def _shipped(account: CustomerAccount, value: AccountValue) -> Iterator[Trigger]:
    for wish in account.wishes:
        if wish.state is WishState.SHIPPED and wish.shipped_on and _recent(wish.shipped_on, value.as_of):
            yield Trigger(TRIGGERS[TriggerKind.WISH_SHIPPED], "wish", wish.title, None, wish.shipped_on)


def _references(account: CustomerAccount, value: AccountValue) -> Iterator[Trigger]:
    """Objectives achieved by an improvement measured lately, unless the customer is a reference already."""
    if any(consent.covers(ConsentScope.REFERENCE_CALL, value.as_of) for consent in account.consents):
        return
    for outcome in value.outcomes:
        fresh = outcome.last_read is not None and _recent(outcome.last_read, value.as_of)
        better = outcome.case in (OutcomeCase.IMPROVED, OutcomeCase.ZERO_BASELINE)
        if outcome.state is ProgressState.ACHIEVED and better and fresh:
            row = TRIGGERS[TriggerKind.RESULT_WORTH_A_REFERENCE]
            figure = outcome.improvement or outcome.now
            yield Trigger(row, "objective", outcome.objective.title, figure, outcome.last_read)


def _recent(day: date, as_of: date) -> bool:
    return 0 <= (as_of - day).days <= RECENT_DAYS
