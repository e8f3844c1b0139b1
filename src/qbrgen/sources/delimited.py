"""Rows of CSV, TSV and JSON-lines files: encoding and separator found out or refused, ragged rows told by number."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from qbrgen.errors import Problem, SourceError

MAX_CELL = 100_000  # characters; the longest text of an account is 4,000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(slots=True)
class RawTable:
    """One table as its file has it: the header, then rows with their place; `problems` fill while rows are read."""

    file: str
    header: tuple[str, ...]
    rows: Iterator[tuple[Sequence[Any], str]]
    addresses: tuple[str, ...] = ()
    header_at: str = "row 1"
    problems: list[Problem] = field(default_factory=list)


def read_delimited(path: Path, encoding: str = "", separator: str = "") -> RawTable:
    """The rows of a CSV or TSV file.

    Raises SourceError when the file is empty, is not text in its encoding, or has no header.
    """
    named = _encoding(path, encoding)
    try:
        with path.open(encoding=named, newline="") as stream:
            first = stream.readline(MAX_CELL)
            if not first.strip():
                raise SourceError(f"{path}: the first line is empty. Write the column names there.")
            mark = separator or _separator(first, path)
            stream.seek(0)
            header = tuple(next(csv.reader(stream, delimiter=mark, strict=True)))
    except (UnicodeError, csv.Error) as error:
        raise SourceError(_not_text(path, encoding, error)) from None
    table = RawTable(str(path), header, iter(()))
    table.rows = _rows(table, path, named, mark)
    return table


def _encoding(path: Path, encoding: str) -> str:
    """The file's encoding, by what was named or by its first bytes."""
    try:
        with path.open("rb") as raw:
            start = raw.read(4096)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Check the path and its permissions.") from None
    if not start.strip():
        raise SourceError(f"{path}: the file is empty. Write a header and one row for each record.")
    named = encoding or next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    if b"\0" in start and named != "utf-16":
        raise SourceError(f"{path}: this is not a text file. Save it as CSV (UTF-8).")
    try:
        codecs.lookup(named)
    except LookupError:
        raise SourceError(f"{path}: '{encoding}' is no known encoding. Write utf-8, cp1252 or another.") from None
    return named


def _separator(line: str, path: Path) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    return max((",", ";", "\t", "|"), key=line.count)


def _rows(table: RawTable, path: Path, encoding: str, mark: str) -> Iterator[tuple[Sequence[Any], str]]:
    # csv's own limit turns a cell of a gigabyte into an error before it is in memory.
    csv.field_size_limit(MAX_CELL)
    width = len(table.header)
    number = 1
    try:
        with path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=mark, strict=True)
            next(reader)
            for number, cells in enumerate(reader, start=2):
                where = f"{path.name} row {number}"
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != width and (len(cells) < width or any(cell.strip() for cell in cells[width:])):
                    table.problems.append(_ragged(table.file, where, len(cells), width))
                    continue
                yield cells[:width], where
    except csv.Error as error:
        message = f"{path}: row {number + 1} cannot be read ({error}). Quote cells that hold quotes or line breaks."
        raise SourceError(message) from None
    except UnicodeError as error:
        raise SourceError(_not_text(path, encoding, error)) from None


def _ragged(file: str, where: str, found: int, width: int) -> Problem:
    return Problem(
        f"the row has {found} cells and the header {width}",
        file,
        cell=where,
        remedy="Quote cells that hold the separator, and write every cell, empty ones too.",
    )


def _not_text(path: Path, encoding: str, error: Exception) -> str:
    if isinstance(error, csv.Error):
        return f"{path}: the header cannot be read ({error}). Save the file as CSV (UTF-8)."
    named = encoding or "UTF-8"
    return (
        f"{path}: not all of it is {named} text. Save it as CSV (UTF-8), or name its encoding "
        "(encoding: cp1252 in source.yaml)."
    )


def read_json_lines(path: Path) -> RawTable:
    """The rows of a JSON-lines file, one object a line; the header is every key in order of first use.

    Raises SourceError when a line is no object.
    """
    keys: dict[str, None] = {}
    for _, record in _objects(path):
        keys.update(dict.fromkeys(record))
    if not keys:
        raise SourceError(f"{path}: the file is empty. Write one JSON object a line.")
    header = tuple(keys)
    rows = ((tuple(record.get(key) for key in header), f"{path.name} line {line}") for line, record in _objects(path))
    return RawTable(str(path), header, rows, header_at="line 1")


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(_lines(stream, path), start=1):
                if line.strip():
                    yield number, _object(line, path, number)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Check the path and its permissions.") from None
    except UnicodeError:
        raise SourceError(f"{path}: not all of it is UTF-8 text. Save it as UTF-8.") from None


def _lines(stream: io.TextIOBase | TextIO, path: Path) -> Iterable[str]:
    limit = 10 * MAX_CELL
    number = 0
    while line := stream.readline(limit):
        number += 1
        if len(line) >= limit:
            raise SourceError(f"{path}:{number}: the line is longer than {limit:,} characters. Shorten its texts.")
        yield line


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        reason = (
            error.msg if isinstance(error, json.JSONDecodeError) else "it holds NaN, Infinity or too deep nesting"
        )
        raise SourceError(f"{path}:{number}: not a JSON object ({reason}). Write one object a line.") from None
    if not isinstance(record, dict):
        raise SourceError(f"{path}:{number}: not a JSON object. Write one object a line.")
    return record


def _refuse(name: str) -> None:
    raise ValueError(name)
