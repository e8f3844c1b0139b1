"""The sign-off sheet as a workbook: protected except for the answers, with lists and hints where they are given."""

from __future__ import annotations

import io
from datetime import datetime, time
from decimal import Decimal
from math import ceil
from typing import Any

from qbrgen.ledger.sheet import (
    AMOUNT,
    ANSWER,
    ANSWERS,
    COLUMNS,
    COMMENT,
    CORRECTION,
    HEAD_ROW,
    REFERENCE,
    TAB,
    SignOffSheet,
)
from qbrgen.renderers.package import read_package, write_package
from qbrgen.renderers.workbook.formats import number_format
from qbrgen.settings import Settings
from qbrgen.value.figure import money

_WIDTHS = (28, 20, 31, 33, 15, 19, 34, 14, 18, 34, 27)
_LETTER = ("US", "CA", "MX", "CO", "PH", "CL")
_PAPER_LETTER, _PAPER_A4 = 1, 9
_TEAL, _TEXT, _SOFT, _LINE, _PALE, _AMBER = "#0B4F4F", "#1F2933", "#616E7C", "#D5DADF", "#E6F2F1", "#FCE8C8"
_BASE = {"font_name": "Calibri", "font_size": 11, "font_color": _TEXT, "valign": "top"}
_BODY = {**_BASE, "text_wrap": True, "bottom": 1, "bottom_color": _LINE}
_LEFT = {"align": "left", "indent": 1}
_OPEN = {**_BODY, "locked": False, "bg_color": _PALE, "border": 1, "border_color": _LINE}
_LONGEST_COMMENT = 1000
_LARGEST = 10**15
_LINE_HEIGHT = 15


