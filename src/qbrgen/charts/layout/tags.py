"""Names at the right end of lines, moved apart where they would stand on each other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qbrgen.charts.marks import Box
from qbrgen.charts.scales import Scale
from qbrgen.charts.sheet import Sheet
from qbrgen.charts.tones import colour_of, text_colour
from qbrgen.charts.wrap import Words
from qbrgen.story.chart_specs import Line, Tone
from qbrgen.story.phrasing import say_figure, say_number
from qbrgen.value.figure import Unit

_GAP = 5.0  # between two tags
_PART = 2.0  # between the parts of one


@dataclass(frozen=True)
class Tag:
    """A text of one or two parts that belongs at the height of `level`; `off` is the way to one off the scale."""

    parts: tuple[tuple[str, Words], ...]
    colour: str
    level: Decimal
    off: str = ""

    @property
    def width(self) -> float:
        """The widest part."""
        return max(words.width for _, words in self.parts)

    @property
    def height(self) -> float:
        """All parts, and the arrow of one that is off the scale."""
        arrow = 11.0 if self.off else 0.0
        return sum(words.height for _, words in self.parts) + _PART * (len(self.parts) - 1) + arrow


def of_line(sheet: Sheet, index: int, line: Line, unit: Unit, width: float, lines: int) -> Tag:
    """The line's name, in at most `lines` lines, and its last value."""
    value = sheet.best_words(last_value(line, unit, sheet.locale), width, sheet.sizes.value, bold=True, lines=2)
    name = sheet.best_words(line.label, width, sheet.sizes.label, lines=lines)
    sheet.need(not value.cut)
    parts = ((f"line.{index}", name), (f"value.{index}", value))
    colour = text_colour(colour_of(line.tone, sheet.theme), sheet.theme)
    return Tag(tuple(part for part in parts if part[1].lines), colour, line.points[-1].value)


def of_target(sheet: Sheet, words: Words, level: Decimal, *, off: str) -> Tag:
    """The target's tag."""
    return Tag((("target", words),), sheet.theme.text, level, off)


def last_value(line: Line, unit: Unit, locale: str) -> str:
    """The last value as it is written; one that got worse says so."""
    said = say_figure(line.last, locale) if line.last else say_number(line.points[-1].value, unit, locale)
    return f"{said} (worse)" if line.tone is Tone.WORSE else said


def height_of(found: list[Tag]) -> float:
    """The height of the tags one under the other."""
    return sum(tag.height + _GAP for tag in found) - _GAP


def put(sheet: Sheet, found: list[Tag], values: Scale, column: Box) -> None:
    """Put the tags in the column, each as near to its level as the others let it."""
    sheet.need(height_of(found) <= column.height)
    ordered = sorted(found, key=lambda tag: _wanted(tag, values, column))
    middles = spread([(_wanted(tag, values, column), tag.height) for tag in ordered], column, _GAP)
    for tag, middle in zip(ordered, middles, strict=True):
        top = middle - tag.height / 2
        if tag.off:
            x = column.left + 5
            down = tag.off == "down"
            sheet.triangle("target.arrow", (x, middle + tag.height / 2 if down else top), tag.colour, 7.0, down=down)
            top += 0 if down else 11
        else:
            _leader(sheet, column.left, values.at(tag.level), middle)
        for key, words in tag.parts:
            top = sheet.put(key, words, column.left, top, tag.colour).bottom + _PART


def _wanted(tag: Tag, values: Scale, column: Box) -> float:
    if tag.off:
        return column.top if tag.off == "up" else column.bottom
    return values.at(tag.level)


def spread(wanted: list[tuple[float, float]], column: Box, gap: float) -> list[float]:
    """The middles of pieces given as wanted middle and height: in order, apart, and within the column."""
    tops: list[float] = []
    edge = column.top
    for middle, height in wanted:
        tops.append(max(middle - height / 2, edge))
        edge = tops[-1] + height + gap
    edge = column.bottom
    for index in range(len(wanted) - 1, -1, -1):
        tops[index] = max(min(tops[index], edge - wanted[index][1]), column.top)
        edge = tops[index] - gap
    return [top + height / 2 for top, (_, height) in zip(tops, wanted, strict=True)]


def _leader(sheet: Sheet, left: float, level: float, middle: float) -> None:
    if abs(level - middle) > 6:
        sheet.rule("leader", ((left - 8, level), (left - 2, middle)), sheet.theme.muted, 0.75)
