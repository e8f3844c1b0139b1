"""The success plan: the template filled, questions where something is unknown, progress since the last review."""

from __future__ import annotations

from datetime import date
from typing import Any

from qbrgen.model import parse_period
from qbrgen.story import success_plan
from qbrgen.story.blocks import Bullets, Status, Story, Table
from qbrgen.story.success_plan.milestones import grouped
from qbrgen.story.success_plan.questions import open_questions
from tests.telling import ACCOUNTS, account, fixture_account, material, objective, page, read, section

QUARTER = parse_period("2026-Q4")
AS_OF = date(2026, 10, 5)
FULL: dict[str, Any] = {
    "north_star": {"question": "Do we close faster?", "metric": {"name": "Cycle", "unit": "days", "better": "lower"}},
    "risks": [{"id": "r1", "title": "Key person leaves", "mitigation": "Train a second", "owner": "Ann"}],
    "stakeholders": [
        {"id": "s1", "name": "Ann Lee", "role": "executive_sponsor", "title": "CRO", "email": "ann@tern.example"},
        {"id": "s2", "name": "Bo Chen", "role": "champion"},
        {"id": "s3", "name": "Cy Diaz", "role": "technical_owner"},
        {"id": "cfo", "name": "Dana Whitfield", "role": "finance"},
    ],
}


def plan(**changes: Any) -> Story:
    return success_plan.build(material(account(**changes), QUARTER, AS_OF))


def table(story: Story, section_id: str) -> Table:
    return next(block for block in section(story, section_id).blocks if isinstance(block, Table))


def questions(story: Story, section_id: str) -> list[str]:
    asked = [block for block in section(story, section_id).blocks if isinstance(block, Bullets)]
    return [read(item) for block in asked if block.id.startswith("ask-") for item in block.items]


def test_the_parts_of_the_template_stand_in_order() -> None:
    assert [found.id for found in plan().sections] == [
        "objectives", "milestones", "stakeholders", "risks", "rhythm", "progress", "changes",
    ]  # fmt: skip


def test_an_objective_shows_its_way_its_criterion_and_where_it_stands() -> None:
    made = objective(
        45, [32], success_criterion="A quarter's mean is 30 days or less", owner="cfo", title="Close faster"
    )
    assert [read(cell.text) for cell in table(plan(objectives=[made]), "objectives").rows[0]] == [
        "Close faster (Dana Whitfield)",
        "Deal cycle: from 45 to 30 days by Dec 31, 2026",
        "A quarter's mean is 30 days or less",
        "On track: 32 days on Sep 28, 2026",
    ]


def test_what_is_not_agreed_is_named_in_its_place() -> None:
    bare = {"id": "o1", "title": "Work faster"}
    no_target = objective(45, [32], None) | {"id": "o2"}
    no_baseline = objective(None, [32]) | {"id": "o3"}
    neither = objective(None, [], None) | {"id": "o4"}
    shown = [
        read(row[1].text)
        for row in table(plan(objectives=[bare, no_target, no_baseline, neither]), "objectives").rows
    ]
    assert shown == [
        "Metric to be agreed",
        "Deal cycle: from 45 days; target to be agreed",
        "Deal cycle: to 30 days by Dec 31, 2026; baseline to be measured",
        "Deal cycle: baseline and target to be agreed",
    ]


def test_every_gap_brings_its_discovery_question_and_none_stays_once_it_is_filled() -> None:
    bare = account(objectives=[{"id": "o1", "title": "Work faster"}], stakeholders=[])
    assert {row.key for row in open_questions(bare)} == {
        "success", "problem", "measure", "stakes", "people", "history", "north_star",
    }  # fmt: skip
    full = account(objectives=[objective(success_criterion="30 days", driver="Fewer approvals")], **FULL)
    assert open_questions(full) == ()


def test_the_questions_stand_where_the_answer_is_missing() -> None:
    story = plan(objectives=[{"id": "o1", "title": "Work faster"}], stakeholders=[], function="sales")
    assert any("Which number will tell you that it worked" in asked for asked in questions(story, "objectives"))
    assert "Often counted in Sales: Deal velocity, Win rate, Pipeline coverage and Quota attainment" in questions(
        story, "objectives"
    )
    assert [asked[:8] for asked in questions(story, "stakeholders")] == ["“Who els"]
    assert len(questions(story, "risks")) == 1


def test_milestones_are_grouped_from_the_first_day_of_the_contract() -> None:
    days = {"a": "2025-07-31", "b": "2025-08-30", "c": "2025-09-29", "d": "2025-12-30", "e": "2025-12-31", "f": None}
    milestones = [{"id": key, "title": key.upper()} | ({"due": day} if day else {}) for key, day in days.items()]
    owner = account(milestones=milestones)
    found = {
        stretch.key: [item.id for item in items]
        for stretch, items in grouped(owner.milestones, owner.contract.begins)
    }
    assert found == {
        "first_month": ["a"], "second_month": ["b"], "first_quarter": ["c"], "half_year": ["d"], "later": ["e", "f"],
    }  # fmt: skip
    shown = [read(row[0].text) for row in table(plan(milestones=milestones), "milestones").rows]
    assert shown == ["30 days", "60 days", "90 days", "6 months", "Later", "Later"]


