"""The script a user would write instead: pyplot pictures put on python-pptx's default slides, with notes."""

from __future__ import annotations

import io
from dataclasses import dataclass

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pptx
from pptx.util import Inches, Pt


@dataclass(frozen=True)
class Shape:
    """How much an equal deck holds: slides, pictures, tables as (rows, columns), paragraphs of text."""

    slides: int
    pictures: int
    tables: tuple[tuple[int, int], ...]
    paragraphs: int


def shape_of(deck: bytes) -> Shape:
    """What a finished deck holds, so that the plain script makes as much."""
    presentation = pptx.Presentation(io.BytesIO(deck))
    shapes = [shape for slide in presentation.slides for shape in slide.shapes]
    tables = [shape.table for shape in shapes if shape.has_table]
    return Shape(
        slides=len(presentation.slides),
        pictures=sum(shape.shape_type == 13 or shape.has_chart for shape in shapes),
        tables=tuple((len(table.rows), len(table.columns)) for table in tables),
        paragraphs=sum(len(shape.text_frame.paragraphs) for shape in shapes if shape.has_text_frame),
    )


def picture(index: int) -> io.BytesIO:
    """One before/after chart, as the tutorials draw it."""
    figure, axes = plt.subplots(figsize=(8, 4))
    bars = axes.bar(["Before", "After"], [45 + index, 32], color=["#999999", "#0b6e6e"])
    axes.bar_label(bars)
    axes.set_title(f"Deal cycle {index}")
    axes.set_ylabel("days")
    figure.tight_layout()
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=200)
    plt.close(figure)
    out.seek(0)
    return out


def make(shape: Shape) -> bytes:
    """The deck."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    tables = list(shape.tables)
    each = max(1, shape.paragraphs // max(1, shape.slides))
    for index in range(shape.slides):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"Deals close faster than a year ago, slide {index}"
        frame = slide.shapes.add_textbox(Inches(0.6), Inches(5.8), Inches(12), Inches(1)).text_frame
        for line in range(each - 1):
            paragraph = frame.add_paragraph()
            paragraph.text = f"What changed, against what, worth what: line {line}"
            paragraph.font.size = Pt(16)
        if index < shape.pictures:
            slide.shapes.add_picture(picture(index), Inches(1), Inches(1.5), Inches(8))
        if tables:
            rows, columns = tables.pop()
            table = slide.shapes.add_table(rows, columns, Inches(1), Inches(1.5), Inches(11), Inches(4)).table
            for row in range(rows):
                for column in range(columns):
                    table.cell(row, column).text = f"value {row} {column}"
        slide.notes_slide.notes_text_frame.text = "Say what changed. Ask who saw it. The number comes from the CRM."
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()
