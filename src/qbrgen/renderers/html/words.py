"""Texts of a story as HTML: escaped, each number with its evidence, the account's own words in their language."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import bidirectional

from markupsafe import escape

from qbrgen.renderers.marks import clean
from qbrgen.story.blocks import Story
from qbrgen.story.evidence_rows import one_row
from qbrgen.story.phrasing import NBSP, say
from qbrgen.story.text import Given, Num, Piece, Text
from qbrgen.value.figure import Figure, UnitKind

_LONGEST = 400
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_MARKS = str.maketrans("", "", "\u200e\u200f\u061c")


class Writer:
    """Writes the texts of one story; `shows_evidence` says that its reader may see how a number came about."""

    def __init__(self, story: Story, *, shows_evidence: bool) -> None:
        self.locale = story.locale
        self.shows_evidence = shows_evidence
        own = story.locale.partition("-")[0] != story.language.partition("-")[0]
        self._language = f' lang="{escape(story.locale)}"' if own else ""

    def __call__(self, content: Text) -> str:
        """The text as HTML."""
        return "".join(map(self._piece, content))

    def plain(self, content: Text) -> str:
        """The text in words and signs alone, not escaped."""
        return one_line(say(content, self.locale))

    def direction(self, content: Text) -> str:
        """An attribute that lets the reader's browser find the direction, where the account's words alone speak."""
        ours = any(isinstance(piece, Num) or (isinstance(piece, str) and any(map(str.isalpha, piece)))
                   for piece in content)  # fmt: skip
        return "" if ours or not runs_left(say(content, self.locale)) else ' dir="auto"'

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, Num):
            return self._number(piece)
        if isinstance(piece, Given):
            return self._given(piece.text)
        return lines(piece)

    def _number(self, piece: Num) -> str:
        said = say((piece,), self.locale)
        if piece.figure.unit.kind is UnitKind.DATE:
            return lines(said.replace(" ", NBSP))
        told = evidence(piece.figure, self.locale) if self.shows_evidence else ""
        if not told:
            return lines(said)
        return f'<span class="q-n" title="{escape(told)}">{lines(said)}</span>'

    def _given(self, words: str) -> str:
        # Its own element keeps what runs from right to left from turning the sentence around it.
        tag = "bdi" if runs_left(words) else "span"
        if tag == "span" and not (self._language and any(map(str.isalpha, words))):
            return lines(words)
        return f"<{tag}{self._language}>{lines(words)}</{tag}>"


@lru_cache(maxsize=8192)
def _told(figure: Figure, locale: str) -> str:
    said = [one_line(say(cell.text, locale)) for cell in one_row(figure)[2:]]
    parts = [part for part in said if part != "—"]
    told = ". ".join(parts)
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1].rstrip() + "…"


def evidence(figure: Figure, locale: str) -> str:
    """How a figure came about, in one line; empty where nothing is known of it."""
    known = figure.evidence
    if not (known.formula or known.inputs or known.source or known.parts):
        return ""
    return _told(figure, locale)


def runs_left(words: str) -> bool:
    """True when some of the words run from right to left."""
    return not words.isascii() and any(bidirectional(sign) in ("R", "AL") for sign in words)


def one_line(words: str) -> str:
    """The words in one line, without marks of direction; spaces that hold a number together stay."""
    return _SPACES.sub(" ", clean(words).translate(_MARKS)).strip(" ")


def lines(words: str) -> str:
    """The words escaped, their line breaks kept."""
    return str(escape(clean(words))).replace("\n", "<br>")
