"""What can honestly be said of a metric, and where its objective stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from qbrgen.model.kinds import ObjectiveState
from qbrgen.value.figure import UnitKind
from qbrgen.value.results import OutcomeCase, ProgressState
from tests.value_building import account, item, measured, objective, outcome

HIGHER = {"name": "Win rate", "unit": "%", "better": "higher"}


def read(day: str, value: Any) -> dict[str, Any]:
    return {"date": day, "value": value}


def test_an_improvement_is_positive_where_lower_is_better() -> None:
    found = outcome(baseline=read("2026-01-01", 50), readings=[read("2026-09-01", 40)])
    assert found.case is OutcomeCase.IMPROVED
    assert found.improvement is not None
    assert found.improvement.value == 20


def test_an_improvement_is_positive_where_higher_is_better() -> None:
    found = outcome(
        metric=HIGHER,
        baseline=read("2026-01-01", 20),
        target=read("2026-12-31", 30),
        readings=[read("2026-09-01", 25)],
    )
    assert found.improvement is not None
    assert found.improvement.value == 25
    assert found.progress is not None
    assert found.progress.value == 50


def test_a_percentage_metric_changes_by_percentage_points() -> None:
    found = outcome(metric=HIGHER, baseline=read("2026-01-01", 20), target=None, readings=[read("2026-09-01", 25)])
    assert found.change is not None
    assert found.change.unit.kind is UnitKind.POINTS
    assert found.change.value == 5


def test_a_metric_that_got_worse_is_called_worse_and_not_an_improvement() -> None:
    found = outcome(readings=[read("2026-09-01", 54)], state="achieved")
    assert found.case is OutcomeCase.WORSE
    assert found.state is ProgressState.WORSE
    assert found.improvement is not None
    assert found.improvement.value == -20
    assert found.progress is not None
    assert found.progress.value < 0


def test_a_zero_baseline_gives_no_percentage_but_a_change() -> None:
    found = outcome(baseline=read("2026-01-01", 0), target=read("2026-12-31", 10), readings=[read("2026-09-01", 4)],
                    metric={"name": "Leads", "unit": "leads", "better": "higher"})  # fmt: skip
    assert found.case is OutcomeCase.ZERO_BASELINE
    assert found.improvement is None
    assert found.change is not None
    assert found.change.value == 4
    assert found.progress is not None
    assert found.progress.value == 40


def test_a_baseline_below_zero_gives_no_percentage_either() -> None:
    found = outcome(baseline=read("2026-01-01", -10), target=None, readings=[read("2026-09-01", 20)],
                    metric={"name": "Net promoter score", "unit": "score", "better": "higher"})  # fmt: skip
    assert found.case is OutcomeCase.IMPROVED
    assert found.improvement is None
    assert found.change is not None
    assert found.change.value == 30


def test_without_a_baseline_there_is_a_reading_and_no_improvement() -> None:
    found = outcome(baseline=None)
    assert found.case is OutcomeCase.NO_BASELINE
    assert found.now is not None
    assert found.improvement is None
    assert found.change is None


def test_without_a_metric_nothing_is_measured() -> None:
    found = measured(account()).outcomes[0]
    assert found.case is OutcomeCase.NO_METRIC
    assert found.state is ProgressState.UNKNOWN


def test_a_reading_from_before_the_baseline_is_not_what_the_metric_is_now() -> None:
    found = outcome(baseline=read("2026-06-01", 45), readings=[read("2026-05-01", 32)])
    assert found.case is OutcomeCase.READING_BEFORE_BASELINE
    assert found.now is None
    assert found.last_read is not None
    assert found.readings == ()


def test_a_reading_on_the_day_of_the_baseline_is_the_baseline_again() -> None:
    found = outcome(baseline=read("2026-06-01", 45), readings=[read("2026-06-01", 45)])
    assert found.case is OutcomeCase.NO_READING


def test_an_overshoot_is_told() -> None:
    found = outcome(readings=[read("2026-09-01", 28)])
    assert found.overshot
    assert found.state is ProgressState.ACHIEVED
    assert found.progress is not None
    assert found.progress.value > 100


def test_a_metric_that_did_not_move_is_flat() -> None:
    found = outcome(readings=[read("2026-09-01", 45)])
    assert found.case is OutcomeCase.FLAT
    assert found.change is not None
    assert found.change.value == 0


def test_nothing_after_the_period_is_used() -> None:
    found = outcome("2026-Q2", "2026-10-05", readings=[read("2026-06-30", 40), read("2026-07-01", 30)])
    assert found.now is not None
    assert found.now.value == 40


def test_nothing_after_the_day_spoken_from_is_used() -> None:
    found = outcome("2026-Q3", "2026-08-15", readings=[read("2026-08-15", 40), read("2026-08-16", 30)])
    assert found.now is not None
    assert found.now.value == 40


def test_a_baseline_still_to_come_is_no_baseline() -> None:
    found = outcome("2026-Q3", baseline=read("2026-11-01", 45))
    assert found.case is OutcomeCase.NO_BASELINE


def test_the_change_in_the_period_is_against_the_last_reading_before_it() -> None:
    found = outcome("2026-Q3", readings=[read("2026-03-01", 44), read("2026-06-15", 40), read("2026-09-15", 33)])
    assert found.previous is not None
    assert found.previous.value == 40
    assert found.change_on_previous is not None
    assert found.change_on_previous.value == -7


def test_without_a_reading_in_the_period_nothing_changed_in_it() -> None:
    found = outcome("2026-Q3", readings=[read("2026-03-01", 44), read("2026-06-15", 40)])
    assert found.now is not None
    assert found.previous is None
    assert found.change_on_previous is None


@pytest.mark.parametrize(
    ("reading", "state"),
    [
        (30, ProgressState.ACHIEVED),
        (34, ProgressState.ON_TRACK),  # 73 % of the way when 75 % of the time has passed
        (36, ProgressState.AT_RISK),  # 60 %
        (40, ProgressState.OFF_TRACK),  # 33 %
    ],
)
def test_progress_is_judged_by_the_time_that_has_passed(reading: int, state: ProgressState) -> None:
    assert outcome("2026-Q3", readings=[read("2026-09-30", reading)]).state is state


def test_the_margins_are_ten_and_thirty_points_behind() -> None:
    # 2026-01-01 to 2026-04-11 are 100 days; on 2026-02-20 half of them have passed.
    def state(value: str) -> ProgressState:
        return outcome("2026-Q1", "2026-02-20", baseline=read("2026-01-01", 100), target=read("2026-04-11", 0),
                       readings=[read("2026-02-20", value)]).state  # fmt: skip

    assert state("60") is ProgressState.ON_TRACK
    assert state("60.1") is ProgressState.AT_RISK
    assert state("80") is ProgressState.AT_RISK
    assert state("80.1") is ProgressState.OFF_TRACK


def test_a_target_missed_on_its_day_is_off_track_however_near() -> None:
    found = outcome("2026-Q3", target=read("2026-08-31", 30), readings=[read("2026-09-30", "30.1")])
    assert found.state is ProgressState.OFF_TRACK


def test_a_target_whose_day_is_behind_the_reader_is_missed_though_the_period_ended_before_it() -> None:
    def state(as_of: str, *later: tuple[str, int]) -> ProgressState:
        readings = [read("2026-09-25", 31), *(read(*one) for one in later)]
        return outcome("2026-Q3", as_of, target=read("2026-10-01", 30), readings=readings).state

    assert state("2026-10-01") is ProgressState.ON_TRACK
    assert state("2026-10-05") is ProgressState.OFF_TRACK
    # A quarter of last year is told as it stood then, where what followed was read.
    assert state("2026-10-05", ("2026-10-01", 30)) is ProgressState.ON_TRACK


def test_a_target_due_on_the_last_day_of_the_period_is_missed_once_the_period_is_over() -> None:
    assert outcome("2026-Q3", "2026-10-05", target=read("2026-09-30", 30)).state is ProgressState.OFF_TRACK


def test_a_target_without_a_day_says_nothing_about_the_pace() -> None:
    found = outcome(target={"value": 30})
    assert found.state is ProgressState.UNKNOWN
    assert found.expected is None
    assert found.progress is not None


def test_a_target_equal_to_the_baseline_asks_to_hold_it() -> None:
    def state(value: int, period: str) -> ProgressState:
        return outcome(period, target=read("2026-12-31", 45), readings=[read("2026-09-01", value)]).state

    assert state(45, "2026-Q3") is ProgressState.ON_TRACK
    assert state(44, "2026-Q4") is ProgressState.ACHIEVED
    assert state(46, "2026-Q3") is ProgressState.WORSE
    assert outcome(target=read("2026-12-31", 45)).progress is None


@pytest.mark.parametrize("declared", [ObjectiveState.ACHIEVED, ObjectiveState.ACTIVE])
def test_what_was_measured_counts_for_more_than_what_was_declared(declared: ObjectiveState) -> None:
    assert outcome("2026-Q3", readings=[read("2026-09-30", 40)], state=declared).state is ProgressState.OFF_TRACK


def test_an_objective_without_measure_is_achieved_when_it_was_declared_so() -> None:
    found = measured(account(objectives=[{"id": "o1", "title": "Pass the audit", "state": "achieved"}]))
    assert found.outcomes[0].state is ProgressState.ACHIEVED


def test_a_dropped_objective_is_dropped_whatever_was_measured() -> None:
    assert outcome(state="dropped", readings=[read("2026-09-01", 20)]).state is ProgressState.DROPPED


def test_outcomes_come_by_priority_and_then_as_given() -> None:
    given = account(objectives=[objective(id="b", priority=2), objective(id="c"), objective(id="a")])
    assert [(each.objective.id, each.index) for each in measured(given).outcomes] == [("c", 1), ("a", 2), ("b", 0)]


def test_the_north_star_is_measured_like_an_objective() -> None:
    star = {key: value for key, value in objective().items() if key not in ("id", "title")}
    found = measured(account(north_star={"question": "Did we sell more?", **star})).north_star
    assert found is not None
    assert found.objective.title == "Days to close"
    assert found.improvement is not None
    assert found.improvement.evidence.inputs[0].path == "north_star.baseline.value"


def test_two_north_star_readings_of_one_day_leave_the_later_listed() -> None:
    star = {key: value for key, value in objective().items() if key not in ("id", "title")}
    star["readings"] = [read("2026-09-01", 40), read("2026-09-01", 38)]
    found = measured(account(north_star=star)).north_star
    assert found is not None
    assert found.now is not None
    assert found.now.value == 38


def test_the_value_that_serves_an_objective_stands_beside_it() -> None:
    items = [item(objective="o1"), item(id="v2", objective="o1", standing="customer_reported"), item(id="v3")]
    found = measured(account(value_items=items)).outcomes[0]
    assert found.value is not None
    assert found.value.value == Decimal(73_000)
    assert found.value.standing is None
    assert found.validated_value is not None
    assert found.validated_value.value == 0


def test_a_figure_knows_where_it_stands_in_the_account() -> None:
    found = outcome()
    assert found.improvement is not None
    inputs = found.improvement.evidence.inputs
    assert [given.path for given in inputs] == ["objectives[0].baseline.value", "objectives[0].readings[0].value"]
    assert inputs[0].source == "CRM"
    assert found.improvement.subject == "Close deals faster"
