"""The pieces a Word template is laid out from: tagged paragraphs, tables, content controls, block patterns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from docx_styles import TABLE_STYLE

# A4 less its margins, in twentieths of a point.
PAGE, MARGINS = (11906, 16838), (1020, 1134, 964, 1134)  # width, height; top, right, bottom, left
TEXT_WIDTH = PAGE[0] - MARGINS[1] - MARGINS[3]
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


class Page:
    """Adds paragraphs, tables and controls to a container of the document, in order."""

    def __init__(self, document: Any, container: Any) -> None:
        self.document = document
        self.container = container

    def line(self, words: str, style: str = "Body Text", *, keep_next: bool = False, new_page: bool = False) -> Any:
        """A paragraph in a style, holding words or tags."""
        paragraph = self.document.add_paragraph(words, style=style)
        if keep_next:
            paragraph.paragraph_format.keep_with_next = True
        if new_page:
            paragraph.paragraph_format.page_break_before = True
        self._append(paragraph._p)
        return paragraph

    def tag(self, words: str) -> None:
        """A paragraph that is only a tag: it leaves nothing in the document."""
        self.line(words, "Normal")

    def control(self, tag: str, name: str, fill: Callable[[Page], None]) -> None:
        """A content control around what `fill` adds; its tag names the block that stands in it."""
        sdt: Any = parse_xml(
            f'<w:sdt {nsdecls("w")} xmlns:w15="{W15}"><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val=""/>'
            '<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent/></w:sdt>'
        )
        sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").set(qn("w:val"), tag)
        self._append(sdt)
        fill(Page(self.document, sdt.find(qn("w:sdtContent"))))

    def looped_table(
        self, columns: str, heading: str | None, rows: str, cell: Callable[[Page], None], *, foot: bool = False
    ) -> None:
        """A table whose columns and rows come from loops; `columns` and `rows` are `name in field`.

        Without `heading` there is one row and no header; `foot` lets its cells stand on one line at their foot.
        """
        height = 4 if heading else 1
        table = self._table(height, 3, header=heading is not None)
        if heading:
            _cells(table.rows[0], f"{{%tc for {columns} %}}", heading, "{%tc endfor %}", "Table Heading")
            for number, words in ((1, f"{{%tr for {rows} %}}"), (3, "{%tr endfor %}")):
                _text(table.rows[number].cells[0], words, "Table Text")
        body = table.rows[2 if heading else 0]
        over = f"cell in {rows.split(' in ', maxsplit=1)[0]}" if heading else columns
        _cells(body, f"{{%tc for {over} %}}", "", "{%tc endfor %}", "Table Text")
        if foot:
            body.cells[1].vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        self.inside(body.cells[1], cell)

    def table(
        self, header: Sequence[str], widths: Sequence[int], rows: str, cells: Sequence[Callable[[Page], None]]
    ) -> None:
        """A table of fixed columns over a loop; widths in twentieths of a point."""
        table = self._table(4, len(header), header=True, widths=widths)
        for cell, words in zip(table.rows[0].cells, header, strict=True):
            _text(cell, words, "Table Heading")
        for number, words in ((1, f"{{%tr for {rows} %}}"), (3, "{%tr endfor %}")):
            _text(table.rows[number].cells[0], words, "Table Text")
        for cell, fill in zip(table.rows[2].cells, cells, strict=True):
            self.inside(cell, fill)

    def side_by_side(self, widths: Sequence[int], *fills: Callable[[Page], None]) -> None:
        """Places next to each other, in a table without lines; widths in twentieths of a point."""
        table = self._table(1, len(fills), header=False, widths=widths)
        for cell, fill in zip(table.rows[0].cells, fills, strict=True):
            self.inside(cell, fill)

    def inside(self, cell: Any, fill: Callable[[Page], None]) -> None:
        """What `fill` adds becomes the content of the cell."""
        for old in list(cell._tc.iterchildren(qn("w:p"))):
            cell._tc.remove(old)
        fill(Page(self.document, cell._tc))
        if cell._tc[-1].tag != qn("w:p"):
            self.document_paragraph(cell)

    def document_paragraph(self, cell: Any) -> None:
        """The paragraph that ends a cell."""
        paragraph = self.document.add_paragraph("", style="Spacer")
        cell._tc.append(paragraph._p)

    def _table(self, rows: int, columns: int, *, header: bool, widths: Sequence[int] = ()) -> Any:
        table = self.document.add_table(rows, columns, style=TABLE_STYLE if header else None)
        properties = table._tbl.tblPr
        for old in (*properties.findall(qn("w:tblLook")), *properties.findall(qn("w:tblW"))):
            properties.remove(old)
        width = OxmlElement("w:tblW")
        width.set(qn("w:w"), str(sum(widths) or 5000))
        width.set(qn("w:type"), "dxa" if widths else "pct")
        properties.append(width)
        layout = OxmlElement("w:tblLayout")
        layout.set(qn("w:type"), "fixed")
        properties.append(layout)
        if not header:
            properties.append(
                parse_xml(
                    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="170" w:type="dxa"/>'
                    "</w:tblCellMar>"
                )
            )
        look = OxmlElement("w:tblLook")
        look.set(qn("w:val"), "0020" if header else "0000")
        look.set(qn("w:firstRow"), "1" if header else "0")
        for name in ("lastRow", "firstColumn", "lastColumn"):
            look.set(qn(f"w:{name}"), "0")
        for name in ("noHBand", "noVBand"):
            look.set(qn(f"w:{name}"), "1")
        properties.append(look)
        for order, name in enumerate(("tblStyle", "tblW", "tblLayout", "tblCellMar", "tblLook")):
            for child in properties.findall(qn(f"w:{name}")):
                properties.remove(child)
                properties.insert(order, child)
        for column, value in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=False):
            column.set(qn("w:w"), str(value))
        for row in table.rows:
            for cell, value in zip(row.cells, widths, strict=False):
                cell.width = value * 635
        if header:
            marks = table.rows[0]._tr.get_or_add_trPr()
            for name in ("cantSplit", "tblHeader"):
                marks.append(OxmlElement(f"w:{name}"))
        self._append(table._tbl)
        return table

    def _append(self, element: Any) -> None:
        if element.getparent() is not None:
            element.getparent().remove(element)
        last = self.container[-1] if len(self.container) else None
        if last is not None and last.tag == qn("w:sectPr"):
            last.addprevious(element)
        else:
            self.container.append(element)


def _cells(row: Any, first: str, middle: str, last: str, style: str) -> None:
    for cell, words in zip(row.cells, (first, middle, last), strict=True):
        _text(cell, words, style)


def _text(cell: Any, words: str, style: str) -> None:
    cell.paragraphs[0].text = words
    cell.paragraphs[0].style = style


def show(name: str) -> str:
    """The tag that shows a block in the pattern of its kind."""
    return f"{{{{p show({name}) }}}}"


def patterns(page: Page) -> None:
    """How each kind of block looks, at the end of a template, where a designer finds and restyles it."""

    def fill(inside: Page) -> None:
        inside.line(f"{{#p {_HINT} #}}", "Source")
        inside.tag("{%p macro show(block) %}")
        for place, (kind, name, layout) in enumerate(_PATTERNS):
            inside.tag(f'{{%p {"elif" if place else "if"} block.kind == "{kind}" %}}')
            inside.control("{{ block.tag }}", name, layout)
        inside.tag("{%p endif %}")
        inside.tag("{%p endmacro %}")
        _several(inside)

    page.control("patterns", "Patterns", fill)


def _several(page: Page) -> None:
    """Blocks below each other; two or three charts next to each other, one chart next to the list that reads it."""
    page.tag("{%p macro show_all(blocks) %}")
    page.tag("{%p set shown = blocks | list %}")
    page.tag('{%p set charts = shown | selectattr("kind", "equalto", "chart") | list %}')
    page.tag(
        '{%p if charts | length == 1 and shown | length == 2 and shown[0].kind == "chart" '
        'and shown[1].kind == "bullets" %}'
    )
    half = TEXT_WIDTH * 58 // 100
    page.side_by_side(
        (half, TEXT_WIDTH - half),
        lambda inside: inside.tag(show("shown[0]")),
        lambda inside: inside.tag(show("shown[1]")),
    )
    page.tag("{%p else %}")
    page.tag("{%p for block in shown %}")
    page.tag('{%p if block.kind != "chart" or charts | length == 1 or charts | length > 3 %}')
    page.tag(show("block"))
    page.tag("{%p elif block is sameas charts[0] %}")
    page.looped_table("chart in charts", None, "", lambda inside: inside.tag(show("chart")), foot=True)
    page.tag("{%p endif %}")
    page.tag("{%p endfor %}")
    page.tag("{%p endif %}")
    page.tag("{%p endmacro %}")


def show_all(blocks: str) -> str:
    """The tag that shows several blocks in their patterns."""
    return f"{{{{p show_all({blocks}) }}}}"


def _paragraph(page: Page) -> None:
    styles = (
        ("lead", "Lead"),
        ("caution", "Callout Caution"),
        ("missing", "Callout Missing"),
        ("ask", "Callout Ask"),
    )
    for place, (tone, style) in enumerate(styles):
        page.tag(f'{{%p {"elif" if place else "if"} block.tone == "{tone}" %}}')
        page.line("{{ block }}", style)
    page.tag("{%p else %}")
    page.line("{{ block }}", "Body Text")
    page.tag("{%p endif %}")


def _bullets(page: Page) -> None:
    page.line("{{ block.heading }}", "heading 3")
    for opening, style in (("{%p if block.ordered %}", "List Number"), ("{%p else %}", "List Bullet")):
        page.tag(opening)
        page.tag("{%p for item in block %}")
        page.line("{{ item }}", style)
        page.tag("{%p endfor %}")
    page.tag("{%p endif %}")


def _key_figures(page: Page) -> None:
    def cell(inside: Page) -> None:
        inside.tag("{%p if figure.value | length > 12 %}")
        inside.line("{{ figure.value }}", "Key Figure Text")
        inside.tag("{%p else %}")
        inside.line("{{ figure.value }}", "Key Figure")
        inside.tag("{%p endif %}")
        inside.line("{{ figure.label }}", "Key Figure Label")
        inside.line("{{ figure.status }}", "Key Figure Label")
        inside.line("{{ figure.comparison }}", "Key Figure Note")

    page.looped_table("figure in block", None, "", cell)
    page.line("", "Spacer")


def _table(page: Page) -> None:
    page.line("{{ block.caption }}", "caption")
    page.looped_table(
        "column in block.columns",
        "{{ column }}",
        "row in block.rows",
        lambda inside: inside.line("{{ cell }}", "Table Text"),
    )
    page.line("", "Spacer")


def _chart(page: Page) -> None:
    page.line("{{ block.caption }}", "caption")
    page.line("{{ block.picture }}", "Figure")
    page.line("{{ block.source }}", "Source")


def _quotation(page: Page) -> None:
    page.line("“{{ block.words }}”", "Quote")
    page.line("{{ block.by }}", "Quote Source")


def _timeline(page: Page) -> None:
    def what(inside: Page) -> None:
        inside.line("{{ entry.what }}", "Table Text")
        inside.line("{{ entry.detail }}", "Table Detail")

    cells: Sequence[Callable[[Page], None]] = (
        lambda inside: inside.line("{{ entry.when }}", "Table Text"),
        what,
        lambda inside: inside.line("{{ entry.status }}", "Table Text"),
    )
    variants = (
        ("{%p if block.has_status %}", ("When", "What", "Status"), (1650, TEXT_WIDTH - 3450, 1800)),
        ("{%p else %}", ("When", "What"), (1650, TEXT_WIDTH - 1650)),
    )
    for opening, header, widths in variants:
        page.tag(opening)
        page.table(header, widths, "entry in block", cells[: len(header)])
    page.tag("{%p endif %}")
    page.line("", "Spacer")


_HINT = "How each kind of block looks. Restyle what stands here, and every block of that kind follows."
_PATTERNS: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("paragraph", "Paragraph", _paragraph),
    ("bullets", "List", _bullets),
    ("key_figures", "Key figures", _key_figures),
    ("table", "Table", _table),
    ("chart", "Chart", _chart),
    ("quotation", "Quotation", _quotation),
    ("timeline", "Timeline", _timeline),
)
