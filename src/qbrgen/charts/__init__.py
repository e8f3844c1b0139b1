"""STEP 6: charts drawn from their specs: as pictures here, as editable Office charts in `native`."""

from __future__ import annotations

from qbrgen.charts.layout import plan
from qbrgen.charts.sheet import PAGE, Sizes
from qbrgen.charts.table import ChartTable, table_of
from qbrgen.charts.theme import ChartTheme
from qbrgen.story.chart_specs import ChartSpec

__all__ = ["PAGE", "ChartTable", "ChartTheme", "Sizes", "can_draw", "draw", "draw_svg", "plan", "table_of"]


def draw(
    spec: ChartSpec, theme: ChartTheme, locale: str, width_in: float, height_in: float, sizes: Sizes | None = None
) -> bytes:
    """The chart as PNG, sharp in print when placed at `width_in` x `height_in` inches; same input, same bytes.

    `sizes` (of text) are a slide's unless given; PAGE holds those of a document.

    Raises RenderError for a place that is too small to be one.
    """
    from qbrgen.charts.fonts import typeface
    from qbrgen.charts.raster import png

    return png(plan(spec, theme, locale, width_in, height_in, sizes), typeface(theme.font_files, locale), theme)


def draw_svg(spec: ChartSpec, theme: ChartTheme, locale: str, width_in: float, height_in: float) -> str:
    """The chart as an SVG element that needs nothing else; its text stays text. Raises RenderError as `draw` does."""
    from qbrgen.charts.svg import svg

    return svg(plan(spec, theme, locale, width_in, height_in), theme.font)


def can_draw(spec: ChartSpec, theme: ChartTheme, locale: str) -> bool:
    """True when a font here has every sign of the chart; else a native chart, drawn by Office, is the way."""
    from qbrgen.charts.fonts import typeface
    from qbrgen.charts.texts import texts_of

    face = typeface(theme.font_files, locale)
    return all(face.can_write(text) for text in texts_of(spec, locale))
