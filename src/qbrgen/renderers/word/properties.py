"""What a Word file says about itself: title, subject, language, dates from the day it speaks from."""

from __future__ import annotations

from lxml import etree

from qbrgen.renderers.marks import clean
from qbrgen.renderers.word.xml import dump
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from qbrgen.story.phrasing import say

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def core_properties(story: Story, settings: Settings) -> bytes:
    """docProps/core.xml; an author stands in it only where one was given."""
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    author = clean(settings.author).strip()
    rows = [
        (f"{{{_DC}}}title", clean(say(story.title, story.locale))),
        (f"{{{_DC}}}subject", clean(say(story.subtitle, story.locale))),
        (f"{{{_DC}}}creator", author),
        (f"{{{_DC}}}language", story.language),
        (f"{{{_CORE}}}lastModifiedBy", author),
    ]
    for name, words in rows:
        if words:
            etree.SubElement(root, name).text = words
    for name in ("created", "modified"):
        stamp = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        stamp.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        stamp.text = f"{settings.as_of.isoformat()}T00:00:00Z"
    return dump(root)
