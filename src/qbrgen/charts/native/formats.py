"""Number formats of Office that write a value as the story does: the same sign, unit, scale and decimals."""

from __future__ import annotations

import locale as system_locale
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from qbrgen.story.phrasing import say_number
from qbrgen.story.text import Style
from qbrgen.value.figure import Unit

_LONGEST = 240  # Office refuses a format of more than 255 signs
_MINUS = "\u2212"
_SPACES = "\u00a0\u202f"
_DATE_PART = re.compile(r"'([^']*)'|([yYuU]+)|([ML]+)|(d+)|([^'yYuUMLd]+)")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a number was written: what stands before and after it, its decimals, and the thousands left out."""

    before: str
    after: str
    decimals: int
    grouped: bool
    thousands: int


def format_code(value: Decimal, unit: Unit, locale: str, style: Style = Style.SHORT) -> str | None:
    """The Office number format that writes `value` as `say_number` does, None where no format can.

    The locale stands in front, so that programs which heed it use its decimal sign; Office uses its reader's.
    """
    shape = _shape(abs(value), unit, locale, style)
    if shape is None:
        return None
    digits = ("#,##0" if shape.grouped else "0") + ("." + "0" * shape.decimals if shape.decimals else "")
    number = f"{_quoted(shape.before)}{digits}{',' * shape.thousands}{_quoted(shape.after)}"
    zero = _quoted(say_number(Decimal(0), unit, locale, style))
    code = f"{_language(locale)}{number};{_language(locale)}{_quoted(_MINUS)}{number};{zero}"
    return code if len(code) <= _LONGEST else None


def _shape(value: Decimal, unit: Unit, locale: str, style: Style) -> _Shape | None:
    said = say_number(value, unit, locale, style)
    where = _locale(locale)
    point, group = get_decimal_symbol(where), get_group_symbol(where)
    groups = re.escape(_SPACES if group in _SPACES else group)
    found = re.search(rf"[0-9]+(?:[{groups}][0-9]{{2,3}})*(?:{re.escape(point)}[0-9]+)?", said)
    if found is None:
        return None
    whole, _, rest = found[0].partition(point)
    units = re.sub(r"\D", "", whole)
    shown = Decimal(f"{units}.{rest or 0}")
    # Below a thousand nothing is grouped yet, but a value typed in later may be.
    grouped = len(whole) > len(units) or len(units) < 4
    for thousands in range(6):
        if abs(value.scaleb(-3 * thousands) - shown) <= Decimal("0.5").scaleb(-len(rest)):
            return _Shape(said[: found.start()], said[found.end() :], len(rest), grouped, thousands)
    return None  # steps of ten thousand, as Chinese and Japanese count in, have no format


def date_code(skeleton: str, locale: str) -> str:
    """The Office date format for a skeleton (yMMM: month and year), in the locale's own order."""
    pattern = str(_locale(locale).datetime_skeletons[skeleton].pattern)
    parts = []
    for literal, year, month, day, rest in _DATE_PART.findall(pattern):
        parts.append("yyyy" if year else "mmm" if len(month) > 2 else "m" if month else "d" if day else "")
        parts.append(_quoted(literal or rest))
    return _language(locale) + "".join(parts)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '"\\""') + '"' if words else ""


def _language(locale: str) -> str:
    number = _language_ids().get(str(_locale(locale)))
    return f"[$-{number:X}]" if number else ""


@lru_cache(maxsize=1)
def _language_ids() -> dict[str, int]:
    return {name: number for number, name in sorted(system_locale.windows_locale.items(), reverse=True)}


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    return Locale.parse(code.replace("-", "_"))
