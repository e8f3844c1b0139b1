"""Speaker notes: a notes page for each slide, with the placeholders that its master has."""

from __future__ import annotations

from qbrgen.renderers.powerpoint.slides import Slide
from qbrgen.renderers.powerpoint.template import Template
from qbrgen.renderers.powerpoint.text_xml import plain_paragraphs
from qbrgen.renderers.powerpoint.xml import Element, add, find_all, parse, root, serialise

_ROWS = {"sldImg": "Slide picture", "body": "Notes", "sldNum": "Page number"}


def notes_slide(slide: Slide, number: int, template: Template, language: str) -> bytes:
    """The notes page of one slide."""
    page = root("p:notes")
    tree = add(add(page, "p:cSld"), "p:spTree")
    frame = add(tree, "p:nvGrpSpPr")
    add(frame, "p:cNvPr", {"id": 1, "name": ""})
    add(frame, "p:cNvGrpSpPr")
    add(frame, "p:nvPr")
    add(tree, "p:grpSpPr")
    master = parse(template.parts[template.notes_master])
    shape_id = 2
    for holder in find_all(master, "p:cSld/p:spTree/p:sp/p:nvSpPr/p:nvPr/p:ph"):
        kind = holder.get("type", "")
        if kind in _ROWS:
            _shape(tree, slide, kind, holder.get("idx"), shape_id, number, language)
            shape_id += 1
    add(add(page, "p:clrMapOvr"), "a:masterClrMapping")
    return serialise(page)


def _shape(
    tree: Element, slide: Slide, kind: str, index: str | None, shape_id: int, number: int, language: str
) -> None:
    shape = add(tree, "p:sp")
    frame = add(shape, "p:nvSpPr")
    add(frame, "p:cNvPr", {"id": shape_id, "name": _ROWS[kind]})
    picture = {"noGrp": 1, "noRot": 1, "noChangeAspect": 1}
    add(add(frame, "p:cNvSpPr"), "a:spLocks", picture if kind == "sldImg" else {"noGrp": 1})
    add(add(frame, "p:nvPr"), "p:ph", {"type": kind, "idx": index})
    add(shape, "p:spPr")
    if kind == "sldImg":
        return
    body = add(shape, "p:txBody")
    add(body, "a:bodyPr")
    add(body, "a:lstStyle")
    if kind == "body":
        plain_paragraphs(body, slide.notes, language)
        return
    field = add(add(body, "a:p"), "a:fld", {"id": "{D2E57C3B-8A0F-4E24-9A5C-4B4E7F6C1D01}", "type": "slidenum"})
    add(field, "a:rPr", {"lang": language})
    add(field, "a:t", text=str(number))
