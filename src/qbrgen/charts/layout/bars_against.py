"""Horizontal bars, each against one shared benchmark line."""

from __future__ import annotations

from decimal import Decimal

from qbrgen.charts.layout.frame import nothing_to_show, standing_key
from qbrgen.charts.layout.rows import Rows, beside, rows_in
from qbrgen.charts.marks import Anchor, Box
from qbrgen.charts.scales import Scale, in_reach, scale
from qbrgen.charts.sheet import Sheet
from qbrgen.charts.tones import HATCHED, colour_of, contrast, ink_of, text_colour
from qbrgen.charts.wrap import Words
from qbrgen.story.chart_specs import Bar, BarsAgainst, Tone
from qbrgen.story.phrasing import say, say_figure
from qbrgen.story.text import Num, text

_GAP = 6.0
_HEAD = 7.0  # of the arrow that tells a bar that got worse


def lay_out(spec: BarsAgainst, sheet: Sheet, area: Box) -> None:
    """Put the chart on the sheet within the area."""
    if not spec.bars:
        nothing_to_show(sheet, area)
        return
    area = standing_key(sheet, ((bar.tone, bar.label) for bar in spec.bars), area)
    values = [bar.figure.value for bar in spec.bars]
    benchmark = spec.benchmark.value if spec.benchmark else None
    shown = benchmark is not None and in_reach(benchmark, values)
    head = _benchmark_words(spec, sheet, area, shown=shown)
    top = area.top + (head.height + 6 if head else 0)
    rows = rows_in(sheet, Box(area.left, top, area.right, area.bottom), [bar.label for bar in spec.bars], "category")
    said = [_value_words(bar, sheet, rows) for bar in spec.bars]
    across = _scale(sheet, rows, spec, said, benchmark if shown else None)
    line = across.at(benchmark) if shown and benchmark is not None else None
    last = len(spec.bars) if spec.compared is None else min(spec.compared, len(spec.bars))
    if head:
        _benchmark(sheet, head, line, rows, area)
    zero = across.at(0)
    for index, bar in enumerate(spec.bars):
        end, middle = across.at(bar.figure.value), rows.middle(index)
        box = Box(min(zero, end), middle - rows.half, max(zero, end), middle + rows.half)
        sheet.bar(f"bar.{index}", box, ink_of(bar.tone, sheet.theme))
    if line is not None:
        # Over the bars, under the values: where a bar passes the line, it shows by how much.
        foot = rows.bottom if last == len(spec.bars) else rows.middle(last - 1) + rows.half + 3
        sheet.goal("benchmark", ((line, rows.track.top - 4), (line, foot)))
    sheet.rule("zero", ((zero, rows.track.top), (zero, rows.bottom)), sheet.theme.muted, 1.0)
    for index, bar in enumerate(spec.bars):
        end, crossing = across.at(bar.figure.value), line if index < last else None
        _value(sheet, rows, index, bar, said[index], zero, end, crossing)


def _benchmark_words(spec: BarsAgainst, sheet: Sheet, area: Box, *, shown: bool) -> Words | None:
    if spec.benchmark is None:
        return None
    label = say(spec.benchmark_label, sheet.locale)
    value = say_figure(spec.benchmark, sheet.locale)
    pieces = text(
        label, "" if value in label else text(" ", Num(spec.benchmark)), "" if shown else " (off this scale)"
    )
    return sheet.best_words(pieces, area.width, sheet.sizes.label, bold=True, lines=2)


def _value_words(bar: Bar, sheet: Sheet, rows: Rows) -> Words:
    said = say_figure(bar.figure, sheet.locale)
    if bar.tone is Tone.WORSE:
        said = f"{said} worse"
    size = min(sheet.sizes.value, max(10.0, rows.pitch * 0.9))
    words = sheet.best_words(said, rows.track.width * 0.45, size, bold=True, lines=1)
    sheet.need(not words.cut and words.height <= rows.pitch)
    return words


def _room(bar: Bar, words: Words) -> float:
    return words.width + _GAP + (_HEAD + 4 if bar.tone is Tone.WORSE else 0)


def _scale(sheet: Sheet, rows: Rows, spec: BarsAgainst, said: list[Words], benchmark: Decimal | None) -> Scale:
    values = [bar.figure.value for bar in spec.bars]
    below = [_room(bar, words) for bar, words in zip(spec.bars, said, strict=True) if bar.figure.value < 0]
    above = [_room(bar, words) for bar, words in zip(spec.bars, said, strict=True) if bar.figure.value >= 0]
    start = rows.track.left + max(below, default=0.0)
    end = rows.track.right - max(above, default=0.0)
    sheet.need(end - start >= 30)
    return scale([*values, *([benchmark] if benchmark is not None else [])], start, end, zero=True)


def _benchmark(sheet: Sheet, words: Words, line: float | None, rows: Rows, area: Box) -> None:
    top = rows.track.top - 6 - words.height
    if line is None:
        sheet.put("benchmark", words, area.right, top, sheet.theme.text, Anchor.END)
        return
    x = min(max(line, area.left + words.width / 2), area.right - words.width / 2)
    sheet.put("benchmark", words, x, top, sheet.theme.text, Anchor.MIDDLE)


def _value(
    sheet: Sheet, rows: Rows, index: int, bar: Bar, words: Words, zero: float, end: float, line: float | None
) -> None:
    """The value at the bar's end; within the bar where the benchmark's line would cross it, else beyond the line."""
    middle = rows.middle(index)
    room = _room(bar, words)
    negative = bar.figure.value < 0
    x = end - _GAP if negative else end + _GAP
    low, high = (x - room, x) if negative else (x, x + room)
    colour = (
        text_colour(colour_of(bar.tone, sheet.theme), sheet.theme) if bar.tone is Tone.WORSE else sheet.theme.text
    )
    if line is not None and low - 3 < line < high + 3:
        holds = abs(end - zero) >= words.width + 2 * _GAP and rows.half * 2 >= words.height + 1
        if holds and bar.tone not in HATCHED | {Tone.WORSE}:
            x = end + _GAP if negative else end - _GAP
            colour = _on(colour_of(bar.tone, sheet.theme), sheet)
            beside(sheet, f"value.{index}", words, x, middle, colour, end=not negative)
            return
        x = line - _GAP if negative else line + _GAP
    if bar.tone is Tone.WORSE:
        arrow = x - _HEAD / 2 if negative else x + _HEAD / 2
        sheet.triangle(f"worse.{index}", (arrow, middle + _HEAD / 2), colour, _HEAD, down=True)
        x += -(_HEAD + 4) if negative else _HEAD + 4
    beside(sheet, f"value.{index}", words, x, middle, colour, end=negative)


def _on(fill: str, sheet: Sheet) -> str:
    """The colour for words on a bar: whichever of text and background reads better on it."""
    return max((sheet.theme.background, sheet.theme.text), key=lambda colour: contrast(colour, fill))
