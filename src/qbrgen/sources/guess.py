"""A first mapping for exports of any shape: what is there, and which of its columns might be which of ours."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from qbrgen.errors import SourceError
from qbrgen.sources.folder import TABLE_SUFFIXES, read_table_file
from qbrgen.sources.headers import folded, match_table
from qbrgen.sources.layout import ACCOUNT_ID, Table, tables
from qbrgen.sources.workbook import WORKBOOKS, plain_rows, sheet_names

T = TypeVar("T")
_LIKELY = 0.84
# Columns that tables of any kind have: alone they say nothing about which table it is.
_SAY_LITTLE = {"id", "title", "name", "date", "text", "kind", "by", "label", "since", "objective"}
# How exports of CRMs, billing and product analytics call what we call otherwise.
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    ACCOUNT_ID: (
        "account_id",
        "accountid",
        "account_number",
        "customer_id",
        "company_id",
        "client_id",
        "org_id",
        "id",
    ),
    "name": ("name", "account_name", "company", "company_name", "customer", "customer_name", "client"),
    "tier": ("tier", "account_tier", "segment", "customer_tier"),
    "industry": ("industry", "sector", "vertical"),
    "contract_arr": ("arr", "annual_recurring_revenue", "acv", "annual_value", "contract_value", "amount"),
    "contract_seats": ("seats", "licenses", "licences", "quantity", "purchased_seats"),
    "contract_signed": ("signed", "close_date", "contract_date", "signed_date", "signature_date", "start_date"),
    "contract_start": ("start", "start_date", "subscription_start", "contract_start_date"),
    "contract_renewal": ("renewal", "renewal_date", "end_date", "contract_end", "subscription_end", "next_renewal"),
    "contract_currency": ("currency", "currency_code", "currencyisocode"),
    "csm_name": ("csm", "csm_name", "owner", "account_owner", "customer_success_manager"),
    "csm_email": ("csm_email", "owner_email"),
    "month": ("month", "period", "usage_month"),
    "active_users": ("active_users", "mau", "monthly_active_users", "users"),
    "key_actions": ("key_actions", "events", "actions", "event_count"),
    "score": ("score", "nps", "nps_score", "rating"),
    "date": ("date", "day", "created_at", "response_date"),
    "email": ("email", "email_address"),
    "title": ("title", "job_title", "subject", "goal", "objective"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One table that is there: the name SQL calls it by, its file and sheet, its columns, its first rows."""

    name: str
    file: str
    sheet: str
    columns: tuple[str, ...]
    first: tuple[tuple[str, ...], ...] = ()


def survey_tables(specs: Sequence[Path]) -> list[Found]:
    """Every table in the files and folders given, with its columns; raises SourceError when there is none."""
    made: list[Found] = []
    for path in _files(specs):
        if path.suffix.lower() in WORKBOOKS:
            made += (_sheet(path, name, made) for name in sheet_names(path))
        else:
            table = read_table_file(path)
            rows = tuple(tuple(str(cell) for cell in cells) for cells, _ in _first(table.rows))
            made.append(Found(_name(path.stem, made), str(path), "", table.header, rows))
    if not made:
        raise SourceError(
            f"{', '.join(map(str, specs))}: holds no table ({', '.join((*TABLE_SUFFIXES, *WORKBOOKS))})."
        )
    return made


def _files(specs: Sequence[Path]) -> Iterator[Path]:
    for spec in specs:
        if spec.is_dir():
            yield from sorted(path for path in spec.iterdir() if path.suffix.lower() in (*TABLE_SUFFIXES, *WORKBOOKS))
        elif spec.is_file():
            yield spec
        else:
            raise SourceError(f"{spec}: there is no such file or folder. Check the path.")


def _sheet(path: Path, name: str, made: Sequence[Found]) -> Found:
    rows = [tuple("" if cell is None else str(cell) for cell in cells) for cells in _first(plain_rows(path, name), 4)]
    header = rows[0] if rows else ()
    return Found(_name(f"{path.stem}_{name}", made), str(path), name, header, tuple(rows[1:]))


