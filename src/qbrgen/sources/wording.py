"""Says in plain words what the model found wrong with a field, and what to do about it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qbrgen.model.kinds import Kind
from qbrgen.sources.shape import Location, bare, everywhere, field_at, is_record, item_of, record_at

Words = tuple[str, str]
"""What is wrong, and the remedy."""

_MANY = 16
_LONGEST = 60
_AMOUNT = re.compile(r"[^\d.,-]{0,4}(-?\d{1,3}(?:,\d{3})+|-?\d+)(\.\d+)?\s*(k|m|%)?[^\d.,]{0,4}", re.IGNORECASE)
_DIGITS = "Write digits only, such as 420000 or 0.5: no sign of a currency, no unit, no thousands separator"
_WHOLE = "Write digits only, such as 12"
_SCALE = {"k": 1000, "m": 1_000_000, "%": 1}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One error of the model: where, of which type, with what was found and the limits that were passed."""

    location: Location
    type: str
    found: Any
    limits: Mapping[str, Any]
    text: str


def words(wrong: Wrong) -> Words:
    """The message and the remedy for one error."""
    said = _WORDS.get(wrong.type, (wrong.text, ""))
    return said if isinstance(said, tuple) else said(wrong)


def show(value: Any) -> str:
    """What was found, short and quoted; a list or group by what it holds."""
    if isinstance(value, str):
        text = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
        return "'" + re.sub(r"\s+", " ", text) + "'"
    if isinstance(value, dict):
        return (
            f"a group of fields ({', '.join(str(key)[:20] for key in list(value)[:4])})"
            if value
            else "an empty group"
        )
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}" if value else "an empty list"
    if value is None:
        return "nothing"
    return ("true" if value else "false") if isinstance(value, bool) else str(value)[:_LONGEST]


def _missing(wrong: Wrong) -> Words:
    field = field_at(wrong.location)
    name = str(wrong.location[-1]) if wrong.location else ""
    if field is None:
        return "is missing", "Add it"
    meaning = str(field.description or "").rstrip(".")
    if field.examples:
        return "is missing", f"{meaning}; for example: {name}: {_example(field.examples[0])}"
    inner = item_of(field.annotation) or bare(field.annotation)
    if is_record(inner):
        needed = ", ".join(key for key, each in inner.model_fields.items() if each.is_required() or key == "id")
        each = "Each needs" if item_of(field.annotation) else "It needs"
        return "is missing", f"{meaning}. {each} {needed}"
    return "is missing", meaning


