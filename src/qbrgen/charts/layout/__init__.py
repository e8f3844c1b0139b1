"""Where everything of a chart stands: ChartSpec -> Plan, in points, before a pixel is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qbrgen.charts.layout import bars_against, before_after, stage_line, trend, waterfall
from qbrgen.charts.layout.frame import source_line
from qbrgen.charts.marks import Plan
from qbrgen.charts.sheet import Crowded, Sheet, Sizes
from qbrgen.charts.theme import ChartTheme
from qbrgen.errors import RenderError
from qbrgen.story.chart_specs import BarsAgainst, BeforeAfter, ChartSpec, StageLine, Trend, Waterfall
from qbrgen.story.phrasing import say

_LAYOUTS: dict[type, Callable[[Any, Sheet, Any], None]] = {
    BeforeAfter: before_after.lay_out,
    Waterfall: waterfall.lay_out,
    Trend: trend.lay_out,
    BarsAgainst: bars_against.lay_out,
    StageLine: stage_line.lay_out,
}
_MOST = 4.0  # a chart is not drawn smaller than a quarter


def plan(
    spec: ChartSpec, theme: ChartTheme, locale: str, width_in: float, height_in: float, sizes: Sizes | None = None
) -> Plan:
    """The chart laid out for a place of `width_in` x `height_in` inches; without `sizes` its type is a slide's.

    Raises RenderError for a place that is no place (under an inch high or an inch and a half wide).
    """
    if not (width_in >= 1.5 and height_in >= 1):
        raise RenderError(
            f"chart {spec.id} cannot be drawn at {width_in:.2f} x {height_in:.2f} inches. "
            "Give it a place of at least 1.5 x 1 inches."
        )
    alt = say(spec.alt, locale)
    enlarged = 1.0
    while True:
        sheet = Sheet(
            width_in * 72, height_in * 72, theme, locale, enlarged=enlarged, last_try=enlarged > _MOST, sizes=sizes
        )
        try:
            _LAYOUTS[type(spec)](spec, sheet, source_line(sheet, spec.source))
        except Crowded:
            # More than this place can carry at ten points: lay it out larger, to be drawn smaller.
            enlarged *= 1.15
            continue
        marks = tuple(sheet.marks)
        return Plan(spec.id, sheet.width, sheet.height, theme.background, marks, alt, 1 / enlarged)
