"""The internal brief: what to know first, moods, findings with remedy, signals, triggers, renewal."""

from __future__ import annotations

from datetime import date
from typing import Any

from qbrgen.checks.finding import Finding, Severity
from qbrgen.model import Account, parse_period
from qbrgen.settings import Settings
from qbrgen.story import csm_brief
from qbrgen.story.blocks import Bullets, KeyFigures, Status, Story, Table
from qbrgen.story.material import InternalMaterial
from qbrgen.value import measure
from tests.telling import account, objective, page, read, section

SEPTEMBER = parse_period("2026-09")
AS_OF = date(2026, 10, 5)


def brief(findings: tuple[Finding, ...] = (), **changes: Any) -> Story:
    owner: Account = account(**changes)
    value = measure(owner.customer_view(), SEPTEMBER, AS_OF)
    return csm_brief.build(InternalMaterial(owner, value, findings, Settings(as_of=AS_OF)))


def renewing(day: str) -> dict[str, Any]:
    return {"signed": "2025-07-01", "currency": "USD", "arr": 120000, "renewal": day}


def things(story: Story) -> list[str]:
    block = next(block for block in section(story, "know").blocks if isinstance(block, Bullets))
    return [read(item) for item in block.items]


def test_the_brief_is_internal_and_says_so() -> None:
    story = brief()
    assert story.internal
    assert read(story.title) == "Internal brief: Tern Logistics"
    assert "not for the customer" in read(story.subtitle)


def test_the_gravest_things_come_first_and_there_are_three() -> None:
    error = Finding("QV301", Severity.ERROR, "tern", "All value is estimated.", "Have one item validated.")
    story = brief(
        (error,),
        contract=renewing("2026-12-01"),
        objectives=[objective(45, [54])],
        stakeholders=[{"id": "cfo", "name": "Dana Whitfield", "mood": "critical", "mood_on": "2026-09-01"}],
    )
    assert things(story) == [
        "The renewal of $120k of ARR is 57 days away",
        "One claim cannot be made as it stands: All value is estimated.",
        "Deal cycle worsened by 20%, from 45 to 54 days, against a target of 30 days",
    ]


def test_a_quiet_account_is_told_by_its_results() -> None:
    told = things(brief(reviews=[{"date": "2026-09-20", "kind": "qbr"}]))
    assert told[0].startswith("Deal cycle fell 29%")
    assert len(told) == 3


def test_renewal_health_and_revenue_head_the_brief() -> None:
    story = brief(contract=renewing("2026-12-01"), internal={"renewal_likelihood_percent": 60})
    block = section(story, "know").blocks[0]
    assert isinstance(block, KeyFigures)
    assert [read(item.label) for item in block.items[:3]] == ["until renewal", "Health score, of a hundred", "ARR"]
    assert read(block.items[0].comparison) == "Dec 1, 2026; 60% likely"


def test_a_renewal_that_passed_or_was_never_recorded_is_named() -> None:
    passed = brief(contract=renewing("2026-09-01"))
    assert "The renewal day has passed, with $120k of ARR" in things(passed)
    assert read(section(passed, "renewal").title) == "Renewal: $120k was due on Sep 1, 2026"
    assert read(section(brief(), "renewal").title) == "Renewal: no day is recorded"


def test_what_changed_since_the_last_review_is_listed() -> None:
    story = brief(
        reviews=[{"date": "2026-08-31", "kind": "qbr"}],
        objectives=[objective(45, [38, 34, 32])],
        internal={
            "notes": [{"date": "2026-09-10", "text": "Asked for a discount"}, {"date": "2026-08-01", "text": "Old"}]
        },
        tickets=[{"id": "t", "title": "Slow", "opened": "2026-09-12"}],
    )
    found = section(story, "since")
    assert read(found.title) == "What changed since the quarterly business review of Aug 31, 2026"
    told = page(found)
    assert "Deal cycle: from 34 to 32 days" in told
    assert "Note of Sep 10, 2026: Asked for a discount" in told
    assert "New ticket: Slow, Sep 12, 2026" in told
    assert "Old" not in told


def test_people_are_listed_with_their_last_mood_the_critical_first() -> None:
    people = [
        {"id": "a", "name": "Ann", "mood": "advocate", "mood_on": "2026-09-01"},
        {"id": "b", "name": "Bo", "mood": "critical", "private_note": "Wants the rival"},
        {"id": "c", "name": "Cy"},
    ]
    found = section(brief(stakeholders=people), "people")
    table = found.blocks[0]
    assert isinstance(table, Table)
    assert [read(row[0].text) for row in table.rows] == ["Bo", "Cy", "Ann"]
    assert read(found.title) == "Bo is critical"
    assert read(table.rows[0][4].text) == "Wants the rival"


def test_findings_stand_with_code_and_remedy_the_errors_first() -> None:
    findings = tuple(
        Finding(f"QV10{index}", severity, "tern", f"Message {index}.", f"Remedy {index}.")
        for index, severity in enumerate([Severity.INFO, *[Severity.WARNING] * 6, Severity.ERROR])
    )
    found = section(brief(findings), "checks")
    table = found.blocks[0]
    assert isinstance(table, Table)
    assert read(found.title) == "7 findings would embarrass us, 1 of them a claim we must not make"
    assert [read(cell.text) for cell in table.rows[0]] == ["QV107: must not be claimed", "Message 7.", "Remedy 7."]
    assert table.rows[0][0].status is Status.OFF_TRACK
    assert "2 more" in page(found)
    assert "nothing that would embarrass us" in read(section(brief(), "checks").title)


def test_signals_and_triggers_come_with_their_action() -> None:
    signals = [
        {"id": "s", "kind": "new_department", "seen_on": "2026-09-01", "detail": "Legal asks", "potential_arr": 5000}
    ]
    story = brief(internal={"expansion_signals": signals}, contract=renewing("2026-12-20"))
    table = section(story, "growth").blocks[0]
    assert isinstance(table, Table)
    assert [read(cell.text) for cell in table.rows[0]] == [
        "New department interested: Legal asks", "land and expand", "Ask for an introduction to the new team", "$5,000",
    ]  # fmt: skip
    assert "Renewal review due (renewal, 76 days)" in page(section(story, "triggers"))


def test_an_account_without_any_sign_of_growth_says_so_beside_the_triggers() -> None:
    story = brief(internal={"expansion_signals": []})
    triggers = next(found for found in story.sections if found.id == "triggers")
    assert "No sign of growth is recorded" in page(triggers)
    assert "growth" not in [found.id for found in story.sections]


def test_time_goes_where_the_maturity_stage_puts_it() -> None:
    young = brief(contract={"signed": "2026-08-15", "currency": "USD", "arr": 1000}, objectives=[objective(45, [])])
    assert page(section(young, "time")).count("60% adoption (bring the core features into use), 30% outcomes") == 1
    assert read(section(young, "time").title).startswith("Onboarding stage, deliver phase")


def test_missing_parts_of_the_health_score_are_named() -> None:
    figures = section(brief(), "know").blocks[0]
    assert isinstance(figures, KeyFigures)
    assert "not known: " in read(figures.items[1].comparison)
