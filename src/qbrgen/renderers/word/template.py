"""A Word template made ready once: its tags compiled, so that filling it for the next account costs little."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from qbrgen.errors import TemplateError
from qbrgen.renderers.package import CONTENT_TYPES
from qbrgen.renderers.untrusted import read_untrusted
from qbrgen.renderers.word.sandbox import Sandbox, filling
from qbrgen.renderers.word.xml import MAIN, RELS, Element, parse, remove, w

# Attributes that live only between here and the finishing of a filled part.
TAGGED = "qbrgen-tagged"
DYNAMIC = "qbrgen-dynamic"
PATTERNS = "patterns"
_FILLED = ("header", "footer", "footnotes", "endnotes")
_TAG = re.compile(r"{[{%#]")
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_LOOPED_COLUMNS = re.compile(r"{%\s*tc\s")
_CONTROL_ROW = re.compile(r"{%\s*tr\s")
_PARAGRAPH = re.compile(r"(<w:p[ >])")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template's parts, and those with tags compiled; `document` is the main part's name."""

    name: str
    parts: Mapping[str, bytes]
    compiled: Mapping[str, Template]
    document: str

    def fill(self, part: str, fields: Mapping[str, object]) -> str:
        """The part's XML with the fields in it; raises TemplateError when a tag cannot be filled."""
        try:
            return "".join(filling(self.compiled[part], fields))
        except SecurityError as error:
            raise TemplateError(f"{self.name}: a tag does what templates may not: {error}. Remove it.") from None
        except (JinjaError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
            raise TemplateError(f"{self.name}: a tag cannot be filled ({error}). Check it in Word.") from error


@lru_cache(maxsize=32)
def prepare(data: bytes, name: str) -> Prepared:
    """The template ready to fill; `name` is what messages call it.

    Raises TemplateError when it is no Word file or a tag is not well formed.
    """
    parts = read_untrusted(data, name)
    try:
        document = _main_part(parts, name)
        # A template's own content type in a .docx is refused by Word.
        parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
        for part in parts:
            if part.endswith((".xml", ".rels")):
                parse(parts[part])
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"{name} is damaged: {error}. Save it again in Word.") from None
    folder = posixpath.dirname(document)
    environment = Sandbox()
    compiled = {}
    for part, content in parts.items():
        stem = posixpath.basename(part)
        if part == document or (posixpath.dirname(part) == folder and stem.startswith(_FILLED)):
            compiled[part] = _compile(environment, _marked(content), part, name)
    return Prepared(name, parts, compiled, document)


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part: id -> (last word of the type, target as a part name)."""
    folder, file = posixpath.split(part)
    content = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    return {} if content is None else dict(_relations(content, folder))


@lru_cache(maxsize=64)
def _relations(content: bytes, folder: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    found = []
    for row in parse(content).iter(f"{{{RELS}}}Relationship"):
        target = str(row.get("Target"))
        kind = str(row.get("Type")).rsplit("/", 1)[-1]
        place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found.append((str(row.get("Id")), (kind, place)))
    return tuple(found)


def _main_part(parts: Mapping[str, bytes], name: str) -> str:
    for kind, target in relations(parts, "").values():
        if kind == "officeDocument" and target in parts and parse(parts[target]).tag == w("document"):
            return target
    raise TemplateError(f"{name} is not a Word document. Give a .docx saved by Word.")


def _compile(environment: Sandbox, root: Element, part: str, name: str) -> Template:
    from docxtpl import DocxTemplate

    # A line for each paragraph, so that a message can quote the one it is about.
    source = _PARAGRAPH.sub(r"\n\1", DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode")))
    try:
        return environment.compiled(source)
    except SecurityError as error:
        line = int(str(error).split(":")[0].removeprefix("line ")) if str(error).startswith("line ") else 0
        said = str(error).partition(": ")[2] if line else str(error)
        raise TemplateError(
            f"{name} ({posixpath.basename(part)}): a tag does what templates may not: {said}{_near(source, line)}. "
            "Remove it."
        ) from None
    except TemplateSyntaxError as error:
        raise TemplateError(
            f"{name} ({posixpath.basename(part)}): a tag is not well formed: {error.message}"
            + _near(source, error.lineno)
            + ". Correct it in Word: each {%p for %} needs its {%p endfor %}."
        ) from None


def _near(source: str, line: int) -> str:
    lines = source.splitlines()
    words = re.sub(r"<[^>]*>", " ", lines[line - 1])[:120] if 0 < line <= len(lines) else ""
    place = " ".join(words.split())
    return f", near '{place}'" if place else ""


def _marked(content: bytes) -> Element:
    """The part with what Word leaves behind while editing taken out, and what holds tags marked."""
    root = parse(content)
    etree.strip_elements(root, w("proofErr"), w("lastRenderedPageBreak"), with_tail=False)
    for element in root.iter():
        for key in [key for key in element.attrib if _leftover(str(key))]:
            del element.attrib[key]
    _patterns_first(root)
    for table in root.iter(w("tbl")):
        words = _words(table)
        if _TAG.search(words):
            table.set(TAGGED, "1")
        if _LOOPED_COLUMNS.search(words):
            table.set(DYNAMIC, "1")
    for row in root.iter(w("tr")):
        words = _words(row)
        if _TAG.search(words) and not _CONTROL_ROW.search(words):
            row.set(TAGGED, "1")
    for paragraph in root.iter(w("p")):
        if _TAG.search(_words(paragraph)):
            paragraph.set(TAGGED, "1")
    return root


def _leftover(key: str) -> bool:
    """Whether an attribute says which edit made a thing: copies of it in a loop would claim the same."""
    return key.startswith(f"{{{MAIN}}}rsid") or key.endswith(("}paraId", "}textId"))


def _patterns_first(root: Element) -> None:
    """Macros stand at the end of a template, where they are in nobody's way, and are needed at its start."""
    body = root.find(w("body"))
    if body is None:
        return
    for control in list(body.iterchildren(w("sdt"))):
        tag = control.find(f"{w('sdtPr')}/{w('tag')}")
        content = control.find(w("sdtContent"))
        if tag is not None and tag.get(w("val")) == PATTERNS and content is not None:
            for place, child in enumerate(list(content)):
                body.insert(place, child)
            remove(control)


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("t")))


def theme_part(prepared: Prepared) -> bytes | None:
    """The theme of the template, if it has one."""
    for kind, target in relations(prepared.parts, prepared.document).values():
        if kind == "theme":
            return prepared.parts.get(target)
    return None
