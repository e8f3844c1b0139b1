"""Charts as SVG in both schemes: drawn once in each, written once with a variable where their colours differ."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from qbrgen import charts
from qbrgen.charts.theme import ChartTheme
from qbrgen.renderers.html.look import Look
from qbrgen.story.chart_specs import ChartSpec

Size = tuple[float, float]
HALF: Size = (5.6, 3.5)
BESIDE: Size = (7.0, 4.2)
FULL: Size = (11.4, 4.2)
PHONE: Size = (4.1, 3.3)
_COLOUR = re.compile(r'"#([0-9A-F]{6})"')


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as it stands in the page, and its colours: name of the variable, light, dark."""

    html: str
    colours: frozenset[tuple[str, str, str]]


def draw(spec: ChartSpec, look: Look, locale: str, wide: Size) -> Drawn:
    """The chart for a wide place and for a phone; the style sheet shows one of them."""
    bare = replace(spec, source=())
    first = _both(bare, look.light.charts, look.dark.charts, locale, wide)
    second = _both(bare, look.light.charts, look.dark.charts, locale, PHONE)
    html = f'<div class="q-wide">{first.html}</div><div class="q-narrow">{second.html}</div>'
    return Drawn(html, first.colours | second.colours)


@lru_cache(maxsize=512)
def _both(spec: ChartSpec, light: ChartTheme, dark: ChartTheme, locale: str, size: Size) -> Drawn:
    """One drawing for both schemes; two of them where they differ in more than their colours."""
    one, other = (charts.draw_svg(spec, theme, locale, *size) for theme in (light, dark))
    bright, dim = _COLOUR.split(one), _COLOUR.split(other)
    if bright[::2] != dim[::2]:
        return Drawn(f'<div class="q-light">{one}</div><div class="q-dark">{other}</div>', frozenset())
    found: set[tuple[str, str, str]] = set()
    parts = bright[:1]
    for by_day, by_night, rest in zip(bright[1::2], dim[1::2], bright[2::2], strict=True):
        name = f"--c-{by_day}-{by_night}"
        found.add((name, f"#{by_day}", f"#{by_night}"))
        parts += [f'"var({name})"', rest]
    return Drawn("".join(parts), frozenset(found))
