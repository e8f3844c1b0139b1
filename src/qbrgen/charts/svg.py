"""A Plan as a self-contained SVG: text stays text, nothing is fetched, the same string on every run."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from html import escape
from typing import Any

from qbrgen.charts.hatching import hatch_lines
from qbrgen.charts.marks import Box, Dot, Label, Plan, Rect, Rule, Shape, Spot


def svg(plan: Plan, font: str) -> str:
    """The plan as an SVG element of its placed size, named by the chart's alt text."""
    width, height = plan.width * plan.scale, plan.height * plan.scale
    alt = escape(plan.alt, quote=True)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{alt}" '
        f'width="{_n(width)}pt" height="{_n(height)}pt" viewBox="0 0 {_n(plan.width)} {_n(plan.height)}" '
        f'font-family="{escape(font, quote=True)}, Carlito, Calibri, sans-serif">'
    )
    ground = f'<rect width="100%" height="100%" fill="#{plan.background}"/>'
    return "\n".join(
        [head, f"<title>{alt}</title>", ground, *(_WRITTEN[type(mark)](mark) for mark in plan.marks), "</svg>"]
    )


def _rect(mark: Rect) -> str:
    box = _box(mark.box)
    parts = [f'<rect {box} fill="#{mark.fill}"/>']
    if mark.hatch:
        path = " ".join(f"M{_at(start)}L{_at(end)}" for start, end in hatch_lines(mark.box))
        parts.append(f'<path d="{path}" fill="none" stroke="#{mark.hatch}" stroke-width="1"/>')
    if mark.edge:
        parts.append(f'<rect {box} fill="none" stroke="#{mark.edge}" stroke-width="1.25"/>')
    return "".join(parts)


def _rule(mark: Rule) -> str:
    dash = f' stroke-dasharray="{_n(mark.dash[0])} {_n(mark.dash[1])}"' if mark.dash else ""
    points = " ".join(map(_at, mark.points))
    return (
        f'<polyline points="{points}" fill="none" stroke="#{mark.colour}" stroke-width="{_n(mark.width)}" '
        f'stroke-linejoin="round"{dash}/>'
    )


def _shape(mark: Shape) -> str:
    return f'<polygon points="{" ".join(map(_at, mark.points))}" fill="#{mark.fill}"/>'


def _dot(mark: Dot) -> str:
    x, y = mark.centre
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(mark.radius)}" fill="#{mark.fill}" '
        f'stroke="#{mark.edge}" stroke-width="{_n(mark.width)}"/>'
    )


def _label(mark: Label) -> str:
    back = f'<rect {_box(mark.box)} fill="#{mark.back}"/>' if mark.back else ""
    # The anchor names the start of the text, which is its right side where it runs from right to left.
    anchor = {"start": "end", "end": "start"}.get(mark.anchor, mark.anchor) if _runs_left(mark.text) else mark.anchor
    direction = ' direction="rtl"' if _runs_left(mark.text) else ""
    weight = ' font-weight="700"' if mark.bold else ""
    # A reader without the font has one of other widths: the words keep the room they were measured for.
    room = f' textLength="{_n(mark.box.right - mark.box.left)}" lengthAdjust="spacingAndGlyphs"'
    return (
        f'{back}<text x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}" fill="#{mark.colour}" '
        f'text-anchor="{anchor}"{weight}{direction}{room}>{escape(mark.text)}</text>'
    )


_WRITTEN: dict[type, Callable[[Any], str]] = {
    Rect: _rect,
    Rule: _rule,
    Shape: _shape,
    Dot: _dot,
    Label: _label,
}


def _runs_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def _box(box: Box) -> str:
    return f'x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}" height="{_n(box.height)}"'


def _at(spot: Spot) -> str:
    return f"{_n(spot[0])},{_n(spot[1])}"


def _n(value: float) -> str:
    return f"{round(value, 2):g}" if abs(value) < 1e5 else f"{value:.0f}"
