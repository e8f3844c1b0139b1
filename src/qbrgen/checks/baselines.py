"""Checks of baselines: nothing can be called an improvement without a before that somebody measured."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.finding import Severity
from qbrgen.checks.plain import day, measured, named
from qbrgen.model.kinds import ObjectiveState
from qbrgen.model.objective import Objective
from qbrgen.value.reference.source import OWN, REALIZATION
from qbrgen.value.results import OutcomeCase


def _claims(case: Case, objective: Objective) -> str:
    """What is said about an objective that has no baseline; empty when nothing is."""
    if objective.state is ObjectiveState.ACHIEVED:
        return "it is called achieved"
    for item in case.account.value_items:
        if item.objective == objective.id and item.category.is_hard:
            return f"{named(item.title)} claims value for it"
    read = sorted(reading.date for reading in objective.readings if reading.date <= case.as_of)
    return f"it has readings, the last of {day(read[-1])}" if read else ""


def _without_baseline(case: Case) -> Iterator[tuple[str, Objective]]:
    for path, objective in case.pursued():
        if objective.metric and objective.baseline is None:
            yield path, objective


def _no_baseline(case: Case) -> Iterator[Hit]:
    for path, objective in _without_baseline(case):
        if not _claims(case, objective):
            yield Hit(f"Objective {named(objective.title)} has no baseline.", f"{path}.baseline", objective.id)


def _claimed_without_baseline(case: Case) -> Iterator[Hit]:
    for path, objective in _without_baseline(case):
        if claim := _claims(case, objective):
            yield Hit(
                f"Objective {named(objective.title)} has no baseline, but {claim}.", f"{path}.baseline", objective.id
            )


def _unsourced(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        baseline, metric = objective.baseline, objective.metric
        if baseline is None or metric is None:
            continue
        missing = [name for name in ("date", "source") if not getattr(baseline, name)]
        if missing:
            yield Hit(
                f"The baseline of {measured(baseline.value, metric)} for {named(objective.title)} has no "
                f"{' and no '.join(missing)}.",
                f"{path}.baseline.{missing[0]}",
                objective.id,
            )


def _zero(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        baseline, metric = objective.baseline, objective.metric
        if baseline and metric and baseline.value == 0:
            yield Hit(
                f"The baseline of {named(objective.title)} is {measured(baseline.value, metric)}: "
                "a change from it has no percentage.",
                f"{path}.baseline.value",
                objective.id,
            )


def _all_before(case: Case) -> Iterator[Hit]:
    for outcome in case.outcomes():
        objective = outcome.objective
        baseline = objective.baseline
        if outcome.case is OutcomeCase.READING_BEFORE_BASELINE and baseline and baseline.date:
            last = max(reading.date for reading in objective.readings if reading.date < baseline.date)
            yield Hit(
                f"The last reading of {named(objective.title)} is of {day(last)}, before its baseline of "
                f"{day(baseline.date)}: nothing was measured since.",
                f"objectives[{outcome.index}].readings",
                objective.id,
            )


def _future(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        if objective.baseline and objective.baseline.date and objective.baseline.date > case.as_of:
            yield Hit(
                f"The baseline of {named(objective.title)} is dated {day(objective.baseline.date)}, which is "
                "still to come.",
                f"{path}.baseline.date",
                objective.id,
            )
        for place, reading in enumerate(objective.readings):
            if reading.date > case.as_of:
                yield Hit(
                    f"A reading of {named(objective.title)} is dated {day(reading.date)}, a day still to come.",
                    f"{path}.readings[{place}].date",
                    objective.id,
                )


CHECKS = (
    Check(
        "QV201",
        Severity.WARNING,
        "No baseline",
        "Without a before there will be nothing to compare with, and the before can rarely be measured afterwards.",
        "Measure the metric now, before more changes, and write value, date, source and method down.",
        find=_no_baseline,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV202",
        Severity.ERROR,
        "Improvement claimed without a baseline",
        "“Things are better now” cannot be shown: no improvement exists without a before.",
        "Reconstruct the baseline from the customer's own records, or show the readings without calling them better.",
        find=_claimed_without_baseline,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV203",
        Severity.WARNING,
        "Baseline without source or date",
        "The first question of a finance department is who measured the before, and when.",
        "Write down the day of the baseline and who measured it.",
        find=_unsourced,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV204",
        Severity.INFO,
        "Baseline of zero",
        "Nothing can be divided by zero: the change can be told in the metric's unit only.",
        "Tell the change in units, or choose a metric that was not zero before.",
        find=_zero,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV205",
        Severity.WARNING,
        "All readings older than the baseline",
        "Readings from before the baseline say nothing about what changed after it.",
        "Read the metric again, or move the baseline to where the measuring began.",
        find=_all_before,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV206",
        Severity.WARNING,
        "Dated in the future",
        "A reading from a day still to come is a plan or a slip of the keyboard; it is not used.",
        "Correct the date; a value that is hoped for belongs into the target.",
        find=_future,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
)
