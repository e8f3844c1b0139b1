"""How full the last page gets, measured; where little spills onto it, closer spacing takes it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qbrgen.renderers.measure import LINE_HEIGHT, Span, count_lines
from qbrgen.renderers.measure.breaking import is_ideographic
from qbrgen.renderers.word.xml import DRAWING, PLACED, Element, w

_PER_POINT, _EMU_PER_POINT = 20, 12700
# A last page emptier than this is taken in, where the closer spacing leaves this part of a page free.
_THIN, _SPARE = 0.3, 0.015
# What is left of the distances between paragraphs and rows, and of the leading above single.
_CLOSER = 0.55
_TINY = 24
# Lines with Chinese or Japanese signs stand in fonts of more height.
_TALL = 1.2
_SPACES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph's style says of its height; size in points, distances in twentieths of a point."""

    size: float = 10.0
    before: float = 0.0
    after: float = 0.0
    line: float = 240.0
    indent: float = 0.0
    bold: bool = False
    keep: bool = False
    together: bool = False


@dataclass(slots=True)
class Part:
    """A part of the document that begins a page: its pages and how much of the last is taken, in points."""

    pages: int = 1
    filled: float = 0.0


def fit_last_page(root: Element, styles: Element) -> bool:
    """Set the styles closer where that saves a page with little on it, at the end or before a new page is asked for.

    Says whether `styles` was changed.
    """
    page = _page(root)
    body = root.find(w("body"))
    if page is None or body is None:
        return False
    width, height = page
    parts = _paged(body, _looks(styles), _cell_margin(styles), width, height)
    if not any(part.pages > 1 and part.filled <= _THIN * height for part in parts):
        return False
    looks = {name: _closer(look) for name, look in _looks(styles).items()}
    closer = _paged(body, looks, _cell_margin(styles) * _CLOSER, width, height * (1 - _SPARE))
    if sum(part.pages for part in closer) >= sum(part.pages for part in parts):
        return False
    _set_closer(styles)
    return True


def _page(root: Element) -> tuple[float, float] | None:
    """Width and height between the margins, in points."""
    size, margins = root.find(f".//{w('sectPr')}/{w('pgSz')}"), root.find(f".//{w('sectPr')}/{w('pgMar')}")
    if size is None or margins is None:
        return None
    width = _number(size, "w") - _number(margins, "left") - _number(margins, "right")
    height = _number(size, "h") - _number(margins, "top") - _number(margins, "bottom")
    return (width / _PER_POINT, height / _PER_POINT) if width > 0 and height > 0 else None


def _number(element: Element, name: str) -> float:
    return float(element.get(w(name)) or 0)


def _looks(styles: Element) -> dict[str, Look]:
    """Each paragraph style's look, with what it takes over from the style it is based on; '' is the default."""
    run, paragraph = (styles.find(f"{w('docDefaults')}/{w(f'{kind}Default')}/{w(kind)}") for kind in ("rPr", "pPr"))
    found = {"": _look(Look(), paragraph, run)}
    for style in styles.findall(w("style")):
        based = style.find(w("basedOn"))
        base = found.get(str(based.get(w("val"))) if based is not None else "", found[""])
        found[str(style.get(w("styleId")))] = _look(base, style.find(w("pPr")), style.find(w("rPr")))
    return found


def _look(base: Look, paragraph: Element | None, run: Element | None) -> Look:
    def value(parent: Element | None, name: str, attribute: str, otherwise: float) -> float:
        child = parent.find(w(name)) if parent is not None else None
        said = child.get(w(attribute)) if child is not None else None
        return otherwise if said is None else float(said)

    def has(parent: Element | None, name: str) -> bool:
        return parent is not None and parent.find(w(name)) is not None

    return Look(
        value(run, "sz", "val", base.size * 2) / 2,
        value(paragraph, "spacing", "before", base.before),
        value(paragraph, "spacing", "after", base.after),
        value(paragraph, "spacing", "line", base.line),
        value(paragraph, "ind", "left", base.indent),
        base.bold or has(run, "b"),
        base.keep or has(paragraph, "keepNext"),
        base.together or has(paragraph, "contextualSpacing"),
    )


def _closer(look: Look) -> Look:
    return Look(look.size, _less(look.before), _less(look.after), _less_line(look.line), look.indent, look.bold,
                look.keep, look.together)  # fmt: skip


def _less(distance: float) -> float:
    return distance if distance <= _TINY else round(distance * _CLOSER)


def _less_line(line: float) -> float:
    return round(240 + (line - 240) * _CLOSER) if line > 240 else line


def _cell_margin(styles: Element) -> float:
    """Above and below the words of a cell, in points: the largest of the table styles."""
    edges = [edge for style in styles.findall(w("style")) for edge in _cell_edges(style)]
    return max((_number(edge, "w") for edge in edges), default=0.0) / _PER_POINT


def _cell_edges(style: Element) -> Iterator[Element]:
    for margins in style.iterfind(f"{w('tblPr')}/{w('tblCellMar')}"):
        yield from margins.iterfind(w("top"))
        yield from margins.iterfind(w("bottom"))


