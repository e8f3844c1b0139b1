"""A template understood: its theme, its layouts by role, the placeholders in them, and the parts to copy.

Any PowerPoint template works: layouts are found by the names that docs/templates.md lists, else by what their
placeholders are and where they stand. Slides that the template holds are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from qbrgen.errors import TemplateError
from qbrgen.renderers.package import CONTENT_TYPES, read_package
from qbrgen.renderers.powerpoint.notes_master import with_notes_master
from qbrgen.renderers.powerpoint.opc import (
    Relationship,
    reachable,
    read_content_types,
    read_relationships,
    rels_name,
    resolve,
    transitional,
    write_relationships,
)
from qbrgen.renderers.powerpoint.placeholders import TITLE, Slot, backdrop, read_slots
from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, Box, LayoutRole
from qbrgen.renderers.powerpoint.theme import Theme, read_theme
from qbrgen.renderers.powerpoint.xml import Element, find, find_all, parse, serialise

_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_KINDS = (
    _MAIN,
    _MAIN.replace("presentation.main", "template.main"),
    _MAIN.replace("presentation.main", "slideshow.main"),
)
_LEFT_OUT = ("slide", "comments", "commentAuthors", "thumbnail", "vbaProject")
# What the package itself points at and every deck writes anew.
_PACKAGE = ("officeDocument", "core-properties", "extended-properties")
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
# The name of the table style that tools/build_pptx_templates.py writes; any other is not for our colours of text.
TABLE_STYLE = "Ruled"
_LOW_AREA = 0.3
_SOURCE_HEIGHT = 0.5 * EMU_PER_INCH


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: its part, its placeholders by what they are for, the area that content may fill."""

    name: str
    part: str
    kind: str
    slots: tuple[Slot, ...]
    area: Box
    background: str

    @property
    def title(self) -> Slot:
        """The title."""
        return next(slot for slot in self.slots if slot.index == TITLE)

    def named(self, word: str) -> tuple[Slot, ...]:
        """The placeholders whose name begins with the word."""
        return tuple(slot for slot in self.slots if slot.name.lower().startswith(word))

    @property
    def source(self) -> Slot | None:
        """The line for sources."""
        return next((slot for slot in self.slots if _is_source(slot)), None)

    @property
    def furniture(self) -> tuple[Slot, ...]:
        """Footer, date and slide number."""
        return tuple(slot for slot in self.slots if slot.kind in ("ftr", "dt", "sldNum"))

    @property
    def texts(self) -> tuple[Slot, ...]:
        """Where running text goes, left to right; a place for any content takes text too."""
        free = [slot for slot in self.slots if slot.kind in ("body", "subTitle") and _is_free(slot)]
        found = free or [slot for slot in self.slots if slot.kind in ("", "obj") and _is_free(slot)]
        return tuple(sorted(found, key=lambda slot: (slot.box.left, slot.box.top)))

    @property
    def objects(self) -> tuple[Slot, ...]:
        """Where charts, tables and pictures go, left to right."""
        found = [slot for slot in self.slots if slot.takes_objects]
        return tuple(sorted(found, key=lambda slot: (slot.box.left, slot.box.top)))


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to be filled: parts without slides, content types, relationships of the presentation."""

    name: str
    parts: Mapping[str, bytes]
    defaults: Mapping[str, str]
    overrides: Mapping[str, str]
    presentation: str
    relationships: tuple[Relationship, ...]
    theme: Theme
    width: int
    height: int
    layouts: Mapping[LayoutRole, Layout]
    notes_master: str
    table_style: str
    other_relationships: tuple[Relationship, ...] = ()

    def layout(self, role: LayoutRole) -> Layout:
        """The layout for the role."""
        return self.layouts[role]


@lru_cache(maxsize=8)
def load_template(data: bytes, name: str) -> Template:
    """The template in these bytes; `name` says in errors which file it was.

    Raises TemplateError when it is not a presentation or has no layout with a title and a place for content.
    """
    parts = read_package(data, name)
    try:
        return _understand(parts, name)
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise TemplateError(f"{name} is damaged ({error}). Open it in PowerPoint and save it again.") from None


def _understand(parts: dict[str, bytes], name: str) -> Template:
    if CONTENT_TYPES not in parts or not transitional(parts):
        raise TemplateError(f"{name} is not a presentation in the usual .pptx or .potx form. Save it again as .pptx.")
    defaults, overrides = read_content_types(parts[CONTENT_TYPES])
    main = next(
        (resolve("", row.target) for row in read_relationships(parts, "") if row.kind == "officeDocument"), ""
    )
    if overrides.get(main) not in _KINDS:
        raise TemplateError(
            f"{name} is not a PowerPoint presentation or template without macros. Save it as .pptx or .potx."
        )
    # A template's own content type in a .pptx is refused by PowerPoint.
    overrides[main] = _MAIN
    root = _without_slides(parts, main)
    notes = with_notes_master(parts, overrides, main)
    rows = read_relationships(parts, main)
    master_part = _target(rows, main, "slideMaster", name)
    master = parse(parts[master_part])
    masters_rows = read_relationships(parts, master_part)
    theme = read_theme(
        parse(parts[_target(masters_rows, master_part, "theme", name)]), dict(_attributes(find(master, "p:clrMap")))
    )
    size = find(root, "p:sldSz")
    width, height = (int(size.get("cx", "0")), int(size.get("cy", "0"))) if size is not None else (12192000, 6858000)
    layouts = [
        read_layout(parse(parts[part]), part, master, theme, height)
        for part in (resolve(master_part, row.target) for row in masters_rows if row.kind == "slideLayout")
        if part in parts
    ]
    styles = next((resolve(main, row.target) for row in rows if row.kind == "tableStyles"), "")
    return Template(
        name, parts, defaults, overrides, main, rows, theme, width, height, assign_roles(layouts, name), notes,
        _own_table_style(parts.get(styles)),
        tuple(row for row in read_relationships(parts, "") if row.kind not in _PACKAGE),
    )  # fmt: skip


def _without_slides(parts: dict[str, bytes], main: str) -> Element:
    """The presentation part without its slides; whatever only they used leaves the package."""
    root = parse(parts[main])
    for tag in ("p:sldIdLst", "p:custShowLst"):
        if (found := find(root, tag)) is not None:
            root.remove(found)
    for extension in find_all(root, "p:extLst/p:ext"):
        if extension.get("uri") == _SECTIONS and (parent := extension.getparent()) is not None:
            parent.remove(extension)
    if (extensions := find(root, "p:extLst")) is not None and not len(extensions):
        root.remove(extensions)
    parts[main] = serialise(root)
    for part in (main, ""):
        kept = [row for row in read_relationships(parts, part) if row.kind not in _LEFT_OUT]
        parts[rels_name(part)] = write_relationships(kept)
    living = reachable(parts) | {CONTENT_TYPES}
    for part in [part for part in parts if part not in living]:
        del parts[part]
    return root


def _target(rows: tuple[Relationship, ...], part: str, kind: str, name: str) -> str:
    found = next((resolve(part, row.target) for row in rows if row.kind == kind), None)
    if found is None:
        raise TemplateError(f"{name} has no {kind}. Save it again from PowerPoint.")
    return found


def _attributes(element: Element | None) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in element.items()] if element is not None else []


def _own_table_style(data: bytes | None) -> str:
    if data is None:
        return ""
    ours = [style for style in find_all(parse(data), "a:tblStyle") if style.get("styleName") == TABLE_STYLE]
    return ours[0].get("styleId", "") if ours else ""


def read_layout(layout: Element, part: str, master: Element, theme: Theme, height: int) -> Layout:
    """The layout with its placeholders and the area they leave for content on a slide of that height (EMU)."""
    sheet = find(layout, "p:cSld")
    slots = read_slots(layout, master, theme)
    filled = [
        slot.box if slot.fill else slot.inner
        for slot in slots
        if slot.index != TITLE and slot.kind not in ("ftr", "dt", "sldNum") and not _is_source(slot)
    ]
    background = backdrop(layout, theme) or backdrop(master, theme) or theme.rgb("bg1")
    return Layout(
        sheet.get("name", "") if sheet is not None else "",
        part,
        layout.get("type", ""),
        slots,
        _usable(_union(filled), slots, height),
        background,
    )


def _usable(area: Box, slots: tuple[Slot, ...], height: int) -> Box:
    """The area down to the footer at most; one that is low for a whole slide's content goes down to there."""
    floor = min(
        (slot.box.top for slot in slots if slot.kind in ("ftr", "dt", "sldNum") and slot.box.top > height // 2),
        default=height * 94 // 100,
    )
    low = area.width and area.height < height * _LOW_AREA
    bottom = floor - EMU_PER_INCH // 20 if low or area.bottom > floor else area.bottom
    return Box(area.left, area.top, area.width, max(bottom - area.top, 0))


def _union(boxes: list[Box]) -> Box:
    if not boxes:
        return Box(0, 0, 0, 0)
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def _is_source(slot: Slot) -> bool:
    return (
        slot.kind == "body"
        and (slot.name.lower().startswith("source") or slot.box.height <= _SOURCE_HEIGHT)
        and (not slot.name.lower().startswith("caption"))
    )


def _is_free(slot: Slot) -> bool:
    return not _is_source(slot) and not slot.name.lower().startswith(("key figure", "caption", "lead", "details"))


def assign_roles(layouts: list[Layout], name: str) -> dict[LayoutRole, Layout]:
    """The layout for each role: by its name, else by its kind and placeholders, else the one for any content."""
    usable = [layout for layout in layouts if any(slot.index == TITLE for slot in layout.slots)]
    by_name = {layout.name.strip().lower(): layout for layout in reversed(usable)}
    content = max(
        (layout for layout in usable if len(layout.objects) + len(layout.texts)),
        key=lambda layout: (layout.name.lower() == LayoutRole.TEXT, layout.kind == "obj", len(layout.slots) < 6,
                            layout.area.width * layout.area.height),
        default=None,
    )  # fmt: skip
    if content is None:
        there = ", ".join(layout.name for layout in layouts) or "none"
        raise TemplateError(
            f"{name} has no layout with a title and a placeholder for content (its layouts: {there}). "
            "Add one, or leave the template out to use the built-in one."
        )
    result = {}
    for role in LayoutRole:
        fitting = [layout for layout in usable if role in _FITS and _FITS[role](layout)]
        chosen = by_name.get(role.value) or (fitting[0] if fitting else content)
        result[role] = chosen if chosen.area.width else _with_area(chosen, content.area)
    # A layout whose placeholders leave the content area open is filled where text would stand.
    timeline = result[LayoutRole.TIMELINE]
    result[LayoutRole.TIMELINE] = _with_area(timeline, content.area)
    return result


def _with_area(layout: Layout, area: Box) -> Layout:
    return Layout(layout.name, layout.part, layout.kind, layout.slots, area, layout.background)


_FITS: dict[LayoutRole, Callable[[Layout], bool]] = {
    LayoutRole.COVER: lambda layout: layout.kind == "title" or layout.title.kind == "ctrTitle",
    LayoutRole.SECTION: lambda layout: layout.kind == "secHead",
    LayoutRole.TWO_COLUMNS: lambda layout: layout.kind in ("twoObj", "twoTxTwoObj") and len(layout.texts) >= 2,
    LayoutRole.KEY_FIGURES: lambda layout: layout.kind == "titleOnly",
    LayoutRole.TIMELINE: lambda layout: layout.kind == "titleOnly",
}
