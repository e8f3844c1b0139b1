"""The four phases of the value realization lifecycle, with the days after signing they cover."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qbrgen.value.reference.source import REALIZATION


class Phase(StrEnum):
    """A phase of the value realization lifecycle."""

    DEFINE = "define"
    DELIVER = "deliver"
    DEMONSTRATE = "demonstrate"
    DEVELOP = "develop"


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase: what it brings about, and the days after signing it covers (`to_day` None: it goes on)."""

    phase: Phase
    label: str
    yields: str
    from_day: int
    to_day: int | None
    source: str = REALIZATION


PHASES = (
    PhaseRow(Phase.DEFINE, "Define", "an agreed success plan", 1, 30),
    PhaseRow(Phase.DELIVER, "Deliver", "go-live and adoption", 30, 90),
    PhaseRow(Phase.DEMONSTRATE, "Demonstrate", "reports of the value reached", 90, None),
    # No days: it runs beside the third phase once there is a result to build on.
    PhaseRow(Phase.DEVELOP, "Develop", "further outcomes", 90, None),
)