def _paged(body: Element, looks: Mapping[str, Look], margin: float, width: float, height: float) -> list[Part]:
    """The parts of the document, as they come to stand on pages of that width and height."""
    parts = [Part()]
    for new_page, tall in _groups(body, looks, margin, width):
        part = parts[-1]
        if part.filled and new_page:
            part = Part()
            parts.append(part)
        elif part.filled and part.filled + tall > height:
            part.pages, part.filled = part.pages + 1, 0.0
        whole = int(tall // height)
        part.pages += whole
        part.filled += tall - whole * height
    return parts


def _groups(body: Element, looks: Mapping[str, Look], margin: float, width: float) -> Iterator[tuple[bool, float]]:
    """What moves to a page together: whether it begins one, and its height in points."""
    opened, new_page, tall = False, False, 0.0
    for element in _lines(body):
        for part in element.findall(w("tr")) if element.tag == w("tbl") else (element,):
            breaks = part.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None
            if opened and breaks:
                yield new_page, tall
                opened, tall = False, 0.0
            new_page = new_page if opened else breaks
            opened, tall = True, tall + _height(part, looks, margin, width)
            if not _kept(part, looks):
                yield new_page, tall
                opened, tall = False, 0.0
    if opened:
        yield new_page, tall


def _lines(body: Element) -> Iterator[Element]:
    """Paragraphs and tables from the top down, also those inside content controls."""
    for child in body:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent")):
            yield from _lines(child)


def _kept(part: Element, looks: Mapping[str, Look]) -> bool:
    paragraphs = [part] if part.tag == w("p") else list(part.iter(w("p")))[:1]
    return any(
        _style(line, looks).keep or line.find(f"{w('pPr')}/{w('keepNext')}") is not None for line in paragraphs
    )


def _height(part: Element, looks: Mapping[str, Look], margin: float, width: float) -> float:
    if part.tag == w("p"):
        return _paragraph(part, looks, width)
    in_table = part.getparent()
    lined = in_table is not None and in_table.find(f"{w('tblPr')}/{w('tblStyle')}") is not None
    tallest = 0.0
    for cell in part.findall(w("tc")):
        wide = cell.find(f"{w('tcPr')}/{w('tcW')}")
        room = (_number(wide, "w") / _PER_POINT if wide is not None else width) - 9
        tall = sum(_paragraph(line, looks, max(room, 20)) for line in cell.iter(w("p")))
        tallest = max(tallest, tall)
    return tallest + (2 * margin + 0.5 if lined else 0.0)


def _style(paragraph: Element, looks: Mapping[str, Look]) -> Look:
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return looks.get(str(named.get(w("val"))) if named is not None else "Normal", looks[""])


def _paragraph(paragraph: Element, looks: Mapping[str, Look], width: float) -> float:
    own = paragraph.find(f"{w('pPr')}/{w('spacing')}")
    if own is not None and own.get(w("lineRule")) == "exact":
        return _number(own, "line") / _PER_POINT
    look = _style(paragraph, looks)
    tall = sum(float(size.get("cy") or 0) / _EMU_PER_POINT for size in _pictures(paragraph))
    words = "".join(text.text or "" for text in paragraph.iter(w("t")))
    if words or not tall:
        lines = (
            count_lines((Span(words, bold=look.bold),), width - look.indent / _PER_POINT, look.size) if words else 1
        )
        tall += lines * look.size * LINE_HEIGHT * look.line / 240 * (_TALL if any(map(is_ideographic, words)) else 1)
    after = 0.0 if look.together and _same_style_follows(paragraph) else look.after
    return tall + (look.before + after) / _PER_POINT


def _pictures(paragraph: Element) -> Sequence[Element]:
    return [*paragraph.iter(f"{{{PLACED}}}extent")] or [*paragraph.iter(f"{{{DRAWING}}}ext")]


def _same_style_follows(paragraph: Element) -> bool:
    following = paragraph.getnext()
    if following is None or following.tag != w("p"):
        return False
    one, other = (line.find(f"{w('pPr')}/{w('pStyle')}") for line in (paragraph, following))
    return one is not None and other is not None and one.get(w("val")) == other.get(w("val"))


def _set_closer(styles: Element) -> None:
    for spacing in styles.iter(w("spacing")):
        if spacing.getparent() is None or spacing.getparent().tag != w("pPr"):  # type: ignore[union-attr]
            continue
        for name in _SPACES:
            if spacing.get(w(name)) is not None:
                spacing.set(w(name), str(int(_less(_number(spacing, name)))))
        if spacing.get(w("line")) is not None and spacing.get(w("lineRule")) in (None, "auto"):
            spacing.set(w("line"), str(int(_less_line(_number(spacing, "line")))))
    for style in styles.findall(w("style")):
        for edge in _cell_edges(style):
            edge.set(w("w"), str(round(_number(edge, "w") * _CLOSER)))
