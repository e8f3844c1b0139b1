"""Formulas of the neutral workbook as Excel's: names of columns become cells and ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qbrgen.errors import RenderError
from qbrgen.story.workbook import Sheet, SheetColumn

_NAME = re.compile(r"{(?:(\w+):)?(\w+)}")


class Places:
    """Where the columns of each sheet stand; `first_row` is the first row of data on every sheet, from zero."""

    def __init__(self, sheets: Sequence[Sheet], tabs: Mapping[str, str], first_rows: Mapping[str, int]) -> None:
        self.sheets = {sheet.key: sheet for sheet in sheets}
        self.tabs = tabs
        self.first_rows = first_rows
        self.columns = {
            sheet.key: {column.key: number for number, column in enumerate(sheet.columns)} for sheet in sheets
        }

    def formula(self, expression: str, sheet: Sheet, row: int) -> str:
        """The expression as it stands in a cell of that row (from zero); raises RenderError for an unknown name."""
        return "=" + _NAME.sub(lambda found: self._place(found, sheet, row), expression)

    def own(self, sheet: Sheet, column: SheetColumn) -> str:
        """All cells of a column, for a formula on the same sheet."""
        return self._cells(sheet.key, column.key)

    def _cells(self, sheet: str, key: str) -> str:
        from xlsxwriter.utility import xl_range_abs

        first, column = self.first_rows[sheet], self.columns[sheet][key]
        return str(xl_range_abs(first, column, first + max(len(self.sheets[sheet].rows), 1) - 1, column))

    def _place(self, found: re.Match[str], sheet: Sheet, row: int) -> str:
        from xlsxwriter.utility import xl_rowcol_to_cell

        of, key = found[1] or sheet.key, found[2]
        if of not in self.columns or key not in self.columns[of]:
            raise RenderError(f"a formula on sheet '{sheet.key}' names {found[0]}, which is no column. Correct it.")
        if found[1] is None:
            return str(xl_rowcol_to_cell(row, self.columns[of][key], col_abs=True))
        cells = self._cells(of, key)
        return cells if of == sheet.key else f"'{self.tabs[of].replace(chr(39), chr(39) * 2)}'!{cells}"
