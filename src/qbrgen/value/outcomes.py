"""What became of each objective: improvement in either direction, progress to target, every odd case named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from qbrgen.model.kinds import Better, Standing
from qbrgen.model.objective import Baseline, Metric, Objective, Reading, Target
from qbrgen.value.exact import exact, percent
from qbrgen.value.figure import PERCENT, Figure, Input, Unit
from qbrgen.value.making import as_input, common_standing, derived, recorded, summed
from qbrgen.value.outcome_state import better_by, expected_percent, is_missed, leads_somewhere, starts_on, state_of
from qbrgen.value.readings import usable_readings
from qbrgen.value.results import Outcome, OutcomeCase, ValueLine
from qbrgen.value.scope import Scope
from qbrgen.value.totals import running
from qbrgen.value.units import unit_of, unit_of_change


def outcomes_of(scope: Scope, lines: Sequence[ValueLine]) -> tuple[Outcome, ...]:
    """The outcome of every objective, by priority and then as the account lists them."""
    measured = [
        _with_value(
            scope, _outcome(scope, objective, index, f"objectives[{index}]", f"objective.{objective.id}"), lines
        )
        for index, objective in enumerate(scope.account.objectives)
    ]
    return tuple(sorted(measured, key=lambda outcome: (outcome.objective.priority, outcome.index)))


def north_star_of(scope: Scope) -> Outcome | None:
    """The north-star metric measured like an objective, titled by its metric; its index is -1."""
    star = scope.account.north_star
    if star is None:
        return None
    # Not validated again: a north star may carry two readings of one day, the later in the list counts.
    objective = Objective.model_construct(
        id="north-star",
        title=star.metric.name,
        metric=star.metric,
        baseline=star.baseline,
        target=star.target,
        readings=star.readings,
    )
    return _outcome(scope, objective, -1, "north_star", "north_star")


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the figures of one metric."""

    key: str
    path: str
    subject: str
    metric: Metric
    unit: Unit

    def baseline(self, baseline: Baseline) -> Figure:
        source = baseline.source or baseline.method
        figure = self._recorded("baseline", "Baseline", baseline.value, "baseline.value")
        evidence = replace(
            figure.evidence,
            formula=baseline.method or "as measured before the change",
            source=source,
            on=baseline.date,
            inputs=(replace(figure.evidence.inputs[0], source=source, on=baseline.date),),
        )
        return replace(figure, evidence=evidence)

    def target(self, target: Target) -> Figure:
        figure = self._recorded("target", "Target", target.value, "target.value")
        return replace(figure, evidence=replace(figure.evidence, formula="as agreed", on=target.date))

    def reading(self, name: str, label: str, placed: tuple[int, Reading]) -> Figure:
        place, reading = placed
        return recorded(
            f"{self.key}.{name}",
            label,
            reading.value,
            self.unit,
            f"{self.path}.readings[{place}].value",
            source=reading.source,
            on=reading.date,
            standing=reading.standing,
            subject=self.subject,
            formula="as measured",
        )

    def change(self, name: str, label: str, before: Figure, after: Figure) -> Figure:
        with exact():
            value = after.value - before.value
        inputs = [as_input(before), as_input(after)]
        return self._derived(name, label, value, unit_of_change(self.unit), "now − before", inputs, after)

    def improvement(self, before: Figure, now: Figure) -> Figure | None:
        lower = self.metric.better is Better.LOWER
        # A percentage of nothing is undefined and one of a loss reads backwards: the change is told instead.
        if before.value <= 0:
            return None
        value = percent(better_by(self.metric.better, before.value, now.value), before.value)
        if value is None:
            return None
        formula = "(before − now) ÷ before, in percent" if lower else "(now − before) ÷ before, in percent"
        inputs = [as_input(before, "before"), as_input(now, "now")]
        return self._derived("improvement", "Improvement", value, PERCENT, formula, inputs, now)

    def progress(self, before: Figure, now: Figure, target: Figure) -> Figure | None:
        with exact():
            value = percent(before.value - now.value, before.value - target.value)
        if value is None:
            return None
        inputs = [as_input(before, "before"), as_input(now, "now"), as_input(target, "target")]
        formula = "(before − now) ÷ (before − target), in percent"
        return self._derived("progress", "Progress to target", value, PERCENT, formula, inputs, now)

    def expected(self, scope: Scope, objective: Objective, baseline: Baseline | None) -> Figure | None:
        value = expected_percent(objective, baseline, scope)
        if value is None or objective.target is None or objective.target.date is None:
            return None
        inputs = [
            Input("start", starts_on(objective, baseline, scope)),
            Input("day of the target", objective.target.date, path=f"{self.path}.target.date"),
            Input("today", scope.cutoff),
        ]
        formula = "days passed ÷ days from start to the target's day, in percent"
        return self._derived("expected", "Time passed", value, PERCENT, formula, inputs, None)

    def _recorded(self, name: str, label: str, value: Decimal, path: str) -> Figure:
        key = f"{self.key}.{name}"
        return recorded(key, label, value, self.unit, f"{self.path}.{path}", subject=self.subject)

    def _derived(
        self,
        name: str,
        label: str,
        value: Decimal,
        unit: Unit,
        formula: str,
        inputs: Sequence[Input],
        latest: Figure | None,
    ) -> Figure:
        return derived(
            f"{self.key}.{name}",
            label,
            value,
            unit,
            formula,
            inputs,
            source=latest.evidence.source if latest else "",
            on=latest.evidence.on if latest else None,
            standing=latest.standing if latest else None,
            subject=self.subject,
        )


