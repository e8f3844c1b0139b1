"""Items of a plan as shapes of a slide."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from qbrgen.renderers.powerpoint.placeholders import LevelStyle, Slot
from qbrgen.renderers.powerpoint.slides import Box, ChartItem, MarkItem, Run, TableItem, TextItem
from qbrgen.renderers.powerpoint.text_xml import body, paragraph
from qbrgen.renderers.powerpoint.xml import C, Element, add, solid

TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_DECORATIVE_NAMES = "http://schemas.microsoft.com/office/drawing/2017/decorative"
# PowerPoint's own "No Style, No Grid", for templates without a table style of their own.
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_TABLE_TEXT = LevelStyle(size=0.0, colour="", before=0.0)
_HAIRLINE, _STRONG = 6350, 19050


def _named(parent: Element, kind: str, number: int, name: str, alt: str = "") -> Element:
    frame = add(parent, f"p:{kind}")
    return add(frame, "p:cNvPr", {"id": number, "name": name, "descr": alt or None})


def _placed(parent: Element, name: str, box: Box) -> Element:
    place = add(parent, name)
    add(place, "a:off", {"x": box.left, "y": box.top})
    add(place, "a:ext", {"cx": box.width, "cy": box.height})
    return place


def _holder(parent: Element, slot: Slot | None) -> None:
    properties = add(parent, "p:nvPr")
    if slot is not None:
        index = slot.index if slot.index > 0 else None
        add(properties, "p:ph", {"type": slot.kind or None, "idx": index})


def _fill(parent: Element, colour: str) -> None:
    if colour:
        solid(parent, colour)
    else:
        add(parent, "a:noFill")


def text(tree: Element, item: TextItem, number: int, slot: Slot | None) -> None:
    """A filled placeholder or a text box."""
    shape = add(tree, "p:sp")
    _named(shape, "nvSpPr", number, item.name)
    frame = shape[0]
    if slot is not None:
        add(add(frame, "p:cNvSpPr"), "a:spLocks", {"noGrp": 1})
    else:
        add(frame, "p:cNvSpPr", {"txBox": 1})
    _holder(frame, slot)
    properties = add(shape, "p:spPr")
    if slot is None:
        _placed(properties, "a:xfrm", item.box)
        add(add(properties, "a:prstGeom", {"prst": "rect"}), "a:avLst")
        _fill(properties, item.fill)
    elif item.box != slot.box:
        _placed(properties, "a:xfrm", item.box)
    if slot is not None and item.fill and item.fill != slot.fill:
        _fill(properties, item.fill)
    body(shape, item, slot)


def mark(tree: Element, item: MarkItem, number: int) -> None:
    """A line, a bar or a status mark; without alt text it is marked as decoration for screen readers."""
    if item.geometry == "line":
        shape = add(tree, "p:cxnSp")
        name = _named(shape, "nvCxnSpPr", number, item.name, item.alt)
        add(shape[0], "p:cNvCxnSpPr")
    else:
        shape = add(tree, "p:sp")
        name = _named(shape, "nvSpPr", number, item.name, item.alt)
        add(shape[0], "p:cNvSpPr")
    if not item.alt:
        extension = add(add(name, "a:extLst"), "a:ext", {"uri": _DECORATIVE})
        etree.SubElement(
            extension, f"{{{_DECORATIVE_NAMES}}}decorative", {"val": "1"}, nsmap={"adec": _DECORATIVE_NAMES}
        )
    add(shape[0], "p:nvPr")
    properties = add(shape, "p:spPr")
    _placed(properties, "a:xfrm", item.box)
    add(add(properties, "a:prstGeom", {"prst": item.geometry}), "a:avLst")
    if item.geometry != "line":
        _fill(properties, item.fill)
    _fill(add(properties, "a:ln", {"w": 12700 if item.line else None}), item.line)
    if item.geometry != "line":
        frame = add(shape, "p:txBody")
        add(frame, "a:bodyPr", {"rtlCol": 0, "anchor": "ctr"})
        add(frame, "a:lstStyle")
        add(add(frame, "a:p"), "a:endParaRPr", {"lang": "en-US"})


def picture(tree: Element, item: ChartItem, number: int, slot: Slot | None, relation: str) -> None:
    """A picture at its place, inside the placeholder where there is one."""
    shape = add(tree, "p:pic")
    _named(shape, "nvPicPr", number, item.name, item.alt)
    add(add(shape[0], "p:cNvPicPr"), "a:picLocks", {"noGrp": 1 if slot else None, "noChangeAspect": 1})
    _holder(shape[0], slot)
    fill = add(shape, "p:blipFill")
    add(fill, "a:blip", {"r:embed": relation})
    add(add(fill, "a:stretch"), "a:fillRect")
    properties = add(shape, "p:spPr")
    _placed(properties, "a:xfrm", item.box)
    add(add(properties, "a:prstGeom", {"prst": "rect"}), "a:avLst")


def native_chart(tree: Element, item: ChartItem, number: int, slot: Slot | None, relation: str) -> None:
    """An editable chart at its place."""
    data = _graphic(tree, item, number, slot, C)
    add(data, "c:chart", {"r:id": relation})


def _graphic(tree: Element, item: ChartItem | TableItem, number: int, slot: Slot | None, uri: str) -> Element:
    shape = add(tree, "p:graphicFrame")
    _named(shape, "nvGraphicFramePr", number, item.name, item.alt)
    add(add(shape[0], "p:cNvGraphicFramePr"), "a:graphicFrameLocks", {"noGrp": 1})
    _holder(shape[0], slot)
    _placed(shape, "p:xfrm", item.box)
    return add(add(shape, "a:graphic"), "a:graphicData", {"uri": uri})


def table(tree: Element, item: TableItem, number: int, slot: Slot | None, style: str) -> None:
    """A table with a header row, its rules and fills in theme colours."""
    element = add(_graphic(tree, item, number, slot, TABLE), "a:tbl")
    settings = add(element, "a:tblPr", {"firstRow": 1})
    add(settings, "a:tableStyleId", text=style or NO_STYLE)
    grid = add(element, "a:tblGrid")
    for width in item.widths:
        add(grid, "a:gridCol", {"w": width})
    left, top = item.inset
    for row, tall in zip(item.rows, item.heights, strict=True):
        line = add(element, "a:tr", {"h": tall})
        header = row is item.rows[0]
        for cell in row:
            place = add(line, "a:tc")
            frame = add(place, "a:txBody")
            add(frame, "a:bodyPr")
            add(frame, "a:lstStyle")
            for position, para in enumerate(cell.paras):
                paragraph(frame, para, _TABLE_TEXT, first=position == 0, cell=True)
            properties = add(
                place, "a:tcPr",
                {"marL": left, "marR": left, "marT": top, "marB": top, "anchor": "b" if header else "ctr"},
            )  # fmt: skip
            if not style:
                for side in ("lnL", "lnR", "lnT"):
                    add(add(properties, f"a:{side}", {"w": 0}), "a:noFill")
                below = add(properties, "a:lnB", {"w": _STRONG if header else _HAIRLINE})
                solid(below, "accent1" if header else "tx2")
                if cell.fill:
                    solid(properties, cell.fill)


def furniture(tree: Element, slot: Slot, number: int, words: Sequence[Run]) -> None:
    """Footer, date or slide number, inherited from the layout but for its words."""
    shape = add(tree, "p:sp")
    _named(shape, "nvSpPr", number, {"ftr": "Footer", "dt": "Date", "sldNum": "Slide number"}[slot.kind])
    add(add(shape[0], "p:cNvSpPr"), "a:spLocks", {"noGrp": 1})
    _holder(shape[0], slot)
    add(shape, "p:spPr")
    frame = add(shape, "p:txBody")
    add(frame, "a:bodyPr")
    add(frame, "a:lstStyle")
    element = add(frame, "a:p")
    for run in words:
        if slot.kind == "sldNum":
            found = add(element, "a:fld", {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
        else:
            found = add(element, "a:r")
        add(found, "a:rPr", {"lang": run.lang, "dirty": 0})
        add(found, "a:t", text=run.text)
    add(element, "a:endParaRPr", {"lang": words[-1].lang})
