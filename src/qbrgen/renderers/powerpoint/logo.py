"""A brand's logo in a free corner of the master, where the template itself has none."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from qbrgen.errors import TemplateError
from qbrgen.renderers.powerpoint.layouts import Layout
from qbrgen.renderers.powerpoint.opc import (
    Relationship,
    office,
    read_relationships,
    rels_name,
    write_relationships,
)
from qbrgen.renderers.powerpoint.roles import Slide
from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, Box
from qbrgen.renderers.powerpoint.xml import add, find, find_all, parse, serialise

_PART = "ppt/media/brand-logo"
_TALLEST, _WIDEST = round(0.42 * EMU_PER_INCH), round(1.6 * EMU_PER_INCH)
_EDGE = round(0.15 * EMU_PER_INCH)
_LEAST = round(0.14 * EMU_PER_INCH)


def picture_kind(data: bytes) -> tuple[str, int, int]:
    """Extension, width and height of a PNG or JPEG; raises TemplateError for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        return "png", int(width) or 1, int(height) or 1
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", data[at + 5 : at + 9])
                return "jpeg", int(width) or 1, int(height) or 1
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise TemplateError("the logo is neither a PNG nor a JPEG picture. Save it as one of them.")


def with_logo(
    parts: dict[str, bytes],
    defaults: dict[str, str],
    master: str,
    layouts: Sequence[Layout],
    size: Slide,
    logo: bytes,
) -> bool:
    """Put the picture on the master, in the largest free corner; False when no corner is free."""
    kind, width, height = picture_kind(logo)
    box = free_corner(layouts, size, width / height)
    if box is None:
        return False
    part = f"{_PART}.{kind}"
    parts[part] = logo
    defaults.setdefault(kind, f"image/{kind}")
    rows = read_relationships(parts, master)
    taken = {row.id for row in rows}
    key = next(name for name in (f"rId{number}" for number in range(1, 10000)) if name not in taken)
    parts[rels_name(master)] = write_relationships([*rows, Relationship(key, office("image"), f"/{part}")])
    root = parse(parts[master])
    tree = find(root, "p:cSld/p:spTree")
    if tree is None:
        return False
    used = {int(each.get("id", "0")) for each in root.iter("{*}cNvPr")}
    picture = add(tree, "p:pic")
    frame = add(picture, "p:nvPicPr")
    add(frame, "p:cNvPr", {"id": max(used, default=1) + 1, "name": "Logo", "descr": "Logo"})
    add(add(frame, "p:cNvPicPr"), "a:picLocks", {"noChangeAspect": 1})
    add(frame, "p:nvPr", {"userDrawn": 1})
    fill = add(picture, "p:blipFill")
    add(fill, "a:blip", {"r:embed": key})
    add(add(fill, "a:stretch"), "a:fillRect")
    shape = add(picture, "p:spPr")
    place = add(shape, "a:xfrm")
    add(place, "a:off", {"x": box.left, "y": box.top})
    add(place, "a:ext", {"cx": box.width, "cy": box.height})
    add(add(shape, "a:prstGeom", {"prst": "rect"}), "a:avLst")
    # What belongs at the end of the tree by the schema stays there.
    for last in find_all(tree, "p:extLst"):
        tree.append(last)
    parts[master] = serialise(root)
    return True


def free_corner(layouts: Sequence[Layout], size: Slide, ratio: float) -> Box | None:
    """Where a picture of that width to height stands clear of every placeholder; the top right is tried first."""
    taken = [slot.box for layout in layouts for slot in layout.slots]
    for share in (1.0, 0.8, 0.6, 0.45, 0.35):
        tall = min(_TALLEST * share, _WIDEST * share / ratio)
        box = Box(0, 0, round(tall * ratio), round(tall))
        if box.height < _LEAST:
            return None
        right, bottom = size.width - _EDGE - box.width, size.height - _EDGE - box.height
        for left, top in ((right, _EDGE), (_EDGE, _EDGE), (right, bottom), (_EDGE, bottom)):
            placed = Box(left, top, box.width, box.height)
            if not any(_touch(placed, other) for other in taken):
                return placed
    return None


def _touch(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
