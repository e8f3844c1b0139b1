"""The bookkeeping of a package: relationships, content types, and which parts anything still points at."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qbrgen.renderers.powerpoint.markup import bare_part, quoted
from qbrgen.renderers.powerpoint.xml import parse

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part to another part or to an address outside; `kind` is the last word of its type."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """slideLayout, theme, image ..."""
        return self.type.rsplit("/", 1)[-1]


def office(kind: str) -> str:
    """The full type of one of Office's relationships."""
    return f"{OFFICE}/{kind}"


def rels_name(part: str) -> str:
    """The name of the part that holds the relationships of `part` ("" for the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolve(part: str, target: str) -> str:
    """The name of the part that `target`, written in the relationships of `part`, means."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def read_relationships(parts: Mapping[str, bytes], part: str) -> tuple[Relationship, ...]:
    """The relationships of the part; none when it has none."""
    data = parts.get(rels_name(part))
    if data is None:
        return ()
    return tuple(
        Relationship(
            row.get("Id", ""), row.get("Type", ""), row.get("Target", ""), row.get("TargetMode") == "External"
        )
        for row in parse(data)
        if isinstance(row.tag, str)
    )


def write_relationships(rows: Iterable[Relationship]) -> bytes:
    """The relationships as a part."""
    outside = ' TargetMode="External"'
    written = "".join(
        f'<Relationship Id="{quoted(row.id)}" Type="{quoted(row.type)}" Target="{quoted(row.target)}"'
        f"{outside if row.external else ''}/>"
        for row in rows
    )
    return bare_part("Relationships", RELATIONSHIPS, written)


def reachable(parts: Mapping[str, bytes]) -> set[str]:
    """The parts that can be reached from the package, their relationship parts included."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        if rels_name(part) in parts:
            found.add(rels_name(part))
        for row in read_relationships(parts, part):
            name = resolve(part, row.target)
            if not row.external and name in parts and name not in found:
                found.add(name)
                waiting.append(name)
    return found


def read_content_types(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Content types by extension and by part name (without the leading slash)."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for row in parse(data):
        if not isinstance(row.tag, str):
            continue
        if row.tag.endswith("Default"):
            defaults[row.get("Extension", "").lower()] = row.get("ContentType", "")
        else:
            overrides[row.get("PartName", "").lstrip("/")] = row.get("ContentType", "")
    return defaults, overrides


def write_content_types(defaults: Mapping[str, str], overrides: Mapping[str, str], names: Iterable[str]) -> bytes:
    """The content types of the parts in `names` alone: Office repairs a file that lists what is not there."""
    present = set(names)
    extensions = {posixpath.splitext(name)[1].lstrip(".").lower() for name in present} | {"rels", "xml"}
    usual = [
        f'<Default Extension="{quoted(extension)}" ContentType="{quoted(kind)}"/>'
        for extension, kind in defaults.items()
        if extension in extensions
    ]
    own = [
        f'<Override PartName="/{quoted(name)}" ContentType="{quoted(kind)}"/>'
        for name, kind in overrides.items()
        if name in present
    ]
    return bare_part("Types", CONTENT_TYPES, "".join((*usual, *own)))


def transitional(parts: dict[str, bytes]) -> bool:
    """False for a package in the strict dialect, whose names differ throughout."""
    return _STRICT.encode() not in parts.get("_rels/.rels", b"")
