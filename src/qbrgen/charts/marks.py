"""What a chart is before it is drawn: plain shapes and texts with positions, in points from the top left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Spot = tuple[float, float]


class Anchor(StrEnum):
    """Which point of a text its `x` is."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> Spot:
        """The centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """True when the two share an area, or come nearer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, other: Box, slack: float = 0.01) -> bool:
        """True when this box lies within the other."""
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def crossed_by(self, start: Spot, end: Spot) -> bool:
        """True when the straight line from `start` to `end` enters the box."""
        (x0, y0), (x1, y1) = start, end
        enter, leave = 0.0, 1.0
        for origin, delta, low, high in (
            (x0, x1 - x0, self.left, self.right),
            (y0, y1 - y0, self.top, self.bottom),
        ):
            if delta == 0:
                if not low < origin < high:
                    return False
                continue
            near, far = sorted(((low - origin) / delta, (high - origin) / delta))
            enter, leave = max(enter, near), min(leave, far)
        return enter < leave


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle; `hatch` is the colour of diagonal lines over it, `edge` of its outline."""

    key: str
    box: Box
    fill: str
    hatch: str | None = None
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """An open line through its points; `dash` is on, off in points."""

    key: str
    points: tuple[Spot, ...]
    colour: str
    width: float
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon: an arrow head, a triangle, a diamond."""

    key: str
    points: tuple[Spot, ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle with an outline."""

    key: str
    centre: Spot
    radius: float
    fill: str
    edge: str
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text: `x` is its anchor, `y` its baseline, `box` the room it takes."""

    key: str
    text: str
    x: float
    y: float
    anchor: Anchor
    size: float
    bold: bool
    colour: str
    box: Box
    back: str | None = None


Mark = Rect | Rule | Shape | Dot | Label


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart ready to draw: its size in points, its marks from back to front.

    `scale` is below 1 only when the chart holds more than its size can carry at ten points: the plan is then
    larger than the placed size and is drawn smaller by that factor, so that nothing is left out or overlaps.
    """

    id: str
    width: float
    height: float
    background: str
    marks: tuple[Mark, ...]
    alt: str
    scale: float = 1.0

    @property
    def labels(self) -> tuple[Label, ...]:
        """The texts, from back to front."""
        return tuple(mark for mark in self.marks if isinstance(mark, Label))

    def texts(self, key: str) -> str:
        """The text of one key, its lines joined."""
        return " ".join(label.text for label in self.labels if label.key == key)