def _example(value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _unknown(wrong: Wrong) -> Words:
    owner = record_at(wrong.location[:-1])
    allowed = list(owner.model_fields) if owner else []
    remedy = meant(wrong) and f"Did you mean '{meant(wrong)}'?"
    if not remedy and (elsewhere := everywhere().get(str(wrong.location[-1]))):
        remedy = f"There is {' and '.join(elsewhere[:3])}."
    listed = f"Allowed here: {', '.join(allowed)}"
    if remedy and len(allowed) > _MANY:
        listed = "'qbrgen schema' lists every field"
    return "unknown field", f"{remedy} {listed}".strip()


def meant(wrong: Wrong) -> str:
    """The field that an unknown one was probably meant to be, "" when none is close."""
    owner = record_at(wrong.location[:-1])
    name = str(wrong.location[-1])
    # A field that exists under this very name somewhere else was misplaced, not misspelt.
    return _closest(name, list(owner.model_fields)) if owner and name not in everywhere() else ""


def _closest(given: str, allowed: list[str]) -> str:
    key = re.sub(r"[\s-]+", "_", given.strip().lower())
    return next(iter(difflib.get_close_matches(key, allowed, n=1, cutoff=0.6)), "")


def _choice(wrong: Wrong) -> Words:
    field = field_at(wrong.location) or field_at(wrong.location[:-1])
    kind = (item_of(field.annotation) or bare(field.annotation)) if field else None
    allowed = [str(member) for member in kind] if isinstance(kind, type) and issubclass(kind, Kind) else []
    near = _closest(str(wrong.found), allowed)
    listed = f"Write one of: {', '.join(allowed)}"
    return "is not one of the words allowed here", f"Did you mean '{near}'? {listed}" if near else listed


def _number(wrong: Wrong) -> Words:
    return "a number is needed here", _as_number(wrong.found)


def _whole(wrong: Wrong) -> Words:
    remedy = _as_number(wrong.found)
    return "a whole number is needed here", _WHOLE if remedy == _DIGITS or "." in remedy else remedy


def _as_number(found: Any) -> str:
    match = _AMOUNT.fullmatch(found.strip()) if isinstance(found, str) else None
    if not match:
        return _DIGITS
    number = Decimal(match[1].replace(",", "") + (match[2] or "")) * _SCALE.get((match[3] or "%").lower(), 1)
    return f"Write {number.normalize():f}: digits only, without a currency, a unit or separators"


def _text(wrong: Wrong) -> Words:
    if isinstance(wrong.found, bool | Decimal | float):
        return "text is needed here", f'Put it in quotes: "{str(wrong.found).lower()}"'
    return "text is needed here", "Write it on one line, in quotes if it holds a colon"


def _group(wrong: Wrong) -> Words:
    owner = record_at(wrong.location)
    names = list(owner.model_fields)[:6] if owner else []
    what = "an account" if not wrong.location else "a group of fields"
    return f"{what} is needed here", f"Write its fields below it, such as {', '.join(names)}" if names else ""


def _at_least(wrong: Wrong) -> Words:
    limit = wrong.limits.get("ge", wrong.limits.get("gt"))
    if limit == 0:
        return ("must be above zero" if "gt" in wrong.limits else "cannot be negative"), "Check the sign"
    return f"must be {'above' if 'gt' in wrong.limits else 'at least'} {limit}", ""


def _at_most(wrong: Wrong) -> Words:
    return (
        f"must be {'below' if 'lt' in wrong.limits else 'at most'} {wrong.limits.get('le', wrong.limits.get('lt'))}",
        "",
    )


def _too_short(wrong: Wrong) -> Words:
    if isinstance(wrong.found, str):
        return "is empty", "Write it out, or leave the field away if it may be left out"
    least = int(wrong.limits.get("min_length", 1))
    return f"needs at least {least} {'entry' if least == 1 else 'entries'}", ""


def _too_long(wrong: Wrong) -> Words:
    if isinstance(wrong.found, str):
        most = wrong.limits.get("max_length")
        return f"is longer than {most} characters (it has {len(wrong.found)})", "Shorten it"
    return f"has more than {wrong.limits.get('max_length')} entries", "Keep the ones that matter"


def _pattern(wrong: Wrong) -> Words:
    name = str(wrong.location[-1]) if wrong.location else ""
    return next(found for key, found in _PATTERNS if name.endswith(key))


def _said(wrong: Wrong) -> Words:
    # A validator of ours: "what is wrong; what to do".
    message, _, remedy = str(wrong.limits.get("error", wrong.text)).partition("; ")
    return message, remedy[:1].upper() + remedy[1:]


_FLAG: Words = ("true or false is needed here", "")
_LIST: Words = ("a list is needed here", "Start each entry with '- ' in YAML, or put them in [ ] in JSON")
_DAY: Words = ("is not a date", "Write year-month-day, such as 2026-10-03")
_PATTERNS: tuple[tuple[str, Words], ...] = (
    ("currency", ("is not a currency code", "Write its three capital letters (ISO 4217), such as USD, EUR or JPY")),
    ("email", ("is not an e-mail address", "Write it as name@company.com")),
    (
        "",
        ("is not a short key", "Use letters, digits, dot, dash and underscore, without spaces, such as faster-deals"),
    ),
)
_WORDS: Mapping[str, Words | Callable[[Wrong], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "enum": _choice,
    "decimal_type": _number,
    "decimal_parsing": _number,
    "finite_number": _number,
    "int_type": _whole,
    "int_parsing": _whole,
    "int_parsing_size": _whole,
    "int_from_float": _whole,
    "string_type": _text,
    "string_unicode": _text,
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "model_type": _group,
    "model_attributes_type": _group,
    "dict_type": _group,
    "tuple_type": _LIST,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "greater_than_equal": _at_least,
    "greater_than": _at_least,
    "less_than_equal": _at_most,
    "less_than": _at_most,
    "too_short": _too_short,
    "too_long": _too_long,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "string_pattern_mismatch": _pattern,
    "value_error": _said,
}
