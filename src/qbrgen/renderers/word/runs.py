"""Text after filling: styled spans, line breaks and right-to-left script become runs that Word understands."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from qbrgen.renderers.marks import ANY, END, LTR_MARK, PICTURE, STYLES
from qbrgen.renderers.word.xml import SPACE, Element, w

# Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin, and the presentation forms.
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# A stretch of right-to-left script with the spaces and signs inside it.
_RTL_SPAN = re.compile(
    "({0}+(?:[^\\w\n]*{0}+)*)".format(
        "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
    )
)
_SPECIAL = re.compile(f"[\n\t]|{ANY.pattern}|{_RTL.pattern}")
_SPAN = re.compile(f"([{''.join(STYLES)}])([^{END}]*){END}")


def settle_runs(root: Element) -> None:
    """Rewrite runs that hold marks, breaks or right-to-left script; paragraphs that read from the right say so."""
    for text in list(root.iter(w("t"))):
        words = text.text or ""
        if words[:1].isspace() or words[-1:].isspace():
            text.set(SPACE, "preserve")
        run = text.getparent()
        if run is None or run.tag != w("r") or not _SPECIAL.search(words) or PICTURE in words:
            continue
        _split(run, text)
    for paragraph in root.iter(w("p")):
        if _reads_from_the_right(paragraph):
            properties = paragraph.find(w("pPr"))
            if properties is None:
                properties = etree.Element(w("pPr"))
                paragraph.insert(0, properties)
            if properties.find(w("bidi")) is None:
                _turn(properties, in_table=next(paragraph.iterancestors(w("tc")), None) is not None)


def _split(run: Element, text: Element) -> None:
    """The run as several: one for each style and script in its text."""
    parent = run.getparent()
    if parent is None:
        return
    properties = run.find(w("rPr"))
    before = [child for child in run if child is not properties]
    place = before.index(text)
    made = [_run(properties, before[:place])] if before[:place] else []
    for words, style, from_the_right in _spans(text.text or ""):
        made.append(_run(properties, list(_texts(words)), style, rtl=from_the_right))
    if before[place + 1 :]:
        made.append(_run(properties, before[place + 1 :]))
    at = parent.index(run)
    parent[at : at + 1] = made


def _spans(words: str) -> Iterator[tuple[str, str | None, bool]]:
    position = 0
    for found in _SPAN.finditer(words):
        yield from _scripts(words[position : found.start()], None)
        yield from _scripts(found[2], STYLES[found[1]])
        position = found.end()
    yield from _scripts(words[position:], None)


def _scripts(words: str, style: str | None) -> Iterator[tuple[str, str | None, bool]]:
    for place, part in enumerate(_RTL_SPAN.split(ANY.sub("", words))):
        if part:
            yield part, style, place % 2 == 1


def _texts(words: str) -> Iterator[Element]:
    for part in re.split("([\n\t])", words):
        if part == "\n":
            yield etree.Element(w("br"))
        elif part == "\t":
            yield etree.Element(w("tab"))
        elif part:
            text = etree.Element(w("t"))
            text.text = part
            text.set(SPACE, "preserve")
            yield text


def _run(look: Element | None, children: list[Element], style: str | None = None, *, rtl: bool = False) -> Element:
    run = etree.Element(w("r"))
    if look is not None or style or rtl:
        own = copy.deepcopy(look) if look is not None else etree.Element(w("rPr"))
        own.tail = None
        run.append(own)
        if style:
            for old in own.findall(w("rStyle")):
                own.remove(old)
            named = etree.Element(w("rStyle"))
            named.set(w("val"), style)
            own.insert(0, named)
        if rtl and own.find(w("rtl")) is None:
            _insert(own, etree.Element(w("rtl")), ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"))
    run.extend(children)
    return run


def _reads_from_the_right(paragraph: Element) -> bool:
    """True when most letters are right-to-left, unless a mark at the start says that it is a sentence of ours."""
    words = "".join(text.text or "" for text in paragraph.iter(w("t")))
    if not _RTL.search(words) or words.lstrip().startswith(LTR_MARK):
        return False
    ways = Counter(map(unicodedata.bidirectional, words.replace(LTR_MARK, "")))
    return ways["R"] + ways["AL"] > ways["L"]


def _turn(properties: Element, *, in_table: bool) -> None:
    """Make a paragraph read from the right; in a table it stays in line with the cells above and below.

    Word takes left and right of such a paragraph for its beginning and its end.
    """
    _insert(properties, etree.Element(w("bidi")), _AFTER_BIDI)
    side = properties.find(w("jc"))
    if in_table and side is None:
        side = etree.Element(w("jc"))
        side.set(w("val"), "right")
        _insert(properties, side, _AFTER_BIDI[_AFTER_BIDI.index("jc") + 1 :])
    elif in_table and side is not None and side.get(w("val")) in ("left", "right"):
        side.set(w("val"), "left" if side.get(w("val")) == "right" else "right")


# What may follow w:bidi inside w:pPr, in the order the schema wants.
_AFTER_BIDI = (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
    "pPrChange",
)  # fmt: skip


def _insert(properties: Element, child: Element, followers: tuple[str, ...]) -> None:
    names = {w(name) for name in followers}
    for place, sibling in enumerate(properties):
        if sibling.tag in names:
            properties.insert(place, child)
            return
    properties.append(child)
