"""Stages as rows of days, for places too narrow for a line with columns of text under it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from qbrgen.charts.layout.rows import Rows, beside, rows_in
from qbrgen.charts.marks import Anchor, Box
from qbrgen.charts.scales import Scale
from qbrgen.charts.sheet import LEAST, Sheet
from qbrgen.charts.tones import Ink, text_colour
from qbrgen.charts.wrap import Words
from qbrgen.story.chart_specs import Stage, StageLine
from qbrgen.story.phrasing import say_figure
from qbrgen.story.text import Num, text
from qbrgen.value.figure import Figure

NOT_YET = "Not yet"
_GAP = 6.0


def longest_of(figures: Iterable[Figure | None]) -> float:
    """The longest of the days, one where there is none: the end of a scale."""
    return max((float(figure.value) for figure in figures if figure is not None), default=0.0) or 1.0


def elapsed_said(stage: Stage, sheet: Sheet) -> str:
    """The days to the stage, or that it is still to come."""
    return say_figure(stage.elapsed, sheet.locale) if stage.elapsed else NOT_YET


def target_said(spec: StageLine, sheet: Sheet, width: float) -> Words | None:
    """The words of the overall target."""
    if spec.target is None:
        return None
    return sheet.best_words(text("Target ", Num(spec.target)), width, sheet.sizes.label, bold=True, lines=2)


def colour_for(key: str, sheet: Sheet) -> str:
    """The colour of a stage's text: dates and its own target stand back."""
    muted = key in ("day", "stage.target")
    return text_colour(sheet.theme.muted, sheet.theme) if muted else sheet.theme.text


def lay_out(spec: StageLine, sheet: Sheet, area: Box) -> None:
    """Put the stages on the sheet, one row each."""
    target = target_said(spec, sheet, area.width)
    top = area.top + (target.height + 6 if target else 0)
    rows = rows_in(
        sheet, Box(area.left, top, area.right, area.bottom), [stage.label for stage in spec.stages], "category"
    )
    size = min(sheet.sizes.value, max(LEAST, rows.pitch * 0.9))
    said = [_row_words(stage, sheet, size, rows.track.width, rows.pitch) for stage in spec.stages]
    notes = _row_notes(spec, sheet, said, rows.track.width)
    widths = [words.width + (note.width + _GAP if note else 0) for words, note in zip(said, notes, strict=True)]
    end = rows.track.right - max(widths) - 2 * _GAP
    sheet.need(end - rows.track.left >= 24)
    figures = [spec.target, *(stage.elapsed for stage in spec.stages)]
    if any(notes):
        figures += [stage.target for stage in spec.stages]
    days = Scale(0, longest_of(figures), rows.track.left, end)
    line = days.at(spec.target.value) if spec.target else None
    if target and line is not None:
        x = min(max(line, area.left + target.width / 2), area.right - target.width / 2)
        sheet.put("target", target, x, rows.track.top - 6 - target.height, sheet.theme.text, Anchor.MIDDLE)
        sheet.goal("target", ((line, rows.track.top - 4), (line, rows.bottom)))
    start = rows.track.left
    sheet.rule("zero", ((start, rows.track.top), (start, rows.bottom)), sheet.theme.muted, 1.0)
    for index, stage in enumerate(spec.stages):
        _row(sheet, rows, index, stage, (said[index], notes[index]), days, line)


def _row(
    sheet: Sheet,
    rows: Rows,
    index: int,
    stage: Stage,
    texts: tuple[Words, Words | None],
    days: Scale,
    line: float | None,
) -> None:
    words, note = texts
    width = words.width + (note.width + _GAP if note else 0)
    middle, start = rows.middle(index), rows.track.left
    x = start
    if stage.elapsed:
        x = days.at(max(stage.elapsed.value, Decimal(0)))
        half = min(rows.half, 5.0)
        sheet.bar(f"bar.{index}", Box(start, middle - half, x, middle + half), Ink(sheet.theme.accent))
    if stage.target and note:
        # Drawn only where its words stand beside it: a tick alone says nothing.
        at = days.at(stage.target.value)
        sheet.rule(
            f"stage.target.{index}", ((at, middle - rows.half), (at, middle + rows.half)), sheet.theme.text, 2.0
        )
        x = max(x, at) if at < x + width + 2 * _GAP else x
    x += _GAP
    if line is not None and x - 3 < line < x + width + 3:
        x = line + _GAP
    colour = colour_for("value" if stage.elapsed else "day", sheet)
    room = beside(sheet, f"value.{index}", words, x, middle, colour)
    if note:
        beside(sheet, f"stage.target.{index}", note, room.right + _GAP, middle, colour_for("stage.target", sheet))


def _row_notes(spec: StageLine, sheet: Sheet, said: list[Words], width: float) -> list[Words | None]:
    """Each stage's own target, where the rows are wide enough to name it."""
    notes = [
        sheet.words(text("target ", Num(stage.target)), width, sheet.sizes.note, lines=1) if stage.target else None
        for stage in spec.stages
    ]
    widest = max(words.width + (note.width if note else 0) for words, note in zip(said, notes, strict=True))
    return notes if widest + 3 * _GAP <= width * 0.5 else [None] * len(notes)


def _row_words(stage: Stage, sheet: Sheet, size: float, width: float, pitch: float) -> Words:
    words = sheet.best_words(elapsed_said(stage, sheet), width, size, bold=stage.elapsed is not None, lines=1)
    sheet.need(not words.cut and words.height <= pitch)
    return words
