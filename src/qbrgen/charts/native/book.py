"""The workbook inside a native chart, written as the few parts that a sheet of words and numbers needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from html import escape

from qbrgen.archive import Packed, archive, packed, packed_once
from qbrgen.charts.native.grid import SHEET, Column, number_text, serial

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOLD, _DAY = 1, 2
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_FIXED = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/styles.xml": _STYLES,
}
# Widths as Excel counts them for 34 and 14 digits of the body face, its margins included.
_FIRST_WIDTH, _OTHER_WIDTH = "34.7109375", "14.7109375"
_VIEW = (
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" '
    'activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
)
_LONGEST = 32767
# Excel reads _x0041_ in a text as a sign, so a text that says it for itself is written in that way.
_READ_AS_SIGN = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def book_of(columns: Sequence[Column]) -> bytes:
    """The columns on one sheet as .xlsx; the same columns give the same bytes."""
    words: dict[str, int] = {}
    sheet = _sheet(columns, words)
    table = "".join(map(_item, words))
    shared = f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(words)}">{table}</sst>'
    made = (("xl/worksheets/sheet1.xml", packed(sheet.encode())), ("xl/sharedStrings.xml", packed(shared.encode())))
    return archive((*_fixed(), *made))


@cache
def _fixed() -> tuple[tuple[str, Packed], ...]:
    return tuple((name, packed_once(f"{_HEAD}{part}".encode())) for name, part in _FIXED.items())


def _sheet(columns: Sequence[Column], words: dict[str, int]) -> str:
    """The sheet; its texts are numbered in `words` as they come."""
    tall = 1 + max((len(column.cells) for column in columns), default=0)
    widths = f'<col min="1" max="1" width="{_FIRST_WIDTH}" customWidth="1"/>'
    if len(columns) > 1:
        widths += f'<col min="2" max="{len(columns)}" width="{_OTHER_WIDTH}" customWidth="1"/>'
    rows = "".join(f'<row r="{row}">{"".join(_row(columns, row, words))}</row>' for row in range(1, tall + 1))
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{columns[-1].letter}{tall}"/>{_VIEW}'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>{rows}</sheetData>'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
    )


def _row(columns: Sequence[Column], row: int, words: dict[str, int]) -> Iterator[str]:
    for column in columns:
        place = f"{column.letter}{row}"
        if row == 1:
            yield f'<c r="{place}" s="{_BOLD}" t="s"><v>{words.setdefault(column.heading, len(words))}</v></c>'
        elif row - 2 < len(column.cells):
            cell = column.cells[row - 2]
            if isinstance(cell, Decimal):
                yield f'<c r="{place}"><v>{number_text(cell)}</v></c>'
            elif isinstance(cell, date):
                yield f'<c r="{place}" s="{_DAY}"><v>{serial(cell)}</v></c>'
            elif cell is not None:
                yield f'<c r="{place}" t="s"><v>{words.setdefault(cell, len(words))}</v></c>'


def _item(words: str) -> str:
    written = _READ_AS_SIGN.sub(r"_x005F\1", words[:_LONGEST])
    written = escape(_UNPRINTED.sub(lambda sign: f"_x{ord(sign[0]):04X}_", written), quote=False)
    space = "" if written == written.strip() else ' xml:space="preserve"'
    return f"<si><t{space}>{written}</t></si>"
