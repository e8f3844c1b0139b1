"""Reads accounts from JSON with the line of every field; keys written twice and NaN are refused."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from qbrgen.errors import Problem, SourceError
from qbrgen.sources.accounts import split
from qbrgen.sources.raw import Raw
from qbrgen.sources.text import MEGABYTE, read_text, shown
from qbrgen.sources.tree import Tree

MAX_BYTES = 20 * MEGABYTE
_PIECE = re.compile(
    r"""[ \t\r\n]*(?:(?P<mark>[{}\[\]:,])|(?P<text>"(?:[^"\\\x00-\x1f]|\\.)*")|(?P<number>-?[0-9][0-9.eE+-]*)"""
    r"""|(?P<word>-?[A-Za-z]+)|(?P<end>\Z))"""
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)")
_WORDS = {"true": True, "false": False, "null": None}
_NOT_FINITE = {"NaN", "Infinity", "-Infinity"}


def read_json(path: Path) -> Iterator[Raw]:
    """The accounts of a JSON file: one, or a list of them."""
    yield from read_json_text(read_text(path, MAX_BYTES), shown(path))


def read_json_text(text: str, file: str) -> Iterator[Raw]:
    """The accounts in a JSON text; raises SourceError when it is not JSON."""
    return split(_Parser(text, file).parse())


class _Parser:
    """One pass over the tokens; `after` says what may come next."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.tree = Tree(file)
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.closers: list[str] = []

    def parse(self) -> Tree:
        position, expected = 0, "value"
        while True:
            match = _PIECE.match(self.text, position)
            if match is None:
                raise self._wrong("is not JSON here", position + len(self.text[position:]) - len(
                    self.text[position:].lstrip()))  # fmt: skip
            kind, piece = str(match.lastgroup), match[str(match.lastgroup)]
            line = self._line(match.start(kind))
            if kind == "end":
                if expected != "end":
                    raise self._wrong("ends before it is complete", match.start(kind))
                return self.tree
            expected = self._step(kind, piece, line, expected, match.start(kind))
            position = match.end()

    def _step(self, kind: str, piece: str, line: int, expected: str, at: int) -> str:
        """Takes one piece and says what may follow: a value, a key, a colon, a comma, the end."""
        if expected == "colon" and piece == ":" and kind == "mark":
            return "value"
        if kind == "mark" and self.closers and piece == self.closers[-1] and expected in _MAY_CLOSE:
            self.tree.close()
            self.closers.pop()
            return "comma" if self.closers else "end"
        if expected == "comma" and piece == "," and kind == "mark":
            return "key" if self.closers[-1] == "}" else "value"
        if expected in ("key", "key or close") and kind == "text":
            self.tree.key(self._string(piece, at), line)
            return "colon"
        if expected in ("value", "value or close"):
            return self._value(kind, piece, line, at)
        raise self._wrong(f"is not JSON here: {_NEEDED[expected]}, found {piece[:20]}", at)

    def _value(self, kind: str, piece: str, line: int, at: int) -> str:
        if kind == "mark" and piece in "{[":
            self.tree.open({} if piece == "{" else [], line)
            self.closers.append("}" if piece == "{" else "]")
            return "key or close" if piece == "{" else "value or close"
        if kind == "text":
            self.tree.value_of(self._string(piece, at), line)
        elif kind == "number":
            self.tree.value_of(self._number(piece, line, at), line)
        elif piece in _NOT_FINITE:
            self.tree.report("infinite and undefined numbers are refused", line, _LEAVE_OUT, piece)
            self.tree.value_of(None, line)
        elif piece in _WORDS:
            self.tree.value_of(_WORDS[piece], line)
        else:
            raise self._wrong(f"is not JSON here: a value is needed, found {piece[:20]}", at)
        return "comma" if self.closers else "end"

    def _string(self, piece: str, at: int) -> str:
        try:
            return str(json.loads(piece))
        except ValueError:
            raise self._wrong(f"this text has an escape that JSON does not know: {piece[:40]}", at) from None

    def _number(self, piece: str, line: int, at: int) -> Any:
        match = _NUMBER.fullmatch(piece)
        if not match:
            raise self._wrong(f"this is not a JSON number: {piece[:40]}", at)
        if not match["fraction"] and len(piece) <= 18:
            return int(piece)
        try:
            return Decimal(piece)
        except InvalidOperation:
            self.tree.report("this number is out of every range", line, "Check the unit", piece[:40])
            return None

    def _line(self, position: int) -> int:
        return bisect_right(self.breaks, position - 1) + 1

    def _wrong(self, message: str, position: int) -> SourceError:
        problem = Problem(
            message, self.tree.file, self._line(position), remedy="Look for a missing comma, quote or bracket"
        )
        return SourceError(problem)


_LEAVE_OUT = "Leave the field out if it is unknown"
_MAY_CLOSE = ("comma", "key or close", "value or close")
_NEEDED = {
    "colon": "a colon is needed",
    "comma": "a comma or the closing bracket is needed",
    "key": "a field name in double quotes is needed",
    "key or close": "a field name in double quotes is needed",
    "value": "a value is needed",
    "end": "nothing may follow",
}
