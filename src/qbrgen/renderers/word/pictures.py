"""Charts in a Word document: drawn as wide as the place their tag stands in, with their alt text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from qbrgen.charts.theme import ChartTheme
from qbrgen.renderers.marks import PICTURE, PICTURE_END, clean
from qbrgen.renderers.word.tables import cell_width
from qbrgen.renderers.word.xml import DRAWING, OFFICE_RELS, PLACED, RELS, Element, dump, parse, w
from qbrgen.renderers.word.xml import PICTURE as PICTURE_NS
from qbrgen.story.blocks import Chart
from qbrgen.story.chart_specs import BarsAgainst, BeforeAfter, ChartSpec, StageLine, Trend, Waterfall
from qbrgen.story.phrasing import say

_EMU_PER_INCH = 914400
_TWIPS_PER_INCH = 1440
_CM_PER_INCH = 2.54
_STEP = 1.15
# Inches: two bars over the width of a page would be a fence.
_WIDEST: Mapping[type, float] = {BeforeAfter: 4.4}
_MARK = re.compile(f"{PICTURE}([^|]*)\\|([^{PICTURE_END}]*){PICTURE_END}")


@dataclass(slots=True)
class Gallery:
    """The charts one document shows: draws each where it is placed and keeps the parts it needs."""

    charts: Mapping[str, Chart]
    theme: ChartTheme
    locale: str
    media: dict[str, bytes] = field(default_factory=dict)
    drawn: dict[tuple[str, int, int], str] = field(default_factory=dict)
    ids: count[int] = field(default_factory=lambda: count(1))

    def place(self, root: Element, relations: Mapping[str, str], text_width: int) -> dict[str, str]:
        """Put the charts into the part; returns its new relations (id -> part), `relations` being those it has."""
        found: dict[str, str] = {}
        for text in list(root.iter(w("t"))):
            mark = _MARK.search(text.text or "")
            run = text.getparent()
            if mark is None or run is None:
                continue
            chart = self.charts.get(mark[1])
            if chart is None:
                text.text = _MARK.sub("", text.text or "")
                continue
            width = min(_room(text, text_width), _WIDEST.get(type(chart.spec), 99.0))
            height = float(mark[2]) / _CM_PER_INCH if mark[2] else _height(chart.spec, width)
            part = self._draw(mark[1], chart, width, height)
            key = next((key for key, target in found.items() if target == part), f"rIdChart{len(found) + 1}")
            while key in relations:
                key += "x"
            found[key] = part
            run.replace(text, self._drawing(key, mark[1], chart, width, height))
        return found

    def _draw(self, key: str, chart: Chart, width: float, height: float) -> str:
        from qbrgen.charts import draw

        # Drawn larger and shown smaller: a chart's type is a slide's, a page's is a step below. Its source stands
        # under it as text of the document.
        spec = replace(chart.spec, source=())
        size = (key, round(width * 100), round(height * 100))
        if size not in self.drawn:
            part = f"word/media/chart{len(self.drawn) + 1}.png"
            self.media[part] = draw(spec, self.theme, self.locale, width * _STEP, height * _STEP)
            self.drawn[size] = part
        return self.drawn[size]

    def _drawing(self, relation: str, tag: str, chart: Chart, width: float, height: float) -> Element:
        number = str(next(self.ids))
        extent = {"cx": str(round(width * _EMU_PER_INCH)), "cy": str(round(height * _EMU_PER_INCH))}
        spaces = {"w": w("")[1:-1], "wp": PLACED, "a": DRAWING, "pic": PICTURE_NS, "r": OFFICE_RELS}
        drawing = etree.Element(w("drawing"), nsmap=spaces)
        inline = etree.SubElement(drawing, f"{{{PLACED}}}inline", distT="0", distB="0", distL="0", distR="0")
        etree.SubElement(inline, f"{{{PLACED}}}extent", extent)
        alt = clean(say(chart.spec.alt, self.locale))
        etree.SubElement(inline, f"{{{PLACED}}}docPr", id=number, name=f"Chart [{tag}]", descr=alt)
        frame = etree.SubElement(inline, f"{{{PLACED}}}cNvGraphicFramePr")
        etree.SubElement(frame, f"{{{DRAWING}}}graphicFrameLocks", noChangeAspect="1")
        graphic = etree.SubElement(inline, f"{{{DRAWING}}}graphic")
        data = etree.SubElement(graphic, f"{{{DRAWING}}}graphicData", uri=PICTURE_NS)
        shape = etree.SubElement(data, f"{{{PICTURE_NS}}}pic")
        names = etree.SubElement(shape, f"{{{PICTURE_NS}}}nvPicPr")
        etree.SubElement(names, f"{{{PICTURE_NS}}}cNvPr", id=number, name=f"Chart [{tag}]", descr=alt)
        etree.SubElement(names, f"{{{PICTURE_NS}}}cNvPicPr")
        fill = etree.SubElement(shape, f"{{{PICTURE_NS}}}blipFill")
        etree.SubElement(fill, f"{{{DRAWING}}}blip", {f"{{{OFFICE_RELS}}}embed": relation})
        etree.SubElement(etree.SubElement(fill, f"{{{DRAWING}}}stretch"), f"{{{DRAWING}}}fillRect")
        look = etree.SubElement(shape, f"{{{PICTURE_NS}}}spPr")
        place = etree.SubElement(look, f"{{{DRAWING}}}xfrm")
        etree.SubElement(place, f"{{{DRAWING}}}off", x="0", y="0")
        etree.SubElement(place, f"{{{DRAWING}}}ext", extent)
        outline = etree.SubElement(look, f"{{{DRAWING}}}prstGeom", prst="rect")
        etree.SubElement(outline, f"{{{DRAWING}}}avLst")
        return drawing


def _room(text: Element, text_width: int) -> float:
    """How wide the place is, in inches."""
    width = cell_width(text)
    return max(0.5, (text_width if width is None else width) / _TWIPS_PER_INCH)


def _height(spec: ChartSpec, width: float) -> float:
    """In inches: bars below each other by their number, other charts by their width, low when wide as the page."""
    match spec:
        case BarsAgainst():
            return min(max(0.32 + 0.23 * len(spec.bars), 0.9), 2.8)
        case Waterfall():
            return min(max(0.35 + 0.21 * len(spec.steps), 1.0), 2.6)
        case BeforeAfter():
            return min(max(width * 0.55, 1.6), 2.1)
        case Trend():
            return min(max(width * 0.42, 1.7), 2.3)
        case StageLine():
            return min(max(width * 0.25, 1.2), 1.5)


def add_relations(rels: bytes | None, owner: str, added: Mapping[str, str]) -> bytes:
    """The relations of the part `owner` with pictures added."""
    root = parse(rels) if rels is not None else etree.Element(f"{{{RELS}}}Relationships", nsmap={None: RELS})
    for key, target in added.items():
        row = etree.SubElement(root, f"{{{RELS}}}Relationship")
        row.set("Id", key)
        row.set("Type", f"{OFFICE_RELS}/image")
        row.set("Target", posixpath.relpath(target, posixpath.dirname(owner)))
    return dump(root)
