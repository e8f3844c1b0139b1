"""The five measures of a whole book of accounts, with definition and target, and the revenue measures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qbrgen.value.reference.source import CREATION, REALIZATION


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of the book: its definition and its target (more than `target` percent; None: by segment)."""

    key: str
    label: str
    definition: str
    target: Decimal | None
    source: str = REALIZATION


MEASURES = (
    MeasureRow("plan_coverage", "Success plan coverage", "enterprise accounts that have a success plan", Decimal(90)),
    MeasureRow(
        "time_to_value", "Time to value", "accounts whose first outcome came within the target of their tier", None
    ),
    MeasureRow(
        "report_delivery",
        "Value report delivery",
        "enterprise accounts that had a value report in the quarter",
        Decimal(80),
    ),
    MeasureRow("validated_roi", "Customer-validated ROI", "accounts whose ROI the customer confirmed", Decimal(50)),
    MeasureRow(
        "achievement", "Outcome achievement rate", "objectives of success plans that were achieved", Decimal(70)
    ),
)


@dataclass(frozen=True, slots=True)
class RevenueRow:
    """A revenue measure and its formula in words."""

    key: str
    label: str
    formula: str
    source: str = CREATION


NRR = RevenueRow(
    "nrr",
    "Net revenue retention",
    "(starting revenue + expansion − contraction − churn) ÷ starting revenue, in percent",
)
GRR = RevenueRow(
    "grr", "Gross revenue retention", "(starting revenue − contraction − churn) ÷ starting revenue, in percent"
)
CONTRACT_GROWTH = RevenueRow("growth", "Contract expansion", "expansion ÷ starting revenue, in percent")
RENEWAL_RATE = RevenueRow("renewed", "Renewal rate", "accounts kept ÷ accounts, in percent")
TEAM_RETURN = RevenueRow(
    "team_roi",
    "Return of the success team",
    "(expansion + churn prevented − cost of the team) ÷ cost of the team, in percent",
)
REVENUE = (NRR, GRR, RENEWAL_RATE, CONTRACT_GROWTH, TEAM_RETURN)


@dataclass(frozen=True, slots=True)
class OutreachRhythm:
    """A recurring task of the outreach calendar and every how many days it comes round."""

    task: str
    days: int
    source: str = CREATION


OUTREACH = (
    OutreachRhythm("Review usage", 7),
    OutreachRhythm("Check health scores", 14),
    OutreachRhythm("Hold strategic business reviews", 91),
)
"""The renewal's preparation, the calendar's fourth task, stands among the triggers."""
