"""One cell of a table turned into what its column holds, or refused with a reason and a remedy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from qbrgen.sources.layout import CellKind, Column

DecimalMark = Literal[".", ","]
DayOrder = Literal["", "dmy", "mdy"]

_EMPTY = {"", "-", "–", "—", "n/a", "na", "null", "none", "#n/a"}
_YES, _NO = {"true", "yes", "y", "1", "x", "ja", "oui"}, {"false", "no", "n", "0", "nein", "non"}
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'\u2019]")
_SIGNS = re.compile(r"(?:[A-Z]{3}|US\$|[$€£¥￥₹₩₽₺%])", re.IGNORECASE)
_EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's 1900 calendar, its false leap day counted in


@dataclass(frozen=True, slots=True)
class Reading:
    """How texts of a source are read: its decimal mark, and which comes first in 03/04/2026."""

    decimal: DecimalMark | None = None
    day_order: DayOrder = ""


PLAIN = Reading()
"""Nothing said: what could be read in two ways is refused."""


class CellProblem(Exception):
    """A cell that its column cannot hold; the message is a clause, the remedy a sentence."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def parse_cell(value: Any, column: Column, reading: Reading = PLAIN) -> Any:
    """The value in the column's kind, or None for an empty cell.

    Takes what tables hold: text, numbers, dates and times, true/false. Raises CellProblem.
    """
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, str):
        text = value.strip()
        if text.lower() in _EMPTY and (column.kind is not CellKind.TEXT or text == ""):
            return None
    return _PARSERS[column.kind](value, column, reading)


def _text(value: Any, column: Column, reading: Reading) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _number(value: Any, column: Column, reading: Reading) -> Decimal:
    if isinstance(value, bool):
        raise CellProblem("a number is needed, not true or false", "Write the number.")
    if isinstance(value, dt.date | dt.time):
        raise CellProblem("a number is needed, not a date", "Format the cell as a number and write it again.")
    number = Decimal(repr(value)) if isinstance(value, float) else value
    number = Decimal(number) if isinstance(number, int | Decimal) else _decimal(str(value), reading)
    if not number.is_finite():
        raise CellProblem("not a finite number", "Write the number or leave the cell empty.")
    return number


def _decimal(text: str, reading: Reading) -> Decimal:
    bare = _SIGNS.sub("", _SPACES.sub("", text.strip())).replace("\u2212", "-")
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    bare = _ungrouped(bare, reading)
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise CellProblem("not a number", "Write digits only, such as 1250.50.") from None


def _ungrouped(bare: str, reading: Reading) -> str:
    mark = reading.decimal
    if mark is None and "," in bare:
        if re.fullmatch(r"[+-]?\d{1,3},\d{3}", bare):
            raise CellProblem(
                "it could mean a thousand or a decimal part",
                "Say decimal: '.' or decimal: ',' for the source, or write the number without a thousands mark.",
            )
        mark = "," if bare.rfind(",") > bare.rfind(".") and bare.count(",") == 1 else "."
    group = "." if mark == "," else ","
    whole, _, part = bare.partition(mark or ".")
    grouped = re.fullmatch(rf"[+-]?\d{{1,3}}(?:{re.escape(group)}\d{{2,3}})+", whole)
    if group in part or (group in whole and not grouped):
        raise CellProblem("the thousands and decimal marks do not fit", "Write digits only, such as 1250.50.")
    whole = whole.replace(group, "")
    return f"{whole}.{part}" if part else whole


def _integer(value: Any, column: Column, reading: Reading) -> int:
    number = _number(value, column, reading)
    if number != number.to_integral_value():
        raise CellProblem("a whole number is needed", "Write it without a decimal part.")
    return int(number)


def _date(value: Any, column: Column, reading: Reading) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool | dt.time):
        raise CellProblem("a date is needed", "Write it as 2026-09-30.")
    if isinstance(value, int | float | Decimal):
        return _serial(_number(value, column, reading))
    return _written_date(str(value).strip(), reading)


def _serial(number: Decimal) -> dt.date:
    # Excel's day count; outside 1950..2100 it is far likelier an ordinary number in the wrong column.
    if not 18264 <= number < 73051:
        raise CellProblem("not a date", "Write it as 2026-09-30.")
    return _EPOCH + dt.timedelta(days=int(number))


def _written_date(text: str, reading: Reading) -> dt.date:
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?", text)
    local = re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?: [\d:.]+)?", text)
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif local:
        year = int(local[4])
        day, month = _day_and_month(int(local[1]), int(local[3]), local[2], reading.day_order)
    elif re.fullmatch(r"\d{5}(?:\.0+)?", text):
        return _serial(Decimal(text))
    else:
        raise CellProblem("not a date", "Write it as 2026-09-30.")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise CellProblem("no such day", "Write it as 2026-09-30.") from None


def _day_and_month(first: int, second: int, separator: str, order: DayOrder) -> tuple[int, int]:
    if order:
        return (first, second) if order == "dmy" else (second, first)
    if separator == "." or first > 12:
        return first, second
    if second > 12:
        return second, first
    if first == second:
        return first, second
    raise CellProblem(
        "day and month cannot be told apart",
        "Write it as 2026-09-30, or say day_order: dmy or day_order: mdy in the source's file.",
    )


_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep september sept", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip


def _month(value: Any, column: Column, reading: Reading) -> dt.date:
    if isinstance(value, str):
        text = value.strip()
        if written := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", text):
            return _first_day(int(written[1]), int(written[2]))
        if written := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text):
            return _first_day(int(written[2]), int(written[1]))
        if (written := re.fullmatch(r"([A-Za-z]+)\.?[ -](\d{4})", text)) and written[1].lower() in _MONTH_NAMES:
            return _first_day(int(written[2]), _MONTH_NAMES[written[1].lower()])
    try:
        return _date(value, column, reading).replace(day=1)
    except CellProblem:
        raise CellProblem("not a month", "Write it as 2026-09.") from None


def _first_day(year: int, month: int) -> dt.date:
    try:
        return dt.date(year, month, 1)
    except ValueError:
        raise CellProblem("no such month", "Write it as 2026-09.") from None


def _flag(value: Any, column: Column, reading: Reading) -> bool:
    if isinstance(value, bool):
        return value
    text = _text(value, column, reading).strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise CellProblem("neither yes nor no", "Write yes or no.")


def _choice(value: Any, column: Column, reading: Reading) -> str:
    wanted = _folded(_text(value, column, reading))
    for choice in column.choices:
        if _folded(choice) == wanted:
            return choice
    raise CellProblem("not one of the choices", f"Choose from: {', '.join(column.choices)}.")


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def _choices(value: Any, column: Column, reading: Reading) -> list[str]:
    parts = [part for part in re.split(r"[;,|]", _text(value, column, reading)) if part.strip()]
    return [_choice(part, column, reading) for part in parts]


_PARSERS: dict[CellKind, Callable[[Any, Column, Reading], Any]] = {
    CellKind.TEXT: _text,
    CellKind.NUMBER: _number,
    CellKind.INTEGER: _integer,
    CellKind.DATE: _date,
    CellKind.MONTH: _month,
    CellKind.FLAG: _flag,
    CellKind.CHOICE: _choice,
    CellKind.CHOICES: _choices,
}
