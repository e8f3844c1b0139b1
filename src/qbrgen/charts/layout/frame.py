"""What every chart shares: its source line, the key of standings, and the way to say that nothing is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qbrgen.charts.marks import Anchor, Box
from qbrgen.charts.sheet import LEAST, Sheet
from qbrgen.charts.tones import ink_of, text_colour
from qbrgen.charts.wrap import TIE, Words
from qbrgen.model.kinds import Standing
from qbrgen.story.chart_specs import Tone
from qbrgen.story.labels import STANDING
from qbrgen.story.phrasing import say
from qbrgen.story.text import Num, Text, text
from qbrgen.value.figure import Figure

# Written beside a swatch, because a lighter or hatched bar does not say by itself what it stands for.
KEY_WORDS: dict[Tone, str] = {
    Tone.VALIDATED: STANDING[Standing.CUSTOMER_VALIDATED],
    Tone.REPORTED: STANDING[Standing.CUSTOMER_REPORTED],
    Tone.ESTIMATED: STANDING[Standing.VENDOR_ESTIMATE],
}


def source_line(sheet: Sheet, source: Text) -> Box:
    """Put the source at the foot of the sheet; returns the room left for the chart.

    A chart under two and a quarter inches has no room for it: it stands beside text that names the source.
    """
    area = sheet.canvas
    if sheet.placed_height < 162:
        return area
    words = sheet.words(source, area.width, LEAST, lines=2 if sheet.placed_height > 200 else 1)
    if not words.lines:
        return area
    top = area.bottom - words.height
    sheet.put("source", words, area.left, top, text_colour(sheet.theme.muted, sheet.theme))
    return Box(area.left, area.top, area.right, top - 6)


def standing_key(sheet: Sheet, bars: Iterable[tuple[Tone, Text]], area: Box) -> Box:
    """Put the key of standings at the top where a bar that is not validated does not name its own; returns the
    room left.
    """
    named = [(tone, say(label, sheet.locale)) for tone, label in bars]
    if not needs_key(named):
        return area
    shown = {tone for tone, _ in named}
    size = sheet.sizes.note
    swatch, gap = size * 0.85, 5.0
    x, top = area.left, area.top
    for tone, label in KEY_WORDS.items():
        if tone not in shown:
            continue
        words = sheet.words(label, area.width - swatch - gap, size, lines=1)
        if x > area.left and x + swatch + gap + words.width > area.right:
            x, top = area.left, top + words.leading + 2
        middle = top + words.ascent / 2 + 1
        sheet.bar(
            f"key.{tone}", Box(x, middle - swatch / 2, x + swatch, middle + swatch / 2), ink_of(tone, sheet.theme)
        )
        room = sheet.put(
            f"key.{tone}", words, x + swatch + gap, top, text_colour(sheet.theme.muted, sheet.theme), Anchor.START
        )
        x = room.right + 14
    return replace(area, top=top + size * 1.2 + 6)


def needs_key(bars: Iterable[tuple[Tone, str]]) -> bool:
    """True when a lighter or hatched bar is there whose own label does not say what it stands for."""
    return any(tone in (Tone.REPORTED, Tone.ESTIMATED) and KEY_WORDS[tone] not in label for tone, label in bars)


def nothing_to_show(sheet: Sheet, area: Box) -> None:
    """Say that there are no values, where a chart would otherwise be an empty frame."""
    words = sheet.best_words("Nothing measured yet", area.width, sheet.sizes.label, lines=2, even=True)
    x, y = area.middle
    sheet.put("empty", words, x, y - words.height / 2, text_colour(sheet.theme.muted, sheet.theme), Anchor.MIDDLE)


def target_words(sheet: Sheet, target: Figure, width: float, *, shown: bool, by: Text = ()) -> Words:
    """The target's label, saying so when its line would be off the scale."""
    due = f" by {say(by, sheet.locale).replace(' ', TIE)}" if by else ""
    pieces = text("Target ", Num(target), due, "" if shown else " (off this scale)")
    return sheet.best_words(pieces, width, sheet.sizes.label, lines=6)


def off_scale(sheet: Sheet, words: Words, right: float, plot: Box, *, up: bool) -> None:
    """The target's words, ending at `right`, with an arrow towards where its line would be."""
    size = 7.0
    colour = sheet.theme.text
    middle = right - words.width / 2
    if up:
        sheet.triangle("target.arrow", (middle, plot.top + 1), colour, size, down=False)
        sheet.put("target", words, right, plot.top + size + 5, colour, Anchor.END)
    else:
        sheet.triangle("target.arrow", (middle, plot.bottom - 1), colour, size, down=True)
        sheet.put("target", words, right, plot.bottom - size - 5 - words.height, colour, Anchor.END)


def tell_worse(sheet: Sheet, said: str, width: float) -> Words | None:
    """The word for a change to the worse, so that colour is not alone in saying so; None where the text has it."""
    if "worse" in said.lower():
        return None
    return sheet.words("Worse than before", width, sheet.sizes.label, bold=True, lines=3)
