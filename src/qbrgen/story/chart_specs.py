"""Charts as data: the numbers and labels of a chart, before anybody draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from qbrgen.story.text import Text
from qbrgen.value.figure import Figure, Unit


class Tone(StrEnum):
    """What a mark means; the theme gives each tone its colour."""

    BEFORE = "before"  # neutral grey
    AFTER = "after"  # accent
    VALIDATED = "validated"  # strong accent
    REPORTED = "reported"  # lighter accent
    ESTIMATED = "estimated"  # lightest accent, hatched
    INVESTMENT = "investment"  # dark neutral
    TARGET = "target"  # thin line
    BENCHMARK = "benchmark"
    NET = "net"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its figure and what it means."""

    label: Text
    figure: Figure
    tone: Tone


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Before and after of one metric, with the difference written on the chart and the target as a line."""

    id: str
    before: Bar
    after: Bar
    difference: Text
    target: Figure | None
    unit: Unit
    alt: Text
    source: Text = ()


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Value by category building up from zero, then the investment taken off, then the net.

    Each step's `figure` is its size (>= 0) and its `sign` +1 or -1; a step of sign 0 is a total so far, which
    stands on the axis and may be below zero. The last step is the total.
    """

    id: str
    steps: tuple[Step, ...]
    unit: Unit
    alt: Text
    source: Text = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a waterfall: +1 builds up, -1 takes off, 0 is a total so far that stands on the axis."""

    label: Text
    figure: Figure
    sign: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A named line over time."""

    label: Text
    points: tuple[Point, ...]
    tone: Tone
    last: Figure | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over time (readings to target, cumulative value against investment), with a target line.

    `target_day` marks when the target is due; `baseline` is drawn as the first point of the first line.
    """

    id: str
    lines: tuple[Line, ...]
    unit: Unit
    alt: Text
    target: Figure | None = None
    target_day: date | None = None
    source: Text = ()
    zero_based: bool = False


@dataclass(frozen=True, slots=True)
class BarsAgainst:
    """Horizontal bars against one benchmark line (feature adoption against the tier's benchmark).

    The benchmark holds for the first `compared` bars only; None: for all of them.
    """

    id: str
    bars: tuple[Bar, ...]
    benchmark: Figure | None
    benchmark_label: Text
    unit: Unit
    alt: Text
    source: Text = ()
    compared: int | None = None

    def against(self, index: int) -> Figure | None:
        """The benchmark of the bar at that place; None where there is none."""
        return self.benchmark if self.compared is None or index < self.compared else None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a stage line: reached on a day, `elapsed` days after the start, or not yet."""

    label: Text
    day: date | None
    elapsed: Figure | None
    target: Figure | None


@dataclass(frozen=True, slots=True)
class StageLine:
    """Stages on a time line from contract to full value, with the target marked."""

    id: str
    stages: tuple[Stage, ...]
    target: Figure | None
    alt: Text
    source: Text = ()


ChartSpec = BeforeAfter | Waterfall | Trend | BarsAgainst | StageLine


class ChartKind(StrEnum):
    """The kinds of chart, for tables of drawers."""

    BEFORE_AFTER = "before_after"
    WATERFALL = "waterfall"
    TREND = "trend"
    BARS_AGAINST = "bars_against"
    STAGE_LINE = "stage_line"
