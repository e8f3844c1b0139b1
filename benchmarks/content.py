"""What a deck holds, in plain values, so that other tools can make an equal one."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import pptx

from qbrgen.charts import table_of
from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, ChartItem, Deck
from qbrgen.story.chart_specs import ChartSpec, Trend


@dataclass(frozen=True)
class Chart:
    """A chart's size in inches, its categories and its series by name; a gap is None."""

    kind: str
    width: float
    height: float
    categories: list[str]
    series: dict[str, list[float | None]]


@dataclass
class Slide:
    """One slide: title, paragraphs of its other texts, tables as rows of words, charts, speaker notes."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    notes: str = ""


def content_of(planned: Deck, deck: bytes) -> list[Slide]:
    """The slides of a deck: words read back from the file, charts from its plan."""
    found = [_slide(slide) for slide in pptx.Presentation(io.BytesIO(deck)).slides]
    for slide, plan in zip(found, planned.slides, strict=True):
        for item in plan.items:
            if isinstance(item, ChartItem):
                width, height = item.box.width / EMU_PER_INCH, item.box.height / EMU_PER_INCH
                slide.charts.append(chart_of(item.spec, planned.locale, width, height))
    return found


def chart_of(spec: ChartSpec, locale: str, width: float, height: float) -> Chart:
    """The numbers a chart shows, as lines over time or as bars."""
    table = table_of(spec, locale)
    series = {each.name: [None if value is None else float(value) for value in each.values] for each in table.series}
    names = list(table.categories) or [str(day) for day in table.days]
    return Chart("line" if isinstance(spec, Trend) else "bar", width, height, names, series)


def _slide(slide: Any) -> Slide:
    found = Slide()
    title = slide.shapes.title
    for shape in slide.shapes:
        if shape.has_table:
            found.tables.append([[cell.text for cell in row.cells] for row in shape.table.rows])
        elif title is not None and shape.shape_id == title.shape_id:
            found.title = shape.text_frame.text
        elif shape.has_text_frame:
            found.paragraphs += [each.text for each in shape.text_frame.paragraphs if each.text]
    if slide.has_notes_slide:
        found.notes = slide.notes_slide.notes_text_frame.text
    return found
