"""The values written at the points of a line, where they cover neither the line nor each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from qbrgen.charts.layout.tags import last_value
from qbrgen.charts.marks import Anchor, Box, Spot
from qbrgen.charts.sheet import Sheet
from qbrgen.charts.tones import colour_of, text_colour
from qbrgen.charts.wrap import Words
from qbrgen.story.chart_specs import Line
from qbrgen.story.phrasing import say_number
from qbrgen.value.figure import Unit

_OFF = 7.0  # from the point to its text


def name_points(
    sheet: Sheet,
    plot: Box,
    spot: Callable[[date, Decimal], Spot],
    line: Line,
    unit: Unit,
    barriers: list[tuple[Spot, Spot]],
    *,
    every: bool,
) -> bool:
    """Write the last, the first and, with `every`, all values; False when one of them found no room."""
    count = len(line.points)
    order = [count - 1, *([0] if count > 1 else []), *(range(1, count - 1) if every else ())]
    spots = [spot(point.day, point.value) for point in line.points]
    done = True
    for index in order:
        last = index == count - 1
        said = (
            last_value(line, unit, sheet.locale) if last else say_number(line.points[index].value, unit, sheet.locale)
        )
        size = sheet.sizes.value if last else sheet.sizes.label
        words = sheet.best_words(said, plot.width * 0.4, size, bold=last, lines=2)
        key = f"value.0.{index}"
        colour = text_colour(colour_of(line.tone, sheet.theme), sheet.theme) if last else sheet.theme.text
        rising = index > 0 and spots[index][1] < spots[index - 1][1]
        done &= _write(sheet, key, words, spots[index], colour, plot, spots, barriers, upwards=rising or count == 1)
    return done


def _write(
    sheet: Sheet,
    key: str,
    words: Words,
    at: Spot,
    colour: str,
    plot: Box,
    spots: list[Spot],
    barriers: list[tuple[Spot, Spot]],
    *,
    upwards: bool,
) -> bool:
    for x, top, anchor in _places(words, at, upwards=upwards):
        box = sheet.room(words, x, top, anchor)
        if box.right > plot.right + 6 or box.bottom > plot.bottom - 1 or not sheet.is_free(box, 2):
            continue
        if any(box.crossed_by(*barrier) for barrier in barriers) or any(_covers(box, spot) for spot in spots):
            continue
        sheet.put(key, words, x, top, colour, anchor)
        return True
    return False


def _places(words: Words, at: Spot, *, upwards: bool) -> list[tuple[float, float, Anchor]]:
    x, y = at
    above, below = y - _OFF - words.height, y + _OFF
    first, second = (above, below) if upwards else (below, above)
    aside = y - words.height / 2
    return [
        (x, first, Anchor.MIDDLE),
        (x, second, Anchor.MIDDLE),
        (x + 6, first, Anchor.END),
        (x - 6, first, Anchor.START),
        (x + 6, second, Anchor.END),
        (x - 6, second, Anchor.START),
        (x + _OFF + 2, aside, Anchor.START),
        (x - _OFF - 2, aside, Anchor.END),
        (x, above - 8, Anchor.MIDDLE),
        (x, below + 8, Anchor.MIDDLE),
    ]


def _covers(box: Box, spot: Spot) -> bool:
    return box.left - 3 < spot[0] < box.right + 3 and box.top - 3 < spot[1] < box.bottom + 3
