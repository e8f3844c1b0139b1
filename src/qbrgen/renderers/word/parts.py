"""The parts of a document while it is filled: what charts add, with its relations and content types."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from qbrgen.renderers.package import CONTENT_TYPES
from qbrgen.renderers.word.template import relations
from qbrgen.renderers.word.xml import OFFICE_RELS, RELS, TYPES, dump, parse

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_DEFAULTS = {"png": "image/png", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class Parts(dict[str, bytes]):
    """A template's parts, and those that this document adds."""

    def __init__(self, template: Mapping[str, bytes]) -> None:
        super().__init__(template)
        self.template = frozenset(template)

    def add_picture(self, content: bytes) -> str:
        """The name of a new part with the picture."""
        return self._add("word/media/chart{}.png", content)

    def add_chart(self, owner: str, chart: bytes, workbook: bytes, workbook_relation: str) -> str:
        """The id under which `owner` refers to a new chart part that has that workbook."""
        book = self._add("word/embeddings/chart{}.xlsx", workbook)
        part = self._add("word/charts/chart{}.xml", chart)
        self.relate(part, book, "package", workbook_relation)
        return self.relate(owner, part, "chart")

    def relate(self, owner: str, target: str, kind: str, key: str = "") -> str:
        """The id of the relation from `owner` to `target`, which is added where it is not there."""
        known = relations(self, owner)
        for old, (_, old_target) in known.items():
            if old_target == target:
                return old
        number = len(known) + 1
        while not key or key in known:
            key = f"rIdChart{number}"
            number += 1
        name = posixpath.join(posixpath.dirname(owner), "_rels", f"{posixpath.basename(owner)}.rels")
        root = parse(self[name]) if name in self else etree.Element(f"{{{RELS}}}Relationships", nsmap={None: RELS})
        row = etree.SubElement(root, f"{{{RELS}}}Relationship")
        row.set("Id", key)
        row.set("Type", f"{OFFICE_RELS}/{kind}")
        row.set("Target", posixpath.relpath(target, posixpath.dirname(owner)))
        self[name] = dump(root)
        return key

    def settle_types(self) -> None:
        """Name the content types of what was added."""
        root = parse(self[CONTENT_TYPES])
        known = {str(row.get("Extension")).lower() for row in root.iter(f"{{{TYPES}}}Default")}
        added = [name for name in self if name not in self.template and not name.endswith(".rels")]
        for extension, kind in _DEFAULTS.items():
            if extension not in known and any(name.endswith(f".{extension}") for name in added):
                row = etree.Element(f"{{{TYPES}}}Default", Extension=extension, ContentType=kind)
                root.insert(0, row)
        for name in added:
            if name.startswith("word/charts/"):
                etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=_CHART_TYPE)
        self[CONTENT_TYPES] = dump(root)

    def _add(self, pattern: str, content: bytes) -> str:
        number = 1
        while (name := pattern.format(number)) in self:
            number += 1
        self[name] = content
        return name