def render(sheet: SignOffSheet, settings: Settings) -> bytes:
    """The .xlsx of a sign-off sheet; the same sheet gives the same bytes."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    plain = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    book = Workbook(out, {"in_memory": True} | dict.fromkeys(plain, False))
    created = datetime.combine(sheet.as_of, time())
    book.set_properties({"title": sheet.cells()[0, 0], "author": settings.author, "created": created})
    _Page(book, sheet).write()
    book.close()
    return write_package(read_package(out.getvalue(), "the sign-off sheet"))


class _Page:
    """The one sheet of the workbook."""

    def __init__(self, book: Any, sheet: SignOffSheet) -> None:
        self.book, self.sheet = book, sheet
        self.page = book.add_worksheet(TAB)
        self.last = HEAD_ROW + len(sheet.questions)

    def write(self) -> None:
        """Fills the page."""
        page, head = self.page, HEAD_ROW
        page.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        for (row, column), content in self.sheet.cells().items():
            look = self._look(row, column)
            if isinstance(content, Decimal):
                page.write_number(row, column, float(content), look)
            else:
                page.write_string(row, column, content, look)
        page.set_row(0, 26)
        page.set_row(head, 34)
        for row in range(head + 1, self.last + 1):
            self._answers(row)
            page.set_row(row, self._height(row))
        self._rules()
        page.freeze_panes(head + 1, 1)
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        page.set_selection(head + 1, ANSWER, head + 1, ANSWER)
        self._printing()

    def _look(self, row: int, column: int) -> Any:
        if row == 0:
            return self.book.add_format({**_BASE, "bold": True, "font_size": 18, "font_color": _TEAL})
        if row < HEAD_ROW:
            return self.book.add_format({**_BASE, "font_color": _TEXT if row in (2, 3) else _SOFT})
        if row == HEAD_ROW:
            side = {"align": "right"} if column in (AMOUNT, CORRECTION) else _LEFT if column else {}
            back = "#8A5A00" if column in (ANSWER, CORRECTION, COMMENT) else _TEAL
            return self.book.add_format(
                {**_BASE, "bold": True, "font_color": "#FFFFFF", "bg_color": back, "text_wrap": True,
                 "valign": "vcenter", **side}
            )  # fmt: skip
        if column == AMOUNT:
            return self.book.add_format({**_BODY, "bold": True, "num_format": self._money(row)})
        small = {"font_size": 8, "font_color": _SOFT} if column == REFERENCE else {}
        lead = {"bold": True} if column == 0 else _LEFT
        return self.book.add_format({**_BODY, **lead, **small})

    def _money(self, row: int) -> str:
        asked = self.sheet.questions[row - HEAD_ROW - 1]
        cents = asked.amount is not None and asked.amount != asked.amount.to_integral_value()
        return number_format(money(asked.currency), self.sheet.locale, cents=cents)

    def _answers(self, row: int) -> None:
        asked = self.sheet.questions[row - HEAD_ROW - 1]
        page, given = self.page, self.sheet.cells()
        for column in range(REFERENCE + 1):
            if (row, column) not in given and column not in (ANSWER, CORRECTION, COMMENT):
                page.write_blank(row, column, None, self.book.add_format(_BODY))
        page.write_blank(row, ANSWER, None, self.book.add_format({**_OPEN, **_LEFT, "bold": True}))
        page.write_blank(row, COMMENT, None, self.book.add_format({**_OPEN, **_LEFT}))
        words = list(ANSWERS) if asked.amount is not None else [each for each in ANSWERS if each != "Correct"]
        page.data_validation(row, ANSWER, row, ANSWER, {
            "validate": "list", "source": words, "error_title": "Not one of the answers",
            "error_message": f"Choose {', '.join(words[:-1])} or {words[-1]}.",
        })  # fmt: skip
        page.data_validation(row, COMMENT, row, COMMENT, {
            "validate": "length", "criteria": "<=", "value": _LONGEST_COMMENT, "error_title": "Too long",
            "error_message": "Write a shorter comment, please.",
        })  # fmt: skip
        if asked.amount is None:
            page.write_blank(row, CORRECTION, None, self.book.add_format(_BODY))
            return
        look = {**_OPEN, "num_format": number_format(money(asked.currency), self.sheet.locale, cents=True)}
        page.write_blank(row, CORRECTION, None, self.book.add_format(look))
        page.data_validation(row, CORRECTION, row, CORRECTION, {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _LARGEST,
            "error_title": "Not an amount", "error_message": f"Write the amount in {asked.currency} as a number.",
        })  # fmt: skip

    def _height(self, row: int) -> float:
        # A row whose height is left open is cut off by viewers that do not measure wrapped text.
        cells = self.sheet.cells()
        lines = [1]
        for column, width in enumerate(_WIDTHS):
            room = width * (1.4 if column == REFERENCE else 1.05) - 1
            words = str(cells.get((row, column), ""))
            lines.append(sum(max(1, ceil(len(line) / room)) for line in words.split("\n")))
        return min(400, max(lines) * _LINE_HEIGHT + 5)

    def _rules(self) -> None:
        """An answer that lacks its amount or its reason is shown."""
        wanting = self.book.add_format({"bg_color": _AMBER})
        first, last = HEAD_ROW + 1, self.last
        for answer, column in (("Correct", CORRECTION), ("Dispute", COMMENT)):
            letter, lacking = "ABCDEFGHIJK"[ANSWER], "ABCDEFGHIJK"[column]
            rule = f'=AND(${letter}{first + 1}="{answer}",${lacking}{first + 1}="")'
            self.page.conditional_format(
                first, column, last, column, {"type": "formula", "criteria": rule, "format": wanting}
            )

    def _printing(self) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(_PAPER_LETTER if self.sheet.locale[-2:].upper() in _LETTER else _PAPER_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)
        page.print_area(0, 0, self.last, len(COLUMNS) - 1)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        vendor = self.sheet.vendor.replace("&", "&&")[:80]
        page.set_footer(f"&L&9{vendor}&R&9Page &P of &N")