def _first(rows: Iterator[T], most: int = 3) -> list[T]:
    return [row for row, _ in zip(rows, range(most), strict=False)]


def _name(stem: str, made: Sequence[Found]) -> str:
    name = re.sub(r"^(?=\d)", "t_", folded(stem)) or "table"
    taken = {found.name for found in made}
    return next(each for each in (name, *(f"{name}_{number}" for number in range(2, 999))) if each not in taken)


def draft(found: Sequence[Found], folder: Path) -> str:
    """A mapping to correct: every guess is marked as one, what could not be guessed stands as a comment."""
    lines = [
        "# A first mapping, made from what is there. Lines marked 'guess' were chosen by name alone: check each one.",
        "# 'qbrgen source check' tells what does not fit, 'qbrgen source preview' shows the account it makes.",
        "files:",
    ]
    for each in found:
        place = _relative(Path(each.file), folder)
        sheet = f", sheet: {_quoted(each.sheet)}" if each.sheet else ""
        lines.append(f"  {each.name}: {{path: {_quoted(place)}{sheet}}}")
    lines.append("tables:")
    for name in ("accounts", *_guessed_tables(found)):
        lines += _select(tables()[name], _best(tables()[name], found))
    return "\n".join(lines) + "\n"


def _guessed_tables(found: Sequence[Found]) -> list[str]:
    return [
        name
        for name, table in tables().items()
        if name != "accounts" and any(_fits(table, each) for each in found) and not table.internal
    ]


def _fits(table: Table, found: Found) -> bool:
    """True when the table's own name names it, or its required columns are there and say enough."""
    if meant := match_table(found.name):
        return meant == table.name
    needed = {column.name for column in table.columns if column.required}
    guessed = _guesses(table, found)
    return ACCOUNT_ID in guessed and needed <= guessed.keys() and bool(needed - _SAY_LITTLE)


def _best(table: Table, found: Sequence[Found]) -> Found:
    return max(found, key=lambda each: (match_table(each.name) == table.name, len(_guesses(table, each))))


def _guesses(table: Table, found: Found) -> dict[str, str]:
    """Their column by ours; each of theirs serves once, names that are the same before names that are like."""
    free = {folded(column): column for column in found.columns if column}
    ours = (ACCOUNT_ID, *(column.name for column in table.columns if column.name != ACCOUNT_ID))
    made: dict[str, str] = {}
    for names in (lambda name: (name,), lambda name: _SYNONYMS.get(name, ()), lambda name: _like(name, free)):
        for name in ours:
            if name not in made and (chosen := next((each for each in names(name) if each in free), "")):
                made[name] = free.pop(chosen)
    return made


def _like(name: str, free: Mapping[str, str]) -> Sequence[str]:
    return difflib.get_close_matches(name, free, 1, _LIKELY)


def _select(table: Table, found: Found) -> list[str]:
    guessed = _guesses(table, found)
    columns = [(ACCOUNT_ID, True), *((each.name, each.required) for each in table.columns if each.name != ACCOUNT_ID)]
    rows = []
    for name, required in columns:
        if name in guessed:
            rows.append(f'"{guessed[name]}" AS {name}{{comma}} -- guess')
        elif required:
            default = "'USD'" if name == "contract_currency" else "NULL"
            rows.append(f"{default} AS {name}{{comma}} -- needed: no column looks like it")
    last = len(rows) - 1
    body = [f"      {row.format(comma='' if place == last else ',')}" for place, row in enumerate(rows)]
    unused = [column for column in found.columns if column and column not in guessed.values()]
    comment = [f"    -- not used: {', '.join(unused)[:300]}"] if unused else []
    return [f"  {table.name}: |", "    SELECT", *body, f"    FROM {found.name}", *comment]


def _relative(path: Path, folder: Path) -> str:
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