def _outcome(scope: Scope, objective: Objective, index: int, path: str, key: str) -> Outcome:
    metric = objective.metric
    if metric is None:
        state = state_of(objective, None, None, None, scope)
        return Outcome(objective, index, OutcomeCase.NO_METRIC, state, objective.state, ())
    make = _Maker(key, path, objective.title, metric, unit_of(metric.unit, scope.account.currency))
    found = usable_readings(scope, objective)
    baseline = make.baseline(found.baseline) if found.baseline else None
    now = make.reading("now", "Now", found.now) if found.now else None
    previous = make.reading("previous", "Before this period", found.previous) if found.previous else None
    target = make.target(objective.target) if objective.target else None
    progress = None
    leads = found.baseline and objective.target and leads_somewhere(metric.better, found.baseline, objective.target)
    if leads and baseline and now and target:
        progress = make.progress(baseline, now, target)
    at = now.value if now else None
    return Outcome(
        objective,
        index,
        _case(metric, found.baseline, at, only_before=found.only_before),
        state_of(objective, found.baseline, at, progress.value if progress else None, scope),
        objective.state,
        tuple(reading for _, reading in found.since),
        baseline=baseline,
        now=now,
        previous=previous,
        target=target,
        improvement=make.improvement(baseline, now) if baseline and now else None,
        change=make.change("change", "Change since the baseline", baseline, now) if baseline and now else None,
        change_on_previous=(
            make.change("change_on_previous", "Change in the period", previous, now) if previous and now else None
        ),
        progress=progress,
        expected=make.expected(scope, objective, found.baseline),
        last_read=found.last_read,
        overshot=progress is not None and progress.value > 100,
        missed=is_missed(objective, at, scope),
    )


def _case(metric: Metric, baseline: Baseline | None, now: Decimal | None, *, only_before: bool) -> OutcomeCase:
    if baseline is None:
        return OutcomeCase.NO_BASELINE
    if now is None:
        return OutcomeCase.READING_BEFORE_BASELINE if only_before else OutcomeCase.NO_READING
    gain = better_by(metric.better, baseline.value, now)
    if gain == 0:
        return OutcomeCase.FLAT
    if baseline.value == 0:
        return OutcomeCase.ZERO_BASELINE
    return OutcomeCase.IMPROVED if gain > 0 else OutcomeCase.WORSE


def _with_value(scope: Scope, outcome: Outcome, lines: Sequence[ValueLine]) -> Outcome:
    """The outcome with the value of the hard items that serve it; unchanged when there is none."""
    serving = [
        line
        for line in lines
        if line.item.objective == outcome.objective.id and line.counted and line.in_period is not None
    ]
    if not serving:
        return outcome
    key, title = f"objective.{outcome.objective.id}", outcome.objective.title
    fell = [line.in_period for line in serving if line.in_period]
    validated = [figure for figure in fell if figure.standing is Standing.CUSTOMER_VALIDATED]
    year = [figure for line in serving if (figure := running(scope.cutoff)(line))]
    unit = fell[0].unit
    return replace(
        outcome,
        value=summed(
            f"{key}.value", "Value in the period", unit, fell, standing=common_standing(fell), subject=title
        ),
        validated_value=summed(
            f"{key}.validated_value", "Validated value in the period", unit, validated,
            standing=Standing.CUSTOMER_VALIDATED, subject=title,
        ),
        annual_value=summed(
            f"{key}.annual_value", "Value of a year at today's pace", unit, year,
            standing=common_standing(year), subject=title,
        ),
    )  # fmt: skip
