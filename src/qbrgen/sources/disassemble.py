"""Accounts taken apart into rows of the tabular layout; assembling the rows gives the same accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qbrgen.model.account import Account
from qbrgen.sources.layout import ACCOUNT_ID, CellKind, Column, Table, tables

Cells = dict[str, Any]
"""One row: text, Decimal, int, date or bool by column name; empty cells left out."""


def disassemble(accounts: Iterable[Account]) -> dict[str, list[Cells]]:
    """The rows of every table of the layout, accounts in the order given."""
    rows: dict[str, list[Cells]] = {name: [] for name in tables()}
    for account in accounts:
        for name, table in tables().items():
            rows[name].extend(_rows(account, table))
    return rows


def _rows(account: Account, table: Table) -> Iterator[Cells]:
    if table.name == "accounts":
        yield _row(account, table.columns)
        return
    for holder, key in _holders(account, table):
        for record in _walk(holder, table.path) or ():
            cells = {ACCOUNT_ID: account.id, **key}
            own = [column for column in table.columns if column.name not in key]
            cells.update({own[0].name: record} if table.scalar else _row(record, own))
            yield cells


def _holders(account: Account, table: Table) -> Iterator[tuple[Any, Cells]]:
    """The records that hold the table's lists, each with the cells that name it."""
    if not table.parent:
        yield account, {}
        return
    child, there = table.parent_key
    for parent in _walk(account, tables()[table.parent].path) or ():
        yield parent, {child: getattr(parent, there)}


def _row(record: Any, columns: Iterable[Column]) -> Cells:
    cells: Cells = {}
    for column in columns:
        value = _walk(record, column.path)
        if column.kind is CellKind.CHOICES and value is not None:
            value = "; ".join(str(choice) for choice in value)
        elif column.kind is CellKind.CHOICE and value is not None:
            value = str(value)
        elif column.kind is CellKind.MONTH and value is not None:
            value = value.isoformat()[:7]
        if value is not None and value != "":
            cells[column.name] = value
    return cells


def _walk(value: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        if value is None:
            return None
        # A year beyond the last is an empty cell.
        value = getattr(value, step) if isinstance(step, str) else next(iter(value[step : step + 1]), None)
    return value
