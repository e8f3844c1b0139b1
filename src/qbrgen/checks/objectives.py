"""Checks of what was agreed: objectives that can be told apart from wishes, with a target that can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.features import is_feature
from qbrgen.checks.finding import Severity
from qbrgen.checks.plain import named
from qbrgen.checks.words import can_be_told, counts, readable
from qbrgen.value.reference.source import REALIZATION


def _vague(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        texts = objective.title, objective.success_criterion
        if (
            objective.metric
            or any(counts(text) for text in texts)
            or not readable(objective.title, case.account.locale)
        ):
            continue
        if is_feature(case.account, objective):
            continue
        yield Hit(
            f"Objective {named(objective.title)} names no number: nobody can tell when it is reached.",
            f"{path}.title",
            objective.id,
        )


def _feature(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        if is_feature(case.account, objective):
            yield Hit(
                f"Objective {named(objective.title)} counts use of the product, not a business result.",
                f"{path}.title",
                objective.id,
            )


def _no_criterion(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        if not objective.success_criterion:
            yield Hit(
                f"Objective {named(objective.title)} has no success criterion.",
                f"{path}.success_criterion",
                objective.id,
            )


def _criterion_without_number(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        text = objective.success_criterion
        if objective.metric and text and readable(text, case.account.locale) and not can_be_told(text):
            yield Hit(
                f"Success criterion {named(text)} of objective {named(objective.title)} holds no number.",
                f"{path}.success_criterion",
                objective.id,
            )


def _no_target(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        if objective.metric is None or (objective.target and objective.target.date):
            continue
        missing = "no day for its target" if objective.target else "no target"
        yield Hit(
            f"Objective {named(objective.title)} has {missing}.",
            f"{path}.target.date" if objective.target else f"{path}.target",
            objective.id,
        )


def _no_metric(case: Case) -> Iterator[Hit]:
    for path, objective in case.pursued():
        if objective.metric is not None or is_feature(case.account, objective):
            continue
        if counts(objective.title) or counts(objective.success_criterion):
            yield Hit(
                f"Objective {named(objective.title)} names a number but has no metric to follow it by.",
                f"{path}.metric",
                objective.id,
            )


CHECKS = (
    Check(
        "QV101",
        Severity.WARNING,
        "Vague objective",
        "An objective without a number cannot be reached or missed, so no result can be claimed for it.",
        "Agree on a metric with a target and a day, or write the number down: “Reduce time to close by 20 %”.",
        find=_vague,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV102",
        Severity.WARNING,
        "Feature as objective",
        "Using a feature is not a result: a customer renews for what became better in its business.",
        "Ask what becomes better once the feature is used, and make that the objective; keep the use as a milestone.",
        find=_feature,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV103",
        Severity.WARNING,
        "No success criterion",
        "Without an agreed criterion both sides decide later, and differently, whether the objective was achieved.",
        "Write one sentence with the customer: achieved when which number holds for how long.",
        find=_no_criterion,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV104",
        Severity.INFO,
        "Success criterion without a number",
        "A criterion that holds no number leaves room to argue on the day it matters.",
        "Put the number and the time it must hold into the criterion.",
        find=_criterion_without_number,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV108",
        Severity.WARNING,
        "No target or no day for it",
        "Progress is measured against a value and a day that both sides agreed on.",
        "Agree on the value to reach and the day to reach it.",
        find=_no_target,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
    Check(
        "QV109",
        Severity.WARNING,
        "Objective without a metric",
        "A number in a title cannot be followed: it needs a metric with a baseline and dated readings.",
        "Add the metric (name, unit, which direction is better), its baseline and a target.",
        find=_no_metric,
        concerns=Concern.OBJECTIVES,
        source=REALIZATION,
    ),
)
