"""The workbook inside a native chart: what people and spreadsheets read in it is what was put there."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from qbrgen.charts.native.book import book_of
from qbrgen.charts.native.grid import Column
from tests.office import assert_office_clean

TEXTS = ("Before", "<r>&</r>", '=1+1 "x"', " spaces at both ends ", "two\nlines", "_x0041_", "案件 🚀", "", "Before")
COLUMNS = (
    Column("A", "Measured", TEXTS),
    Column("B", "Value", (Decimal("0.1"), Decimal(-30), None, Decimal("1E+3"), Decimal("83.33333333333333333"))),
    Column("C", "Date", (date(2026, 9, 30), None, date(2024, 2, 29))),
)


def test_openpyxl_reads_the_cells_as_they_were_given() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(book_of(COLUMNS)))["Chart"]
    assert [cell.value for cell in sheet[1]] == ["Measured", "Value", "Date"]
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.freeze_panes == "B2"
    texts = [sheet.cell(row, 1).value for row in range(2, len(TEXTS) + 2)]
    assert texts == list(TEXTS)
    assert [sheet.cell(row, 2).value for row in range(2, 7)] == [
        0.1,
        -30,
        None,
        1000,
        pytest.approx(83.3333333333333),
    ]
    assert [sheet.cell(row, 3).value for row in (2, 3, 4)] == [datetime(2026, 9, 30), None, datetime(2024, 2, 29)]  # noqa: DTZ001
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_calamine_reads_the_cells_as_they_were_given() -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book_of(COLUMNS))).get_sheet_by_name("Chart").to_python()
    assert [row[0] for row in rows[1:]] == list(TEXTS)
    assert [row[2] for row in rows[1:4]] == [date(2026, 9, 30), "", date(2024, 2, 29)]


def test_a_text_of_any_length_and_sign_leaves_a_book_that_opens() -> None:
    hostile = Column("A", "\x00\x0b\uffff", ("a" * 40_000, "\x1f"))
    assert_office_clean(book_of([hostile]), "book.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book_of([hostile]))).get_sheet_by_name("Chart").to_python()
    assert len(str(rows[1][0])) == 32_767


@pytest.mark.slow
def test_the_book_is_clean_and_the_same_every_time() -> None:
    made = book_of(COLUMNS)
    assert made == book_of(COLUMNS)
    assert_office_clean(made, "book.xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
