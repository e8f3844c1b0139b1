"""Numbered lists: each block that is numbered starts again at one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from lxml import etree

from qbrgen.renderers.word.tables import enclosing_tag
from qbrgen.renderers.word.xml import Element, w
from qbrgen.story.blocks import Block, Bullets

# What stands before w:numPr inside w:pPr.
_BEFORE_NUMPR = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")


def restart_lists(root: Element, styles: Element, numbering: Element, blocks: Mapping[str, Block]) -> bool:
    """Give every numbered block after the first a list of its own; says whether `numbering` was changed."""
    by_style = dict(_numbered_styles(styles))
    used = {int(num.get(w("numId"), "0")) for num in numbering.iter(w("num"))}
    free = count(max(used, default=0) + 1)
    lists: dict[str, str] = {}
    for paragraph in root.iter(w("p")):
        tag = enclosing_tag(paragraph)
        block = blocks.get(tag)
        if not (isinstance(block, Bullets) and block.ordered):
            continue
        number = _number(paragraph, by_style)
        if number is None:
            continue
        if tag not in lists:
            lists[tag] = _restarted(numbering, number, str(next(free))) if lists else number
        _set_number(paragraph, lists[tag])
    return len(lists) > 1


def _numbered_styles(styles: Element) -> list[tuple[str, str]]:
    found = []
    for style in styles.iter(w("style")):
        number = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if number is not None:
            found.append((str(style.get(w("styleId"))), str(number.get(w("val")))))
    return found


def _number(paragraph: Element, by_style: Mapping[str, str]) -> str | None:
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
    if own is not None:
        return str(own.get(w("val")))
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return by_style.get(str(style.get(w("val")))) if style is not None else None


def _restarted(numbering: Element, number: str, fresh: str) -> str:
    """A new list that looks like list `number` and starts at one."""
    source = next(num for num in numbering.iter(w("num")) if num.get(w("numId")) == number)
    kind = source.find(w("abstractNumId"))
    num = etree.Element(w("num"))
    num.set(w("numId"), fresh)
    etree.SubElement(num, w("abstractNumId")).set(w("val"), str(kind.get(w("val"))) if kind is not None else "0")
    override = etree.SubElement(num, w("lvlOverride"))
    override.set(w("ilvl"), "0")
    etree.SubElement(override, w("startOverride")).set(w("val"), "1")
    last = [child for child in numbering if child.tag == w("num")][-1]
    last.addnext(num)
    return fresh


def _set_number(paragraph: Element, number: str) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        return
    own = properties.find(w("numPr"))
    if own is None:
        own = etree.Element(w("numPr"))
        before = {w(name) for name in _BEFORE_NUMPR}
        properties.insert(sum(1 for child in properties if child.tag in before), own)
    for old in list(own):
        own.remove(old)
    etree.SubElement(own, w("ilvl")).set(w("val"), "0")
    etree.SubElement(own, w("numId")).set(w("val"), number)
