"""The account file that 'qbrgen new' writes: valid as it is, every field shown, dates around the day it is made."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from string import Template

from qbrgen.model import slug
from qbrgen.output import is_reserved
from qbrgen.resources import template_bytes

_MOMENT = re.compile(r"(past|next|month)(\d+)")


def file_of(name: str) -> str:
    """The file name for a customer of that name; one that Windows keeps for a device is told apart."""
    stem = slug(name)
    return f"{stem}-account.yaml" if is_reserved(stem) else f"{stem}.yaml"


def starter(name: str, as_of: date) -> str:
    """The YAML text for a customer of that name."""
    words = {
        # A name may hold anything; JSON's quotes are YAML's.
        "name": json.dumps(name.strip(), ensure_ascii=False),
        "comment": " ".join(name.split()),
        "id": json.dumps(slug(name)),
        "file": file_of(name),
    }
    return Template(template_bytes("account/starter.yaml").decode()).substitute(_Words(words, as_of))


class _Words(Mapping[str, str]):
    """The given words, and days by name: past3 is three months before the day, month1 the month before it."""

    def __init__(self, words: Mapping[str, str], as_of: date) -> None:
        self._words, self._as_of = words, as_of

    def __getitem__(self, key: str) -> str:
        if key in self._words:
            return self._words[key]
        parsed = _MOMENT.fullmatch(key)
        if parsed is None:
            raise KeyError(key)
        away = int(parsed[2])
        day = months_on(self._as_of, away if parsed[1] == "next" else -away)
        return f"{day:%Y-%m}" if parsed[1] == "month" else day.isoformat()

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def months_on(day: date, months: int) -> date:
    """The same day so many months on (before, when negative), or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
