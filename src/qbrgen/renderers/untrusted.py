"""Office files from anywhere, read so that none can do harm: bounded in size, no entities, no macros, no links."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from qbrgen.errors import TemplateError

# A brand's template with a film in it is 100 MB; nothing that is only slides and pictures comes near.
LARGEST_FILE = 150 << 20
_LARGEST_UNPACKED = 300 << 20
_LARGEST_XML = 24 << 20
_MOST_XML = 96 << 20
_MOST_PARTS = 12_000
_LARGEST_LIST = 4 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels", ".vml")
_STRICT = b"purl.oclc.org/ooxml"
_DOCTYPE = tuple("<!DOCTYPE".encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be"))
# What runs when a file is opened, or is a program of its own; none of it belongs to how a document looks.
_ACTIVE = {
    "vbaProject", "vbaProjectSignature", "vbaProjectSignatureAgile", "wordVbaData", "control", "activeXControlBinary",
    "oleObject", "ctrlProp", "attachedToolbars", "keyMapCustomizations", "extensibility", "customUI",
    "userCustomization", "attachedTemplate", "aFChunk", "subDocument", "mailMergeSource", "mailMergeHeaderSource",
    "recipientData", "xlExternalLinkPath", "externalLinkPath", "frame", "htmlPubSaveAs",
}  # fmt: skip
# A button on a layout may lead to a slide; the slides of a deck are others.
_MASTERS = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/", "ppt/handoutMasters/")
_LINKS = ("hyperlink", "attachedTemplate")
_EMPTY = ("AlternateContent", "Choice", "Fallback", "controls", "custDataLst", "subDoc")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def read_file(path: Path) -> bytes:
    """The bytes of a template; raises TemplateError when it cannot be read or is too large to be one."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise TemplateError(f"{path} is larger than {LARGEST_FILE >> 20} MB. Compress its pictures and films.")
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path} cannot be read ({error.strerror}). Check the name.") from None


