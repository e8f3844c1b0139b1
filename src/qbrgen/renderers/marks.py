"""Private marks in a field's text that say how a span looks or that a chart goes here; resolved after filling.

A template tag is plain text in a run, so whatever a designer did to that run holds. What a tag's text knows and a
run cannot (a status has a colour, a total is strong, a chart is a picture) travels in it as characters from the
private use area, which no account's text is let keep.
"""

from __future__ import annotations

import re

STRONG = "\ue001"
GOOD = "\ue002"
CAUTION = "\ue003"
BAD = "\ue004"
NEUTRAL = "\ue005"
END = "\ue000"
PICTURE = "\ue010"
PICTURE_END = "\ue011"

LTR_MARK = "\u200e"

# Character styles of the template; one that a template lacks leaves the text as it is around it.
STYLES = {STRONG: "Strong", GOOD: "StatusGood", CAUTION: "StatusCaution", BAD: "StatusBad", NEUTRAL: "StatusNeutral"}
ANY = re.compile("[\ue000-\ue005\ue010\ue011]")
# What XML 1.0 cannot hold, and our own marks.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ue000-\ue005\ue010\ue011]"
)
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def clean(words: str) -> str:
    """The words without characters that no XML file can hold; every kind of line break is one newline."""
    return _UNSAFE.sub("", _BREAKS.sub("\n", words))


def plain(words: str) -> str:
    """The words without marks."""
    return ANY.sub("", re.sub(f"{PICTURE}[^{PICTURE_END}]*{PICTURE_END}", "", words))


def styled(words: str, mark: str) -> str:
    """The words in the character style that the mark names."""
    return f"{mark}{words}{END}" if words else ""


def picture(key: str, height_cm: float | None = None) -> str:
    """A place for the chart of that key, in a height of its own where one is given."""
    return f"{PICTURE}{key}|{height_cm or ''}{PICTURE_END}"
