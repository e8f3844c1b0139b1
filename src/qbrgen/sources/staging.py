"""Rows of any number of tables, kept in a temporary file so that accounts stream out one at a time.

Rows arrive table by table, accounts are wanted one by one with their rows of every table: the rows are laid
down in a temporary SQLite file and read back by account. Memory holds the account ids and one account.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

from qbrgen.sources.assemble import Row, TableRows, account_key
from qbrgen.sources.layout import ACCOUNT_ID, tables

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of one table as they stand in its source: layout names in order, and their addresses if any."""

    table: str
    columns: tuple[str, ...]
    addresses: tuple[str, ...] = ()


class Staging:
    """The rows of one source; a context manager, whose file is gone at its end."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        # Windows cannot delete a file that is open: the connection is closed first, the folder removed after.
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="qbrgen-", ignore_cleanup_errors=True))
        self._base = sqlite3.connect(Path(folder) / "rows.sqlite", isolation_level=None)
        self._stack.callback(self._base.close)
        self._base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-32000;"
        )
        self._headings: dict[str, Heading] = {}
        self._ranks: dict[str, int] = {}
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def add(self, heading: Heading, rows: Iterable[tuple[Sequence[Any], str]]) -> int:
        """Lay down the rows of one table (cells in the heading's order, and where each stands); returns how many.

        The table `accounts` comes first: the order of its rows is the order of the accounts.
        """
        position = heading.columns.index(ACCOUNT_ID) if ACCOUNT_ID in heading.columns else -1
        self._headings[heading.table] = heading
        name = f'"{heading.table}"'  # a name of the layout, never of the input
        self._base.execute(f"CREATE TABLE {name} (rank INTEGER, key TEXT, place TEXT, cells TEXT)")
        insert = f"INSERT INTO {name} VALUES (?,?,?,?)"  # noqa: S608  (the name is the layout's)
        count = 0
        batch: list[tuple[int, str, str, str]] = []
        self._base.execute("BEGIN")
        for cells, where in rows:
            key = account_key(cells[position]) if position >= 0 else ""
            rank = self._rank(key, heading.table)
            batch.append((rank, key, where, json.dumps(list(cells), default=_tagged)))
            count += 1
            if len(batch) >= _BATCH:
                self._base.executemany(insert, batch)
                batch.clear()
        self._base.executemany(insert, batch)
        self._base.execute("COMMIT")
        return count

    def _rank(self, key: str, table: str) -> int:
        if table == "accounts":
            return self._ranks.setdefault(key, len(self._ranks))
        # Rows of nobody's account come last, where they are reported together.
        return self._ranks.get(key, 2**40)

    def accounts(self) -> Iterator[TableRows]:
        """The rows of each account in turn, then (once) the rows that belong to none."""
        streams = {name: _Stream(self._read(name)) for name in tables() if name in self._headings}
        for rank in range(len(self._ranks)):
            yield {name: rows for name, stream in streams.items() if (rows := stream.take(rank))}
        rest = {name: rows for name, stream in streams.items() if (rows := stream.take(2**40))}
        if rest:
            yield rest

    def keys(self) -> Collection[str]:
        """The ids of the accounts, in order."""
        return self._ranks.keys()

    def _read(self, table: str) -> Iterator[tuple[int, Row]]:
        heading = self._headings[table]
        addresses = dict(zip(heading.columns, heading.addresses, strict=False))
        query = f'SELECT rank, place, cells FROM "{table}" ORDER BY rank, rowid'  # noqa: S608  (a name of the layout)
        for rank, where, cells in self._base.execute(query):
            values = json.loads(cells, object_hook=_untagged)
            named = {name: value for name, value in zip(heading.columns, values, strict=False) if value is not None}
            yield rank, Row(named, where, addresses)


class _Stream:
    """Rows grouped by account, taken in the order of the accounts."""

    def __init__(self, rows: Iterator[tuple[int, Row]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def take(self, rank: int) -> list[Row]:
        if self._next is None or self._next[0] != rank:
            return []
        rows = [row for _, row in self._next[1]]
        self._next = next(self._groups, None)
        return rows


def _tagged(value: Any) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return {"text": str(value)}


def _untagged(value: dict[str, str]) -> Any:
    ((tag, text),) = value.items()
    if tag == "decimal":
        return Decimal(text)
    if tag == "moment":
        return dt.datetime.fromisoformat(text)
    return dt.date.fromisoformat(text) if tag == "day" else text
