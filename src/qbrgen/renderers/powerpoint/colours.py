"""Colours as DrawingML writes them, resolved: by theme, by value, by name, with their changes applied."""

from __future__ import annotations

import re
from typing import NamedTuple

from qbrgen.renderers.powerpoint.theme import SYSTEM_COLOURS, Theme, changed, contrast, is_dark
from qbrgen.renderers.powerpoint.xml import Element, find_all, local_name

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
# The names that designers' programs write; any other of the 140 counts as a middle grey.
_NAMED = {
    "black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF", "yellow": "FFFF00",
    "gray": "808080", "grey": "808080", "ltGray": "D3D3D3", "dkGray": "A9A9A9", "navy": "000080", "orange": "FFA500",
    "silver": "C0C0C0", "teal": "008080", "maroon": "800000", "purple": "800080",
}  # fmt: skip
_MIDDLE = "808080"
_GAMMA = 2.2


class Colour(NamedTuple):
    """A colour as RRGGBB and how much of it covers what is behind, from 0 to 1."""

    rgb: str
    cover: float = 1.0


def colour_of(fill: Element | None, theme: Theme) -> str:
    """The RRGGBB of a solid fill's colour, its changes applied; empty for none."""
    found = resolved(fill[0], theme) if fill is not None and len(fill) else None
    return found.rgb if found else ""


def resolved(colour: Element, theme: Theme, stands_for: str = "") -> Colour | None:
    """The colour of a schemeClr, srgbClr, sysClr, prstClr or scrgbClr element; None for one that is not known.

    `stands_for` is what a theme's own fills call phClr: the colour of whoever uses them.
    """
    value, kind = colour.get("val", ""), local_name(colour)
    if kind == "schemeClr":
        rgb = stands_for if value == "phClr" else theme.rgb(value)
    elif kind == "prstClr":
        rgb = _NAMED.get(value, _MIDDLE)
    elif kind == "scrgbClr":
        rgb = "".join(f"{round(_share(colour.get(part, '0')) ** (1 / _GAMMA) * 255):02X}" for part in "rgb")
    else:
        rgb = colour.get("lastClr", SYSTEM_COLOURS.get(value, value))
    if not _HEX.fullmatch(rgb):
        return None
    cover = 1.0
    for change in colour:
        kind, amount = local_name(change), _share(change.get("val", "100000"))
        if kind in ("lumMod", "lumOff"):
            whole = round(amount * 100000)
            rgb = changed(rgb, whole if kind == "lumMod" else None, whole if kind == "lumOff" else None)
        elif kind in ("tint", "shade"):
            rgb = _towards(rgb, 1.0 if kind == "tint" else 0.0, amount)
        elif kind == "alpha":
            cover = amount
    return Colour(rgb, cover)


def stops(gradient: Element, theme: Theme, stands_for: str = "") -> list[tuple[float, Colour]]:
    """A gradient's colours with their places from 0 to 1, in order."""
    found = []
    for stop in find_all(gradient, "a:gsLst/a:gs"):
        colour = resolved(stop[0], theme, stands_for) if len(stop) else None
        if colour:
            found.append((_share(stop.get("pos", "0")), colour))
    return sorted(found, key=lambda each: each[0])


def behind_all(shades: tuple[str, str], theme: Theme, least: float) -> str:
    """Of the darkest and the lightest colour behind a text the one it must be read against; empty when no text can.

    The theme's own text colour decides first, then black and white.
    """
    darkest, lightest = shades
    own = theme.rgb("tx1")
    for text in (own, "000000", "FFFFFF"):
        worst = darkest if is_dark(text) else lightest
        if contrast(text, worst) >= least and contrast(text, darkest) >= least and contrast(text, lightest) >= least:
            return worst
    return ""


def _towards(rgb: str, end: float, kept: float) -> str:
    """The colour mixed with white (1) or black (0) as light is mixed, not as its numbers are."""
    parts = ((int(rgb[at : at + 2], 16) / 255) ** _GAMMA for at in (0, 2, 4))
    mixed = (min(max(part * kept + end * (1 - kept), 0.0), 1.0) for part in parts)
    return "".join(f"{round(part ** (1 / _GAMMA) * 255):02X}" for part in mixed)


def _share(value: str) -> float:
    return min(max(float(value.rstrip("%")) / (100 if value.endswith("%") else 100000), 0.0), 10.0)
