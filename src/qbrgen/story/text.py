"""Text of a story: our words, Figures, and the account's own words, told apart.

Our words hold no digits: each number on a page is a Figure or stands in the account's own text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from qbrgen.value.figure import DATE, Evidence, Figure


class Style(StrEnum):
    """How much of a figure is written."""

    SHORT = "short"  # $420k, 29 %, 3 Oct 2026: slides
    FULL = "full"  # $420,000.00 only where cents matter, else $420,000: documents and evidence
    SIGNED = "signed"  # +12 %, -3 pts: a change
    BARE = "bare"  # the number without its unit, for axes and columns that name the unit
    SIZE = "size"  # the number without its sign, beside a word that says which way: fell 8 %
    MONTH = "month"  # of a day, its month and year: Sep 2026
    YEAR = "year"  # of a day, its year alone: 2026


@dataclass(frozen=True, slots=True)
class Num:
    """A Figure in a text."""

    figure: Figure
    style: Style = Style.SHORT


@dataclass(frozen=True, slots=True)
class Given:
    """The account's own words, taken as they are."""

    text: str


Piece = str | Num | Given
Text = tuple[Piece, ...]


def day_num(day: date, key: str = "", style: Style = Style.SHORT) -> Num:
    """A day as a piece of text, written in the reader's locale."""
    return Num(Figure(key or f"date.{day}", "Date", Decimal(day.toordinal()), DATE, None, Evidence(), day), style)


def text(*pieces: Piece | Text) -> Text:
    """The pieces joined into one Text, nested texts laid flat, empty pieces left out."""
    found: list[Piece] = []
    _lay(pieces, found)
    return tuple(found)


def _lay(pieces: tuple[Piece | Text, ...], found: list[Piece]) -> None:
    for piece in pieces:
        if isinstance(piece, tuple):
            _lay(piece, found)
        elif piece if isinstance(piece, str) else not isinstance(piece, Given) or piece.text:
            found.append(piece)


def figures_of(content: Text) -> Iterator[Figure]:
    """The Figures in the text, in order."""
    for piece in content:
        if isinstance(piece, Num):
            yield piece.figure
