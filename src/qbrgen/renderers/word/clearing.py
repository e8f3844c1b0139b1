"""What is left of tags whose fields this story does not have: emptied paragraphs, rows, tables and controls."""

from __future__ import annotations

from lxml import etree

from qbrgen.renderers.word.template import TAGGED
from qbrgen.renderers.word.xml import Element, remove, w

# What makes a paragraph worth keeping without words.
_CONTENT = tuple(map(w, ("drawing", "pict", "object", "fldChar", "fldSimple", "sectPr", "footnoteReference")))


def clear(root: Element) -> None:
    """Take out what tags left empty; what a designer left empty stays."""
    for paragraph in list(root.iter(w("p"))):
        if paragraph.attrib.pop(TAGGED, None) and not _says_something(paragraph):
            remove(paragraph)
    for table in list(root.iter(w("tbl"))):
        _clear_table(table)
    for control in reversed(list(root.iter(w("sdt")))):
        content = control.find(w("sdtContent"))
        if content is None or not len(content):
            remove(control)
    for cell in root.iter(w("tc")):
        _end_with_paragraph(cell)


def _clear_table(table: Element) -> None:
    had_tags = table.attrib.pop(TAGGED, None) is not None
    rows = table.findall(w("tr"))
    tagged = [row for row in rows if row.attrib.pop(TAGGED, None) is not None]
    for row in rows:
        if not row.findall(w("tc")) and row.find(w("sdt")) is None:
            remove(row)
    if had_tags and not any(_says_something(row) for row in tagged):
        remove(table)


def _says_something(element: Element) -> bool:
    if any((text.text or "").strip() for text in element.iter(w("t"))):
        return True
    return next(element.iter(*_CONTENT), None) is not None


def _end_with_paragraph(cell: Element) -> None:
    """Word asks for a paragraph at the end of each cell; where the content needs none it is made flat."""
    if len(cell) and cell[-1].tag == w("p"):
        return
    last = etree.SubElement(cell, w("p"))
    if next((child for child in cell if child.tag in (w("tbl"), w("sdt"))), None) is not None:
        properties = etree.SubElement(last, w("pPr"))
        spacing = etree.SubElement(properties, w("spacing"))
        for key, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
            spacing.set(w(key), value)
