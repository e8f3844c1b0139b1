"""Checks of readings: fresh, believable, and agreeing with what the objective is said to have become."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.directions import points_otherwise
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import TENFOLD, WEEK, impossible, reading_limit
from qbrgen.checks.plain import day, days, measured, named
from qbrgen.model.kinds import Better, ObjectiveState
from qbrgen.model.objective import Metric, Objective, Reading
from qbrgen.value.outcome_state import better_by
from qbrgen.value.reference.source import OWN, REALIZATION
from qbrgen.value.results import OutcomeCase


def _stale(case: Case) -> Iterator[Hit]:
    limit = reading_limit(case.value.tier)
    before = {each.index for each in case.outcomes() if each.case is OutcomeCase.READING_BEFORE_BASELINE}
    for index, objective in enumerate(case.account.objectives):
        path = f"objectives[{index}]"
        read = [reading.date for reading in objective.readings if reading.date <= case.as_of and index not in before]
        if objective.state is not ObjectiveState.ACTIVE or not read:
            continue
        age = case.as_of - max(read)
        if age > limit:
            yield Hit(
                f"The last reading of {named(objective.title)} is {days(age.days)} old ({day(max(read))}).",
                f"{path}.readings",
                objective.id,
            )


def _never_read(case: Case) -> Iterator[Hit]:
    limit = reading_limit(case.value.tier)
    for path, objective in case.pursued():
        baseline = objective.baseline
        if objective.metric is None or baseline is None or objective.state is not ObjectiveState.ACTIVE:
            continue
        since = baseline.date or objective.agreed_on or case.account.contract.begins
        if any(reading.date <= case.as_of for reading in objective.readings) or case.as_of - since <= limit:
            continue
        yield Hit(
            f"Nothing was read for {named(objective.title)} since its baseline, "
            f"{days((case.as_of - since).days)} ago.",
            f"{path}.readings",
            objective.id,
        )


def _worse(case: Case) -> Iterator[Hit]:
    for outcome in case.outcomes():
        objective, metric = outcome.objective, outcome.objective.metric
        if outcome.case is not OutcomeCase.WORSE or points_otherwise(objective, case.account.locale):
            continue
        if metric and outcome.now and outcome.baseline:
            yield Hit(
                f"{named(metric.name)} is at {measured(outcome.now.value, metric)}, worse than its baseline of "
                f"{measured(outcome.baseline.value, metric)}.",
                f"objectives[{outcome.index}].readings",
                objective.id,
            )


def _implausible(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        metric = objective.metric
        if metric is None:
            continue
        for place, value, reason in _unbelievable(case, objective, metric):
            yield Hit(
                f"{measured(value, metric)} for {named(metric.name)} cannot be believed: {reason}.",
                f"{path}.{place}",
                objective.id,
            )


def _unbelievable(case: Case, objective: Objective, metric: Metric) -> Iterator[tuple[str, Decimal, str]]:
    previous: tuple[date, Decimal] | None = None
    baseline = objective.baseline.value if objective.baseline else None
    if objective.baseline:
        if reason := impossible(metric, objective.baseline.value):
            yield "baseline.value", objective.baseline.value, reason
        if objective.baseline.date:
            previous = objective.baseline.date, objective.baseline.value
    for place, reading in sorted(enumerate(objective.readings), key=lambda pair: pair[1].date):
        if reading.date > case.as_of:
            continue
        where = f"readings[{place}].value"
        if reason := impossible(metric, reading.value, baseline):
            yield where, reading.value, reason
        elif previous and _leapt(metric, previous, (reading.date, reading.value)):
            apart = (reading.date - previous[0]).days
            yield where, reading.value, f"{days(apart)} before it was at {measured(previous[1], metric)}"
        previous = reading.date, reading.value


def _leapt(metric: Metric, previous: tuple[date, Decimal], now: tuple[date, Decimal]) -> bool:
    """Ten times better within a week; changes of less than ten units are left to chance."""
    (day_before, before), (today, after) = previous, now
    if not 0 <= (today - day_before).days <= WEEK.days or before <= 0 or abs(after - before) < TENFOLD:
        return False
    return after >= before * TENFOLD if metric.better is Better.HIGHER else after <= before / TENFOLD


def _not_achieved(case: Case) -> Iterator[Hit]:
    for outcome in case.outcomes():
        objective, metric = outcome.objective, outcome.objective.metric
        if objective.state is not ObjectiveState.ACHIEVED or metric is None or objective.target is None:
            continue
        last = _latest(case, objective)
        if last is None:
            stands = "nothing was measured since the baseline"
        elif better_by(metric.better, objective.target.value, last.value) < 0:
            stands = (
                f"the last reading is {measured(last.value, metric)} against a target of "
                f"{measured(objective.target.value, metric)}"
            )
        else:
            continue
        yield Hit(
            f"Objective {named(objective.title)} is called achieved, but {stands}.",
            f"objectives[{outcome.index}].state",
            objective.id,
        )


def _latest(case: Case, objective: Objective) -> Reading | None:
    """The last reading since the baseline by today: a state is of today, whatever period the measures are of."""
    begins = objective.baseline.date if objective.baseline else None
    known = [
        reading
        for reading in objective.readings
        if reading.date <= case.as_of and (begins is None or reading.date > begins)
    ]
    return max(known, key=lambda reading: reading.date, default=None)


CHECKS = (
    Check(
        "QV211",
        Severity.WARNING,
        "Stale readings",
        "A figure from last season says how it was, not how it is.",
        "Read the metric again before it is shown, or say on the page how old it is.",
        find=_stale,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV212",
        Severity.WARNING,
        "Nothing read since the baseline",
        "A metric that nobody reads cannot show a result, and nobody will miss it.",
        "Read the metric, or agree on another one that somebody reads anyway.",
        find=_never_read,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV213",
        Severity.WARNING,
        "Metric worse than its baseline",
        "The customer knows already; what counts is that the page says so first and what is done about it.",
        "Say what happened and what is done, with a day; do not leave the objective out.",
        find=_worse,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV214",
        Severity.ERROR,
        "Improvement that cannot be",
        "One impossible number makes a reader doubt all the others.",
        "Check the unit, the decimal point and the date with whoever took the reading.",
        find=_implausible,
        concerns=Concern.OBJECTIVES,
        source=OWN,
    ),
    Check(
        "QV215",
        Severity.ERROR,
        "Achieved without reaching the target",
        "An objective is achieved when its metric says so, not when somebody would like it to be.",
        "Set the state back to active, or agree with the customer on another target and note it in the change log.",
        find=_not_achieved,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
)
