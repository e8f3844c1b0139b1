"""What fires on every sample account, and what is silent there: reviewed line by line in golden/checks.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest

from qbrgen.checks import CHECKS, Finding, Severity, run_book
from qbrgen.model import Account
from qbrgen.resources import sample_path
from qbrgen.sources import load
from tests.checking import AS_OF, account, findings


@cache
def _samples() -> tuple[Account, ...]:
    return tuple(loaded.account for loaded in load([sample_path()]))


@cache
def _found() -> dict[str, tuple[Finding, ...]]:
    return {one.id: findings(one) for one in _samples()}


def test_each_check_fires_on_the_samples_it_should_and_is_silent_on_all_others(
    golden: Callable[[str, str], None],
) -> None:
    table: dict[str, dict[str, list[str]]] = {
        code: {
            one: [f"{finding.path}: {finding.message}" for finding in found if finding.code == code]
            for one, found in sorted(_found().items())
            if any(finding.code == code for finding in found)
        }
        for code in CHECKS
    }
    golden("checks.json", json.dumps(table, ensure_ascii=False, indent=2) + "\n")


def test_acme_may_stand_before_a_chief_financial_officer() -> None:
    found = _found()["acme"]
    assert not [finding for finding in found if finding.severity is Severity.ERROR]
    assert len([finding for finding in found if finding.severity is Severity.WARNING]) <= 3


def test_the_samples_side_by_side_share_no_metrics_and_no_figures() -> None:
    assert run_book(_samples(), AS_OF) == ()


ANTI_PATTERNS = {
    "Feature-focused success plans": (
        "QV102",
        "objectives: [{id: adopt, title: Adopt 5 features in 90 days}]",
    ),
    "No baseline measurement": (
        "QV202",
        """
objectives:
  - id: close
    title: Reduce time to close by 20 %
    metric: {name: Time to close, unit: days, better: lower}
    target: {value: 36, date: 2026-12-31}
    readings: [{date: 2026-09-25, value: 38, source: Things are better now}]
""",
    ),
    "Vendor-created ROI": (
        "QV301",
        """
value_items:
  - {id: v, title: We calculated you saved $1M, category: costs_reduced, amount: 1000000, since: 2026-07-01}
""",
    ),
    "Only at renewal": (
        "QV510",
        """
contract: {signed: 2025-01-06, renewal: 2027-01-05, currency: USD, arr: 60000}
reviews: [{date: 2026-10-01, kind: value_report, note: Let me show you the value}]
""",
    ),
    "Generic value statements": (
        "QV326",
        """
