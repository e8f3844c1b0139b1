"""The colours and font of a Word template, for the charts that stand in it."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from qbrgen.charts.theme import ChartTheme, Scheme, SchemeColour
from qbrgen.renderers.word.xml import DRAWING, parse
from qbrgen.resources import template_path

# Word's theme part names the slots that Office calls bg1, tx1, bg2 and tx2 by their lightness.
_SLOTS = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_FONTS = ("Carlito-Regular.ttf", "Carlito-Bold.ttf")


@lru_cache(maxsize=32)
def chart_theme(theme: bytes | None) -> ChartTheme:
    """What a template's theme part comes to in a chart; a colour it lacks is the built-in one."""
    built_in = ChartTheme(font_files=tuple(template_path(f"fonts/{name}") for name in _FONTS))
    if theme is None:
        return built_in
    root = parse(theme)
    scheme = built_in.scheme
    colours: dict[str, Any] = {}
    for field in fields(Scheme):
        reference: SchemeColour = getattr(scheme, field.name)
        slot = root.find(f".//{{{DRAWING}}}clrScheme/{{{DRAWING}}}{_SLOTS.get(reference.slot, reference.slot)}")
        if slot is not None and len(slot):
            value = slot[0].get("lastClr") or slot[0].get("val") or ""
            if len(value) == 6:
                colours[field.name] = value.upper()
    font = root.find(f".//{{{DRAWING}}}minorFont/{{{DRAWING}}}latin")
    name = font.get("typeface") if font is not None else None
    return replace(built_in, **colours, font=name or built_in.font)
