"""Small pieces that stories are put together from: cells, columns, counted things, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from qbrgen.story.blocks import Align, BlockTone, Cell, Column, Paragraph, Status
from qbrgen.story.labels import STATUS
from qbrgen.story.text import Num, Piece, Style, Text, day_num, text
from qbrgen.value.figure import DAYS, Evidence, Figure, count

NOTHING: Text = ("—",)


def cell(*pieces: Piece | Text, strong: bool = False) -> Cell:
    """A table cell; a dash where there is nothing to say."""
    return Cell(text(*pieces) or NOTHING, strong=strong)


def status_cell(status: Status, *more: Piece | Text) -> Cell:
    """A cell with the status in words; renderers add its shape and colour."""
    return Cell(text(STATUS[status], *more), status)


def column(heading: str | Text, weight: int = 2, *, end: bool = False) -> Column:
    """A column with its heading; `end` for numbers."""
    return Column(text(heading), Align.END if end else Align.START, weight)


def number_cell(figure: Figure | None, style: Style = Style.SHORT, *, strong: bool = False) -> Cell:
    """A cell with a figure, a dash without one."""
    return Cell(NOTHING if figure is None else (Num(figure, style),), strong=strong)


def day_cell(day: date | None, otherwise: str = "—") -> Cell:
    """A cell with a day, or the words that say it has none."""
    return Cell((otherwise,) if day is None else (day_num(day),))


def missing(block_id: str, *pieces: Piece | Text) -> Paragraph:
    """What is not there and what is needed."""
    return Paragraph(block_id, text(*pieces), BlockTone.MISSING)


def lead(block_id: str, *pieces: Piece | Text) -> Paragraph:
    """The one sentence to remember."""
    return Paragraph(block_id, text(*pieces), BlockTone.LEAD)


def counted(key: str, number: int, plural: str = "") -> Num:
    """A count of things as a piece of text: 3 objectives."""
    return Num(Figure(f"count.{key}", f"Number of {plural or key}", Decimal(number), count(plural)))


def every_one(key: str, number: int, plural: str) -> Text:
    """All of two things or more: both objectives, all 3 objectives."""
    return (f"Both {plural}",) if number == 2 else text("All ", counted(key, number, plural))


def days(key: str, number: int) -> Num:
    """A span of days as a piece of text: 30 days."""
    return Num(Figure(f"days.{key}", "Days", Decimal(number), DAYS, None, Evidence()))


def listed(items: Sequence[Piece | Text], last: str = " and ") -> Text:
    """The items as a list in a sentence: a, b and c."""
    pieces: list[Piece | Text] = []
    for index, item in enumerate(items):
        if index:
            pieces.append(last if index == len(items) - 1 else ", ")
        pieces.append(item)
    return text(*pieces)
