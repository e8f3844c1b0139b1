"""Runs a mapping's SELECTs, read-only, and hands on their rows as tables of the layout."""

from __future__ import annotations

import contextlib
import csv
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qbrgen.errors import SourceError
from qbrgen.sources.delimited import RawTable
from qbrgen.sources.duck import connect, duckdb_error
from qbrgen.sources.folder import DELIMITED, JSON_LINES, PARQUET
from qbrgen.sources.mapping import FileSource, SourceMapping, database_url, resolved

_BATCH = 5000
Tables = Iterator[tuple[str, RawTable]]


@contextlib.contextmanager
def query_tables(path: Path, mapping: SourceMapping) -> Iterator[Tables]:
    """The rows of each SELECT of the mapping at `path`, `accounts` first; connections end with the context.

    Raises SourceError when a file, the database or a SELECT cannot be used.
    """
    with contextlib.ExitStack() as stack:
        run = _files(path, mapping, stack) if mapping.files else _database(path, mapping, stack)
        names = sorted(mapping.tables, key=lambda name: name != "accounts")
        yield ((name, run(name, mapping.tables[name])) for name in names)


def _files(path: Path, mapping: SourceMapping, stack: contextlib.ExitStack) -> Any:
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qbrgen-", ignore_cleanup_errors=True)))
    places = {name: _readable(path, name, source, scratch) for name, source in mapping.files.items()}
    base = connect(place for place, _ in places.values())
    stack.callback(base.close)
    for name, (place, source) in places.items():
        view = f'CREATE VIEW "{name}" AS SELECT * FROM {_reader(place, source)}'  # noqa: S608  (a checked name)
        try:
            base.execute(view)
        except duckdb_error() as error:
            raise SourceError(f"{path}: files.{name}: {place.name} cannot be read ({_line(error)}).") from None
    _helpers(base, mapping.decimal or ".")

    def run(name: str, sql: str) -> RawTable:
        _only_select(base, path, name, sql)
        try:
            cursor = base.cursor().execute(sql)
        except duckdb_error() as error:
            raise SourceError(_failed(path, name, error)) from None
        return _table(path, name, cursor, duckdb_error())

    return run


def _readable(path: Path, name: str, source: FileSource, scratch: Path) -> tuple[Path, FileSource]:
    """The file that DuckDB is to read, and how."""
    place = resolved(path.parent, source.path)
    if not place.is_file():
        raise SourceError(f"{path}: files.{name}: there is no file {place}. Paths start at the mapping's own folder.")
    made = scratch / f"{name}{place.suffix if source.encoding else '.csv'}"
    if source.encoding:
        _recode(place, source.encoding, made, f"{path}: files.{name}")
        return made, source
    if place.suffix.lower() not in (".xlsx", ".xlsm"):
        return place, source
    # DuckDB reads no workbooks by itself: the sheet is handed over as CSV.
    from qbrgen.sources.workbook import plain_rows

    with made.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(plain_rows(place, source.sheet, source.header_row))
    return made, FileSource(path=str(made))


def _recode(place: Path, encoding: str, made: Path, where: str) -> None:
    """The text file again in UTF-8, which is all that DuckDB reads everywhere."""
    try:
        with place.open(encoding=encoding, newline="") as text, made.open("w", encoding="utf-8", newline="") as out:
            shutil.copyfileobj(text, out)
    except LookupError:
        raise SourceError(f"{where}: '{encoding}' is no known encoding. Write utf-8, cp1252 or another.") from None
    except UnicodeError:
        raise SourceError(
            f"{where}: {place.name} is not {encoding} text. Name the encoding it was saved in."
        ) from None


