"""Measured blocks that know their height and how to fill a box, and how they share a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, Box, Item
from qbrgen.renderers.powerpoint.typeset import Typesetter

GUTTER = EMU_PER_INCH // 5
GAP = round(0.22 * EMU_PER_INCH)
_WIDEST_GAP = round(0.4 * EMU_PER_INCH)


class Density(NamedTuple):
    """Font sizes in points, from roomy to tight; nothing goes below its range.

    `label` and `detail` are those of key figures and steps of a timeline, `note` that of callouts.
    """

    body: float
    reading: float
    table: float
    number: float
    label: float = 14
    detail: float = 12
    note: float = 14


DENSITIES = (Density(18, 16, 14, 36), Density(17, 16, 13, 32), Density(16, 16, 12, 28))
LARGE = Density(20, 18, 16, 44, label=18, detail=14, note=18)
"""For a slide that has little to say, and says it so that it can be read from the back of the room."""
EVIDENCE = (Density(16, 16, 12, 28), Density(14, 14, 10.5, 28))
"""Evidence is looked up, not read from the back of a room: it starts at the tight end."""


class Wanted(NamedTuple):
    """An item and the kind of placeholder it would stand in: body, object, key figure, caption, lead, or none."""

    want: str
    item: Item


@dataclass(frozen=True, slots=True)
class Laid:
    """A block measured at a width: its least height, what it grows to, and what it puts into a box of that width.

    `keen` is how much of the room that is left over it takes before the others: charts all, cards some, text none.
    `lines` are those of all cells of a table.
    """

    height: int
    build: Callable[[Box], list[Wanted]]
    most: int = 0
    keen: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """What measuring a block needs: the typesetter, the sizes in use, its section, the colour it stands on."""

    setter: Typesetter
    density: Density
    section: str
    background: str

    def name(self, words: str, *blocks: str) -> str:
        """The shape's name in PowerPoint's selection pane; the ids in brackets stay the same from run to run."""
        ids = " ".join(f"{self.section}.{block}" for block in blocks)
        return f"{words} [{ids}]"


def stack(parts: Sequence[Laid], box: Box, gap: int = GAP) -> list[Wanted] | None:
    """The blocks one under the other in the box, the room left over shared out; None when they do not fit."""
    if not parts:
        return []
    spare = box.height - sum(part.height for part in parts) - gap * (len(parts) - 1)
    if spare < 0:
        return None
    heights = [part.height for part in parts]
    for keen in sorted({part.keen for part in parts if part.keen}, reverse=True):
        growing = [index for index, part in enumerate(parts) if part.keen == keen]
        while growing and spare > len(growing):
            share = spare // len(growing)
            still = []
            for index in growing:
                room = (parts[index].most or box.height) - heights[index]
                taken = min(share, max(room, 0))
                heights[index] += taken
                spare -= taken
                if room > share:
                    still.append(index)
            if len(still) == len(growing):
                break
            growing = still
    if len(parts) > 1:
        gap += min(spare // (len(parts) - 1), _WIDEST_GAP - gap) if gap < _WIDEST_GAP else 0
    placed: list[Wanted] = []
    top = box.top
    for part, tall in zip(parts, heights, strict=True):
        placed += part.build(Box(box.left, top, box.width, tall))
        top += tall + gap
    return placed
