"""One layout read: its placeholders by what they are for, and the area that content may fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qbrgen.renderers.powerpoint.placeholders import TITLE, Slot, read_slots
from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, Box
from qbrgen.renderers.powerpoint.theme import Theme
from qbrgen.renderers.powerpoint.xml import Element, find

_LOW_AREA = 0.3
_SOURCE_HEIGHT = 0.5 * EMU_PER_INCH
# A placeholder this many times smaller than the largest one is a mark.
_MARK = 12
_STRIP = 0.6 * EMU_PER_INCH


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: its part, its placeholders by what they are for, the area that content may fill.

    `colour_map` is the layout's own map of text and background colours; empty where the master's holds. `background`
    is the RRGGBB that content is read against, `even` says that it is one colour all over, `backing` names the colour
    of a panel that content needs below it (standing.py).
    """

    name: str
    part: str
    kind: str
    slots: tuple[Slot, ...]
    area: Box
    background: str
    colour_map: tuple[tuple[str, str], ...] = ()
    backing: str = ""
    even: bool = True

    @property
    def title(self) -> Slot:
        """The title."""
        return next(slot for slot in self.slots if slot.index == TITLE)

    def named(self, word: str) -> tuple[Slot, ...]:
        """The placeholders whose name begins with the word."""
        return tuple(slot for slot in self.slots if slot.name.lower().startswith(word))

    @property
    def source(self) -> Slot | None:
        """The line for sources."""
        return next((slot for slot in self.slots if self._is_source(slot)), None)

    @property
    def furniture(self) -> tuple[Slot, ...]:
        """Footer, date and slide number."""
        return tuple(slot for slot in self.slots if slot.kind in ("ftr", "dt", "sldNum"))

    @property
    def texts(self) -> tuple[Slot, ...]:
        """Where running text goes, left to right; a place for any content takes text too."""
        kinds = ("body", "subTitle", "", "obj")
        all_free = [slot for slot in self.slots if slot.kind in kinds and self._is_free(slot)]
        # A chapter mark or a hint beside the place for content is no place for content itself.
        most = max((slot.box.width * slot.box.height for slot in all_free), default=0)
        free = [slot for slot in all_free if slot.box.width * slot.box.height * _MARK >= most]
        found = [slot for slot in free if slot.kind in ("body", "subTitle")] or free
        return tuple(sorted(found, key=lambda slot: (slot.box.left, slot.box.top)))

    @property
    def objects(self) -> tuple[Slot, ...]:
        """Where charts, tables and pictures go, left to right."""
        found = [slot for slot in self.slots if slot.takes_objects]
        return tuple(sorted(found, key=lambda slot: (slot.box.left, slot.box.top)))

    def _is_source(self, slot: Slot) -> bool:
        return _is_source(slot, self.area.top + self.area.height // 2)

    def _is_free(self, slot: Slot) -> bool:
        special = slot.name.lower().startswith(("key figure", "caption", "lead", "details"))
        return not special and not self._is_source(slot)


def read_layout(
    layout: Element, part: str, master: Element, themed: Callable[[Mapping[str, str]], Theme], page: Box
) -> Layout:
    """The layout with its placeholders and the area they leave for content on a slide of that size.

    `themed` gives the theme by a map of colours; an empty one is the master's.
    """
    own = find(layout, "p:clrMapOvr/a:overrideClrMapping")
    colour_map = tuple((str(key), str(value)) for key, value in own.items()) if own is not None else ()
    theme = themed(dict(colour_map))
    sheet = find(layout, "p:cSld")
    slots = read_slots(layout, master, theme)
    title = next((slot for slot in slots if slot.index == TITLE), None)
    filled = [
        (slot.box if slot.fill else slot.inner).inside(page)
        for slot in slots
        if slot.index != TITLE
        and slot.kind not in ("ftr", "dt", "sldNum")
        and not _is_source(slot, page.height // 2)
        # A line for a chapter beside or over the title is no place for content.
        and not (title and slot.box.height <= _STRIP and slot.box.top < title.box.bottom - _STRIP // 2)
    ]
    return Layout(
        sheet.get("name", "") if sheet is not None else "",
        part,
        layout.get("type", ""),
        slots,
        _usable(_union([box for box in filled if box.width and box.height]), slots, page.height),
        theme.rgb("bg1"),
        colour_map,
    )


def _usable(area: Box, slots: tuple[Slot, ...], height: int) -> Box:
    """The area down to the footer at most; one that is low for a whole slide's content goes down to there."""
    floor = min(
        (slot.box.top for slot in slots if slot.kind in ("ftr", "dt", "sldNum") and slot.box.top > height // 2),
        default=height * 94 // 100,
    )
    low = area.width and area.height < height * _LOW_AREA
    bottom = floor - EMU_PER_INCH // 20 if low or area.bottom > floor else area.bottom
    return Box(area.left, area.top, area.width, max(bottom - area.top, 0))


def _union(boxes: list[Box]) -> Box:
    if not boxes:
        return Box(0, 0, 0, 0)
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def _is_source(slot: Slot, middle: float) -> bool:
    """A low line of text in the lower half: at the foot of a slide stands where things come from."""
    if slot.kind != "body" or slot.name.lower().startswith("caption"):
        return False
    return slot.name.lower().startswith("source") or (slot.box.height <= _SOURCE_HEIGHT and slot.box.top >= middle)
