"""The XML names of PresentationML and how elements are made from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
NAMES = {"a": A, "p": P, "r": R, "c": C, "p14": P14}
_ROOT = {"a": A, "r": R, "p": P}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
Element = etree._Element


def parse(data: bytes) -> Element:
    """The root of the part; entities and networks are left alone. Raises XMLSyntaxError, ValueError."""
    found: Element = etree.fromstring(data, _PARSER)
    if found.getroottree().docinfo.doctype:
        raise ValueError("it declares a document type, which no Office file does")
    return found


def local_name(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1024)
def qualified(name: str) -> str:
    """`a:off` as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{NAMES[prefix]}}}{local}"


def add(
    parent: Element, name: str, attributes: Mapping[str, object] | None = None, text: str | None = None
) -> Element:
    """A new last child; attributes that are None are left out."""
    tag, names = _tag(name)
    element: Element = etree.SubElement(parent, tag, nsmap=names)
    if attributes:
        for key, value in attributes.items():
            if value is not None:
                element.set(qualified(key) if ":" in key else key, str(value))
    if text is not None:
        element.text = text
    return element


@lru_cache(maxsize=1024)
def _tag(name: str) -> tuple[str, dict[str, str] | None]:
    """The name as lxml writes it, and the prefix to declare where no root does."""
    prefix = name.split(":", maxsplit=1)[0]
    return qualified(name), None if prefix in _ROOT else {prefix: NAMES[prefix]}


def find(element: Element, path: str) -> Element | None:
    """The first element at the path, with the prefixes of NAMES."""
    found: Element | None = element.find(path, NAMES)
    return found


def find_all(element: Element, path: str) -> list[Element]:
    """Every element at the path."""
    return element.findall(path, NAMES)


def serialise(element: Element) -> bytes:
    """The part's bytes."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
