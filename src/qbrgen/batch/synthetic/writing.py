"""Made-up accounts as files: a YAML file each, a folder of tables, or a workbook."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from qbrgen.model import Account
from qbrgen.output import store
from qbrgen.sources.disassemble import Cells, disassemble
from qbrgen.sources.layout import ACCOUNT_ID, tables
from qbrgen.sources.workbook_out import write_workbook

# What reads as text in YAML without quotes, and as nothing else.
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9 _./@()+-]*(?<! )")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def write_yaml(accounts: Iterable[Account], folder: Path) -> Iterator[Path]:
    """Writes a file for each account, one by one."""
    for account in accounts:
        text = "".join(_lines(account.model_dump(exclude_defaults=True), ""))
        yield store(folder / f"{account.id}.yaml", text.encode())


def write_tables(accounts: Iterable[Account], folder: Path) -> Iterator[Path]:
    """Writes a CSV file for each table of the layout that has rows."""
    for name, rows in disassemble(accounts).items():
        if rows:
            yield store(folder / f"{name}.csv", _csv(rows, name).encode())


def write_book(accounts: Iterable[Account], path: Path, created: date) -> Iterator[Path]:
    """Writes one workbook."""
    yield store(path, write_workbook(disassemble(accounts), created))


def _csv(rows: Sequence[Cells], table: str) -> str:
    names = list(dict.fromkeys([ACCOUNT_ID, *(column.name for column in tables()[table].columns)]))
    used = [name for name in names if any(name in row for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, used, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, each in value.items():
        if isinstance(each, Mapping):
            if each:
                yield f"{indent}{key}:\n"
                yield from _lines(each, f"{indent}  ")
        elif isinstance(each, list | tuple):
            if each:
                yield f"{indent}{key}:\n"
                yield from _items(each, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_scalar(each)}\n"


def _items(values: Iterable[Any], indent: str) -> Iterator[str]:
    for each in values:
        if isinstance(each, Mapping):
            inner = "".join(_lines(each, f"{indent}  "))
            yield f"{indent}- {inner[len(indent) + 2 :]}"
        else:
            yield f"{indent}- {_scalar(each)}\n"


def _scalar(value: Any) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, date | Decimal | int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and _BARE.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
