"""Stages on the way to full value: a line of days with its stages named under it, or rows in a narrow place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qbrgen.charts.layout import stage_rows
from qbrgen.charts.layout.frame import nothing_to_show
from qbrgen.charts.layout.stage_rows import colour_for, elapsed_said, longest_of, target_said
from qbrgen.charts.marks import Anchor, Box
from qbrgen.charts.scales import Scale
from qbrgen.charts.sheet import Sheet
from qbrgen.charts.wrap import Words
from qbrgen.story.chart_specs import Stage, StageLine
from qbrgen.story.phrasing import say_figure
from qbrgen.story.text import Num, day_num, text

_COLUMN = 78.0  # under this a stage's texts are cramped: rows instead
_FAN = 36.0  # between the line and the columns, where leaders spread from the days to the columns
_LINE_GAP = 4.0


def lay_out(spec: StageLine, sheet: Sheet, area: Box) -> None:
    """Put the chart on the sheet within the area."""
    if not spec.stages:
        nothing_to_show(sheet, area)
        return
    if area.width / len(spec.stages) >= _COLUMN and area.height >= 150 and _columns(spec, sheet, area):
        return
    stage_rows.lay_out(spec, sheet, area)


def _when(stage: Stage, sheet: Sheet) -> str:
    return say_figure(day_num(stage.day).figure, sheet.locale) if stage.day else ""


def _columns(spec: StageLine, sheet: Sheet, area: Box) -> bool:
    """The line with a column of text for each stage; False when a text does not fit its column."""
    width = area.width / len(spec.stages)
    sizes = sheet.sizes
    # All days in one size: the largest at which the longest of them fits.
    days_said = [
        sheet.best_words(elapsed_said(stage, sheet), width - 10, sizes.headline, bold=True, lines=1)
        for stage in spec.stages
    ]
    size = min(words.size for words in days_said)
    texts = [_column_texts(stage, sheet, width - 10, size) for stage in spec.stages]
    target = target_said(spec, sheet, area.width)
    height = max(sum(words.height + _LINE_GAP for _, words in column) for column in texts)
    over = target.height + 18 if target else 10.0
    used = over + _FAN + height
    if used > area.height or not all(words.whole for column in texts for _, words in column):
        return False
    y = area.top + (area.height - used) * 0.4 + over
    spots = _spots(spec, area, width)
    days = spots.days
    if spec.target and target:
        _target(sheet, area, target, days.at(spec.target.value), y)
    _track(spec, sheet, spots, y)
    for index, column in enumerate(texts):
        reached = spec.stages[index].elapsed is not None
        x, middle = spots.at[index], area.left + width * (index + 0.5)
        sheet.rule(f"leader.{index}", ((x, y + 9), (middle, y + _FAN - 5)), sheet.theme.muted, 0.75)
        fill = sheet.theme.accent if reached else sheet.theme.background
        sheet.dot(f"stage.{index}", (x, y), 6.0, fill, sheet.theme.background if reached else sheet.theme.muted, 1.75)
        top = y + _FAN
        for key, words in column:
            top = (
                sheet.put(f"{key}.{index}", words, middle, top, colour_for(key, sheet), Anchor.MIDDLE).bottom
                + _LINE_GAP
            )
    return True


@dataclass(frozen=True)
class _Spots:
    """Where the days and each stage stand."""

    days: Scale
    at: list[float]


def _spots(spec: StageLine, area: Box, width: float) -> _Spots:
    """Reached stages at their day; the others on a stretch beyond the last day, for nobody knows theirs."""
    missing = [index for index, stage in enumerate(spec.stages) if stage.elapsed is None]
    left, right = area.left + width / 2, area.right - width / 2
    step = width * 0.6
    end = max(right - step * len(missing), left + (right - left) * 0.3)
    longest = longest_of([spec.target, *(stage.elapsed for stage in spec.stages)])
    days = Scale(0, longest, left, end) if end > left else Scale(0, longest, area.left + 8, area.right - 8)
    at = [days.at(max(stage.elapsed.value, Decimal(0))) if stage.elapsed else 0.0 for stage in spec.stages]
    for order, index in enumerate(missing, start=1):
        at[index] = days.end + (max(right, days.end) - days.end) * order / len(missing)
    return _Spots(days, at)


def _target(sheet: Sheet, area: Box, words: Words, x: float, y: float) -> None:
    sheet.goal("target", ((x, y - 16), (x, y + 9)))
    middle = min(max(x, area.left + words.width / 2), area.right - words.width / 2)
    sheet.put("target", words, middle, y - 18 - words.height, sheet.theme.text, Anchor.MIDDLE)


def _track(spec: StageLine, sheet: Sheet, spots: _Spots, y: float) -> None:
    reached = [x for x, stage in zip(spots.at, spec.stages, strict=True) if stage.elapsed]
    last = max(reached, default=spots.days.start)
    far = max([*spots.at, spots.days.end])
    if far > last:
        sheet.rule("track.ahead", ((last, y), (far, y)), sheet.theme.muted, 1.5, (3, 3))
    if last > spots.days.start:
        sheet.rule("track", ((spots.days.start, y), (last, y)), sheet.theme.accent, 3.5)


def _column_texts(stage: Stage, sheet: Sheet, width: float, size: float) -> list[tuple[str, Words]]:
    sizes = sheet.sizes
    found = [
        ("value", sheet.words(elapsed_said(stage, sheet), width, size, bold=True, lines=1)),
        ("category", sheet.best_words(stage.label, width, sizes.label, lines=4, even=True)),
        ("day", sheet.words(_when(stage, sheet), width, sizes.note, lines=2, even=True)),
    ]
    if stage.target:
        found.append(("stage.target", sheet.words(text("target ", Num(stage.target)), width, sizes.note, lines=2)))
    return [(key, words) for key, words in found if words.lines]
