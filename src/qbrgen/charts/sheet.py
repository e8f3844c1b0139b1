"""The sheet a chart is laid out on: marks and measured texts are put on it, and it knows what is taken."""

from __future__ import annotations

from dataclasses import dataclass

from qbrgen.charts.fonts import Typeface, typeface
from qbrgen.charts.marks import Anchor, Box, Dot, Label, Mark, Rect, Rule, Shape, Spot
from qbrgen.charts.theme import ChartTheme
from qbrgen.charts.tones import Ink
from qbrgen.charts.wrap import Words, set_words
from qbrgen.story.phrasing import say
from qbrgen.story.text import Text

LEAST = 10.0  # no text is placed smaller, in points
EDGE = 2.0  # kept free along the canvas


@dataclass(frozen=True, slots=True)
class Sizes:
    """Text sizes in points: the difference, values, labels, notes."""

    headline: float
    value: float
    label: float
    note: float


_SIZES = ((0.62, Sizes(14, 12, 10, 10)), (0.85, Sizes(16, 13, 11, 10)), (1.5, Sizes(18, 14, 12, 10.5)))
_LARGE = Sizes(22, 16, 14, 11)
PAGE = Sizes(13, 11, 10, 10)
"""Beside the running text of a page, which is read from nearer than a slide."""


class Crowded(Exception):
    """The place is too small for what the chart holds; the layout is tried again on a larger sheet."""


class Sheet:
    """A canvas for a place of `width` x `height` points, with the theme, locale and text sizes that suit it.

    `enlarged` makes the canvas larger than its place; `sizes` are taken instead of those of a slide;
    `last_try` says that a larger sheet will not be given: what does not fit is then shortened.
    """

    def __init__(
        self,
        width: float,
        height: float,
        theme: ChartTheme,
        locale: str,
        *,
        enlarged: float = 1.0,
        last_try: bool = False,
        sizes: Sizes | None = None,
    ) -> None:
        self.placed_height = height
        self.width, self.height, self.theme, self.locale = width * enlarged, height * enlarged, theme, locale
        self.last_try = last_try
        self.face: Typeface = typeface(theme.font_files, locale)
        # 5.5 x 3 inches is a chart of half a slide: the sizes of the page's own labels.
        relative = min(width / 396, height / 216)
        self.sizes = sizes or next((fitting for limit, fitting in _SIZES if relative < limit), _LARGE)
        self.marks: list[Mark] = []
        self.taken: list[Box] = []

    def need(self, fits: bool) -> None:  # noqa: FBT001  (reads as a sentence)
        """Ask for a larger sheet unless it fits; raises Crowded."""
        if not fits and not self.last_try:
            raise Crowded

    @property
    def canvas(self) -> Box:
        """The whole sheet within its edge."""
        return Box(EDGE, EDGE, self.width - EDGE, self.height - EDGE)

    def words(
        self,
        content: Text | str,
        width: float,
        size: float,
        *,
        bold: bool = False,
        lines: int = 99,
        even: bool = False,
    ) -> Words:
        """The content in the locale, broken into lines of at most `width` points."""
        said = content if isinstance(content, str) else say(content, self.locale)
        return set_words(self.face, said, max(width, size), size, bold=bold, lines=lines, even=even)

    def best_words(
        self,
        content: Text | str,
        width: float,
        size: float,
        *,
        least: float = LEAST,
        bold: bool = False,
        lines: int = 99,
        even: bool = False,
    ) -> Words:
        """The content at the largest size from `size` down to `least` at which nothing is cut."""
        while True:
            words = self.words(content, width, size, bold=bold, lines=lines, even=even)
            if words.whole or size <= least:
                return words
            size = max(least, size - 1)

    def put(
        self,
        key: str,
        words: Words,
        x: float,
        top: float,
        colour: str,
        anchor: Anchor = Anchor.START,
        *,
        back: bool = False,
    ) -> Box:
        """The words with the top of their first line at `top`; `back` clears what lies behind them."""
        ground = self.theme.background if back else None
        for index, (line, width) in enumerate(zip(words.lines, words.widths, strict=True)):
            baseline = top + words.ascent + index * words.leading
            left = {Anchor.START: x, Anchor.MIDDLE: x - width / 2, Anchor.END: x - width}[anchor]
            box = Box(left, baseline - words.ascent, left + width, baseline + words.descent)
            self.taken.append(box)
            self.marks.append(Label(key, line, x, baseline, anchor, words.size, words.bold, colour, box, ground))
        return self.room(words, x, top, anchor)

    def room(self, words: Words, x: float, top: float, anchor: Anchor = Anchor.START) -> Box:
        """The box the words would take."""
        left = {Anchor.START: x, Anchor.MIDDLE: x - words.width / 2, Anchor.END: x - words.width}[anchor]
        return Box(left, top, left + words.width, top + words.height)

    def is_free(self, box: Box, gap: float = 1.0) -> bool:
        """True when the box is on the canvas and no text is in it."""
        return box.inside(self.canvas) and not any(box.overlaps(other, gap) for other in self.taken)

    def bar(self, key: str, box: Box, ink: Ink) -> None:
        """A bar filled as its tone asks."""
        self.marks.append(Rect(key, box, ink.fill, ink.hatch, ink.edge))

    def rule(
        self, key: str, points: tuple[Spot, ...], colour: str, width: float, dash: tuple[float, float] | None = None
    ) -> None:
        """A line through the points."""
        self.marks.append(Rule(key, points, colour, width, dash))

    def goal(self, key: str, points: tuple[Spot, ...]) -> None:
        """The thin dashed line of a target or benchmark, on a ground that keeps it visible over bars."""
        self.rule(f"{key}.ground", points, self.theme.background, 2.75)
        self.rule(key, points, self.theme.text, 1.25, (4, 3))

    def triangle(self, key: str, tip: Spot, colour: str, size: float, *, down: bool) -> None:
        """An arrow head whose tip is at `tip`."""
        x, y = tip
        base = y - size if down else y + size
        self.marks.append(Shape(key, ((x, y), (x + size * 0.6, base), (x - size * 0.6, base)), colour))

    def diamond(self, key: str, centre: Spot, colour: str, size: float) -> None:
        """A diamond around its centre."""
        x, y = centre
        self.marks.append(Shape(key, ((x, y - size), (x + size, y), (x, y + size), (x - size, y)), colour))

    def dot(self, key: str, centre: Spot, radius: float, fill: str, edge: str, width: float = 1.5) -> None:
        """A circle."""
        self.marks.append(Dot(key, centre, radius, fill, edge, width))
