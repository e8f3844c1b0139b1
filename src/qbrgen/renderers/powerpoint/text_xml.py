"""Measured text as DrawingML, writing only what the placeholder does not say already."""

from __future__ import annotations

from collections.abc import Sequence

from qbrgen.renderers.powerpoint.placeholders import LevelStyle, Slot
from qbrgen.renderers.powerpoint.slides import Bullet, Para, Run, TextItem
from qbrgen.renderers.powerpoint.xml import Element, add, solid

# A text box of its own inherits nothing that we count on.
BARE = LevelStyle(size=0.0, colour="", before=-1.0)


def body(parent: Element, item: TextItem, slot: Slot | None) -> None:
    """The text body of a shape."""
    frame = add(parent, "p:txBody")
    settings = add(frame, "a:bodyPr", _frame(item, slot))
    add(settings, "a:normAutofit" if slot else "a:noAutofit")
    add(frame, "a:lstStyle")
    for number, para in enumerate(item.paras):
        paragraph(frame, para, slot.level(para.level) if slot else BARE, first=number == 0)


def _frame(item: TextItem, slot: Slot | None) -> dict[str, object]:
    left, top = item.inset
    margins: dict[str, object] = {"lIns": left, "tIns": top, "rIns": left, "bIns": top}
    if slot is not None:
        found = {} if slot.inset == (left, top, left, top) else margins
        return found | ({} if item.anchor == slot.anchor else {"anchor": item.anchor})
    return {"wrap": "square", **margins, "rtlCol": 0, "anchor": item.anchor}


def paragraph(parent: Element, para: Para, style: LevelStyle, *, first: bool, cell: bool = False) -> None:
    """One paragraph under a text body."""
    element = add(parent, "a:p")
    settings = add(element, "a:pPr", _attributes(para, style, cell=cell))
    if not para.spacing:
        add(add(settings, "a:lnSpc"), "a:spcPts", {"val": round(para.pitch * 100)})
    elif abs(para.spacing - style.spacing) > 0.001:
        add(add(settings, "a:lnSpc"), "a:spcPct", {"val": round(para.spacing * 100000)})
    before = 0.0 if first else para.before
    if (not first and abs(before - style.before) > 0.01) or (first and style.before > 0):
        add(add(settings, "a:spcBef"), "a:spcPts", {"val": round(before * 100)})
    _bullet(settings, para, style, cell=cell)
    if not len(settings) and not settings.attrib:
        element.remove(settings)
    for run in para.runs:
        _run(element, run, para, style)
    add(element, "a:endParaRPr", {"lang": para.runs[-1].lang if para.runs else "en-US", **_size(para, style)})


def _attributes(para: Para, style: LevelStyle, *, cell: bool) -> dict[str, object]:
    found: dict[str, object] = {}
    margin = round(para.indent * 12700)
    hang = -margin
    if (not cell and (margin != style.margin or hang != style.indent) and style is not BARE) or (
        style is BARE and margin
    ):
        found |= {"marL": margin, "indent": hang}
    if para.level and para.bullet is Bullet.NONE and style is not BARE:
        found["lvl"] = para.level
    if para.align != style.align:
        found["algn"] = para.align
    if para.rtl:
        found["rtl"] = 1
    return found


def _bullet(settings: Element, para: Para, style: LevelStyle, *, cell: bool) -> None:
    if para.bullet is Bullet.NUMBER:
        add(settings, "a:buFont", {"typeface": "+mj-lt"})
        start = para.start if para.start > 1 else None
        add(settings, "a:buAutoNum", {"type": "arabicPeriod", "startAt": start})
    elif para.bullet is Bullet.SIGN and not style.bullet:
        add(add(settings, "a:buClr"), "a:schemeClr", {"val": "accent1"})
        add(settings, "a:buFont", {"typeface": "Arial"})
        add(settings, "a:buChar", {"char": "•"})
    elif para.bullet is Bullet.NONE and style.bullet and not cell:
        add(settings, "a:buNone")


def _run(parent: Element, run: Run, para: Para, style: LevelStyle) -> None:
    for number, line in enumerate(run.text.split("\n")):
        if number:
            _properties(add(parent, "a:br"), run, para, style)
        if line:
            element = add(parent, "a:r")
            _properties(element, run, para, style)
            add(element, "a:t", text=line)


def _properties(parent: Element, run: Run, para: Para, style: LevelStyle) -> None:
    bold = None if run.bold == style.bold or (not run.bold and not run.colour) else int(run.bold)
    properties = add(
        parent,
        "a:rPr",
        {"lang": run.lang, **_size(para, style), "b": bold, "i": 1 if run.italic else None, "dirty": 0},
    )
    colour = run.colour or ("tx1" if style is BARE else "")
    if colour and colour != style.colour:
        solid(properties, colour)


def _size(para: Para, style: LevelStyle) -> dict[str, object]:
    return {} if abs(para.size - style.size) < 0.01 else {"sz": round(para.size * 100)}


def plain_paragraphs(parent: Element, paragraphs: Sequence[Sequence[Run]], language: str) -> None:
    """Paragraphs with nothing but language and words: speaker notes."""
    for runs in paragraphs:
        element = add(parent, "a:p")
        for run in runs:
            for number, line in enumerate(run.text.split("\n")):
                if number:
                    add(add(element, "a:br"), "a:rPr", {"lang": run.lang})
                if line:
                    found = add(element, "a:r")
                    add(found, "a:rPr", {"lang": run.lang, "dirty": 0})
                    add(found, "a:t", text=line)
    if not paragraphs:
        add(add(parent, "a:p"), "a:endParaRPr", {"lang": language})
