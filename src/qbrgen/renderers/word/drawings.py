"""The markup around a chart that stands in a line of text: a picture, or an Office chart."""

from __future__ import annotations

from lxml import etree

from qbrgen.renderers.word.xml import DRAWING, MAIN, OFFICE_RELS, PICTURE, PLACED, Element, w

_EMU_PER_INCH = 914400
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SPACES = {"w": MAIN, "wp": PLACED, "a": DRAWING, "r": OFFICE_RELS}


def inline_picture(relation: str, name: str, alt: str, width: float, height: float) -> Element:
    """A picture of that size in inches; `relation` points at its file."""
    drawing, data = _inline(name, alt, width, height, PICTURE)
    shape = etree.SubElement(data, f"{{{PICTURE}}}pic", nsmap={"pic": PICTURE})
    names = etree.SubElement(shape, f"{{{PICTURE}}}nvPicPr")
    etree.SubElement(names, f"{{{PICTURE}}}cNvPr", id="0", name=name, descr=alt)
    etree.SubElement(names, f"{{{PICTURE}}}cNvPicPr")
    fill = etree.SubElement(shape, f"{{{PICTURE}}}blipFill")
    etree.SubElement(fill, f"{{{DRAWING}}}blip", {f"{{{OFFICE_RELS}}}embed": relation})
    etree.SubElement(etree.SubElement(fill, f"{{{DRAWING}}}stretch"), f"{{{DRAWING}}}fillRect")
    look = etree.SubElement(shape, f"{{{PICTURE}}}spPr")
    place = etree.SubElement(look, f"{{{DRAWING}}}xfrm")
    etree.SubElement(place, f"{{{DRAWING}}}off", x="0", y="0")
    etree.SubElement(place, f"{{{DRAWING}}}ext", _extent(width, height))
    outline = etree.SubElement(look, f"{{{DRAWING}}}prstGeom", prst="rect")
    etree.SubElement(outline, f"{{{DRAWING}}}avLst")
    return drawing


def inline_chart(relation: str, name: str, alt: str, width: float, height: float) -> Element:
    """An Office chart of that size in inches; `relation` points at its part."""
    drawing, data = _inline(name, alt, width, height, _CHART)
    etree.SubElement(data, f"{{{_CHART}}}chart", {f"{{{OFFICE_RELS}}}id": relation}, nsmap={"c": _CHART})
    return drawing


def _inline(name: str, alt: str, width: float, height: float, kind: str) -> tuple[Element, Element]:
    """The frame with its alt text, and the place for what it shows; ids are given when the part is complete."""
    drawing = etree.Element(w("drawing"), nsmap=_SPACES)
    inline = etree.SubElement(drawing, f"{{{PLACED}}}inline", distT="0", distB="0", distL="0", distR="0")
    etree.SubElement(inline, f"{{{PLACED}}}extent", _extent(width, height))
    etree.SubElement(inline, f"{{{PLACED}}}docPr", id="0", name=name, descr=alt)
    frame = etree.SubElement(inline, f"{{{PLACED}}}cNvGraphicFramePr")
    etree.SubElement(frame, f"{{{DRAWING}}}graphicFrameLocks", noChangeAspect="1")
    graphic = etree.SubElement(inline, f"{{{DRAWING}}}graphic")
    return drawing, etree.SubElement(graphic, f"{{{DRAWING}}}graphicData", uri=kind)


def _extent(width: float, height: float) -> dict[str, str]:
    return {"cx": str(round(width * _EMU_PER_INCH)), "cy": str(round(height * _EMU_PER_INCH))}
