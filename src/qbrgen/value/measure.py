"""One account measured in one period, from start to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from qbrgen.model.account import CustomerAccount
from qbrgen.model.period import Period
from qbrgen.value.adoption import adoption_of
from qbrgen.value.advocacy import advocacy_of
from qbrgen.value.business_case import DEFAULT_RATE, appraise
from qbrgen.value.exact import Span
from qbrgen.value.figure import DAYS, Figure, Input, money
from qbrgen.value.investments import invested
from qbrgen.value.items import lines_of, value_in, worth_of
from qbrgen.value.making import derived
from qbrgen.value.outcomes import north_star_of, outcomes_of
from qbrgen.value.payback import curve_of, payback_of
from qbrgen.value.results import AccountValue, PreviousPeriod, ValueLine
from qbrgen.value.returns import return_of
from qbrgen.value.scope import Scope
from qbrgen.value.sensitivity import sensitivity_of
from qbrgen.value.support import support_of
from qbrgen.value.tiering import tier_of, touch_of
from qbrgen.value.totals import by_category, by_standing, cumulative, in_period, running
from qbrgen.value.ttv import time_to_value


def measure(
    account: CustomerAccount, period: Period, as_of: date, discount_rate: Decimal = DEFAULT_RATE
) -> AccountValue:
    """Every measure of the account in the period, as it stood on `as_of`.

    Nothing dated after `as_of` or after the period's end is used; value and investment are counted from the
    contract's first day. `discount_rate` (0.10 means 10 %) is for a business case that sets none of its own.
    Raises nothing for any valid account.
    """
    scope = Scope(account, period, as_of)
    unit, tier = money(account.currency), tier_of(account)
    lines = lines_of(scope)
    curve = curve_of(scope)
    fell = by_standing("value.period", "in the period", unit, lines, in_period)
    so_far = by_standing("value.cumulative", "since contract start", unit, lines, cumulative)
    put_in = invested(account, scope.span, "investment.period", "Investment in the period")
    put_in_so_far = invested(account, scope.to_date, "investment.to_date", "Investment since contract start")
    returned = return_of("return.period", "in the period", fell, put_in)
    case = account.business_case
    return AccountValue(
        period=period,
        as_of=as_of,
        tier=tier,
        touch=touch_of(account),
        outcomes=outcomes_of(scope, lines),
        north_star=north_star_of(scope),
        lines=lines,
        in_period=fell,
        annual=by_standing("value.annual", "of a year at today's pace", unit, lines, running(scope.cutoff)),
        cumulative=so_far,
        by_category=by_category(unit, lines),
        returned=returned,
        returned_to_date=return_of("return.to_date", "since contract start", so_far, put_in_so_far),
        payback=payback_of(
            scope, curve, "payback.validated", "Payback on validated value", lambda point: point.validated
        ),
        payback_all=payback_of(
            scope, curve, "payback.all", "Payback on value of all standings", lambda point: point.total
        ),
        curve=curve,
        ttv=time_to_value(scope, tier),
        adoption=adoption_of(scope, tier),
        support=support_of(scope),
        renewal_in=_renewal_in(scope),
        customer_for=_customer_for(scope),
        previous=_previous(scope),
        case=appraise(case, account.currency, discount_rate) if case else None,
        sensitivity=sensitivity_of(lines, returned),
        advocacy=advocacy_of(scope),
    )


def _renewal_in(scope: Scope) -> Figure | None:
    """Days from the day spoken from to the renewal; below zero once it has passed."""
    renewal = scope.account.contract.renewal
    if renewal is None:
        return None
    inputs = [Input("renewal", renewal, path="contract.renewal"), Input("today", scope.as_of)]
    days = (renewal - scope.as_of).days
    return derived("contract.renewal_in", "Days to renewal", days, DAYS, "renewal − today", inputs, on=scope.as_of)


def _customer_for(scope: Scope) -> Figure:
    inputs = [
        Input("first day of the contract", scope.begins, path="contract.start"),
        Input("today", scope.as_of),
    ]
    days = max(0, (scope.as_of - scope.begins).days)
    return derived(
        "contract.customer_for", "Days as a customer", days, DAYS, "today − first day", inputs, on=scope.as_of
    )


def _previous(scope: Scope) -> PreviousPeriod | None:
    """The period before with the same items and today's standings, so that the two compare like with like."""
    before = scope.before()
    if before is None:
        return None
    unit, span = money(scope.account.currency), before.span
    lines = tuple(_line_before(scope, line, span) for line in lines_of(before))
    fell = by_standing("previous.value", "in the period before", unit, lines, in_period)
    put_in = invested(scope.account, span, "previous.investment", "Investment in the period before")
    return PreviousPeriod(before.period, fell, return_of("previous.return", "in the period before", fell, put_in))


def _line_before(scope: Scope, line: ValueLine, span: Span) -> ValueLine:
    worth = worth_of(scope.account, line.item, line.index, scope.as_of)
    if worth is None:
        return line
    return replace(line, in_period=value_in(worth, span, "previous", "Value in the period before"))
