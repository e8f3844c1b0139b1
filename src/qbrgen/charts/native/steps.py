"""The waterfall as stacked bars on a base that is not drawn, one series for each tone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qbrgen.charts.layout.frame import KEY_WORDS, needs_key
from qbrgen.charts.layout.waterfall import Span, signed, spans, tone_of
from qbrgen.charts.native import xml
from qbrgen.charts.native.grid import Grid
from qbrgen.charts.native.look import Look
from qbrgen.charts.native.sideways import names_in_rows
from qbrgen.charts.table import table_of
from qbrgen.story.chart_specs import Tone, Waterfall
from qbrgen.story.phrasing import say_figure

_NAMES = {**KEY_WORDS, Tone.INVESTMENT: "Investment", Tone.NET: "Net", Tone.WORSE: "Net, a loss"}
_ZERO = Decimal(0)
_MOST_COLUMNS = 7  # more names than this have no room under columns


@dataclass(frozen=True)
class _Part:
    """One drawn series: what lies above or below zero of the steps of one tone."""

    name: str
    tone: Tone
    values: tuple[Decimal | None, ...]


def waterfall(spec: Waterfall, look: Look, grid: Grid) -> bytes:
    """The steps, each named at its end by a label on a piece that is not drawn."""
    found = spans(spec.steps)
    table = table_of(spec, look.locale)
    sideways = len(spec.steps) > _MOST_COLUMNS
    names = grid.add(table.heading, table.categories)
    grid.add(table.series[0].name, table.series[0].values)
    base = grid.add("Base, not drawn", [_base(span) for span in found])
    hidden = xml.shape(xml.NO_FILL)
    series = xml.bar_series(0, base, names, base, hidden)
    parts = _parts(spec, found)
    for number, part in enumerate(parts, start=1):
        column = grid.add(part.name, part.values)
        series += xml.bar_series(number, column, names, column, look.bar(part.tone))
    room = grid.add("Room for the label, not drawn", _rooms(found))
    size = look.sizes.label if sideways else look.sizes.value
    said = [say_figure(signed(step).figure, look.locale) for step in spec.steps]
    labels = [
        look.label(at, step.figure.value, spec.unit, "inBase", words=words, size=size)
        for at, (step, words) in enumerate(zip(spec.steps, said, strict=True))
    ]
    series += xml.bar_series(len(parts) + 1, room, names, room, hidden, marked=xml.labels(labels))
    key = ""
    if needs_key(zip((step.tone for step in spec.steps), table.categories, strict=True)):
        named = {number for number, part in enumerate(parts, start=1) if part.name in KEY_WORDS.values()}
        key = xml.legend([at for at in range(len(parts) + 2) if at not in named], look.label_text(muted=True))
    text, place = look.label_text(), "<c:layout/>"
    if sideways:
        left, size = names_in_rows(table.categories, look)
        top = 0.13 if key else 0.02
        text, place = xml.text_look(size, look.text), xml.layout(left, top, 0.97 - left, 0.97 - top)
    axes = xml.category_axis(text, look.rule(), sideways=sideways)
    axes += xml.value_axis(None, None, sideways=sideways)
    plot = xml.bars(series, sideways=sideways, stacked=True, gap=47) + axes
    return look.space(plot, place=place, key=key)


def _base(span: Span) -> Decimal:
    """From zero to where the step's bar begins; nothing where it crosses zero."""
    low, high = sorted((span.start, span.end))
    return low if low > 0 else high if high < 0 else _ZERO


def _parts(spec: Waterfall, found: list[Span]) -> list[_Part]:
    tones = dict.fromkeys(tone_of(step) for step in spec.steps)
    parts = []
    for tone in tones:
        own = [span if tone_of(step) is tone else None for step, span in zip(spec.steps, found, strict=True)]
        above = tuple(None if span is None else _above(span) for span in own)
        below = tuple(None if span is None else _below(span) for span in own)
        name = _NAMES.get(tone, "Value")
        if any(above) or not any(below):
            parts.append(_Part(name, tone, above))
        if any(below):
            parts.append(_Part(name if not any(above) else f"{name}, below zero", tone, below))
    return parts


def _above(span: Span) -> Decimal:
    low, high = sorted((span.start, span.end))
    return max(high, _ZERO) - max(low, _ZERO)


def _below(span: Span) -> Decimal:
    low, high = sorted((span.start, span.end))
    return min(low, _ZERO) - min(high, _ZERO)


def _rooms(found: list[Span]) -> list[Decimal]:
    """A tenth of the chart beyond each bar: over it, under one that lies below zero."""
    edges = [_ZERO, *(edge for span in found for edge in (span.start, span.end))]
    room = (max(edges) - min(edges)) / 10 or Decimal(1)
    return [-room if max(span.start, span.end) <= 0 and min(span.start, span.end) < 0 else room for span in found]
