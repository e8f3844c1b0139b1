"""Value building up from zero, the investment taken off, the net: columns, or rows where names are long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from qbrgen.charts.layout.frame import nothing_to_show, standing_key
from qbrgen.charts.layout.rows import beside, rows_in
from qbrgen.charts.marks import Anchor, Box
from qbrgen.charts.scales import scale
from qbrgen.charts.sheet import LEAST, Sheet
from qbrgen.charts.tones import Ink, ink_of
from qbrgen.charts.wrap import Words
from qbrgen.story.chart_specs import Step, Tone, Waterfall
from qbrgen.story.phrasing import say_figure

_WIDEST = 130.0  # of a column with the space around it
_PAD = 4.0


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where a step reaches; the next one starts at `end`."""

    start: Decimal
    end: Decimal


def spans(steps: tuple[Step, ...]) -> list[Span]:
    """Each step from the level before it to the level after it; a total stands on zero."""
    level = Decimal(0)
    found = []
    for step in steps:
        start = Decimal(0) if step.sign == 0 else level
        level = step.figure.value if step.sign == 0 else level + step.sign * step.figure.value
        found.append(Span(start, level))
    return found


def signed(step: Step) -> Step:
    """The step with its figure as it is written: what is taken off has a minus."""
    return replace(step, figure=replace(step.figure, value=-step.figure.value)) if step.sign < 0 else step


def lay_out(spec: Waterfall, sheet: Sheet, area: Box) -> None:
    """Put the chart on the sheet within the area."""
    if not spec.steps:
        nothing_to_show(sheet, area)
        return
    area = standing_key(sheet, ((step.tone, step.label) for step in spec.steps), area)
    slot = min(_WIDEST, area.width / len(spec.steps))
    said = [say_figure(signed(step).figure, sheet.locale) for step in spec.steps]
    if slot >= 40:
        size = sheet.sizes.label
        names = [
            sheet.best_words(step.label, slot - 6, size, least=max(LEAST, size - 1), lines=3, even=True)
            for step in spec.steps
        ]
        values = [sheet.best_words(words, slot - 2, sheet.sizes.value, bold=True, lines=1) for words in said]
        if all(words.whole for words in (*names, *values)):
            _columns(spec, sheet, area, slot, names, values)
            return
    _rows(spec, sheet, area, said)


def tone_of(step: Step) -> Tone:
    """The step's tone; a total below zero is a loss."""
    return Tone.WORSE if step.sign == 0 and step.figure.value < 0 else step.tone


def _ink(step: Step, sheet: Sheet) -> Ink:
    return ink_of(tone_of(step), sheet.theme)


def _columns(spec: Waterfall, sheet: Sheet, area: Box, slot: float, names: list[Words], values: list[Words]) -> None:
    found = spans(spec.steps)
    edges = [edge for span in found for edge in (span.start, span.end)]
    head = max(words.height for words in values) + _PAD
    foot = max(words.height for words in names) + 7
    under = any(step.sign == 0 and step.figure.value < 0 for step in spec.steps)
    low, high = area.top + head, area.bottom - foot - (head if under else 0)
    sheet.need(high - low >= 36)
    up = scale(edges, high, low, zero=True)
    left = area.left + (area.width - slot * len(found)) / 2
    half = slot * 0.34
    zero = up.at(0)
    for index, (step, span) in enumerate(zip(spec.steps, found, strict=True)):
        x = left + slot * (index + 0.5)
        top, bottom = sorted((up.at(span.start), up.at(span.end)))
        sheet.bar(f"bar.{index}", Box(x - half, top, x + half, bottom), _ink(step, sheet))
        if index + 1 < len(found):
            y = up.at(span.end)
            sheet.rule(f"link.{index}", ((x + half, y), (x + slot - half, y)), sheet.theme.muted, 0.75)
        sheet.put(f"category.{index}", names[index], x, area.bottom - foot + 7, sheet.theme.text, Anchor.MIDDLE)
    sheet.rule("zero", ((left, zero), (left + slot * len(found), zero)), sheet.theme.muted, 1.0)
    for index, (step, span) in enumerate(zip(spec.steps, found, strict=True)):
        top, bottom = sorted((up.at(span.start), up.at(span.end)))
        negative = step.sign == 0 and step.figure.value < 0
        y = bottom + _PAD if negative else top - _PAD - values[index].height
        x = left + slot * (index + 0.5)
        sheet.put(f"value.{index}", values[index], x, y, sheet.theme.text, Anchor.MIDDLE, back=True)


def _rows(spec: Waterfall, sheet: Sheet, area: Box, said: list[str]) -> None:
    found = spans(spec.steps)
    rows = rows_in(sheet, area, [step.label for step in spec.steps], "category")
    size = min(sheet.sizes.value, max(LEAST, rows.pitch * 0.9))
    values = [sheet.best_words(words, rows.track.width * 0.5, size, bold=True, lines=1) for words in said]
    sheet.need(all(words.whole and words.height <= rows.pitch for words in values))
    edges = [edge for span in found for edge in (span.start, span.end)]
    end = rows.track.right - max(words.width for words in values) - 6
    sheet.need(end - rows.track.left >= 36)
    across = scale(edges, rows.track.left, end, zero=True)
    for index, (step, span) in enumerate(zip(spec.steps, found, strict=True)):
        left, right = sorted((across.at(span.start), across.at(span.end)))
        middle = rows.middle(index)
        sheet.bar(f"bar.{index}", Box(left, middle - rows.half, right, middle + rows.half), _ink(step, sheet))
        if index + 1 < len(found):
            x = across.at(span.end)
            ends = ((x, middle + rows.half), (x, rows.middle(index + 1) - rows.half))
            sheet.rule(f"link.{index}", ends, sheet.theme.muted, 0.75)
        beside(sheet, f"value.{index}", values[index], right + 6, middle, sheet.theme.text)
    zero = across.at(0)
    sheet.rule("zero", ((zero, rows.track.top), (zero, rows.bottom)), sheet.theme.muted, 1.0)
