"""The sheet behind a native chart: its columns, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

SHEET = "Chart"
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel's calendar, as it counts after February 1900
Cell = Decimal | str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: `letter`, heading, cells from the second row on."""

    letter: str
    heading: str
    cells: tuple[Cell, ...]

    @property
    def head_ref(self) -> str:
        """The reference of the heading's cell."""
        return f"{SHEET}!${self.letter}$1"

    @property
    def ref(self) -> str:
        """The reference of the cells."""
        return f"{SHEET}!${self.letter}$2:${self.letter}${len(self.cells) + 1}"


@dataclass(slots=True)
class Grid:
    """Columns added from the left."""

    columns: list[Column] = field(default_factory=list)

    def add(self, heading: str, cells: Sequence[Cell]) -> Column:
        """A further column."""
        column = Column(_letters(len(self.columns)), heading, tuple(cells))
        self.columns.append(column)
        return column


def serial(day: date) -> int:
    """The day as Excel counts it."""
    return (day - _FIRST_DAY).days


def number_text(value: Decimal) -> str:
    """A number as the sheet and the chart's cache hold it: the sixteen digits of a double, no more."""
    return f"{float(value):.16G}"


def _letters(index: int) -> str:
    letters = ""
    while index >= 0:
        letters = chr(65 + index % 26) + letters
        index = index // 26 - 1
    return letters
