"""Lines over time with their last values named, and the target as a line with its day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from qbrgen.charts.layout import tags, time_axis
from qbrgen.charts.layout.frame import nothing_to_show, target_words
from qbrgen.charts.layout.point_labels import PointLabels
from qbrgen.charts.marks import Anchor, Box, Spot
from qbrgen.charts.scales import Scale, ticks
from qbrgen.charts.sheet import Sheet
from qbrgen.charts.tones import colour_of, mixed, text_colour
from qbrgen.charts.wrap import Words
from qbrgen.story.chart_specs import Line, Tone, Trend
from qbrgen.story.text import day_num, text

_DASHES: dict[Tone, tuple[float, float]] = {Tone.ESTIMATED: (5, 3), Tone.BENCHMARK: (2, 2), Tone.BEFORE: (2, 2)}
_THIN = {Tone.INVESTMENT, Tone.BENCHMARK, Tone.BEFORE, Tone.REPORTED, Tone.ESTIMATED}
_FEW = 8  # points of a single line: each of them is named, and no axis is needed
_GUTTER = 10.0


@dataclass(frozen=True)
class Ground:
    """Where values and days are drawn: the plot's box and its two scales."""

    plot: Box
    values: Scale
    days: Scale

    def spot(self, day: date, value: Decimal) -> Spot:
        """Where a value on a day stands."""
        return self.days.at(day.toordinal()), self.values.at(value)


def lay_out(spec: Trend, sheet: Sheet, area: Box) -> None:
    """Put the chart on the sheet within the area."""
    lines = [
        replace(line, points=tuple(sorted(line.points, key=lambda point: point.day)))
        for line in spec.lines
        if line.points
    ]
    if not lines:
        nothing_to_show(sheet, area)
        return
    if len(lines) == 1:
        area = _heading(sheet, spec, lines[0], area)
    named = len(lines) == 1 and len(lines[0].points) <= _FEW
    kept = len(sheet.marks), len(sheet.taken)
    if named and _draw(spec, lines, sheet, area, axis=False):
        return
    del sheet.marks[kept[0] :], sheet.taken[kept[1] :]
    _draw(spec, lines, sheet, area, axis=True)


def _heading(sheet: Sheet, spec: Trend, line: Line, area: Box) -> Box:
    """The name of the only line over the chart: what is measured, and whether its scale begins above zero."""
    words = sheet.best_words(text(line.label, off_zero(spec)), area.width, sheet.sizes.label, lines=2)
    if not words.lines:
        return area
    room = sheet.put("line.0", words, area.left, area.top, text_colour(sheet.theme.muted, sheet.theme))
    return replace(area, top=room.bottom + 6)


def _draw(spec: Trend, lines: list[Line], sheet: Sheet, area: Box, *, axis: bool) -> bool:
    """Draw the chart; False when points are to be named and there is no room for one of the names."""
    values = [point.value for line in lines for point in line.points]
    shown = spec.target is not None and near(spec.target.value, values, zero=spec.zero_based)
    found = _tags(spec, lines, sheet, area, shown=shown)
    gutter = max((tag.width for tag in found), default=0.0) + _GUTTER if found else 4.0
    low, high = value_range(values, spec, shown=shown)
    named = ticks(low, high, 5 if area.height > 200 else 3, spec.unit, sheet.locale) if axis else ()
    axis_words = [sheet.words(said, area.width * 0.3, sheet.sizes.note, lines=1) for _, said in named]
    left = area.left + max((words.width for words in axis_words), default=0.0) + (8 if named else 4)
    first, last = _days(spec, lines, shown=shown)
    plot = Box(left, area.top, area.right - gutter, area.bottom - time_axis.height(sheet, first))
    pad = sheet.sizes.value + 8
    sheet.need(plot.width >= 60 and plot.height >= 2 * pad + 14)
    foot = 0.0 if low >= 0 and spec.zero_based else pad
    ground = Ground(
        plot,
        Scale(low, high, plot.bottom - foot, plot.top + pad),
        Scale(first.toordinal(), last.toordinal(), plot.left + 6, plot.right - (0 if found else 6)),
    )
    for (value, _), words in zip(named, axis_words, strict=True):
        _grid(sheet, ground, value, words)
    time_axis.draw(sheet, plot, ground.days, first, last)
    if spec.zero_based and low < 0:
        zero = ground.values.at(0)
        sheet.rule("zero", ((plot.left, zero), (plot.right, zero)), sheet.theme.muted, 1.0)
    barriers = _target(spec, sheet, ground, shown=shown)
    for index, line in enumerate(lines):
        barriers += _line(sheet, ground, index, line)
    # Beside the axis there is room too, where the tags need it.
    foot = plot.bottom if tags.height_of(found) <= plot.bottom - area.top else area.bottom
    tags.put(sheet, found, ground.values, Box(plot.right + _GUTTER, area.top, area.right, foot))
    if len(lines) > 1:
        return True
    spots = [ground.spot(point.day, point.value) for point in lines[0].points]
    names = PointLabels(sheet, plot, lines[0], spec.unit, spots, barriers)
    if not axis:
        return names.write_all()
    names.write_ends()
    return True


