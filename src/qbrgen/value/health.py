"""The health score: a composite whose parts and weights are shown; a part that is missing is named, never zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbrgen.model.account import Account
from qbrgen.value.cadence import PLAN_KINDS, last_held
from qbrgen.value.exact import HUNDRED, ZERO, exact, ratio, total
from qbrgen.value.figure import MONTHS, PERCENT, SCORE, Figure, Input
from qbrgen.value.making import as_input, derived, number
from qbrgen.value.reference.health import AT_RISK_BELOW, HEALTH_PARTS, HEALTHY_FROM
from qbrgen.value.reference.tiers import PLAN_REVIEWS
from qbrgen.value.results import AccountValue, HealthScore, ProgressState

STATE_SCORES: Mapping[ProgressState, Decimal] = {
    ProgressState.ACHIEVED: Decimal(100),
    ProgressState.ON_TRACK: Decimal(80),
    ProgressState.AT_RISK: Decimal(50),
    ProgressState.OFF_TRACK: Decimal(20),
    ProgressState.WORSE: Decimal(0),
}
"""What an objective in this state adds; dropped and unknown ones are left out."""


class HealthBand(StrEnum):
    """How a health score is read."""

    HEALTHY = "healthy"
    WATCH = "watch"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    label: str
    weight: Decimal
    score: Figure | None


def health_of(account: Account, value: AccountValue) -> HealthScore:
    """The weighted mean of the parts that are known.

    Where the account lists health parts of its own, these and their weights are used instead; one of them without a
    score takes the measured one of the same id (adoption, outcomes, satisfaction, support, engagement).
    """
    measured = _measured(account, value)
    parts = _own(account, measured) or [
        _Part(row.key, row.label, row.weight, measured[row.key]) for row in HEALTH_PARTS
    ]
    weights = total(part.weight for part in parts)
    rows = []
    for part in parts:
        with exact():
            share = ratio(part.weight * HUNDRED, weights) or ZERO
        weight = derived(f"health.{part.key}.weight", "Weight", share, PERCENT, "weight ÷ sum of weights, in percent",
                         [number("weight", part.weight)], subject=part.label)  # fmt: skip
        rows.append((part.label, part.score, weight))
    missing = tuple(part.label for part in parts if part.score is None)
    return HealthScore(_composite(parts), tuple(rows), missing)


def band_of(score: Figure | None) -> HealthBand:
    """Healthy from 75, at risk below 50, to be watched between; unknown without a score."""
    if score is None:
        return HealthBand.UNKNOWN
    if score.value >= HEALTHY_FROM:
        return HealthBand.HEALTHY
    return HealthBand.AT_RISK if score.value < AT_RISK_BELOW else HealthBand.WATCH


def _composite(parts: Sequence[_Part]) -> Figure | None:
    known = [(part.score, part.weight) for part in parts if part.score is not None]
    with exact():
        score = ratio(total(figure.value * weight for figure, weight in known), total(weight for _, weight in known))
    if score is None:
        return None
    figures = [figure for figure, _ in known]
    return derived("health.score", "Health score", score, SCORE, "mean of the known parts, each by its weight",
                   [as_input(figure) for figure in figures], parts=figures)  # fmt: skip


def _own(account: Account, measured: Mapping[str, Figure | None]) -> list[_Part]:
    parts = []
    for place, part in enumerate(account.internal.health):
        score = measured.get(part.id)
        if part.score is not None:
            path = f"internal.health[{place}].score"
            inputs = [Input("score", part.score, SCORE, path, part.source)]
            score = derived(f"health.{part.id}", "Health part", part.score, SCORE, "as recorded", inputs,
                            source=part.source, subject=part.label)  # fmt: skip
        parts.append(_Part(part.id, part.label, part.weight, score))
    return parts


def _measured(account: Account, value: AccountValue) -> dict[str, Figure | None]:
    return {
        "adoption": _adoption(value),
        "outcomes": _outcomes(value),
        "satisfaction": _satisfaction(value),
        "support": _support(value),
        "engagement": _engagement(account, value),
    }


def _mean(key: str, label: str, formula: str, scores: Sequence[tuple[Figure, Decimal]]) -> Figure | None:
    """The mean of scores, each beside the figure it comes from; None without any."""
    if not scores:
        return None
    with exact():
        mean = ratio(total(score for _, score in scores), Decimal(len(scores)))
    inputs = [as_input(figure) for figure, _ in scores]
    return derived(
        f"health.{key}", label, mean or ZERO, SCORE, formula, inputs, parts=[figure for figure, _ in scores]
    )


def _adoption(value: AccountValue) -> Figure | None:
    adoption, scores = value.adoption, []
    if adoption.activation:
        scores.append((adoption.activation, min(HUNDRED, adoption.activation.value)))
    if adoption.feature_rate and adoption.feature_benchmark:
        reached = ratio(adoption.feature_rate.value * HUNDRED, adoption.feature_benchmark.value)
        if reached is not None:
            scores.append((adoption.feature_rate, min(HUNDRED, reached)))
    formula = "mean of activation and feature adoption as a share of the benchmark, at most full"
    return _mean("adoption", "Usage and adoption", formula, scores)


def _outcomes(value: AccountValue) -> Figure | None:
    states = [outcome.state for outcome in value.outcomes if outcome.state in STATE_SCORES]
    mean = ratio(total(STATE_SCORES[state] for state in states), Decimal(len(states)))
    if mean is None:
        return None
    inputs = [number(f"objectives {state.replace('_', ' ')}", states.count(state)) for state in STATE_SCORES]
    return derived("health.outcomes", "Outcomes", mean, SCORE, "mean score of the objectives whose state is known",
                   inputs)  # fmt: skip


def _satisfaction(value: AccountValue) -> Figure | None:
    support, scores = value.support, []
    if support.nps:
        scores.append((support.nps, (support.nps.value + HUNDRED) / 2))
    if support.csat:
        scores.append((support.csat, support.csat.value))
    formula = "mean of satisfaction and of the promoter score brought to the same scale"
    return _mean("satisfaction", "Satisfaction", formula, scores)


def _support(value: AccountValue) -> Figure | None:
    opened, solved = value.support.opened, value.support.solved
    if opened is None or solved is None:
        return None
    share = ratio(solved.value * HUNDRED, opened.value)
    # Without a ticket nothing was left unsolved.
    score = HUNDRED if share is None else min(HUNDRED, share)
    return derived("health.support", "Support", score, SCORE, "tickets solved ÷ tickets opened, at most full",
                   [as_input(solved), as_input(opened)], parts=(opened, solved))  # fmt: skip


def _engagement(account: Account, value: AccountValue) -> Figure | None:
    """Full within the tier's rhythm of plan reviews, falling to nothing at three times that rhythm."""
    last = last_held(account, PLAN_KINDS, value.as_of)
    if last is None:
        return None
    rhythm = Decimal(PLAN_REVIEWS[value.tier].months) * 365 / 12
    since = Decimal((value.as_of - last).days)
    score = max(ZERO, min(HUNDRED, (3 * rhythm - since) / (2 * rhythm) * HUNDRED))
    rule = PLAN_REVIEWS[value.tier]
    inputs = [
        Input("last review", last, path="reviews", on=last),
        Input("today", value.as_of),
        Input("months between reviews", Decimal(rule.months), MONTHS, "", rule.source),
    ]
    formula = "full within the rhythm of the tier, falling to nothing at three times it"
    return derived("health.engagement", "Engagement", score, SCORE, formula, inputs, on=last)
