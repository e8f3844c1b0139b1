"""Accounts out of the tables of any source: headings matched, rows staged, accounts put together one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qbrgen.errors import AccountInvalid, Problem, SourceError
from qbrgen.sources.assemble import assemble
from qbrgen.sources.cells import PLAIN, Reading
from qbrgen.sources.delimited import RawTable
from qbrgen.sources.headers import match_columns
from qbrgen.sources.layout import tables
from qbrgen.sources.raw import Raw
from qbrgen.sources.staging import Heading, Staging


def read_tables(found: Iterable[tuple[str, RawTable]], source: str, reading: Reading = PLAIN) -> Iterator[Raw]:
    """The accounts in the tables, each (layout table name, its rows), in the order of the table `accounts`.

    Memory holds one account. Raises SourceError when there is no table `accounts` or no row in it, AccountInvalid
    when the headings or rows of a table cannot be used: then no account is given at all, so that none is half read.
    """
    by_name: dict[str, RawTable] = {}
    for name, table in found:
        if name in by_name:
            raise SourceError(f"{table.file}: the table {name} was already read from {by_name[name].file}. Keep one.")
        by_name[name] = table
    if "accounts" not in by_name:
        there = ", ".join(sorted(by_name)) or "none"
        raise SourceError(f"{source}: there is no table accounts (found: {there}). Every account needs a row there.")
    with Staging() as staging:
        problems: list[Problem] = []
        for name in sorted(by_name, key=list(tables()).index):
            problems += _stage(staging, name, by_name[name])
        if problems:
            raise AccountInvalid(problems)
        if not staging.keys():
            raise SourceError(f"{source}: the table accounts has no row yet. Write one for each account.")
        files = {name: table.file for name, table in by_name.items()}
        for rows in staging.accounts():
            file = files["accounts"] if "accounts" in rows else next(files[name] for name in rows)
            yield from assemble(rows, file, reading, staging.keys())


def _stage(staging: Staging, name: str, table: RawTable) -> list[Problem]:
    headed = match_columns(tables()[name], table.header)
    problems = [
        Problem(message, table.file, cell=_header_cell(table, position), remedy=remedy)
        for position, message, remedy in headed.problems
    ]
    kept = [position for position, column in enumerate(headed.columns) if column]
    heading = Heading(
        name,
        tuple(headed.columns[position] for position in kept),
        tuple(table.addresses[position] for position in kept) if table.addresses else (),
    )
    staging.add(heading, _kept(table.rows, kept))
    return [*problems, *table.problems]


def _kept(rows: Iterable[tuple[Sequence[Any], str]], kept: Sequence[int]) -> Iterator[tuple[Sequence[Any], str]]:
    for cells, where in rows:
        yield [cells[position] if position < len(cells) else None for position in kept], where


def _header_cell(table: RawTable, position: int) -> str:
    if table.addresses:
        sheet, _, row = table.header_at.rpartition("!")
        return f"{sheet}!{table.addresses[position]}{row}"
    return f"{table.header_at} column {position + 1}"
