"""The success plan: its milestones, its stakeholders, and the questions that fill what is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from qbrgen.model.kinds import Role
from qbrgen.value.reference.source import CREATION, REALIZATION


@dataclass(frozen=True, slots=True)
class MilestoneStep:
    """A milestone that every success plan sets: so many days after the contract begins."""

    key: str
    label: str
    days: int
    source: str = REALIZATION


MILESTONE_STEPS = (
    MilestoneStep("first_month", "First month", 30),
    MilestoneStep("second_month", "Second month", 60),
    MilestoneStep("first_quarter", "First quarter", 90),
    MilestoneStep("half_year", "Half a year", 182),
)

PLAN_ROLES = (Role.EXECUTIVE_SPONSOR, Role.CHAMPION, Role.TECHNICAL_OWNER)
"""The stakeholders that a success plan names."""


@dataclass(frozen=True, slots=True)
class DiscoveryQuestion:
    """A question to put to the customer, what its answer tells, and what of the account it fills."""

    key: str
    question: str
    learns: str
    fills: str
    source: str = REALIZATION


DISCOVERY = (
    DiscoveryQuestion(
        "success",
        "A year from now, what would have to be true for you to call this a success?",
        "the primary outcome",
        "objectives",
    ),
    DiscoveryQuestion("problem", "Which problem made you look for a solution?", "the pain point", "objectives"),
    DiscoveryQuestion(
        "measure",
        "Which number will tell you that it worked, and what is it today?",
        "the success metric and its baseline",
        "objectives.metric",
    ),
    DiscoveryQuestion(
        "stakes", "What does it cost you if this does not work out?", "what is at stake and how urgent it is", "risks"
    ),
    DiscoveryQuestion(
        "people", "Who else has to win for this to count as a success?", "the stakeholders", "stakeholders"
    ),
    DiscoveryQuestion(
        "history", "What did you try before, and what came of it?", "the context and its history", "objectives.driver"
    ),
    DiscoveryQuestion(
        "north_star",
        "By what will your own leadership judge whether this purchase paid off?",
        "the north-star metric",
        "north_star",
        CREATION,
    ),
)
