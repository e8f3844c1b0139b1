"""Where an objective stands: the share of the way against the share of the time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from qbrgen.model.kinds import Better, ObjectiveState
from qbrgen.model.objective import Baseline, Objective, Target
from qbrgen.value.exact import HUNDRED, exact, percent
from qbrgen.value.results import ProgressState
from qbrgen.value.scope import Scope

ON_TRACK_MARGIN = Decimal(10)
"""On track: at most this many points of progress behind the time that has passed."""
AT_RISK_MARGIN = Decimal(30)
"""At risk: at most this many points behind; off track beyond it."""


def better_by(better: Better, before: Decimal, after: Decimal) -> Decimal:
    """How much better `after` is than `before`, in the metric's unit: below zero when it is worse."""
    with exact():
        return before - after if better is Better.LOWER else after - before


def leads_somewhere(better: Better, baseline: Baseline, target: Target) -> bool:
    """True when the target is better than the baseline; else it says "hold" and there is no way to measure."""
    return better_by(better, baseline.value, target.value) > 0


def starts_on(objective: Objective, baseline: Baseline | None, scope: Scope) -> date:
    """The day from which time towards the target runs: baseline, else agreement, else contract start."""
    return (baseline.date if baseline else None) or objective.agreed_on or scope.begins


def expected_percent(objective: Objective, baseline: Baseline | None, scope: Scope) -> Decimal | None:
    """The share of the time to the target's day that has passed, 0 to 100; None without such a day."""
    if objective.target is None or objective.target.date is None:
        return None
    start, end = starts_on(objective, baseline, scope), objective.target.date
    if scope.cutoff >= end:
        return HUNDRED
    if scope.cutoff <= start:
        return Decimal(0)
    return percent(Decimal((scope.cutoff - start).days), Decimal((end - start).days))


def state_of(
    objective: Objective,
    baseline: Baseline | None,
    now: Decimal | None,
    progress: Decimal | None,
    scope: Scope,
) -> ProgressState:
    """The state, from evidence first: what the account declares counts only where nothing measured says otherwise.

    Worse than the baseline is WORSE, whatever was declared. A target that is met is ACHIEVED, but one that says
    "hold" (no better than the baseline) is ON_TRACK until its day. A target whose day has passed unmet is OFF_TRACK;
    before that day progress is compared with the time passed.
    """
    declared = {ObjectiveState.ACHIEVED: ProgressState.ACHIEVED}.get(objective.state, ProgressState.UNKNOWN)
    if objective.state is ObjectiveState.DROPPED:
        return ProgressState.DROPPED
    if objective.metric is None or now is None:
        return declared
    better = objective.metric.better
    if baseline is not None and better_by(better, baseline.value, now) < 0:
        return ProgressState.WORSE
    if objective.target is None:
        return declared
    if better_by(better, objective.target.value, now) >= 0:
        return ProgressState.ON_TRACK if _still_held(objective, baseline, scope) else ProgressState.ACHIEVED
    if is_missed(objective, now, scope):
        return ProgressState.OFF_TRACK
    expected = expected_percent(objective, baseline, scope)
    if progress is None or expected is None:
        return ProgressState.UNKNOWN
    with exact():
        behind = expected - progress
    if behind <= ON_TRACK_MARGIN:
        return ProgressState.ON_TRACK
    return ProgressState.AT_RISK if behind <= AT_RISK_MARGIN else ProgressState.OFF_TRACK


def is_missed(objective: Objective, now: Decimal | None, scope: Scope) -> bool:
    """True when the target's day has passed and the last reading does not meet it."""
    target, metric = objective.target, objective.metric
    if now is None or metric is None or target is None or target.date is None:
        return False
    return better_by(metric.better, target.value, now) < 0 and _day_has_passed(objective, target.date, scope)


def _day_has_passed(objective: Objective, day: date, scope: Scope) -> bool:
    """True when the target's day lies behind the reader, or behind the period where later readings are left out."""
    told_later = any(scope.cutoff < reading.date <= scope.as_of for reading in objective.readings)
    return day < scope.as_of and (day <= scope.cutoff or not told_later)


def _still_held(objective: Objective, baseline: Baseline | None, scope: Scope) -> bool:
    """True for a target that asks to hold the baseline until a day that is still to come."""
    metric, target = objective.metric, objective.target
    if metric is None or target is None or target.date is None or baseline is None:
        return False
    return not leads_somewhere(metric.better, baseline, target) and scope.cutoff < target.date