def _reader(place: Path, source: FileSource) -> str:
    name = "'" + str(place).replace("'", "''") + "'"
    suffix = place.suffix.lower()
    if suffix in PARQUET:
        return f"read_parquet({name})"
    if suffix in JSON_LINES or suffix == ".json":
        return f"read_json_auto({name})"
    if suffix not in DELIMITED:
        raise SourceError(f"{place}: '{suffix}' files are not read. Give CSV, TSV, Parquet, JSON lines or .xlsx.")
    # Every CSV column stays text: guessing would turn the account 00042 into 42 and 3/4/2026 into a day.
    options = ["all_varchar = true", "header = true", "null_padding = false", f"skip = {source.header_row - 1}"]
    if source.separator:
        options.append("delim = '" + source.separator.replace("'", "''") + "'")
    return f"read_csv({name}, {', '.join(options)})"


def _helpers(base: Any, decimal: str) -> None:
    group = "." if decimal == "," else ","
    # Texts of an export as numbers, for sums and comparisons: signs and thousands marks off, the mark made a dot.
    base.execute(
        "CREATE MACRO as_number(x) AS TRY_CAST(replace(replace(regexp_replace(CAST(x AS VARCHAR), "
        f"'[^0-9,.+-]', '', 'g'), '{group}', ''), '{decimal}', '.') AS DECIMAL(38, 6))"
    )
    base.execute(
        "CREATE MACRO as_date(x) AS COALESCE(TRY_CAST(x AS DATE), TRY_CAST(try_strptime(CAST(x AS VARCHAR), "
        "['%d.%m.%Y', '%Y/%m/%d', '%Y%m%d', '%d %b %Y', '%b %d, %Y']) AS DATE))"
    )


def _only_select(base: Any, path: Path, name: str, sql: str) -> None:
    try:
        statements = base.extract_statements(sql)
    except duckdb_error() as error:
        raise SourceError(_failed(path, name, error)) from None
    if len(statements) != 1 or str(statements[0].type).rsplit(".", 1)[-1] not in ("SELECT", "SELECT_STATEMENT"):
        raise SourceError(f"{path}: tables.{name} must be one SELECT and nothing else.")


def _database(path: Path, mapping: SourceMapping, stack: contextlib.ExitStack) -> Any:
    from qbrgen.sources.database import opened

    if mapping.database is None:
        raise SourceError(f"{path}: names neither files nor a database. Add one of them.")
    connection, errors = stack.enter_context(opened(database_url(mapping.database, path), path))

    def run(name: str, sql: str) -> RawTable:
        from sqlalchemy import text

        statement = sql.strip().rstrip(";")
        if ";" in statement or not statement.lower().startswith(("select", "with")):
            raise SourceError(f"{path}: tables.{name} must be one SELECT and nothing else.")
        try:
            result = connection.execute(text(statement.replace(":", "\\:")))
        except errors as error:
            raise SourceError(_failed(path, name, getattr(error, "orig", None) or error)) from None
        return _table(path, name, _Cursor(result), errors)

    return run


class _Cursor:
    """A SQLAlchemy result with the two things that a DuckDB cursor also has."""

    def __init__(self, result: Any) -> None:
        self.description = [(key,) for key in result.keys()]  # noqa: SIM118  (a result is no dict)
        self.fetchmany = result.fetchmany


def _table(path: Path, name: str, cursor: Any, errors: Any) -> RawTable:
    header = tuple(str(column[0]) for column in cursor.description or ())
    return RawTable(str(path), header, _rows(path, name, cursor, errors), header_at=f"tables.{name}")


def _rows(path: Path, name: str, cursor: Any, errors: Any) -> Iterator[tuple[Sequence[Any], str]]:
    number = 0
    while True:
        try:
            batch = cursor.fetchmany(_BATCH)
        except errors as error:
            raise SourceError(_failed(path, name, error)) from None
        if not batch:
            return
        for cells in batch:
            number += 1
            yield tuple(cells), f"tables.{name} row {number}"


def _failed(path: Path, name: str, error: BaseException) -> str:
    return f"{path}: tables.{name}: the SELECT failed ({_line(error)})."


def _line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0][:300]
