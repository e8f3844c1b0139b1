"""Horizontal bars with their values, each in an outline that reaches to what it is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qbrgen.charts.layout.rows import rows_in
from qbrgen.charts.marks import Box
from qbrgen.charts.native import xml
from qbrgen.charts.native.grid import Column, Grid
from qbrgen.charts.native.look import Look
from qbrgen.charts.scales import in_reach
from qbrgen.charts.table import Series, table_of
from qbrgen.charts.tones import HATCHED
from qbrgen.story.chart_specs import BarsAgainst, StageLine, Tone
from qbrgen.story.phrasing import say_figure, say_number
from qbrgen.value.figure import Figure, Unit

_RIGHT = 0.88  # where the plot ends, so that the longest bar's value has room
_THICKEST = 26.0  # of a bar, in points


@dataclass(frozen=True)
class _Bars:
    """What is drawn: names, the bars' values, and what they are measured against."""

    names: Column
    series: Series
    column: Column
    unit: Unit
    against: Figure | None
    against_name: str
    shown: bool
    compared: int


def bars_against(spec: BarsAgainst, look: Look, grid: Grid) -> bytes:
    """The bars with their values; a line across rows has no native form that every program draws."""
    table = table_of(spec, look.locale)
    names = grid.add(table.heading, table.categories)
    name = table.series[1].name if spec.benchmark else ""
    return _draw(table.series[0], names, table.unit, spec.benchmark, name, look, grid, spec.compared)


def stages(spec: StageLine, names: Column, look: Look, grid: Grid) -> bytes:
    """Stages in rows, for more of them than have room side by side."""
    table = table_of(spec, look.locale)
    return _draw(table.series[0], names, table.unit, spec.target, "Target", look, grid)


def _draw(
    series: Series,
    names: Column,
    unit: Unit,
    against: Figure | None,
    name: str,
    look: Look,
    grid: Grid,
    first: int | None = None,
) -> bytes:
    """The bars; only the `first` of them are measured against the figure (None: all)."""
    values = [value for value in series.values if value is not None]
    shown = against is not None and in_reach(against.value, values)
    count = len(series.values)
    compared = count if first is None else min(first, count)
    drawn = _Bars(names, series, grid.add(series.name, series.values), unit, against, name, shown, compared)
    left, size = names_in_rows([str(cell) for cell in names.cells], look)
    written = _series(drawn, look, (_RIGHT - left) * look.sheet.width, size)
    head, top = "", 0.02
    if against is not None:
        said = say_figure(against, look.locale)
        heading = name if said in name else f"{name} {said}"
        outline = grid.add(heading, (*(against.value,) * compared, *(None,) * (count - compared)))
        if shown:
            look_of = xml.shape(xml.NO_FILL, xml.line(look.text, 1.25))
            written += xml.bar_series(1, outline, names, outline, look_of)
        # The bars say their values; a key to both would not fit a small chart.
        told = f"{heading} (outline)" if shown else f"{heading} (off this scale)"
        lines = look.paragraphs(told, look.sheet.width * 0.9, size, look.text, bold=True)
        head, top = xml.title(xml.rich(lines, "l"), left, 0.01), 0.13
    low = 0.0 if all(value >= 0 for value in [*values, *([against.value] if against and shown else [])]) else None
    pitch = look.sheet.height * (0.98 - top) / len(series.values)
    gap = round((pitch / min(_THICKEST, pitch * 0.62) - 1) * 100)
    plot = xml.bars(written, sideways=True, gap=min(gap, 500))
    plot += xml.category_axis(xml.text_look(size, look.text), look.rule(), sideways=True)
    plot += xml.value_axis(low, None, sideways=True)
    return look.space(plot, place=xml.layout(left, top, _RIGHT - left, 0.98 - top), head=head)


def names_in_rows(names: Sequence[str], look: Look) -> tuple[float, float]:
    """The share of the width the names take and their size, as in the picture."""
    sheet = look.sheet
    rows = rows_in(sheet, Box(2, 0, sheet.width - 2, sheet.height * 0.84), [(name,) for name in names], "names")
    left = min(max(rows.track.left / sheet.width + 0.02, 0.08), 0.6)
    return left, min(words.size for words in rows.names)


def _series(drawn: _Bars, look: Look, width: float, size: float) -> str:
    tones = drawn.series.tones or (drawn.series.tone,) * len(drawn.series.values)
    points = "".join(
        xml.bar_point(at, look.bar(tone)) for at, tone in enumerate(tones) if tone is not drawn.series.tone
    )
    labels = [
        _label(at, value, tone, drawn, look, width, size + 2)
        for at, (value, tone) in enumerate(zip(drawn.series.values, tones, strict=True))
        if value is not None
    ]
    fill = look.bar(drawn.series.tone)
    return xml.bar_series(0, drawn.column, drawn.names, drawn.column, fill, points=points, marked=xml.labels(labels))


def _label(at: int, value: Decimal, tone: Tone, drawn: _Bars, look: Look, width: float, size: float) -> xml.Label:
    """The value at the bar's end; inside it where the outline would cross it."""
    said = say_number(value, drawn.unit, look.locale)
    if tone is Tone.WORSE:
        worse = look.words_colour(tone)
        return look.label(at, value, drawn.unit, "outEnd", words=f"{said} worse", colour=worse, size=size)
    if drawn.against and drawn.shown and at < drawn.compared and tone not in HATCHED:
        # Office rounds the axis up by about a tenth; near enough to see where a label would stand.
        values = [abs(one) for one in drawn.series.values if one is not None]
        longest = max([*values, abs(drawn.against.value)]) * Decimal("1.1") or Decimal(1)
        room = look.sheet.words(said, width, size, bold=True).width + 8
        gap = float((abs(drawn.against.value) - abs(value)) / longest) * width
        if 0 <= gap < room and float(abs(value) / longest) * width > room + 8:
            return look.label(at, value, drawn.unit, "inEnd", colour=look.on(tone), size=size)
    return look.label(at, value, drawn.unit, "outEnd", size=size)