value_items:
  - {id: v, title: You're getting value from the platform, category: customer_experience, since: 2026-07-01}
""",
    ),
    "Ignoring soft value": (
        "QV323",
        """
value_items:
  - {id: v, title: Overtime avoided, category: costs_reduced, objective: close, amount: 40000, since: 2026-07-01}
""",
    ),
    "Feature adoption as outcome": ("QV102", "objectives: [{id: a, title: Feature adoption of 70 %}]"),
    "Value only at renewal": (
        "QV510",
        """
contract: {signed: 2025-10-15, renewal: 2026-10-14, currency: USD, arr: 60000}
reviews: [{date: 2026-09-09, kind: value_report}]
""",
    ),
    "Improve sales efficiency": ("QV101", "objectives: [{id: a, title: Improve sales efficiency}]"),
    "Not made-up internal estimates": (
        "QV302",
        """
value_items:
  - {id: v, title: Hours saved, category: costs_reduced, amount: 4000, since: 2026-07-01, standing: vendor_estimate}
""",
    ),
    "Not just cost savings": (
        "QV324",
        """
value_items:
  - {id: v, title: Fewer trips, category: costs_reduced, amount: 4000, since: 2026-07-01, source: Finance}
""",
    ),
    "Don't wait until renewal": ("QV509", "reviews: [{date: 2026-09-15, kind: qbr}]"),
    "Success plan set and forget": ("QV501", "reviews: [{date: 2026-02-10, kind: success_plan}]"),
    "Assuming value": ("QV325", "value_items: []"),
}
"""Each bad example and anti-pattern of the value framework, as an account would show it."""


@pytest.mark.parametrize("pattern", ANTI_PATTERNS)
def test_each_anti_pattern_of_the_framework_has_its_code(pattern: str) -> None:
    code, piece = ANTI_PATTERNS[pattern]
    assert code in {finding.code for finding in findings(account(piece))}


def test_one_size_fits_all_metrics_have_their_code() -> None:
    book = [account(f"id: a{n}") for n in range(4)]
    assert {finding.account_id for finding in run_book(book, AS_OF) if finding.code == "QV801"} == {
        "a0", "a1", "a2", "a3",
    }  # fmt: skip


GOOD_EXAMPLES = {
    "Outcome-focused conversations": """
north_star:
  question: What business result are you trying to achieve?
  metric: {name: Deals closed a quarter, unit: deals, better: higher}
""",
    "Measurable success criteria": """
objectives:
  - id: close
    title: Reduce time to close by 20%
    metric: {name: Time to close, unit: days, better: lower}
    baseline: {value: 45, date: 2025-01-06, source: Sales Operations}
    target: {value: 36, date: 2026-12-31}
    readings: [{date: 2026-09-25, value: 38, source: Sales Operations}]
    success_criterion: Reduce time to close by 20%
""",
    "Documented baseline": """
objectives:
  - id: close
    title: Close deals in 32 days
    metric: {name: Average time to close, unit: days, better: lower}
    baseline: {value: 45, date: 2025-01-06, source: "Before us, it took 45 days", method: All deals of 2024}
    target: {value: 32, date: 2026-09-30}
    readings: [{date: 2026-09-25, value: 32, source: Sales Operations}]
    state: achieved
    success_criterion: 32 days in a full quarter
""",
    "Reduce reporting time by 40 %": """
objectives:
  - id: close
    title: Reduce reporting time by 40 %
    metric: {name: Manual reports, unit: hours/week, better: lower}
    baseline: {value: 20, date: 2025-01-06, source: Reporting team, method: Before full adoption}
    target: {value: 12, date: 2026-09-30}
    readings: [{date: 2026-09-25, value: 12, source: Reporting team}]
    state: achieved
    success_criterion: 12 hours a week or less
""",
    "Regular value demonstration": """
reviews:
  - {date: 2026-01-14, kind: value_report}
  - {date: 2026-04-14, kind: value_report}
  - {date: 2026-07-14, kind: value_report}
  - {date: 2026-09-15, kind: qbr}
""",
    "Customer-validated ROI": """
value_items:
  - {id: hours, title: Reporting hours saved, category: time_saved, objective: close, time_saved: {hours_per_person_per_week: 8, people: 1, hourly_rate: 50, weeks: 52}, since: 2026-07-01, standing: customer_validated, validated_by: finance, validated_on: 2026-09-25, source: Time sheets}
  - {id: audit, title: The auditors follow every discount to its approval, category: compliance_improved, objective: close, since: 2026-07-01, standing: customer_reported, source: Finance}
""",
    "Recovered carts, 10 % more": """
objectives:
  - id: close
    title: Recover 10 % more abandoned carts
    metric: {name: Recovered carts, unit: "%", better: higher}
    baseline: {value: 20, date: 2025-01-06, source: Shop data}
    target: {value: 22, date: 2026-09-30}
    readings: [{date: 2026-09-25, value: 22, source: Shop data}]
    state: achieved
    success_criterion: 22 % over a full quarter
""",
}
"""Each good example of the two frameworks, laid over the sound account."""


@pytest.mark.parametrize("name", GOOD_EXAMPLES)
def test_nothing_is_found_in_the_good_examples_of_the_frameworks(name: str) -> None:
    assert findings(account(GOOD_EXAMPLES[name])) == ()
