"""Rows of a Parquet file, read by DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qbrgen.errors import SourceError
from qbrgen.sources.delimited import RawTable
from qbrgen.sources.duck import connect, duckdb_error

_BATCH = 10_000


def read_parquet(path: Path) -> RawTable:
    """The rows of a Parquet file; raises SourceError when it is none, DependencyMissing without DuckDB."""
    base = connect([path])
    try:
        cursor = base.execute("SELECT * FROM read_parquet(?)", [str(path)])
    except duckdb_error() as error:
        raise SourceError(f"{path}: not a Parquet file that can be read ({_first_line(error)}).") from None
    header = tuple(str(column[0]) for column in cursor.description or ())
    return RawTable(str(path), header, _rows(cursor, path))


def _rows(cursor: Any, path: Path) -> Iterator[tuple[Sequence[Any], str]]:
    number = 0
    while batch := cursor.fetchmany(_BATCH):
        for cells in batch:
            number += 1
            yield cells, f"{path.name} row {number}"


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