def test_a_milestone_shows_its_state_and_an_overdue_one_is_late() -> None:
    milestones = [
        {"id": "m1", "title": "Live", "due": "2025-07-20", "state": "done", "done_on": "2025-07-19"},
        {"id": "m2", "title": "Report", "due": "2026-09-01", "success_criterion": "Sent every Monday"},
        {"id": "m3", "title": "Portal", "due": "2026-12-01"},
    ]
    story = plan(milestones=milestones)
    rows = table(story, "milestones").rows
    assert [row[4].status for row in rows] == [Status.DONE, Status.LATE, Status.OPEN]
    assert read(rows[0][4].text) == "Done Jul 19, 2025"
    assert read(section(story, "milestones").title) == "1 of 3 milestones reached; 1 late"


def test_a_plan_without_milestones_asks_for_the_four_horizons() -> None:
    story = plan()
    assert read(section(story, "milestones").title) == "No milestone is agreed yet"
    assert "after 30 days, 60 days, 90 days and 6 months from the start on Jul 1, 2025" in page(
        section(story, "milestones")
    )


def test_roles_nobody_holds_are_named() -> None:
    story = plan(stakeholders=[{"id": "cfo", "name": "Bo Chen", "role": "champion"}])
    assert read(section(story, "stakeholders").title) == "Still to be named: executive sponsor and technical owner"
    shown = [(read(row[0].text), read(row[1].text)) for row in table(story, "stakeholders").rows]
    assert shown == [
        ("Executive sponsor", "To be named"),
        ("Champion", "Bo Chen"),
        ("Technical owner", "To be named"),
    ]
    assert read(section(plan(**FULL), "stakeholders").title) == "Sponsor, champion and technical owner are named"


def test_the_rhythm_follows_the_tier_and_says_when_it_is_late() -> None:
    held = {"tier": "enterprise", "reviews": [{"date": "2026-09-08", "kind": "success_plan"}]}
    assert read(section(plan(**held), "rhythm").title) == "The next review is due on Dec 8, 2026"
    assert "Full review every 3 months, as for enterprise accounts" in page(section(plan(**held), "rhythm"))
    late = {"tier": "strategic", "reviews": [{"date": "2026-08-01", "kind": "qbr"}]}
    overdue = "The plan has been due for review since Sep 1, 2026, for 34 days"
    assert read(section(plan(**late), "rhythm").title) == overdue
    assert "Full review every month, as for strategic accounts" in page(section(plan(**late), "rhythm"))


def test_progress_is_told_since_the_last_review() -> None:
    story = plan(
        objectives=[objective(45, [38, 34, 32])],
        reviews=[{"date": "2026-08-31", "kind": "qbr"}, {"date": "2026-12-01", "kind": "qbr"}],
        commitments=[
            {"id": "c1", "title": "Connect billing", "state": "done", "done_on": "2026-09-09"},
            {"id": "c2", "title": "Before the review", "state": "done", "done_on": "2026-08-30"},
        ],
    )
    assert read(section(story, "progress").title) == (
        "1 of 1 metric moved since the quarterly business review of Aug 31, 2026"
    )
    assert [read(cell.text) for cell in table(story, "progress").rows[0]] == [
        "Improve: Deal cycle", "34 days", "32 days", "−2 days", "On track",
    ]  # fmt: skip
    assert "Connect billing, Sep 9, 2026" in page(section(story, "progress"))
    assert "Before the review" not in page(section(story, "progress"))


def test_a_plan_never_reviewed_says_so() -> None:
    assert read(section(plan(), "progress").title) == "No review of the plan has been held yet"


def test_the_change_log_runs_backwards_and_leaves_the_future_out() -> None:
    changes = [
        {"date": "2026-01-10", "change": "First", "by": "Ann"},
        {"date": "2026-06-10", "change": "Second"},
        {"date": "2026-12-10", "change": "Not yet"},
    ]
    story = plan(changes=changes)
    assert [read(row[1].text) for row in table(story, "changes").rows] == ["Second", "First"]
    assert read(section(story, "changes").title) == "2 changes to the plan, the last on Jun 10, 2026"


def test_dropped_objectives_stay_on_the_page_as_dropped() -> None:
    gone = objective(45, [32]) | {"id": "o2", "state": "dropped"}
    rows = table(plan(objectives=[objective(), gone]), "objectives").rows
    assert rows[1][3].status is Status.DROPPED


def test_no_sample_account_loses_an_objective_or_a_milestone() -> None:
    for path in ACCOUNTS:
        for owner in fixture_account(path):
            story = success_plan.build(material(owner, QUARTER, AS_OF))
            assert len(table(story, "objectives").rows) == len(owner.objectives)
            if owner.milestones:
                assert len(table(story, "milestones").rows) == len(owner.milestones)
