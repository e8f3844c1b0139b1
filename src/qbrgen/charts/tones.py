"""The colour of each tone in a theme, and texts that can be read on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qbrgen.charts.theme import ChartTheme
from qbrgen.story.chart_specs import Tone


@dataclass(frozen=True, slots=True)
class Ink:
    """How a tone is filled: solid, or hatched lines on the background within an edge."""

    fill: str
    hatch: str | None = None
    edge: str | None = None


# Which colour of the theme each tone takes; estimates are hatched instead, so that they also differ without colour.
COLOUR_OF: dict[Tone, str] = {
    Tone.BEFORE: "neutral",
    Tone.AFTER: "accent",
    Tone.VALIDATED: "accent",
    Tone.REPORTED: "accent_soft",
    Tone.ESTIMATED: "accent",
    Tone.INVESTMENT: "dark",
    Tone.TARGET: "text",
    Tone.BENCHMARK: "text",
    Tone.NET: "accent",
    Tone.WORSE: "bad",
}
HATCHED = {Tone.ESTIMATED}


def colour_of(tone: Tone, theme: ChartTheme) -> str:
    """The tone's colour; one that would vanish in the background is replaced by the text's own."""
    colour = str(getattr(theme, COLOUR_OF[tone]))
    return colour if contrast(colour, theme.background) >= 1.5 else theme.text


def ink_of(tone: Tone, theme: ChartTheme) -> Ink:
    """How a bar of the tone is filled."""
    colour = colour_of(tone, theme)
    return Ink(theme.background, hatch=colour, edge=colour) if tone in HATCHED else Ink(colour)


def text_colour(colour: str, theme: ChartTheme, *, least: float = 4.5) -> str:
    """The colour for words on the background, the theme's text colour where it has too little contrast."""
    return colour if contrast(colour, theme.background) >= least else theme.text


@lru_cache(maxsize=256)
def contrast(one: str, other: str) -> float:
    """The contrast ratio of two RRGGBB colours after WCAG 2.1, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, ground: str, share: float) -> str:
    """The colour laid over the ground with that share."""
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(top * share + below * (1 - share)):02X}" for top, below in pairs)
