"""The neutral workbook: sheets of typed columns and formulas, which a renderer writes and none makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qbrgen.model.period import Period
from qbrgen.story.blocks import Status
from qbrgen.story.text import Text
from qbrgen.value.figure import Figure


class Total(StrEnum):
    """What the last row of a table says about a column; it counts the rows that a filter leaves."""

    NONE = ""
    SUM = "sum"
    AVERAGE = "average"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that the workbook computes anew whenever its inputs change.

    `expression` is an Excel formula without its equals sign. `{key}` stands for the cell of column `key` in the
    same row, `{sheet:key}` for all cells of a column of a sheet: "{value} / {investment}",
    "SUMIFS({accounts:arr}, {accounts:currency}, {currency})". Percentages are fractions to a formula (0.29 is
    shown as 29 %). `figure` is what it comes to now, and its unit says how it is written; None where it comes to
    nothing now (then the expression gives "" for the same case, with IFERROR or IF).
    """

    expression: str
    figure: Figure | None


Entry = Text | Figure | date | Status | Formula | None
"""What a cell holds; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its key (unique in the sheet, letters, digits and _), heading, and total."""

    key: str
    heading: Text
    total: Total = Total.NONE


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet of its own; every row holds one entry for each column.

    `key` is unique in the workbook (letters, digits and _); `name` is on the tab (at most 31 characters);
    `title` is the message over the table, `notes` are lines under the title.
    """

    key: str
    name: str
    title: Text
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Entry, ...], ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook for one reader, in no format."""

    document: str
    title: Text
    subtitle: Text
    vendor_name: str
    locale: str
    period: Period
    as_of: date
    sheets: tuple[Sheet, ...]
    internal: bool = True
