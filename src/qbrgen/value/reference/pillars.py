"""The three pillars of value creation: objective, actions, metrics, and time by customer maturity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbrgen.value.reference.source import CREATION


class Pillar(StrEnum):
    """A pillar of value creation."""

    ADOPTION = "adoption"
    OUTCOMES = "outcomes"
    ADVOCACY = "advocacy"


@dataclass(frozen=True, slots=True)
class PillarRow:
    """What a pillar is for, what is done for it and by which metrics it is told."""

    pillar: Pillar
    label: str
    objective: str
    actions: tuple[str, ...]
    metrics: tuple[str, ...]
    source: str = CREATION


PILLARS = (
    PillarRow(
        Pillar.ADOPTION,
        "Adoption",
        "the product is taken up and fully used",
        ("onboarding", "training sessions", "feature adoption campaigns", "watching usage"),
        ("feature adoption", "time to first value", "user activation", "engagement frequency"),
    ),
    PillarRow(
        Pillar.OUTCOMES,
        "Outcomes",
        "measurable results in line with the customer's goals",
        ("following the metrics", "developing strategies together", "insight from data", "reporting ROI"),
        ("ROI delivered", "customer health", "renewal rate", "growth of the contract"),
    ),
    PillarRow(
        Pillar.ADVOCACY,
        "Advocacy",
        "loyalty, and a customer who recommends",
        ("building trust", "asking for testimonials", "involving in case studies", "easing referrals"),
        ("net promoter score", "referrals", "testimonials and case studies", "reference calls"),
    ),
)


class Maturity(StrEnum):
    """How long a customer has been one."""

    ONBOARDING = "onboarding"
    GROWTH = "growth"
    MATURE = "mature"


@dataclass(frozen=True, slots=True)
class MaturityRow:
    """A maturity stage: months since the contract began, share of the success manager's time by pillar, in percent,
    and what that time is for.
    """

    maturity: Maturity
    label: str
    from_month: int
    to_month: int | None
    percent: Mapping[Pillar, Decimal]
    purpose: Mapping[Pillar, str]
    source: str = CREATION


def _by_pillar(adoption: int, outcomes: int, advocacy: int) -> Mapping[Pillar, Decimal]:
    return {
        Pillar.ADOPTION: Decimal(adoption),
        Pillar.OUTCOMES: Decimal(outcomes),
        Pillar.ADVOCACY: Decimal(advocacy),
    }


def _purposes(adoption: str, outcomes: str, advocacy: str) -> Mapping[Pillar, str]:
    return {Pillar.ADOPTION: adoption, Pillar.OUTCOMES: outcomes, Pillar.ADVOCACY: advocacy}


MATURITY_STAGES = (
    MaturityRow(
        Maturity.ONBOARDING,
        "Onboarding",
        0,
        3,
        _by_pillar(60, 30, 10),
        _purposes("bring the core features into use", "show early wins", "lay the ground for the relationship"),
    ),
    MaturityRow(
        Maturity.GROWTH,
        "Growth",
        3,
        12,
        _by_pillar(40, 40, 20),
        _purposes("widen the use of features", "prove the return", "find references and room to grow"),
    ),
    MaturityRow(
        Maturity.MATURE,
        "Mature",
        12,
        None,
        _by_pillar(30, 30, 40),
        _purposes("keep people engaged", "keep the value coming", "testimonials, referrals and growth"),
    ),
)
