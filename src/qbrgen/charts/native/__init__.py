"""The same charts as editable Office charts: a chart part and its workbook, for whoever writes the package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qbrgen.charts.native import columns, sideways, steps, trend, xml
from qbrgen.charts.native.book import book_of
from qbrgen.charts.native.grid import Grid
from qbrgen.charts.native.look import Look
from qbrgen.charts.sheet import Sheet
from qbrgen.charts.table import table_of
from qbrgen.charts.theme import ChartTheme
from qbrgen.story.chart_specs import BarsAgainst, BeforeAfter, ChartSpec, StageLine, Tone, Trend, Waterfall

WORKBOOK_RELATION = "rId1"
"""The relation of the chart part under which its workbook is to be stored (type package, an .xlsx part)."""


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart part and the workbook its cached numbers come from.

    Store `xml` as a part of type drawingml.chart+xml, `workbook` as a part of its own, and relate the first to the
    second with id WORKBOOK_RELATION; no two shapes may share a chart part.
    """

    xml: bytes
    workbook: bytes


def build(
    spec: ChartSpec, theme: ChartTheme, locale: str, width_in: float = 7.5, height_in: float = 4.2
) -> NativeChart:
    """The chart as an Office chart for a place of that size: colours and faces by theme reference, numbers that
    can be edited, the cache equal to the workbook; the same input gives the same bytes.
    """
    look = Look(theme, locale, Sheet(width_in * 72, height_in * 72, theme, locale, last_try=True))
    grid = Grid()
    table = table_of(spec, locale)
    lines = [series for series in table.series if series.tone is not Tone.TARGET]
    measured = any(value is not None for series in lines for value in series.values)
    part = _KINDS[type(spec)](spec, look, grid) if measured else _nothing(look, grid)
    return NativeChart(part, book_of(grid.columns))


def _nothing(look: Look, grid: Grid) -> bytes:
    """A chart that says that nothing is there yet, ready for the first numbers."""
    names = grid.add("Measured", ("Nothing measured yet",))
    values = grid.add("Value", (None,))
    axes = xml.category_axis(look.label_text(), look.rule()) + xml.value_axis(0, None)
    return look.space(xml.bars(xml.bar_series(0, values, names, values, xml.shape(xml.solid(look.muted)))) + axes)


_KINDS: dict[type, Callable[[Any, Look, Grid], bytes]] = {
    BeforeAfter: columns.before_after,
    Waterfall: steps.waterfall,
    Trend: trend.trend,
    BarsAgainst: sideways.bars_against,
    StageLine: columns.stage_line,
}
