"""Rows of the tabular layout put together into raw accounts, each with the cell that every field came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from qbrgen.errors import Problem
from qbrgen.sources.cells import PLAIN, CellProblem, Reading, parse_cell
from qbrgen.sources.layout import ACCOUNT_ID, Column, Table, tables
from qbrgen.sources.place import Place, Spot
from qbrgen.sources.raw import Raw


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: cells by column name, and where the row stands (`Objectives!7`, `usage.csv row 12`).

    `cells_at` gives the cell's own address for a column name, where the source has one.
    """

    cells: Mapping[str, Any]
    where: str
    columns_at: Mapping[str, str] = field(default_factory=dict)

    def at(self, column: str) -> str:
        """The place of one cell in words."""
        if address := self.columns_at.get(column):
            sheet, _, row = self.where.rpartition("!")
            return f"{sheet}!{address}{row}" if sheet else f"{address}{row}"
        return f"{self.where} column {column}" if self.where else f"column {column}"


def account_key(value: Any) -> str:
    """An account's id as text: a spreadsheet hands 42 over as 42.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


TableRows = Mapping[str, Sequence[Row]]
"""The rows of each table of the layout, by its name."""


def assemble(rows: TableRows, file: str, reading: Reading = PLAIN, known: Iterable[str] = ()) -> Iterator[Raw]:
    """Accounts from the rows of all tables, in the order of the `accounts` table.

    Rows of another table whose account is neither in `accounts` nor `known` make a Raw without data that holds
    the problem. Rows of one account keep their order.
    """
    by_account = {name: _by_account(rows[name]) for name in rows if name in tables()}
    heads = by_account.pop("accounts", {})
    for key, head in heads.items():
        lists = {name: grouped[key] for name, grouped in by_account.items() if key in grouped}
        yield _Assembly(file, reading).account(head, lists)
    yield from _orphans({*heads, *known}, by_account, file)


def _by_account(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(account_key(row.cells.get(ACCOUNT_ID)), []).append(row)
    return grouped


def _orphans(known: set[str], by_account: Mapping[str, Mapping[str, list[Row]]], file: str) -> Iterator[Raw]:
    for name, grouped in by_account.items():
        for key, rows in grouped.items():
            if key in known:
                continue
            close = difflib.get_close_matches(key, known, 1)
            remedy = (
                f"Did you mean '{close[0]}'?"
                if close
                else "Add the account to the table accounts, or remove the row."
            )
            message = f"account '{key}' is not in the table accounts" if key else f"{ACCOUNT_ID} is empty"
            problem = Problem(message, file, cell=rows[0].at(ACCOUNT_ID), path=name, remedy=remedy)
            yield Raw({}, Place(file), (problem,))


class _Assembly:
    """The making of one account."""

    def __init__(self, file: str, reading: Reading) -> None:
        self.file = file
        self.reading = reading
        self.spots: dict[str, Spot] = {}
        self.problems: list[Problem] = []

    def account(self, heads: Sequence[Row], lists: Mapping[str, Sequence[Row]]) -> Raw:
        head = heads[0]
        for again in heads[1:]:
            self._problem(again, ACCOUNT_ID, "account is in the table accounts twice", "Keep one row an account.")
        data = self._record(tables()["accounts"], head, "")
        if ACCOUNT_ID in data:
            data["id"] = data.pop(ACCOUNT_ID)
        self.spots[""] = Spot(cell=head.where)
        made: dict[str, list[tuple[dict[str, Any], str]]] = {}
        for name, table in tables().items():
            if name != "accounts" and name in lists:
                made[name] = self._list(data, table, lists[name], made)
        return Raw(data, Place(self.file, self.spots), tuple(self.problems))

    def _list(
        self,
        data: dict[str, Any],
        table: Table,
        rows: Sequence[Row],
        made: Mapping[str, list[tuple[dict[str, Any], str]]],
    ) -> list[tuple[dict[str, Any], str]]:
        done = []
        for row in rows:
            holder, around = (data, "") if not table.parent else self._parent(table, row, made)
            if holder is None:
                continue
            target = _list_at(holder, table.path)
            path = f"{around}{'.'.join(table.path)}[{len(target)}]"
            self.spots[path] = Spot(cell=row.where)
            record = self._record(table, row, path)
            target.append(record.get("text", "") if table.scalar else record)
            done.append((record, path))
        return done

    def _parent(
        self, table: Table, row: Row, made: Mapping[str, list[tuple[dict[str, Any], str]]]
    ) -> tuple[dict[str, Any] | None, str]:
        child, there = table.parent_key
        column = table.column(child)
        key = self._cell(row, column) if column else None
        for record, path in made.get(table.parent, ()):
            if key is not None and record.get(there) == key:
                return record, f"{path}."
        found = f"'{key}'" if key is not None else "nothing"
        self._problem(
            row, child, f"{found} is no {there} in the table {table.parent} of this account",
            f"Add it to {table.parent} or correct {child}.",
        )  # fmt: skip
        return None, ""

    def _record(self, table: Table, row: Row, path: str) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for column in table.columns:
            if table.parent and column.name == table.parent_key[0] and not column.path:
                continue
            value = self._cell(row, column)
            if value is None:
                continue
            _put(record, column.path or ("text",), value)
            steps = ".".join(str(step) for step in column.path if not isinstance(step, int))
            place = f"{path}.{steps}".strip(".") if steps else path
            self.spots.setdefault(place, Spot(cell=row.at(column.name)))
        return record

    def _cell(self, row: Row, column: Column) -> Any:
        value = row.cells.get(column.name)
        try:
            return parse_cell(value, column, self.reading)
        except CellProblem as problem:
            self._problem(row, column.name, str(problem), problem.remedy, value)
            return None

    def _problem(self, row: Row, column: str, message: str, remedy: str, value: Any = "") -> None:
        shown = "" if value == "" else repr(str(value)[:60])
        self.problems.append(Problem(message, self.file, cell=row.at(column), value=shown, remedy=remedy))


def _list_at(holder: dict[str, Any], path: Sequence[str]) -> list[Any]:
    for step in path[:-1]:
        holder = holder.setdefault(step, {})
    found: list[Any] = holder.setdefault(path[-1], [])
    return found


def _put(record: dict[str, Any], path: Sequence[str | int], value: Any) -> None:
    """Set a nested value; the yearly amounts of a business case fill a list in order."""
    target: Any = record
    for step, following in pairwise(path):
        target = target.setdefault(step, [] if isinstance(following, int) else {})
    last = path[-1]
    if isinstance(last, int):
        # A gap between years would move amounts to the wrong year: it is kept and refused by the model.
        target.extend([None] * (last - len(target)))
        target.append(value)
    else:
        target[last] = value
