"""Text broken into lines that were measured, shortened only when even the smallest size leaves no room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qbrgen.charts.fonts import Typeface

Measure = Callable[[str], float]
_SPACES = re.compile(r"[ \t\r\n\x0b\x0c\u2028\u2029]+")
TIE = "\u00a0"  # a space that holds a number and its unit together
# Not every font has the tying kinds of space and hyphen; they are drawn as the plain ones.
_PLAIN = {0x202F: TIE, 0x2007: TIE, 0x2011: "-", 0x00AD: None}
_LTR_MARK = "\u200e"
_NUMBER_STARTS = set("\u2212-+0123456789")
_OPENING = "([{«“‘「『（【《〈"
_CLOSING = ")]}»”’」』）】》〉、。，．・：；？！ー,.:;?!%％"


@dataclass(frozen=True, slots=True)
class Words:
    """Measured lines of one size; `width` and `height` are the room they take in points.

    `cut` says that a word or number was broken, `whole` that nothing was broken or left out.
    """

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    size: float
    bold: bool
    ascent: float
    descent: float
    leading: float
    whole: bool = True
    cut: bool = False

    @property
    def width(self) -> float:
        """The widest line."""
        return max(self.widths, default=0.0)

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return self.ascent + (len(self.lines) - 1) * self.leading + self.descent if self.lines else 0.0


def set_words(
    face: Typeface, text: str, width: float, size: float, *, bold: bool = False, lines: int = 99, even: bool = False
) -> Words:
    """The text in at most `lines` lines of `width` points, shortened where it takes more.

    `even` makes the lines about equally long, for centred text.
    """
    text = _SPACES.sub(" ", face.writable(text.translate(_PLAIN))).strip()
    if text[:1] in _NUMBER_STARTS and any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        # As in the sentences around the chart: a number before its Arabic or Hebrew unit, the minus before both.
        text = _LTR_MARK + text

    def measure(part: str) -> float:
        return face.width(part.replace(TIE, " "), size, bold=bold)

    rows, cut = _fill(text, width, measure)
    if even and 1 < len(rows) <= lines and not cut:
        rows = _evened(text, width, measure, len(rows))
    whole = not cut
    if len(rows) > lines:
        rows, whole = _shortened(rows, lines, width, measure), False
    rows = [row.replace(TIE, " ") for row in rows]
    plain = all(face.is_plain(row) for row in rows)
    ascent, descent, leading = (0.74, 0.21, 1.18) if plain else (0.98, 0.40, 1.42)
    return Words(
        tuple(rows),
        tuple(measure(row) for row in rows),
        size,
        bold,
        ascent * size,
        descent * size,
        leading * size,
        whole,
        cut,
    )


def _fill(text: str, width: float, measure: Measure) -> tuple[list[str], bool]:
    rows: list[str] = []
    row, cut = "", False
    for piece in _pieces(text):
        if measure((row + piece).rstrip(" ")) <= width:
            row += piece
            continue
        if row:
            rows.append(row.rstrip(" "))
        row = piece
        while measure(row.rstrip(" ")) > width:
            head, row, tied = _split(row, width, measure)
            rows.append(head)
            cut |= not tied
    if row.strip(" "):
        rows.append(row.rstrip(" "))
    return rows, cut


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text)):
        if _may_break(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " ":
        return True
    if before in "-/–—" and after.isalpha():
        return True
    if _is_wide(before) or _is_wide(after):
        return after not in _CLOSING and before not in _OPENING and not _joins(before, after)
    return False


def _is_wide(sign: str) -> bool:
    return ord(sign) > 0x2E7F and unicodedata.east_asian_width(sign) in "WF"


def _joins(before: str, after: str) -> bool:
    return unicodedata.category(after).startswith("M") or "\u200d" in (before, after) or TIE in (before, after)


def _split(word: str, width: float, measure: Measure) -> tuple[str, str, bool]:
    """The longest beginning of a word that fits, the rest, and whether they part at a tied space."""
    end = 1
    while end < len(word) and measure(word[: end + 1]) <= width:
        end += 1
    tied = word.rfind(TIE, 1, end + 1)
    if tied > 0:
        return word[:tied], word[tied + 1 :], True
    while end < len(word) and end > 1 and _joins(word[end - 1], word[end]):
        end -= 1
    return word[:end], word[end:], False


def _evened(text: str, width: float, measure: Measure, count: int) -> list[str]:
    low, high = width / count, width
    for _ in range(6):
        middle = (low + high) / 2
        rows, cut = _fill(text, middle, measure)
        if len(rows) > count or cut:
            low = middle
        else:
            high = middle
    return _fill(text, high, measure)[0]


def _shortened(rows: list[str], lines: int, width: float, measure: Measure) -> list[str]:
    kept = rows[:lines]
    last = kept[-1]
    while last and measure(f"{last}…") > width:
        last = last[:-1]
    return [*kept[:-1], f"{last.rstrip(' ,;:-–—')}…"]
