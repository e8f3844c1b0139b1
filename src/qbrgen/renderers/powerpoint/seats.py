"""Which placeholder of the layout each item of a slide fills; the others stand free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qbrgen.renderers.powerpoint.laid import Wanted
from qbrgen.renderers.powerpoint.layouts import Layout
from qbrgen.renderers.powerpoint.placeholders import Slot
from qbrgen.renderers.powerpoint.slides import Box, Item, MarkItem, TextItem

_SNAP = 200
"""Boxes that differ by less (EMU) are the placeholder's own, so that it keeps its place when the layout changes."""


def claimed(placed: Sequence[Wanted], layout: Layout) -> list[Item]:
    """The items with the placeholders of the layout that they fill: exhibits first, then text."""
    free: dict[str, list[Slot]] = {
        "object": list(layout.objects),
        "key figure": list(layout.named("key figure")),
        "caption": list(layout.named("caption")),
    }
    taken: dict[int, Slot] = {}
    for number, (want, _) in enumerate(placed):
        if free.get(want):
            taken[number] = free[want].pop(0)
    used = {slot.index for slot in taken.values()}
    texts = [slot for slot in (*layout.texts, *layout.named("lead")) if slot.index not in used]
    for number, (want, _) in enumerate(placed):
        if want == "body" and texts:
            taken[number] = texts.pop(0)
    return [_seated(wanted.item, taken.get(number)) for number, wanted in enumerate(placed)]


def _seated(item: Item, slot: Slot | None) -> Item:
    if slot is None or isinstance(item, MarkItem):
        return item
    left, top, right, bottom = slot.inset
    if isinstance(item, TextItem) and (left, top) == (right, bottom) and _near(item.box, slot.inner):
        return replace(item, slot=slot.index, box=slot.box, inset=(left, top))
    return replace(item, slot=slot.index, box=slot.box if _near(item.box, slot.box) else item.box)


def _near(one: Box, other: Box) -> bool:
    gaps = (one.left - other.left, one.top - other.top, one.width - other.width, one.height - other.height)
    return all(abs(gap) <= _SNAP for gap in gaps)
