"""Names of WordprocessingML and the one safe parser."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """A WordprocessingML name as lxml writes it."""
    return f"{{{MAIN}}}{name}"


def parse(content: bytes | str) -> Element:
    """The root of an XML part; raises lxml's XMLSyntaxError, also for a document type: Office writes none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content.encode() if isinstance(content, str) else content, parser)
    if root.getroottree().docinfo.doctype:
        raise etree.XMLSyntaxError("it declares a document type", 0, 0, 0)
    return root


def dump(root: Element) -> bytes:
    """A part's bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def remove(element: Element) -> None:
    """The element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
