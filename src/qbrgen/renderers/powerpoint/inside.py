"""The slides that stand in a template: left out with all they used, or kept before or after ours."""

from __future__ import annotations

from typing import NamedTuple

from qbrgen.renderers.package import CONTENT_TYPES
from qbrgen.renderers.powerpoint.opc import (
    reachable,
    read_relationships,
    rels_name,
    resolve,
    write_relationships,
)
from qbrgen.renderers.powerpoint.xml import Element, R, find, find_all, parse, serialise

SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_OF_COMMENTS = ("commentAuthors", "authors")
_OF_SLIDES = ("slide", "comments", *_OF_COMMENTS)
_NEVER = ("thumbnail", "vbaProject")
# Lists of slides that would be wrong, and a password against changes that nobody here knows.
_LISTS = ("p:custShowLst", "p:modifyVerifier")


class KeptSlide(NamedTuple):
    """One slide of the template that stays: its id, its relation from the presentation."""

    id: int
    relation: str


def take_slides(parts: dict[str, bytes], main: str, *, keep: bool) -> tuple[Element, tuple[KeptSlide, ...]]:
    """The presentation part without its list of slides, and the slides kept; what only lost slides used leaves."""
    root = parse(parts[main])
    rows = read_relationships(parts, main)
    there = {row.id for row in rows if row.kind == "slide" and resolve(main, row.target) in parts}
    listed = [
        KeptSlide(int(slide.get("id", "0")), slide.get(f"{{{R}}}id", ""))
        for slide in find_all(root, "p:sldIdLst/p:sldId")
    ]
    kept = tuple(slide for slide in listed if keep and slide.relation in there)
    for tag in ("p:sldIdLst", *_LISTS):
        if (found := find(root, tag)) is not None:
            root.remove(found)
    for extension in find_all(root, "p:extLst/p:ext"):
        if extension.get("uri") == SECTIONS and (parent := extension.getparent()) is not None:
            parent.remove(extension)
    if (extensions := find(root, "p:extLst")) is not None and not len(extensions):
        root.remove(extensions)
    parts[main] = serialise(root)
    relations = {slide.relation for slide in kept}
    for part in (main, ""):
        staying = [
            row
            for row in read_relationships(parts, part)
            if row.kind not in (*_NEVER, *_OF_SLIDES)
            or row.id in relations
            # The list of those who wrote comments, where slides with comments stay.
            or (kept and row.kind in _OF_COMMENTS)
        ]
        parts[rels_name(part)] = write_relationships(staying)
    living = reachable(parts) | {CONTENT_TYPES}
    for part in [part for part in parts if part not in living]:
        del parts[part]
    return root, kept
