"""The headings of a table as people write them, matched with the layout's columns and tables."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qbrgen.sources.layout import ACCOUNT_ID, Table, tables

_CLOSE = 0.86  # high enough that an extra column is not taken for a slip of the pen


@dataclass(frozen=True, slots=True)
class Headed:
    """Layout column by position ("" where the column is not ours), and what is wrong with the headings."""

    columns: tuple[str, ...]
    problems: tuple[tuple[int, str, str], ...]  # position, message, remedy


def folded(text: object) -> str:
    """A heading in the spelling of the layout: lower case, underscores, no marks, no unit in brackets."""
    plain = unicodedata.normalize("NFKC", str(text)).strip().lower()
    plain = re.sub(r"[*:]+$|\s*\([^)]*\)\s*$", "", plain)
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def match_table(name: str) -> str:
    """The layout's table that a file or sheet name means, or ""."""
    key = folded(name)
    return key if key in tables() else ""


def near_table(name: str) -> str:
    """The table whose name was probably meant, or ""."""
    return next(iter(difflib.get_close_matches(folded(name), tables(), 1, _CLOSE)), "")


def match_columns(table: Table, header: Sequence[object]) -> Headed:
    """The layout's columns for a header row; extra columns are left out, near misses and doubles reported."""
    known = {ACCOUNT_ID: ACCOUNT_ID, **{column.name: column.name for column in table.columns}}
    found: list[str] = []
    problems: list[tuple[int, str, str]] = []
    names = [folded(cell) if cell is not None else "" for cell in header]
    for position, name in enumerate(names):
        column = known.get(name, "")
        if column and column in found:
            problems.append((position, f"the column {column} is there twice", "Keep one of the two."))
            column = ""
        elif name and not column and (near := _near(name, known, names)):
            problems.append((position, f"unknown column '{name}'", f"Did you mean '{near}'? Rename or remove it."))
        found.append(column)
    if ACCOUNT_ID not in found:
        problems.append((0, f"there is no column {ACCOUNT_ID}", f"Add {ACCOUNT_ID}: it says whose row it is."))
    return Headed(tuple(found), tuple(problems))


def _near(name: str, known: Iterable[str], present: Sequence[str]) -> str:
    free = [column for column in known if column not in present]
    return next(iter(difflib.get_close_matches(name, free, 1, _CLOSE)), "")
