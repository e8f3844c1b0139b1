"""A folder of tables in the layout: accounts.csv, objectives.tsv, usage.parquet, readings.jsonl, a file a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qbrgen.errors import SourceError
from qbrgen.sources.cells import PLAIN, Reading
from qbrgen.sources.delimited import RawTable, read_delimited, read_json_lines
from qbrgen.sources.headers import match_table, near_table
from qbrgen.sources.parquet import read_parquet
from qbrgen.sources.raw import Raw
from qbrgen.sources.tabular import read_tables

DELIMITED = (".csv", ".tsv", ".txt")
JSON_LINES = (".jsonl", ".ndjson")
PARQUET = (".parquet",)
TABLE_SUFFIXES = (*DELIMITED, *JSON_LINES, *PARQUET)


def is_table_folder(folder: Path) -> bool:
    """True for a folder that holds the table accounts in a file of its own."""
    return any(path.stem.lower() == "accounts" and path.suffix.lower() in TABLE_SUFFIXES for path in folder.iterdir())


def read_folder(folder: Path, reading: Reading = PLAIN, encoding: str = "", separator: str = "") -> Iterator[Raw]:
    """The accounts in a folder of tables; raises SourceError and AccountInvalid as `read_tables` does."""
    return read_tables(found_tables(folder, encoding, separator), str(folder), reading)


def found_tables(folder: Path, encoding: str = "", separator: str = "") -> Iterator[tuple[str, RawTable]]:
    """The table files of a folder, each with the table of the layout that its name means."""
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.lower() not in TABLE_SUFFIXES:
            continue
        if name := match_table(path.stem):
            yield name, read_table_file(path, encoding, separator)
        elif near := near_table(path.stem):
            raise SourceError(f"{path}: no table is called '{path.stem}'. Did you mean '{near}'? Rename the file.")


def read_table_file(path: Path, encoding: str = "", separator: str = "") -> RawTable:
    """The rows of one table file by its ending; raises SourceError when it cannot be read."""
    suffix = path.suffix.lower()
    if suffix in JSON_LINES:
        return read_json_lines(path)
    return read_parquet(path) if suffix in PARQUET else read_delimited(path, encoding, separator)
