"""Checks of targets: that they point where the objective points, can be reached, and have not lapsed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.directions import asked_for, names_unit, points_otherwise
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import SHORT_TIME, TENFOLD, impossible
from qbrgen.checks.plain import day, days, measured, named, number
from qbrgen.checks.words import move_of
from qbrgen.model.kinds import Better, ObjectiveState
from qbrgen.model.objective import Baseline, Metric, Objective, Target
from qbrgen.value.outcome_state import better_by
from qbrgen.value.reference.source import OWN


def _direction(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        metric, asked = objective.metric, asked_for(objective, case.account.locale)
        if metric is not None and asked is not None and asked is not metric.better:
            yield Hit(
                f"Objective {named(objective.title)} asks for a {asked} value, but its metric {named(metric.name)} "
                f"says that {metric.better} is better.",
                f"{path}.metric.better",
                objective.id,
            )


def _target_is_worse(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        metric, baseline, target = objective.metric, objective.baseline, objective.target
        if metric is None or baseline is None or target is None or points_otherwise(objective, case.account.locale):
            continue
        if better_by(metric.better, baseline.value, target.value) < 0:
            yield Hit(
                f"The target of {measured(target.value, metric)} for {named(objective.title)} is worse than the "
                f"baseline of {measured(baseline.value, metric)}, where {metric.better} is better.",
                f"{path}.target.value",
                objective.id,
            )


def _unrealistic(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        metric, baseline, target = objective.metric, objective.baseline, objective.target
        if metric is None or target is None:
            continue
        before = baseline.value if baseline else None
        reason = impossible(metric, target.value, before) or _too_fast(objective, metric, baseline, target)
        if reason:
            yield Hit(
                f"The target of {measured(target.value, metric)} for {named(objective.title)} cannot be believed: "
                f"{reason}.",
                f"{path}.target.value",
                objective.id,
            )


def _too_fast(objective: Objective, metric: Metric, baseline: Baseline | None, target: Target) -> str:
    start = (baseline.date if baseline else None) or objective.agreed_on
    if baseline is None or target.date is None or start is None or baseline.value <= 0:
        return ""
    time = target.date - start
    if timedelta(0) <= time <= SHORT_TIME and _tenfold(metric, baseline.value, target.value):
        return f"it asks for a tenfold change from {measured(baseline.value, metric)} within {days(time.days)}"
    return ""


def _tenfold(metric: Metric, before: Decimal, after: Decimal) -> bool:
    return after >= before * TENFOLD if metric.better is Better.HIGHER else after <= before / TENFOLD


def _title_disagrees(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        metric, baseline, target = objective.metric, objective.baseline, objective.target
        move = move_of(objective.title, case.account.locale)
        if metric is None or baseline is None or target is None or move is None:
            continue
        fits = baseline.value in move.before, target.value in move.after
        # Both numbers different and in another unit: the title speaks of something else.
        if all(fits) or not (any(fits) or names_unit(metric, move.unit)):
            continue
        yield Hit(
            f"Objective {named(objective.title)} says one thing and its metric another: baseline "
            f"{number(baseline.value)} and target {measured(target.value, metric)}.",
            f"{path}.title",
            objective.id,
        )


def _day_passed(case: Case) -> Iterator[Hit]:
    for outcome in case.outcomes():
        objective, metric = outcome.objective, outcome.objective.metric
        target = objective.target
        if objective.state is not ObjectiveState.ACTIVE or metric is None or target is None or target.date is None:
            continue
        now = outcome.now
        if target.date >= case.as_of or (now and better_by(metric.better, target.value, now.value) >= 0):
            continue
        stands = f"; it stands at {measured(now.value, metric)}" if now else ""
        yield Hit(
            f"The day for {named(objective.title)} passed on {day(target.date)} without "
            f"{measured(target.value, metric)} being reached{stands}.",
            f"objectives[{outcome.index}].target.date",
            objective.id,
        )


CHECKS = (
    Check(
        "QV105",
        Severity.ERROR,
        "Metric points the other way than the objective",
        "With the direction reversed a loss is reported as a gain.",
        "Correct `better` of the metric (lower or higher), or the title.",
        find=_direction,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV106",
        Severity.WARNING,
        "Target worse than the baseline",
        "A target that asks for less than there was cannot be reached by getting better.",
        "Correct the target, the baseline, or the metric's direction.",
        find=_target_is_worse,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV107",
        Severity.WARNING,
        "Unrealistic target",
        "A target that cannot be reached makes every later result look like a failure, or like an invention.",
        "Agree on a target that the customer's own experts believe, or on a later day.",
        find=_unrealistic,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV110",
        Severity.WARNING,
        "Title and figures disagree",
        "A reader sees the title and the chart on one page; two different starting points end the discussion.",
        "Make the title say the baseline and the target that the metric holds, or correct those.",
        find=_title_disagrees,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV111",
        Severity.WARNING,
        "Target day passed",
        "An objective whose day is over is missed until both sides agree on a new day, not on its way.",
        "Say that it was missed and why; agree on a new day or drop the objective, and note it in the change log.",
        find=_day_passed,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
)