def read_untrusted(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of an Office file that somebody handed in, without what could run or reach outside.

    Raises TemplateError, in one sentence on what is wrong and one on what to do.
    """
    _refuse_other_formats(data, name)
    parts = _unpacked(data, name)
    for part, content in parts.items():
        if part.endswith(_XML) and _declares_a_type(content):
            raise TemplateError(f"{name} is damaged or made to do harm: {part} declares a document type, which "
                                "Office never does. Do not trust this file.")  # fmt: skip
    roots = parts.get("_rels/.rels", b"")
    if _STRICT in roots:
        raise TemplateError(f"{name} is in the strict form of Open XML. Open it in Office and save it again in the "
                            "usual .pptx or .potx form (usual .docx or .dotx for Word).")  # fmt: skip
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise TemplateError(f"{name} has macros. Save it without macros, as .pptx, .potx, .docx or .dotx.")
    try:
        _without_harm(parts, name)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TemplateError(f"{name} is damaged ({error}). Open it in Office and save it again.") from None
    return parts


def _refuse_other_formats(data: bytes, name: str) -> None:
    if not data:
        raise TemplateError(f"{name} is not an Office file: it is empty. Save it again from Office.")
    if data.startswith(_OLE):
        # Both are compound files; the streams of an encrypted one, and of the old formats, are named in UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise TemplateError(f"{name} is protected by a password. Take the password away in Office (File > Info) "
                                "and save it again.")  # fmt: skip
        raise TemplateError(f"{name} is in the old binary form of Office (.ppt, .pot, .doc, .dot). Open it in Office "
                            "and save it as .pptx, .potx, .docx or .dotx.")  # fmt: skip
    if not data.startswith(b"PK"):
        raise TemplateError(f"{name} is not an Office file. Save it from Office as .pptx, .potx, .docx or .dotx.")


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    cut = TemplateError(f"{name} is not an Office file that opens: it is cut short or damaged. Fetch it again.")
    end = data.rfind(b"PK\x05\x06")
    if end < 0:
        raise cut
    listed = int.from_bytes(data[end + 12 : end + 16], "little")
    if listed != 0xFFFFFFFF and listed > _LARGEST_LIST:
        raise TemplateError(f"{name} lists more parts than any Office file has. Do not trust this file.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _refuse_bombs(entries, name)
            return {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, OverflowError) as error:
        raise cut from error
    except (RuntimeError, NotImplementedError) as error:
        raise TemplateError(f"{name} is packed in a way that Office does not read ({error}). Save it again from "
                            "Office.") from None  # fmt: skip
    except Exception as error:  # zlib's own error has no public base
        if type(error).__module__ != "zlib":
            raise
        raise cut from error


def _refuse_bombs(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > _MOST_PARTS:
        raise TemplateError(f"{name} has {len(entries)} parts, more than any Office file. Do not trust this file.")
    xml = [entry.file_size for entry in entries if entry.filename.endswith(_XML)]
    if (
        sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED
        or max(xml, default=0) > _LARGEST_XML
        or sum(xml) > _MOST_XML
    ):
        raise TemplateError(f"{name} unpacks to far more than a template needs. Do not trust this file.")
    for entry in entries:
        if "\\" in entry.filename or entry.filename.startswith("/") or ".." in entry.filename.split("/"):
            raise TemplateError(f"{name} has a part with the name '{entry.filename[:80]}', which no Office file may "
                                "have. Do not trust this file.")  # fmt: skip
    twice = [part for part, times in Counter(entry.filename.lower() for entry in entries).items() if times > 1]
    if twice:
        raise TemplateError(f"{name} holds the part {twice[0][:80]} twice. Open it in Office and save it again.")


def _declares_a_type(content: bytes) -> bool:
    # A declaration stands before the root element; comments before it may be long, so all of it is searched.
    return any(mark in content for mark in _DOCTYPE)


def _without_harm(parts: dict[str, bytes], name: str) -> None:
    for rels in [part for part in parts if part.endswith(".rels")]:
        root = etree.fromstring(parts[rels], _PARSER)
        folder, file = posixpath.split(rels)
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        gone: set[str] = set()
        for row in list(root):
            kind = str(row.get("Type", "")).rsplit("/relationships/", 1)[-1].rsplit("/", 1)[-1]
            outside = str(row.get("TargetMode", "")).lower() == "external"
            if outside and kind not in _LINKS and kind not in _ACTIVE:
                raise TemplateError(
                    f"{name} fetches a {_said(kind)} from outside ({str(row.get('Target'))[:80]}), in {owner}. "
                    "Put it into the file in Office (break the link) and save it again."
                )
            if outside or kind in _ACTIVE or (kind == "slide" and owner.startswith(_MASTERS)):
                gone.add(str(row.get("Id")))
                root.remove(row)
        if gone:
            parts[rels] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if owner in parts and owner.endswith(".xml") and (gone or b"ppaction://" in parts[owner]):
            parts[owner] = _without_references(parts[owner], gone)
    _drop_unreached(parts)


def _said(kind: str) -> str:
    return {"image": "picture", "oleObject": "linked object"}.get(kind, kind)


def _without_references(content: bytes, gone: Iterable[str]) -> bytes:
    """The part without the elements that held links and controls; the words of a link stay."""
    root = etree.fromstring(content, _PARSER)
    lost = set(gone)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        held = [key for key, value in element.attrib.items()
                if str(key).startswith(f"{{{_RELATIONSHIPS}}}") and value in lost]  # fmt: skip
        runs = re.match(r"ppaction://(program|macro|ole|hlinkfile)", str(element.get("action", "")), re.IGNORECASE)
        if not held and not runs:
            continue
        if etree.QName(element).localname == "hyperlink":
            for key in held:
                del element.attrib[key]
        else:
            _take_out(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _take_out(element: etree._Element) -> None:
    """The element with the frame that is there for it alone, and a list that it leaves empty."""
    for above in element.iterancestors():
        if etree.QName(above).localname in ("graphicFrame", "object"):
            element = above
    while (parent := element.getparent()) is not None:
        parent.remove(element)
        if len(parent) or etree.QName(parent).localname not in _EMPTY:
            return
        element = parent


def _drop_unreached(parts: dict[str, bytes]) -> None:
    """Leave out what nothing points at any more, and take it from the list of content types."""
    reached = {"[Content_Types].xml"}
    waiting = [""]
    while waiting:
        owner = waiting.pop()
        folder, file = posixpath.split(owner)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in parts:
            continue
        reached.add(rels)
        for row in etree.fromstring(parts[rels], _PARSER):
            target = str(row.get("Target", ""))
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if part in parts and part not in reached:
                reached.add(part)
                waiting.append(part)
    for part in [part for part in parts if part not in reached]:
        del parts[part]
    if "[Content_Types].xml" in parts:
        parts["[Content_Types].xml"] = _listed(parts["[Content_Types].xml"], parts)


def _listed(types: bytes, parts: Mapping[str, bytes]) -> bytes:
    root = etree.fromstring(types, _PARSER)
    for row in list(root):
        name = row.get("PartName")
        if name is not None and name.lstrip("/") not in parts:
            root.remove(row)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
