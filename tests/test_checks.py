"""Each check fires on what it is for, and is silent on what it lets pass."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from qbrgen.checks import CHECKS, Check, Severity, example, explain, for_customer, run, run_book
from qbrgen.errors import UsageError
from qbrgen.model import parse_period
from qbrgen.value import measure
from tests.checking import AS_OF, PERIOD, account, accounts, codes, findings

# Only a fault of the engine's own can make totals differ from their parts.
_SHOWN_OTHERWISE = {"QV408"}
_BY_EXAMPLE = sorted(set(CHECKS) - _SHOWN_OTHERWISE)


def test_there_are_at_least_twenty_five_checks() -> None:
    assert len(CHECKS) >= 25


@pytest.mark.parametrize("code", _BY_EXAMPLE)
def test_a_check_fires_on_its_failing_example(code: str) -> None:
    assert code in codes(example(code).fails)


@pytest.mark.parametrize("code", _BY_EXAMPLE)
def test_a_check_is_silent_on_its_passing_example(code: str) -> None:
    assert code not in codes(example(code).passes)


def test_nothing_is_found_in_a_sound_account() -> None:
    assert findings(account()) == ()


def test_totals_that_are_not_the_sum_of_their_parts_are_found() -> None:
    one = account()
    value = measure(one.customer_view(), PERIOD, AS_OF)
    wrong = replace(value.in_period.total, value=value.in_period.total.value + Decimal(1))
    found = run(one, replace(value, in_period=replace(value.in_period, total=wrong)), AS_OF)
    assert {finding.code for finding in found} == {"QV408"}


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.code)
def test_every_row_of_the_table_says_all_it_must(check: Check) -> None:
    assert re.fullmatch(r"QV\d{3}", check.code)
    assert check.title
    assert not check.title.endswith(".")
    for sentence in (check.why, check.remedy):
        assert re.fullmatch(r"[“A-Z`].*[.?]", sentence), sentence
    assert check.source


def test_every_check_has_an_example_and_every_example_a_check() -> None:
    for code in CHECKS:
        assert bool(example(code).fails.strip()) is (code not in _SHOWN_OTHERWISE)


def test_no_check_that_tells_internal_facts_is_an_error() -> None:
    """An error stands on the face of a customer's document; what is internal may not."""
    assert not [check.code for check in CHECKS.values() if check.internal and check.severity is Severity.ERROR]


@pytest.mark.parametrize("code", _BY_EXAMPLE)
def test_a_finding_says_who_where_and_what_to_do(code: str) -> None:
    book = accounts(example(code).fails)
    found = [*run_book(book, AS_OF), *(finding for one in book for finding in findings(one))]
    for finding in (each for each in found if each.code == code):
        one = next(each for each in book if each.id == finding.account_id)
        assert finding.severity is CHECKS[code].severity
        assert finding.message.endswith((".", "”."))
        assert finding.remedy
        assert _reached(one, finding.path)
        if finding.subject:
            assert finding.subject in {
                record.id
                for name in ("objectives", "value_items", "investments", "milestones", "commitments", "actions",
                             "risks", "quotes", "stakeholders")
                for record in getattr(one, name)
            }  # fmt: skip


def _reached(one: object, path: str) -> bool:
    """Each step of the path names a field of the record there, though the field itself may be empty."""
    here = one
    for name, index in re.findall(r"([a-z_]+)(?:\[(\d+)\])?", path):
        assert hasattr(here, name), (path, name)
        here = getattr(here, name)
        if index:
            here = here[int(index)]
    return True


def test_findings_are_sorted_worst_first_then_by_code_and_place() -> None:
    items = [
        f"{{id: i{n}, title: Saving {n} of the year, category: costs_reduced, objective: close, amount: {n + 1}000, "
        "since: 2026-07-01, standing: vendor_estimate, source: Vendor}"
        for n in range(12)
    ]
    found = findings(account(f"value_items: [{', '.join(items)}]"))
    ranks = [list(Severity).index(finding.severity) for finding in found]
    assert ranks == sorted(ranks)
    estimates = [finding.path for finding in found if finding.code == "QV302"]
    assert estimates == [f"value_items[{n}].standing" for n in range(12)]


def test_a_code_is_explained_in_any_case() -> None:
    assert explain("qv101") is CHECKS["QV101"]


def test_an_unknown_code_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(UsageError, match=r"no check has the code 'QV1011'\. Did you mean .*QV101"):
        explain("QV1011")


def test_a_waiver_sets_a_finding_aside_until_it_expires() -> None:
    piece = """
risks: [{id: peak, title: The peak season begins in November}]
waivers: [{code: qv506, path: "risks[0]", reason: Accepted in June, expires: 2026-10-05}]
"""
    one = account(piece)
    assert findings(one) == ()
    assert {finding.code for finding in findings(one, as_of=date(2026, 10, 6))} >= {"QV506", "QV901"}


def test_a_waiver_of_one_place_leaves_the_others() -> None:
    piece = """
risks: [{id: peak, title: The peak season}, {id: staff, title: Two vacancies}]
waivers: [{code: QV506, path: "risks[1]", reason: Accepted in June, expires: 2026-12-31}]
"""
    assert [finding.path for finding in findings(account(piece))] == ["risks[0].mitigation"]


def test_a_waiver_of_place_one_does_not_cover_place_ten() -> None:
    risks = ", ".join(f"{{id: r{n}, title: Risk {n}}}" for n in range(11))
    piece = f"""
risks: [{risks}]
waivers: [{{code: QV506, path: "risks[1]", reason: Accepted, expires: 2026-12-31}}]
"""
    found = [finding.path for finding in findings(account(piece))]
    assert "risks[1].mitigation" not in found
    assert "risks[10].mitigation" in found


def test_a_waiver_of_a_check_of_the_book_is_heeded_and_never_called_unused() -> None:
    waiver = "\nwaivers: [{code: QV801, reason: All three are one group, expires: 2026-12-31}]"
    objective = (
        'objectives: [{id: roi, title: Raise the return to 30 %, metric: {name: Return, unit: "%", better: higher}, '
        "baseline: {value: 20, date: 2026-09-01, source: Finance}, target: {value: 30, date: 2027-06-30}, "
        "success_criterion: 30 % in a quarter}]"
    )
    book = [account(f"id: a{n}\n{objective}{waiver if n else ''}") for n in range(3)]
    assert [finding.account_id for finding in run_book(book, AS_OF) if finding.code == "QV801"] == ["a0"]
    assert findings(book[1]) == ()


def test_two_accounts_with_the_same_metric_are_no_template() -> None:
    assert {finding.code for finding in run_book([account("id: a"), account("id: b")], AS_OF)} == {"QV802"}
    assert run_book([account("id: a")], AS_OF) == ()


def test_what_only_the_vendor_may_know_is_left_out_for_the_customer() -> None:
    piece = """
stakeholders:
  - {id: sponsor, name: Elena Marchetti, role: executive_sponsor, mood: critical}
  - {id: finance, name: Sara Lindqvist, role: finance}
"""
    found = findings(account(piece))
    assert {finding.code for finding in found} == {"QV602", "QV607"}
    assert {finding.code for finding in for_customer(found)} == {"QV602"}


def test_a_state_of_today_is_held_against_the_reading_of_today_whatever_the_period() -> None:
    one = account(example("QV215").passes)
    known = findings(one, parse_period("2026-Q2"))
    assert "QV215" not in {finding.code for finding in known}
