"""The parts of the health score and their weights."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qbrgen.value.reference.source import CREATION, OWN


@dataclass(frozen=True, slots=True)
class HealthPartRow:
    """A part of the composite: its weight in percent and what it is made of.

    The source names usage, satisfaction and outcomes; support and engagement complete it. The weights are ours.
    """

    key: str
    label: str
    weight: Decimal
    made_of: str
    source: str = CREATION


HEALTH_PARTS = (
    HealthPartRow(
        "adoption", "Usage and adoption", Decimal(30), "activation and feature adoption against the benchmark"
    ),
    HealthPartRow("outcomes", "Outcomes", Decimal(30), "state of the objectives"),
    HealthPartRow("satisfaction", "Satisfaction", Decimal(15), "recommendation and satisfaction scores"),
    HealthPartRow("support", "Support", Decimal(10), "tickets solved against tickets opened", OWN),
    HealthPartRow(
        "engagement", "Engagement", Decimal(15), "days since the last review against the rhythm of the tier", OWN
    ),
)

HEALTHY_FROM = Decimal(75)
AT_RISK_BELOW = Decimal(50)
BANDS_SOURCE = OWN
