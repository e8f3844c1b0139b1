"""The properties of a deck's file: title, subject, language, and an author only where one was given."""

from __future__ import annotations

from lxml import etree

from qbrgen.renderers.powerpoint.slides import Deck
from qbrgen.settings import Settings

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def core_properties(deck: Deck, settings: Settings) -> bytes:
    """docProps/core.xml; the day the document speaks from stands for the moment it was made."""
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    _say(root, _DC, "title", deck.title)
    _say(root, _DC, "subject", deck.subject)
    _say(root, _DC, "creator", settings.author)
    _say(root, _CP, "keywords", ", ".join(deck.keywords))
    _say(root, _DC, "language", deck.language)
    for name in ("created", "modified"):
        moment = etree.SubElement(root, f"{{{_TERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
        moment.text = f"{settings.as_of.isoformat()}T00:00:00Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _say(root: etree._Element, space: str, name: str, words: str) -> None:
    if words:
        etree.SubElement(root, f"{{{space}}}{name}").text = words.replace("\n", " ")


def app_properties(deck: Deck) -> bytes:
    """docProps/app.xml."""
    root = etree.Element(f"{{{_APP}}}Properties", nsmap={None: _APP})
    for name, words in (
        ("Application", "Microsoft Office PowerPoint"),
        ("PresentationFormat", "Widescreen"),
        ("Slides", str(len(deck.slides))),
        ("Notes", str(sum(1 for slide in deck.slides if slide.notes))),
        ("HiddenSlides", "0"),
    ):
        etree.SubElement(root, f"{{{_APP}}}{name}").text = words
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
