"""How Excel shows a figure: the number that stands in the cell and the number format of its unit."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_precision, get_currency_symbol

from qbrgen.story.phrasing import NBSP, singular
from qbrgen.value.figure import Figure, Unit, UnitKind

# Excel's own short date, which follows whoever opens the file.
DATE_FORMAT = "m/d/yyyy"
_NUMBER = re.compile(r"[#0][#0,.]*")
_UNSEEN = re.compile("[\u200e\u200f\u061c]")
_NOUNS = {UnitKind.DAYS: "days", UnitKind.MONTHS: "months", UnitKind.HOURS: "hours", UnitKind.POINTS: "pts"}


def cell_number(figure: Figure) -> float:
    """The figure as it stands in the cell: percentages as fractions, so that formulas work on them."""
    value = figure.value / 100 if figure.unit.kind is UnitKind.PERCENT else figure.value
    return float(value)


def number_format(unit: Unit, locale: str, *, cents: bool = False) -> str:
    """The Excel format of a unit; `cents` writes money with its minor unit."""
    match unit.kind:
        case UnitKind.MONEY:
            return _money(unit.name, locale, get_currency_precision(unit.name) if cents else 0)
        case UnitKind.PERCENT:
            return "0.0%"
        case UnitKind.MULTIPLE:
            return '0.00"x"'
        case UnitKind.SCORE:
            return "0"
        case UnitKind.DATE:
            return DATE_FORMAT
        case UnitKind.COUNT:
            return _counted("#,##0", unit.name)
        case kind:
            return _counted("#,##0.0" if kind is UnitKind.POINTS else "#,##0", _NOUNS[kind])


def _counted(digits: str, noun: str) -> str:
    """So many of a thing, one of it in the singular."""
    if not noun:
        return digits
    one, many = _quoted(singular(noun)), _quoted(noun)
    return f'{digits} "{many}"' if one == many else f'[=1]{digits} "{one}";{digits} "{many}"'


@lru_cache(maxsize=64)
def _money(currency: str, locale: str, places: int) -> str:
    where = Locale.parse(locale.replace("-", "_"))
    pattern = str(where.currency_formats["standard"].pattern).split(";")[0]
    digits = "#,##0" + ("." + "0" * places if places else "")
    symbol = _quoted(_UNSEEN.sub("", get_currency_symbol(currency, locale=where)))
    before, _, after = _UNSEEN.sub("", pattern).partition("¤")
    # A symbol made of letters does not touch the number, as phrasing has it.
    if after[:1] in ("#", "0") and symbol[-1:].isalpha():
        symbol += NBSP
    # Words side by side are one.
    return "".join((_literal(before, digits), f'"{symbol}"', _literal(after, digits))).replace('""', "")


def _literal(part: str, digits: str) -> str:
    """A part of a locale's pattern: its number as Excel's, all else in quotes."""
    pieces = _NUMBER.split(part, maxsplit=1)
    shown = [f'"{_quoted(piece)}"' if piece else "" for piece in pieces]
    return digits.join(shown)


def _quoted(words: str) -> str:
    return words.replace('"', "”")