def near(target: Decimal, values: list[Decimal], *, zero: bool) -> bool:
    """True when the target can be drawn to scale without pressing the line flat."""
    low, high = min([*values, Decimal(0)] if zero else values), max([*values, Decimal(0)] if zero else values)
    room = 3 * max(high - low, max(abs(low), abs(high)) / 2)
    return room == 0 or low - room <= target <= high + room


def off_zero(spec: Trend) -> str:
    """What to say of a scale that does not hold zero, on which a small change looks like a large one."""
    values = [point.value for line in spec.lines for point in line.points]
    if spec.zero_based or not values or min(values) <= 0 <= max(values):
        return ""
    return " (scale does not start at zero)"


def value_range(values: list[Decimal], spec: Trend, *, shown: bool) -> tuple[float, float]:
    """The lowest and highest value the chart holds; of one value only, some room around it."""
    held = [
        *values,
        *([spec.target.value] if shown and spec.target else []),
        *([Decimal(0)] if spec.zero_based else []),
    ]
    low, high = float(min(held)), float(max(held))
    if high - low <= max(abs(high), abs(low)) * 1e-9:
        half = max(abs(high) / 4, 1e-6) if high else 1.0
        return (low, high + 2 * half) if spec.zero_based else (low - half, high + half)
    return low, high


def _days(spec: Trend, lines: list[Line], *, shown: bool) -> tuple[date, date]:
    days = [point.day for line in lines for point in line.points]
    if spec.target_day and shown:
        days.append(spec.target_day)
    first, last = min(days), max(days)
    if first == last:
        month = timedelta(days=30)
        return max(first, date.min + month) - month, min(last, date.max - month) + month
    return first, last


def _tags(spec: Trend, lines: list[Line], sheet: Sheet, area: Box, *, shown: bool) -> list[tags.Tag]:
    width = area.width * 0.27
    goal = _target_tag(spec, lines, sheet, width, shown=shown)
    if len(lines) == 1:
        return goal
    for rows in (3, 2, 1):
        found = [tags.of_line(sheet, index, line, spec.unit, width, rows) for index, line in enumerate(lines)]
        if tags.height_of([*found, *goal]) <= area.height:
            break
    return [*found, *goal]


def _target_tag(spec: Trend, lines: list[Line], sheet: Sheet, width: float, *, shown: bool) -> list[tags.Tag]:
    if spec.target:
        by = (day_num(spec.target_day),) if spec.target_day else ()
        words = target_words(sheet, spec.target, width, shown=shown, by=by)
        sheet.need(not words.cut)
        above = spec.target.value > max(point.value for line in lines for point in line.points)
        return [tags.of_target(sheet, words, spec.target.value, off="" if shown else "up" if above else "down")]
    return []


def _grid(sheet: Sheet, ground: Ground, value: Decimal, words: Words) -> None:
    y = ground.values.at(value)
    faint = mixed(sheet.theme.muted, sheet.theme.background, 0.25)
    sheet.rule("grid", ((ground.plot.left, y), (ground.plot.right, y)), faint, 0.75)
    colour = text_colour(sheet.theme.muted, sheet.theme)
    sheet.put("axis.value", words, ground.plot.left - 6, y - words.height / 2, colour, Anchor.END)


def _target(spec: Trend, sheet: Sheet, ground: Ground, *, shown: bool) -> list[tuple[Spot, Spot]]:
    """The target's line and day; returns the lines that no text may stand on."""
    if not spec.target or not shown:
        return []
    y = ground.values.at(spec.target.value)
    ends = ((ground.plot.left, y), (ground.plot.right + 4, y))
    sheet.goal("target", ends)
    if spec.target_day:
        sheet.diamond("target.day", ground.spot(spec.target_day, spec.target.value), sheet.theme.text, 4.5)
    return [ends]


def _line(sheet: Sheet, ground: Ground, index: int, line: Line) -> list[tuple[Spot, Spot]]:
    """One line with its points; returns its pieces."""
    colour = colour_of(line.tone, sheet.theme)
    spots = tuple(ground.spot(point.day, point.value) for point in line.points)
    width = 1.75 if line.tone in _THIN else 2.5
    if len(spots) > 1:
        sheet.rule(f"line.{index}", spots, colour, width, _DASHES.get(line.tone))
    marked = spots if len(spots) <= _FEW else spots[-1:]
    for at, spot in enumerate(marked):
        first = at == 0 and len(marked) > 1
        fill = colour_of(Tone.BEFORE, sheet.theme) if first and line.tone is not Tone.BEFORE else colour
        sheet.dot(f"point.{index}.{at}", spot, 4.0, fill, sheet.theme.background)
    return list(pairwise(spots))
