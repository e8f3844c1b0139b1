"""The foot of a chart over time: months or years by name, as many as there is room for."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from qbrgen.charts.marks import Anchor, Box
from qbrgen.charts.scales import Scale, day_ticks, month_name, year_name
from qbrgen.charts.sheet import Sheet
from qbrgen.charts.tones import text_colour

_TICK = 4.0


def height(sheet: Sheet, first: date) -> float:
    """The room the axis takes: the name of a month and of its year under a tick."""
    names = (month_name(first, sheet.locale), year_name(first, sheet.locale))
    return _TICK + 3 + sum(sheet.words(name, 200, sheet.sizes.note, lines=1).height + 2 for name in names)


def draw(sheet: Sheet, plot: Box, days: Scale, first: date, last: date) -> None:
    """Put the axis under the plot."""
    sheet.rule("axis", ((plot.left, plot.bottom), (plot.right, plot.bottom)), sheet.theme.muted, 1.0)
    colour = text_colour(sheet.theme.muted, sheet.theme)
    size = sheet.sizes.note
    for most in (12, 8, 6, 5, 4, 3, 2, 1):
        named = day_ticks(first, last, most, sheet.locale)
        placed = []
        for day, name, year in named:
            x = days.at(day.toordinal())
            lines = [sheet.words(said, 200, size, lines=1) for said in (name, year) if said]
            width = max(words.width for words in lines)
            # At the edge of the sheet a name moves in; its tick stays.
            centre = min(max(x, sheet.canvas.left + width / 2), sheet.canvas.right - width / 2)
            placed.append((x, centre, width, lines))
        if len(named) <= most and not any(
            one[1] + one[2] / 2 + 6 > other[1] - other[2] / 2 for one, other in pairwise(placed)
        ):
            break
    else:
        placed = []
    for x, centre, _, lines in placed:
        sheet.rule("axis.tick", ((x, plot.bottom), (x, plot.bottom + _TICK)), sheet.theme.muted, 0.75)
        top = plot.bottom + _TICK + 3
        for words in lines:
            top = sheet.put("axis.day", words, centre, top, colour, Anchor.MIDDLE).bottom + 2
