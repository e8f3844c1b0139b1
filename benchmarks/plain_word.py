"""The Word script a user would write instead: docxtpl on a template whose words, rows and pictures are tags."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.shared import Inches
from docxtpl import DocxTemplate, InlineImage
from lxml import etree

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_BODY = "word/document.xml"
_RELATIONS = "word/_rels/document.xml.rels"


@dataclass(frozen=True)
class Equal:
    """A template equal to a finished document, and what fills it."""

    template: bytes
    paragraphs: list[str]
    tables: list[list[list[str]]]
    pictures: int


def equal_to(document: bytes) -> Equal:
    """The document with tags in place of its words, its tables' rows and its pictures; styles and parts stay."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[_BODY])
    tables = [_table(table, number) for number, table in enumerate(_outermost(root))]
    pictures = _pictures(root)
    paragraphs: list[str] = []
    for paragraph in root.iter(_w("p")):
        texts = list(paragraph.iter(_w("t")))
        words = "".join(text.text or "" for text in texts)
        if words.strip() and not any(True for _ in paragraph.iterancestors(_w("tbl"))) and "{{" not in words:
            texts[0].text = f"{{{{ paragraphs[{len(paragraphs)}] }}}}"
            for text in texts[1:]:
                text.text = ""
            paragraphs.append(words)
    parts[_BODY] = _dump(root)
    parts[_RELATIONS] = _without_pictures(parts[_RELATIONS])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            if not name.startswith("word/media/"):
                package.writestr(name, data)
    return Equal(out.getvalue(), paragraphs, tables, pictures)


def make(equal: Equal, draw: Callable[[int], io.BytesIO], width: float) -> bytes:
    """The document: the template read, filled and saved, as the documentation of docxtpl does it."""
    template = DocxTemplate(io.BytesIO(equal.template))
    images = [InlineImage(template, draw(number), width=Inches(width)) for number in range(equal.pictures)]
    template.render({"paragraphs": equal.paragraphs, "tables": equal.tables, "images": images}, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _w(name: str) -> str:
    return f"{{{_WORD}}}{name}"


def _outermost(root: Any) -> list[Any]:
    return [table for table in root.iter(_w("tbl")) if next(table.iterancestors(_w("tbl")), None) is None]


def _table(table: Any, number: int) -> list[list[str]]:
    """The table with a loop in place of its rows after the first; returns the words of those rows."""
    rows = table.findall(_w("tr"))
    if len(rows) < 2 or next(table.iter(f"{{{_DRAWING}}}inline"), None) is not None:
        return []
    words = [[_words(cell) for cell in row.iter(_w("tc"))] for row in rows[1:]]
    pattern = rows[1]
    for at, cell in enumerate(pattern.iter(_w("tc"))):
        _say(cell, f"{{{{ row[{at}] }}}}")
    for row in rows[2:]:
        table.remove(row)
    for place, tag in ((1, f"{{%tr for row in tables[{number}] %}}"), (3, "{%tr endfor %}")):
        control = copy.deepcopy(pattern)
        for at, cell in enumerate(control.iter(_w("tc"))):
            _say(cell, tag if at == 0 else "")
        table.insert(table.index(rows[0]) + place, control)
    return words


def _words(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(_w("t")))


def _say(cell: Any, words: str) -> None:
    texts: Sequence[Any] = list(cell.iter(_w("t")))
    if not texts:
        run = etree.SubElement(next(cell.iter(_w("p"))), _w("r"))
        texts = [etree.SubElement(run, _w("t"))]
    texts[0].text = words
    for text in texts[1:]:
        text.text = ""


def _pictures(root: Any) -> int:
    """Each drawing becomes a tag of its own."""
    drawings = list(root.iter(_w("drawing")))
    for number, drawing in enumerate(drawings):
        run = drawing.getparent()
        run.remove(drawing)
        etree.SubElement(run, _w("t")).text = f"{{{{ images[{number}] }}}}"
    return len(drawings)


def _without_pictures(relations: bytes) -> bytes:
    rows = etree.fromstring(relations)
    for row in list(rows):
        if row.get("Type", "").endswith("/image"):
            rows.remove(row)
    return _dump(rows)


def _dump(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
