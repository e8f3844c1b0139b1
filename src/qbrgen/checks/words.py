"""What a title's words say: whether it counts something, what it asks to be done, what it moves from and to.

The lists hold English, and of other languages only what is needed to stay silent: a check that cannot read a
text finds nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


_NUMBER_WORDS = word_set(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half halve halves halved
    halving double doubles doubled doubling triple triples tripled tripling quadruple twice thrice zero third thirds
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig vierzig fünfzig sechzig siebzig
    achtzig neunzig hundert tausend halb halbe hälfte halbieren halbiert doppelt verdoppeln verdoppelt drittel null
    deux trois quatre cinq sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante cent mille
    moitié tiers double doubler tripler zéro
    dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta cien mil mitad
    tercio doble doblar duplicar triplicar cero
    """
)
_LANGUAGES = frozenset({"en", "de", "fr", "es"})
"""The languages whose number words the list above holds."""
_ENGLISH = word_set(
    """
    the of and for with our your in to by better more improve increase reduce make be is are team customers sales
    """
)
_A_PART = re.compile(r"\bby an? (?:quarter|third|fifth|tenth)\b", re.IGNORECASE)
_WHOLE = word_set(
    """
    all every each no none nobody never alle jede jeder jedes kein keine tous toutes aucun todos
    """
)
_YEAR = re.compile(r"\b20[2-4]\d\b")
_LOOSE_DIGIT = re.compile(r"(?<![A-Za-z\u00c0-\u024f])\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

DOWN = word_set(
    """
    reduce cut lower shorten decrease halve shrink minimise minimize lessen drop trim slash curb eliminate
    """
)
"""Verbs that ask for less."""
UP = word_set("increase raise grow lift boost improve double expand maximise maximize")
"""Verbs that ask for more."""

_QUANTITY = r"(?P<{0}>\d[\d.,'’\u00a0\u202f ]*\d|\d)"
_FROM_TO = re.compile(
    r"\b(?:from|von|del?|van|da|från|fra)\s+[^\w\s]{0,3}\s?"
    + _QUANTITY.format("before")
    + r"(?P<between>\D{0,60}?)\s(?:down to|up to|to|auf|al?|à|naar|till|til)\s"
    + r"(?:fewer than |less than |under |below |at least |about )?[^\w\s]{0,3}"
    + _QUANTITY.format("after")
    + r"\s?(?P<unit>[^\W\d_]+|%|[€£$¥])?",
    re.IGNORECASE,
)
_SCALE = word_set("k m mn mio bn b million millions billion billions thousand tausend millionen")


def words(text: str) -> list[str]:
    """The words of the text in small letters, without digits and signs."""
    return [match.group().casefold() for match in _WORD.finditer(text)]


def counts(text: str) -> bool:
    """True when the text holds a number: digits, a numeral of another script, or a number word.

    A digit inside a name (R2, Q3) does not count, and neither does a year.
    """
    return bool(
        _LOOSE_DIGIT.search(_YEAR.sub("", text))
        or any(sign.isnumeric() and not sign.isdecimal() for sign in text)
        or any(word in _NUMBER_WORDS for word in words(text))
        or _A_PART.search(text)
    )


def can_be_told(text: str) -> bool:
    """True when somebody could tell whether the text came true: it counts, or speaks of all or none."""
    return counts(text) or any(word in _WHOLE for word in words(text))


def readable(text: str, locale: str) -> bool:
    """True when a missing number can be told: Latin letters, in a language whose number words are known here."""
    letters = [sign for sign in text if sign.isalpha()]
    if sum(sign < "\u0250" for sign in letters) * 2 <= len(letters):
        return False
    return locale.replace("_", "-").split("-")[0] in _LANGUAGES or bool(_ENGLISH.intersection(words(text)))


@dataclass(frozen=True, slots=True)
class Move:
    """A title's own "from ... to ...": each number as it may be read, and the word after the second."""

    before: frozenset[Decimal]
    after: frozenset[Decimal]
    unit: str


def move_of(text: str, locale: str) -> Move | None:
    """The first "from ... to ..." of the text; None when there is none or its numbers are shortened (1.2M)."""
    for match in _FROM_TO.finditer(text):
        unit = (match["unit"] or "").casefold()
        between = words(match["between"])
        if unit in _SCALE or (between and between[0] in _SCALE):
            continue
        return Move(frozenset(_readings(match["before"], locale)), frozenset(_readings(match["after"], locale)), unit)
    return None


def _readings(written: str, locale: str) -> Iterator[Decimal]:
    """The number as English and as the account's locale read it: 1.950 is two or two thousand."""
    compact = re.sub(r"[\s\u00a0\u202f]", "", written)
    for each in ("en", locale.replace("-", "_")):
        try:
            yield parse_decimal(compact, locale=each)
        except NumberFormatError:
            continue
