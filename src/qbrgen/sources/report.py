"""What a tabular source holds, table by table: rows, empty cells, kinds, orphans and the first bad values."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qbrgen.errors import Problem, SourceError
from qbrgen.model.base import Identifier
from qbrgen.sources.assemble import account_key
from qbrgen.sources.cells import CellProblem, Reading, parse_cell
from qbrgen.sources.delimited import RawTable
from qbrgen.sources.folder import found_tables, is_table_folder
from qbrgen.sources.headers import match_columns
from qbrgen.sources.layout import ACCOUNT_ID, Column, tables
from qbrgen.sources.mapping import read_mapping_file
from qbrgen.sources.queries import query_tables
from qbrgen.sources.workbook import WORKBOOKS, found_sheets

_BAD_SHOWN = 5
_IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)


@dataclass(slots=True)
class ColumnReport:
    """One column that the source fills: how many cells are empty, how many its kind cannot hold."""

    column: Column
    empty: int = 0
    bad: int = 0


@dataclass(slots=True)
class TableReport:
    """One table of the source."""

    name: str
    rows: int = 0
    orphans: int = 0
    columns: list[ColumnReport] = field(default_factory=list)
    unused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """True when every row can be used."""
        return not (self.orphans or self.missing or self.problems or any(each.bad for each in self.columns))


def report(spec: str | Path) -> list[TableReport]:
    """A report on each table of a mapping, a workbook or a folder of tables, `accounts` first.

    Raises SourceError when the source cannot be read at all.
    """
    with _opened(Path(spec)) as (found, reading):
        known: set[str] = set()
        made = []
        for name, table in sorted(found, key=lambda pair: list(tables()).index(pair[0])):
            made.append(_table(name, table, reading, known))
        return made


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[Iterator[tuple[str, RawTable]], Reading]]:
    if path.is_dir() and is_table_folder(path):
        yield found_tables(path), Reading()
    elif path.suffix.lower() in WORKBOOKS:
        yield found_sheets(path), Reading()
    elif path.suffix.lower() in (".yaml", ".yml"):
        mapping = read_mapping_file(path)
        with query_tables(path, mapping) as found:
            yield found, mapping.reading
    else:
        raise SourceError(
            f"{path}: not a source of tables. Give a mapping (source.yaml), a workbook or a folder of tables."
        )


def _table(name: str, table: RawTable, reading: Reading, known: set[str]) -> TableReport:
    layout = tables()[name]
    headed = match_columns(layout, table.header)
    columns = {column.name: column for column in layout.columns}
    made = TableReport(name)
    made.unused = tuple(
        head for head, column in zip(table.header, headed.columns, strict=True) if not column and head
    )
    made.missing = tuple(
        column.name for column in layout.columns if column.required and column.name not in headed.columns
    )
    made.problems = [
        Problem(message, table.file, cell=f"{table.header_at} column {position + 1}", path=name, remedy=remedy)
        for position, message, remedy in headed.problems
    ]
    reports = {title: ColumnReport(columns[title]) for title in headed.columns if title in columns}
    made.columns = list(reports.values())
    for cells, where in table.rows:
        made.rows += 1
        for title, value in zip(headed.columns, cells, strict=False):
            if title == ACCOUNT_ID:
                _key(made, name, account_key(value), known)
                if name == "accounts":
                    _named(made, account_key(value), where, table.file)
            if title in reports:
                _cell(made, reports[title], value, where, table.file, reading)
    made.problems += table.problems
    return made


def _key(made: TableReport, name: str, key: str, known: set[str]) -> None:
    if name == "accounts":
        known.add(key)
    elif key not in known:
        made.orphans += 1


def _named(made: TableReport, key: str, where: str, file: str) -> None:
    """An account's id becomes part of file names: what cannot be one is bad here already."""
    column = next((each for each in made.columns if each.column.name == ACCOUNT_ID), None)
    if column is None or not key:
        return
    try:
        _IDENTIFIER.validate_python(key)
    except ValidationError:
        column.bad += 1
        if column.bad <= _BAD_SHOWN:
            remedy = "Use letters, digits, dots, dashes and underscores, without spaces and not very many."
            place = f"{where} column {ACCOUNT_ID}"
            made.problems.append(Problem("not a short key", file, cell=place, value=repr(key[:60]), remedy=remedy))


def _cell(made: TableReport, column: ColumnReport, value: Any, where: str, file: str, reading: Reading) -> None:
    try:
        if parse_cell(value, column.column, reading) is None:
            column.empty += 1
    except CellProblem as problem:
        column.bad += 1
        if column.bad <= _BAD_SHOWN:
            shown = repr(str(value)[:60])
            place = f"{where} column {column.column.name}"
            made.problems.append(Problem(str(problem), file, cell=place, value=shown, remedy=problem.remedy))
