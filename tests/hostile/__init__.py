"""Office files made to do harm, or only odd: each by a function, so that none needs to be kept."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from qbrgen.renderers.package import read_package, write_package
from qbrgen.resources import template_bytes

PRESENTATION = "presentationml.presentation.main+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
DECK = template_bytes("pptx/brand-rheinwerk.pptx")
WORD = template_bytes("docx/ebr.docx")
Change = Callable[[dict[str, bytes]], None]


def changed(change: Change, source: bytes = DECK) -> bytes:
    """The package with its parts changed."""
    parts = read_package(source, "source")
    change(parts)
    return write_package(parts)


def replaced(part: str, old: str, new: str, source: bytes = DECK) -> bytes:
    """The package with words of one part replaced."""

    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part], f"{old} is not in {part}"
        parts[part] = parts[part].replace(old.encode(), new.encode())

    return changed(change, source)


def related(owner: str, kind: str, target: str, *, outside: bool, key: str = "rId900") -> Change:
    """One more relation of a part."""

    def change(parts: dict[str, bytes]) -> None:
        folder, _, file = owner.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels"
        mode = ' TargetMode="External"' if outside else ""
        kind_ = kind if "/" in kind else f"{_RELATION}/{kind}"
        row = f'<Relationship Id="{key}" Type="{kind_}" Target="{target}"{mode}/></Relationships>'
        parts[rels] = parts[rels].replace(b"</Relationships>", row.encode())

    return change


def encrypted() -> bytes:
    """What Office saves behind a password: a compound file with the package inside."""
    return _OLE + "EncryptionInfo".encode("utf-16-le") + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le")


def old_binary() -> bytes:
    """A .ppt of 2003 with another ending."""
    return _OLE + "PowerPoint Document".encode("utf-16-le") + b"\0" * 4096


def macros() -> bytes:
    """A .pptm: its content type, and a project with code."""

    def change(parts: dict[str, bytes]) -> None:
        kind = f"application/vnd.openxmlformats-officedocument.{PRESENTATION}".encode()
        macro = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, macro)
        _with_code(parts)

    return changed(change)


def hidden_macros() -> bytes:
    """A .pptx that says it has no macros and holds a project all the same, and a button that starts a program."""

    def change(parts: dict[str, bytes]) -> None:
        _with_code(parts)
        name = "ppt/slideLayouts/slideLayout2.xml"
        link = b'<a:hlinkClick r:id="" action="ppaction://program?file=calc.exe"/></p:cNvPr>'
        parts[name] = parts[name].replace(b'name="Titel 1"/>', b'name="Titel 1">' + link, 1)

    return changed(change)


def _with_code(parts: dict[str, bytes]) -> None:
    parts["ppt/vbaProject.bin"] = b"MACRO CODE"
    row = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"<Default", row + b"<Default", 1)
    related("ppt/presentation.xml", "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
            "vbaProject.bin", outside=False)(parts)  # fmt: skip


def links() -> bytes:
    """Hyperlinks on a layout and a master, and one to a file."""

    def change(parts: dict[str, bytes]) -> None:
        name = "ppt/slideLayouts/slideLayout2.xml"
        link = b'<a:hlinkClick r:id="rId900"/></p:cNvPr>'
        parts[name] = parts[name].replace(b'name="Titel 1"/>', b'name="Titel 1">' + link, 1)
        related(name, "hyperlink", "https://example.invalid/track", outside=True)(parts)
        related("ppt/slideMasters/slideMaster1.xml", "hyperlink", "file:///secret", outside=True)(parts)

    return changed(change)


def strict() -> bytes:
    """The strict dialect, whose names differ throughout."""

    def change(parts: dict[str, bytes]) -> None:
        for name, content in list(parts.items()):
            parts[name] = content.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"
            )

    return changed(change)


def entities(part: str = "ppt/presentation.xml", source: bytes = DECK) -> bytes:
    """A billion laughs."""
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha">{rows}]>'

    def change(parts: dict[str, bytes]) -> None:
        start = parts[part].index(b"?>") + 2
        parts[part] = parts[part][:start] + head.encode() + parts[part][start:]

    return changed(change, source)


def _stored(parts: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in (*parts.items(), *more):
            package.writestr(name, data)
    return target.getvalue()


def zip_bomb(megabytes: int = 400) -> bytes:
    """A part of nothing but spaces, which packs to almost nothing."""
    target = io.BytesIO(_stored(read_package(DECK, "x")))
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("ppt/media/film.mp4", "w") as film,
    ):
        for _ in range(megabytes):
            film.write(bytes(1 << 20))
    return target.getvalue()


def xml_bomb() -> bytes:
    """A part of XML with millions of elements."""
    return _stored({**read_package(DECK, "x"), "ppt/presProps.xml": b"<a>" + b"<b/>" * 8_000_000 + b"</a>"})


def many_parts() -> bytes:
    """More parts than a person could make."""
    return _stored(read_package(DECK, "x"), *((f"ppt/x/{number}.xml", b"<a/>") for number in range(13_000)))


def lying_size() -> bytes:
    """An entry that says it unpacks to one byte."""
    data = bytearray(_stored({"[Content_Types].xml": b" " * (8 << 20)}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1)
    return bytes(data)


def twice() -> bytes:
    """The same part name twice, once in capitals."""
    return _stored(read_package(DECK, "x"), ("PPT/presentation.xml", b"<other/>"))


def climbing() -> bytes:
    """A part whose name leads out of the package."""
    return _stored(read_package(DECK, "x"), ("../../../etc/cron.d/x", b"evil"))


def without(*parts: str) -> bytes:
    """The package without these parts."""

    def change(all_parts: dict[str, bytes]) -> None:
        for part in parts:
            all_parts.pop(part)

    return changed(change)


def without_layouts() -> bytes:
    """A master that lists none."""
    return changed(lambda parts: parts.update({
        "ppt/slideMasters/slideMaster1.xml": _cut(parts["ppt/slideMasters/slideMaster1.xml"], b"<p:sldLayoutIdLst>",
                                                  b"</p:sldLayoutIdLst>"),
    }))  # fmt: skip


def without_master() -> bytes:
    """A presentation that lists no master."""
    name = "ppt/presentation.xml"
    return changed(
        lambda parts: parts.update({name: _cut(parts[name], b"<p:sldMasterIdLst>", b"</p:sldMasterIdLst>")})
    )


def _cut(content: bytes, first: bytes, last: bytes) -> bytes:
    return content[: content.index(first)] + content[content.index(last) + len(last) :]


def outside_picture() -> bytes:
    """A picture that is fetched from somewhere each time the deck is opened."""

    def change(parts: dict[str, bytes]) -> None:
        related("ppt/slideMasters/slideMaster1.xml", "image", "https://example.invalid/pixel.png", outside=True)(
            parts
        )

    return changed(change)


def outside_object(source: bytes = DECK) -> bytes:
    """A linked workbook on a slide layout."""
    return changed(
        related("ppt/slideLayouts/slideLayout2.xml", "oleObject", "file:///C:/secret.xlsx", outside=True), source
    )


REFUSED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (encrypted, "protected by a password"),
    "old binary": (old_binary, "old binary form"),
    "macros": (macros, "has macros"),
    "strict": (strict, "strict form"),
    "entities": (entities, "declares a document type"),
    "entities in relations": (lambda: entities("ppt/_rels/presentation.xml.rels"), "declares a document type"),
    "zip bomb": (zip_bomb, "more than a template needs"),
    "XML bomb": (xml_bomb, "more than a template needs"),
    "many parts": (many_parts, "parts, more than any Office file"),
    "lying size": (lying_size, "cut short or damaged"),
    "part twice": (twice, "twice"),
    "climbing name": (climbing, "which no Office file may have"),
    "picture from outside": (outside_picture, "fetches a picture from outside"),
    "no master": (without_master, "no slide master"),
    "no layouts": (without_layouts, "no layout with a title"),
    "no theme": (lambda: without("ppt/theme/theme1.xml"), "no theme"),
    "no content types": (lambda: without("[Content_Types].xml"), "not a presentation"),
    "a Word document": (lambda: WORD, "not a PowerPoint presentation"),
    "truncated": (lambda: DECK[: len(DECK) // 2], "cut short or damaged"),
    "flipped": (lambda: DECK[:3000] + bytes(200) + DECK[3200:], "damaged"),
    "empty": (lambda: b"", "it is empty"),
    "text": (lambda: b"Dear all, here is our template.", "not an Office file"),
    "PDF": (lambda: b"%PDF-1.7\n" + b"x" * 999, "not an Office file"),
    "zip of something": (lambda: _stored({"readme.txt": b"hello"}), "not a presentation"),
    "size zero": (lambda: replaced("ppt/presentation.xml", 'cx="12192000"', 'cx="0"'), "slides of a size"),
    "size no number": (lambda: replaced("ppt/presentation.xml", 'cx="12192000"', 'cx="wide"'), "is damaged"),
}
"""Files that no deck is made on: how each is made, and words of the sentence that says why."""

DISARMED: Mapping[str, Callable[[], bytes]] = {
    "hidden macros": hidden_macros,
    "hyperlinks": links,
    "a linked workbook": outside_object,
}
"""Files that a deck is made on, without what could run or reach outside."""
