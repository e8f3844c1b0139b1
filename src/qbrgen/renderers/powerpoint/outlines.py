"""Where the shapes of a layout stand and what their outlines are, groups and turns counted in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qbrgen.renderers.powerpoint.xml import Element, find, find_all, local_name

_MOST_POINTS = 4000
_ROUND = ("ellipse", "donut", "flowChartConnector")
_REFERENCE = {"l": 0.0, "t": 0.0, "r": 1.0, "b": 1.0, "hc": 0.5, "vc": 0.5, "w": 1.0, "h": 1.0}
Points = Sequence[tuple[float, float]]


class Frame(NamedTuple):
    """How coordinates of a group become the slide's: x * scale + shift."""

    x: float = 1.0
    dx: float = 0.0
    y: float = 1.0
    dy: float = 0.0


def inner(group: Element, frame: Frame) -> Frame:
    """How the coordinates inside the group become the slide's."""
    place = find(group, "p:grpSpPr/a:xfrm")
    if place is None:
        return frame
    found = {local_name(each): each for each in place}
    if not {"off", "ext", "chOff", "chExt"} <= found.keys():
        return frame
    x, y = (_number(found["off"], key) for key in "xy")
    wide, tall = (_number(found["ext"], key) for key in ("cx", "cy"))
    first, second = (_number(found["chOff"], key) for key in "xy")
    across, down = (_number(found["chExt"], key) or 1 for key in ("cx", "cy"))
    sx, sy = wide / across, tall / down
    return Frame(
        sx * frame.x, (x - first * sx) * frame.x + frame.dx, sy * frame.y, (y - second * sy) * frame.y + frame.dy
    )


def placed(place: Element, frame: Frame) -> tuple[float, float, float, float] | None:
    """Left, top, width and height on the slide; None when the shape says no place."""
    corner, extent = find(place, "a:off"), find(place, "a:ext")
    if corner is None or extent is None:
        return None
    return (
        _number(corner, "x") * frame.x + frame.dx, _number(corner, "y") * frame.y + frame.dy,
        _number(extent, "cx") * frame.x, _number(extent, "cy") * frame.y,
    )  # fmt: skip


def _number(element: Element, key: str) -> float:
    return float(element.get(key, "0"))


def outline(properties: Element | None, kind: str) -> Points:
    """The shape's outline in shares of its box; a form that is not known is its box."""
    box = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    if properties is None or kind == "graphicFrame":
        return box
    preset = find(properties, "a:prstGeom")
    if preset is not None and preset.get("prst") in _ROUND:
        turns = (step * math.tau / 40 for step in range(40))
        return [(0.5 + math.cos(turn) / 2, 0.5 + math.sin(turn) / 2) for turn in turns]
    path = find(properties, "a:custGeom/a:pathLst/a:path")
    if path is None:
        return box
    wide, tall = (_number(path, key) for key in "wh")
    try:
        spots = list(_spots(path, wide or 1, tall or 1))
    except (KeyError, ValueError):
        return box
    return spots[:: 1 + len(spots) // _MOST_POINTS] if len(spots) > 2 else box


def _spots(path: Element, wide: float, tall: float) -> Iterator[tuple[float, float]]:
    for step in path:
        if local_name(step) == "arcTo":
            raise ValueError("an arc")
        # The points that bend a curve lie around it: an outline through them covers it.
        for point in find_all(step, "a:pt"):
            x, y = point.get("x", ""), point.get("y", "")
            yield (
                _REFERENCE[x] if x in _REFERENCE else float(x) / wide,
                _REFERENCE[y] if y in _REFERENCE else float(y) / tall,
            )


def turned(shares: Points, box: tuple[float, float, float, float], place: Element) -> Points:
    """The outline at its place on the slide, turned and mirrored."""
    left, top, wide, tall = box
    turn = math.radians(_number(place, "rot") / 60000)
    across, down = (-1 if place.get(key) in ("1", "true") else 1 for key in ("flipH", "flipV"))
    found = []
    for x, y in shares:
        dx, dy = (x - 0.5) * wide * across, (y - 0.5) * tall * down
        found.append((
            left + wide / 2 + dx * math.cos(turn) - dy * math.sin(turn),
            top + tall / 2 + dx * math.sin(turn) + dy * math.cos(turn),
        ))  # fmt: skip
    return found
