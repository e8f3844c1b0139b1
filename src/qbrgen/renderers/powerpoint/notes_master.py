"""A notes master for templates that have none: the built-in template's, so that every deck has speaker notes."""

from __future__ import annotations

from qbrgen.renderers.package import CONTENT_TYPES, read_package
from qbrgen.renderers.powerpoint.opc import (
    Relationship,
    office,
    read_content_types,
    read_relationships,
    rels_name,
    resolve,
    write_relationships,
)
from qbrgen.renderers.powerpoint.xml import add, find, parse, serialise
from qbrgen.resources import template_bytes

_SOURCE = "pptx/qbrgen-light.pptx"
_MASTER, _THEME = "ppt/notesMasters/notesMaster{}.xml", "ppt/theme/theme{}.xml"


def with_notes_master(parts: dict[str, bytes], overrides: dict[str, str], main: str) -> str:
    """The name of the presentation's notes master, which is put into `parts` when there is none."""
    rows = read_relationships(parts, main)
    if there := next((resolve(main, row.target) for row in rows if row.kind == "notesMaster"), ""):
        return there
    ours = read_package(template_bytes(_SOURCE), _SOURCE)
    kinds = read_content_types(ours[CONTENT_TYPES])[1]
    master, theme = _free(_MASTER, parts), _free(_THEME, parts)
    for name, source in ((master, _MASTER.format(1)), (theme, _THEME.format(2))):
        parts[name], overrides[name] = ours[source], kinds[source]
    parts[rels_name(master)] = write_relationships(
        [Relationship("rId1", office("theme"), f"../{theme.removeprefix('ppt/')}")]
    )
    key = next(
        name for name in (f"rId{number}" for number in range(1, 10000)) if name not in {row.id for row in rows}
    )
    row = Relationship(key, office("notesMaster"), f"/{master}")
    parts[rels_name(main)] = write_relationships([*rows, row])
    root = parse(parts[main])
    listing = add(root, "p:notesMasterIdLst")
    add(listing, "p:notesMasterId", {"r:id": key})
    if (before := find(root, "p:sldMasterIdLst")) is not None:
        before.addnext(listing)
    parts[main] = serialise(root)
    return master


def _free(pattern: str, parts: dict[str, bytes]) -> str:
    return next(name for name in (pattern.format(number) for number in range(1, 10000)) if name not in parts)
