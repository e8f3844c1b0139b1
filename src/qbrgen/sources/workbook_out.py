"""Writes accounts as a workbook of the tabular layout; without accounts it is the starter a person fills in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from qbrgen.sources.disassemble import Cells, disassemble
from qbrgen.sources.layout import ACCOUNT_ID, CellKind, Column, Table, tables

EXAMPLE = "example"
_ROWS_WITH_LISTS = 2000  # drop-downs reach this far down
_EXACT_DIGITS = 15  # a spreadsheet's numbers hold no more; longer ones are written as text
_FORMATS = {
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.MONTH: "yyyy-mm",
    CellKind.NUMBER: "#,##0.########",
    CellKind.INTEGER: "#,##0",
    CellKind.TEXT: "@",
    CellKind.CHOICE: "@",
    CellKind.CHOICES: "@",
    CellKind.FLAG: "@",
}
_READ_ME = (
    "How to use this workbook",
    "One sheet holds one kind of record; every row names its account in account_id. Start with the sheet Accounts.",
    "Columns with a dark heading are needed in every row; the others are filled where you know the answer.",
    "Point at a heading to read what belongs there. Cells with a list offer their choices.",
    "The grey row called 'example' shows how a row looks. It is not read: leave it, overwrite it or delete it.",
    "Dates are written as 2026-09-30 and months as 2026-09. Write plain numbers; percentages as 12.5, not 0.125.",
    "Sheets with a red tab, and columns with a red heading, are internal: they never reach a customer's document.",
    "Columns you add and sheets with other names are left alone. Sheets that stay empty may be deleted.",
)


def write_workbook(
    rows: Mapping[str, Sequence[Cells]], created: dt.date, examples: Mapping[str, Cells] | None = None
) -> bytes:
    """The .xlsx with one sheet a table of the layout; `examples` puts a grey example row in each.

    The same rows give the same bytes; texts that look like formulas stay texts.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "Accounts", "created": _midnight(created)})
    writer = _Writer(book)
    if examples is not None:
        writer.read_me()
    for table in tables().values():
        writer.sheet(table, rows.get(table.name, ()), None if examples is None else examples.get(table.name, {}))
    book.close()
    return out.getvalue()


def starter_workbook(created: dt.date) -> bytes:
    """An empty workbook with an example row in each sheet, taken from the sample accounts."""
    from qbrgen.resources import sample_path
    from qbrgen.sources.load import load

    examples: dict[str, Cells] = {}
    for name, cells in disassemble(loaded.account for loaded in load([sample_path("acme.yaml")])).items():
        if cells:
            examples[name] = cells[0]
    return write_workbook({}, created, examples)


class _Writer:
    """Formats are made once a book."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        head = {**base, "bold": True, "text_wrap": True, "border": 1, "border_color": "#D5DADF"}
        self.heads = {
            (True, False): book.add_format({**head, "bg_color": "#0B4F4F", "font_color": "#FFFFFF"}),
            (False, False): book.add_format({**head, "bg_color": "#DDEBEA", "font_color": "#1F2933"}),
            (True, True): book.add_format({**head, "bg_color": "#8C1D18", "font_color": "#FFFFFF"}),
            (False, True): book.add_format({**head, "bg_color": "#F7DEDC", "font_color": "#8C1D18"}),
        }
        self.plain = {kind: book.add_format({**base, "num_format": code}) for kind, code in _FORMATS.items()}
        self.grey = {
            kind: book.add_format({**base, "num_format": code, "font_color": "#616E7C", "italic": True})
            for kind, code in _FORMATS.items()
        }
        self.title = book.add_format({**base, "bold": True, "font_size": 18, "font_color": "#0B4F4F"})
        self.body = book.add_format({**base, "text_wrap": True, "font_size": 12})

    def read_me(self) -> None:
        sheet = self.book.add_worksheet("Read me")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, 2, 90)
        sheet.write_string(1, 1, _READ_ME[0], self.title)
        for row, line in enumerate(_READ_ME[1:], start=3):
            sheet.merge_range(row, 1, row, 2, line, self.body)
            sheet.set_row(row, 20)
        first = len(_READ_ME) + 4
        for row, table in enumerate(tables().values(), start=first):
            sheet.write_url(row, 1, f"internal:'{sheet_name(table)}'!A1", string=sheet_name(table))
            sheet.write_string(row, 2, table.meaning, self.body)

    def sheet(self, table: Table, rows: Sequence[Cells], example: Cells | None) -> None:
        sheet = self.book.add_worksheet(sheet_name(table))
        columns = _columns(table)
        if table.internal:
            sheet.set_tab_color("#8C1D18")
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 34)
        for position, column in enumerate(columns):
            internal = column.internal or table.internal
            sheet.write_string(0, position, column.name, self.heads[column.required, internal])
            sheet.write_comment(0, position, _note(column, internal=internal), {"x_scale": 2, "y_scale": 1.2})
            width = max(12, min(34, len(column.name) + 3))
            sheet.set_column(position, position, width, self.plain[column.kind])
            self._list(sheet, position, column)
        first = 1
        if example is not None:
            self._row(sheet, first, columns, {**example, ACCOUNT_ID: EXAMPLE}, self.grey)
            first += 1
        for number, cells in enumerate(rows, start=first):
            self._row(sheet, number, columns, cells, self.plain)

    def _list(self, sheet: Any, position: int, column: Column) -> None:
        choices = ["yes", "no"] if column.kind is CellKind.FLAG else list(column.choices)
        if choices and column.kind is not CellKind.CHOICES:
            rule = {
                "validate": "list",
                "source": choices,
                "error_title": "Not one of the choices",
                "error_message": f"Choose one of: {', '.join(choices)}"[:250],
            }
            sheet.data_validation(1, position, _ROWS_WITH_LISTS, position, rule)

    def _row(
        self, sheet: Any, number: int, columns: Sequence[Column], cells: Cells, formats: Mapping[CellKind, Any]
    ) -> None:
        for position, column in enumerate(columns):
            value = cells.get(column.name)
            if value is None:
                continue
            look = formats[column.kind]
            if column.kind is CellKind.MONTH:
                sheet.write_datetime(number, position, dt.datetime.fromisoformat(f"{str(value)[:7]}-01"), look)
            elif isinstance(value, dt.date):
                sheet.write_datetime(number, position, _midnight(value), look)
            elif isinstance(value, bool):
                sheet.write_string(number, position, "yes" if value else "no", look)
            elif isinstance(value, int | Decimal) and _is_exact(Decimal(value)):
                sheet.write_number(number, position, float(value), look)
            else:
                sheet.write_string(number, position, str(value), look)


def sheet_name(table: Table) -> str:
    """The sheet's name: the table's in words."""
    return table.name.replace("_", " ").capitalize()


def _columns(table: Table) -> tuple[Column, ...]:
    if table.name == "accounts":
        return table.columns
    key = Column(ACCOUNT_ID, (), CellKind.TEXT, required=True, meaning="The account_id of the sheet Accounts.")
    return (key, *table.columns)


def _note(column: Column, *, internal: bool) -> str:
    parts = [column.meaning]
    if column.choices:
        parts.append(f"One of: {', '.join(column.choices)}.")
    parts.append(f"Holds {column.kind}. {'Needed.' if column.required else 'May stay empty.'}")
    if internal:
        parts.append("Internal: never in a customer's document.")
    return "\n".join(parts)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _is_exact(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS and -30 < value.adjusted() < 300
