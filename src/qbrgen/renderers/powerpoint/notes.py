"""Speaker notes: a notes page for each slide, with the placeholders that its master has."""

from __future__ import annotations

from functools import lru_cache

from qbrgen.renderers.powerpoint.markup import given, part
from qbrgen.renderers.powerpoint.slides import Slide
from qbrgen.renderers.powerpoint.template import Template
from qbrgen.renderers.powerpoint.text_xml import plain_paragraphs
from qbrgen.renderers.powerpoint.xml import find_all, parse

_ROWS = {"sldImg": "Slide picture", "body": "Notes", "sldNum": "Page number"}


def notes_slide(slide: Slide, number: int, template: Template, language: str) -> bytes:
    """The notes page of one slide."""
    shapes = "".join(
        _shape(slide, kind, index, shape_id, number, language)
        for shape_id, (kind, index) in enumerate(_holders(template.parts[template.notes_master]), start=2)
    )
    return part(
        "p:notes",
        '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>",
    )


@lru_cache(maxsize=16)
def _holders(master: bytes) -> tuple[tuple[str, str | None], ...]:
    """Kind and index of the master's placeholders that a page takes over."""
    found = find_all(parse(master), "p:cSld/p:spTree/p:sp/p:nvSpPr/p:nvPr/p:ph")
    return tuple((kind, holder.get("idx")) for holder in found if (kind := holder.get("type", "")) in _ROWS)


def _shape(slide: Slide, kind: str, index: str | None, shape_id: int, number: int, language: str) -> str:
    locks = ' noGrp="1" noRot="1" noChangeAspect="1"' if kind == "sldImg" else ' noGrp="1"'
    frame = (
        f'<p:nvSpPr><p:cNvPr id="{shape_id}" name="{_ROWS[kind]}"/><p:cNvSpPr><a:spLocks{locks}/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{given(type=kind, idx=index)}/></p:nvPr></p:nvSpPr><p:spPr/>"
    )
    if kind == "sldImg":
        return f"<p:sp>{frame}</p:sp>"
    words = (
        plain_paragraphs(slide.notes, language)
        if kind == "body"
        else '<a:p><a:fld id="{D2E57C3B-8A0F-4E24-9A5C-4B4E7F6C1D01}" type="slidenum">'
        f'<a:rPr lang="{language}"/><a:t>{number}</a:t></a:fld></a:p>'
    )
    return f"<p:sp>{frame}<p:txBody><a:bodyPr/><a:lstStyle/>{words}</p:txBody></p:sp>"
