"""Accounts out of an Excel workbook as people leave it: extra columns, blank rows, title rows, hidden sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

from qbrgen.errors import Problem, SourceError
from qbrgen.sources.cells import PLAIN, Reading
from qbrgen.sources.delimited import RawTable
from qbrgen.sources.headers import folded, match_table, near_table
from qbrgen.sources.layout import ACCOUNT_ID, tables
from qbrgen.sources.raw import Raw
from qbrgen.sources.tabular import read_tables

WORKBOOKS = (".xlsx", ".xlsm")
_HEADER_WITHIN = 30  # title rows and notes above the header are passed over
_MAX_PACKED, _MAX_UNPACKED, _MAX_RATIO = 100 * 2**20, 1_000 * 2**20, 200
_EXAMPLE = "example"


def read_workbook(path: Path, reading: Reading = PLAIN) -> Iterator[Raw]:
    """The accounts in a workbook with one sheet a table, hidden sheets too; cells are named sheet!cell.

    Raises SourceError when it is no workbook, is encrypted, or would unpack to an absurd size; AccountInvalid
    when headings or rows cannot be used.
    """
    return read_tables(found_sheets(path), str(path), reading)


def found_sheets(path: Path) -> Iterator[tuple[str, RawTable]]:
    """The sheets of a workbook that are tables of the layout."""
    from python_calamine import CalamineError, CalamineWorkbook

    errors = _checked(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            if title := match_table(name):
                sheet = book.get_sheet_by_name(name)
                if table := _table(path, name, title, sheet, errors.get(name, {})):
                    yield title, table
            elif near := near_table(name):
                raise SourceError(f"{path}: no table is called '{name}'. Did you mean '{near}'? Rename the sheet.")
    except CalamineError as error:
        raise SourceError(f"{path}: not a workbook that can be read ({error}). Save it as .xlsx in Excel.") from None


def plain_rows(path: Path, sheet: str = "", header_row: int = 1) -> Iterator[list[Any]]:
    """The cells of one sheet (the first unless named) from its header row on, dates in ISO; for SQL.

    Raises SourceError as `read_workbook` does, and when there is no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _checked(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        if sheet and sheet not in book.sheet_names:
            raise SourceError(f"{path}: there is no sheet '{sheet}' (there: {', '.join(book.sheet_names)}).")
        found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
        for number, cells in enumerate(found.iter_rows(), start=1):
            if number >= header_row:
                yield [_plain(cell) for cell in cells]
    except CalamineError as error:
        raise SourceError(f"{path}: not a workbook that can be read ({error}). Save it as .xlsx in Excel.") from None


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook, in order; raises SourceError when it is none."""
    from python_calamine import CalamineError, CalamineWorkbook

    _checked(path)
    try:
        return list(CalamineWorkbook.from_path(str(path)).sheet_names)
    except CalamineError as error:
        raise SourceError(f"{path}: not a workbook that can be read ({error}). Save it as .xlsx in Excel.") from None


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def _table(path: Path, name: str, title: str, sheet: Any, errors: Mapping[str, str]) -> RawTable | None:
    """The sheet's rows below its header; None for a sheet without any cell."""
    if sheet.start is None:
        return None
    offset = int(sheet.start[1])
    rows = enumerate(sheet.iter_rows(), start=1)
    known = {ACCOUNT_ID, *(column.name for column in tables()[title].columns)}
    for number, cells in rows:
        names = [folded(cell) for cell in cells]
        if ACCOUNT_ID in names or sum(cell in known for cell in names) > 2:
            break
        if number >= _HEADER_WITHIN:
            raise SourceError(_no_header(path, name))
    else:
        raise SourceError(_no_header(path, name))
    addresses = tuple(column_letters(offset + position) for position in range(len(cells)))
    table = RawTable(str(path), tuple(str(cell) for cell in cells), iter(()), addresses, f"{name}!{number}")
    table.rows = _rows(name, rows, table)
    ours = {address for address, cell in zip(addresses, names, strict=True) if cell in known}
    for address, message in errors.items():
        if re.sub(r"\d", "", address) in ours:
            table.problems.append(
                Problem(
                    f"the formula gives {message}",
                    str(path),
                    cell=f"{name}!{address}",
                    remedy="Mend the formula or write the value.",
                )
            )
    return table


def _no_header(path: Path, name: str) -> str:
    return (
        f"{path}: sheet '{name}' has no header row with {ACCOUNT_ID} in its first {_HEADER_WITHIN} rows. "
        "Write the column names in one row ('qbrgen new --workbook book.xlsx' makes a workbook to start from)."
    )


def _rows(
    name: str, rows: Iterator[tuple[int, Sequence[Any]]], table: RawTable
) -> Iterator[tuple[Sequence[Any], str]]:
    position = (
        [folded(cell) for cell in table.header].index(ACCOUNT_ID) if ACCOUNT_ID in map(folded, table.header) else -1
    )
    for number, cells in rows:
        filled = [cell if cell != "" else None for cell in cells]
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in filled):
            continue
        # The starter workbook shows how a row looks; that row is nobody's account.
        if position >= 0 and folded(filled[position] or "") == _EXAMPLE:
            continue
        yield filled, f"{name}!{number}"


def column_letters(position: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _checked(path: Path) -> dict[str, dict[str, str]]:
    """Refuse what is no workbook or a zip bomb; give the cells that show an error, by sheet."""
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
        if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise SourceError(
                f"{path}: the workbook is encrypted or in Excel's format of before 2007. "
                "Remove its password and save it as .xlsx."
            )
        if path.stat().st_size > _MAX_PACKED:
            raise SourceError(f"{path}: the workbook is larger than 100 MB. Split it, or use a folder of CSV files.")
        with zipfile.ZipFile(path) as package:
            _refuse_bombs(path, package)
            return {name: _errors_in(package, part) for name, part in _sheet_parts(package)}
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Check the path and its permissions.") from None
    except (zipfile.BadZipFile, KeyError, expat.ExpatError, NotImplementedError):
        raise SourceError(f"{path}: not an Excel workbook, or a damaged one. Save it again as .xlsx.") from None


def _refuse_bombs(path: Path, package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > _MAX_UNPACKED or (unpacked > 50 * 2**20 and unpacked / packed > _MAX_RATIO) or len(entries) > 5000:
        raise SourceError(
            f"{path}: the workbook unpacks to {unpacked // 2**20} MB, which no book of accounts needs. "
            "Copy the cells into a new workbook."
        )


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets: dict[str, str] = {}
    for attributes in _elements(package.read("xl/_rels/workbook.xml.rels"), "Relationship"):
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for attributes in _elements(package.read("xl/workbook.xml"), "sheet"):
        part = targets.get(attributes.get("r:id", ""), "")
        if match_table(attributes.get("name", "")) and part in package.NameToInfo:
            yield attributes["name"], part


def _elements(content: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rsplit(":", 1)[-1] == wanted:
            found.append(attributes)

    def refuse(*_: object) -> None:
        raise expat.ExpatError("a workbook declares no entities")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    parser.Parse(content, True)
    return found


_ERROR_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*\st="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]{1,20})</v>'
)


def _errors_in(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    found: dict[str, str] = {}
    with package.open(part) as stream:
        rest = b""
        while block := stream.read(2**20):
            text = rest + block
            for match in _ERROR_CELL.finditer(text):
                found[match[1].decode()] = match[2].decode()
            rest = text[-400:]
    return found
