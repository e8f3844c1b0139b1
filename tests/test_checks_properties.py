"""What holds for every valid account, whatever is in it."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings

from qbrgen.checks import CHECKS, Finding, run, run_book
from qbrgen.model import Account, Period
from qbrgen.value import measure
from tests.strategies import views

_MODEST = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _run(account: Account, period: Period, as_of: date) -> tuple[Finding, ...]:
    return run(account, measure(account.customer_view(), period, as_of), as_of)


@_MODEST
@given(views())
def test_the_checks_raise_nothing_and_say_something(view: tuple[Account, Period, date]) -> None:
    account, period, as_of = view
    for finding in (*_run(account, period, as_of), *run_book([account], as_of)):
        assert finding.account_id == account.id
        assert finding.code in CHECKS
        assert finding.message
        assert finding.remedy
        assert "Decimal" not in finding.message
        assert "None" not in finding.message or "None of" in finding.message or "None" in account.model_dump_json()


@_MODEST
@given(views())
def test_the_same_account_gives_the_same_findings_in_the_same_order(view: tuple[Account, Period, date]) -> None:
    assert _run(*view) == _run(*view)


@_MODEST
@given(views())
def test_the_engines_own_sums_always_add_up(view: tuple[Account, Period, date]) -> None:
    assert "QV408" not in {finding.code for finding in _run(*view)}


@_MODEST
@given(views())
def test_the_order_of_value_items_changes_no_code(view: tuple[Account, Period, date]) -> None:
    account, period, as_of = view
    turned = account.model_copy(update={"value_items": account.value_items[::-1]})
    ours = sorted(finding.code for finding in _run(account, period, as_of))
    assert sorted(finding.code for finding in _run(turned, period, as_of)) == ours


@_MODEST
@given(views())
def test_a_waiver_of_every_code_leaves_only_findings_about_waivers(view: tuple[Account, Period, date]) -> None:
    account, period, as_of = view
    waivers = [{"code": code, "reason": "Tried", "expires": date(2199, 12, 31)} for code in CHECKS]
    waived = Account.model_validate({**account.model_dump(), "waivers": waivers})
    assert {finding.code for finding in _run(waived, period, as_of)} <= {"QV903"}
