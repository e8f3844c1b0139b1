"""A template understood: its theme, its layouts by role, the placeholders in them, and the parts to copy.

Any PowerPoint template works: a layout is chosen by what its placeholders are and where they stand (roles.py). Slides
that the template holds are left out, or kept before or after ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from qbrgen.errors import TemplateError
from qbrgen.renderers.package import CONTENT_TYPES
from qbrgen.renderers.powerpoint.ground import Ground
from qbrgen.renderers.powerpoint.inside import KeptSlide, take_slides
from qbrgen.renderers.powerpoint.layouts import Layout, read_layout
from qbrgen.renderers.powerpoint.logo import with_logo
from qbrgen.renderers.powerpoint.notes_master import with_notes_master
from qbrgen.renderers.powerpoint.opc import (
    Relationship,
    read_content_types,
    read_relationships,
    resolve,
)
from qbrgen.renderers.powerpoint.painting import Sheet, ground_of
from qbrgen.renderers.powerpoint.pictures import Pictures
from qbrgen.renderers.powerpoint.roles import Slide, assign_roles, content_layout, usable_layouts
from qbrgen.renderers.powerpoint.slides import Box, LayoutRole
from qbrgen.renderers.powerpoint.standing import standing, with_faces
from qbrgen.renderers.powerpoint.theme import Theme, read_theme
from qbrgen.renderers.powerpoint.xml import Element, R, find, find_all, parse
from qbrgen.renderers.untrusted import read_untrusted
from qbrgen.settings import Choices, KeepSlides

_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_KINDS = (
    _MAIN,
    _MAIN.replace("presentation.main", "template.main"),
    _MAIN.replace("presentation.main", "slideshow.main"),
)
# What the package itself points at and every deck writes anew.
_PACKAGE = ("officeDocument", "core-properties", "extended-properties")
# The name of the table style that tools/build_pptx_templates.py writes; any other is not for our colours of text.
TABLE_STYLE = "Ruled"
_PER_CENTIMETRE = 360000
# What programs and designers write where a footer would stand; nobody means it to be read.
_PROMPT = re.compile(
    r"[<\[{(]?\s*(?:"
    r"(?:click|insert|enter|add|type|edit|place) (?:to|here|your|the|a|footer|text|title|name|date)\b.*"
    r"|your (?:company|footer|text|name|title)\b.*|lorem ipsum\b.*"
    r"|(?:presentation |document )?(?:footer|title|name|date)(?: (?:text|here|goes here|placeholder))?"
    r"|fu(?:ß|ss)zeile(?:ntext)?|pied de page|pie de p[aá]gina|pi[eè] di pagina|rodap[eé]|voettekst|フッター|页脚"
    r")\s*[>\]})]?",
    re.IGNORECASE,
)
# PowerPoint's own limits of a slide's side: 1 and 56 inches.
_LEAST_SIDE, _MOST_SIDE = 914400, 51206400


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to be filled: parts, content types, relationships of the presentation.

    `every_layout` is what the master in use offers, `masters` how many there are. `inside` says how many slides it
    holds, `kept` are those that stay, `keep` says where. `footer` are words for every footer; empty leaves them to
    the story.
    """

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
    every_layout: tuple[Layout, ...] = ()
    masters: int = 1
    keep: KeepSlides = "none"
    kept: tuple[KeptSlide, ...] = ()
    footer: str = ""
    inside: int = 0

    def layout(self, role: LayoutRole) -> Layout:
        """The layout for the role."""
        return self.layouts[role]


@lru_cache(maxsize=8)
def load_template(
    data: bytes, name: str, choices: Choices = Choices(), keep: KeepSlides = "none",  # noqa: B008  (frozen)
    footer: str = "", logo: bytes = b"",
) -> Template:  # fmt: skip
    """The template in these bytes; `name` says in errors which file it was.

    `choices` are what somebody corrected, `keep` says whether and where its own slides stay, `logo` is a picture for
    a free corner of every slide. Raises TemplateError when it is not a presentation, could do harm, or has no layout
    with a title and a place for content.
    """
    parts = read_untrusted(data, name)
    try:
        return _understand(parts, name, choices, keep, footer, logo)
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError, OverflowError) as error:
        raise TemplateError(f"{name} is damaged ({error}). Open it in PowerPoint and save it again.") from None


def _understand(
    parts: dict[str, bytes], name: str, choices: Choices, keep: KeepSlides, footer: str, logo: bytes
) -> Template:
    if CONTENT_TYPES not in parts:
        raise TemplateError(f"{name} is not a presentation in the usual .pptx or .potx form. Save it again as .pptx.")
    defaults, overrides = read_content_types(parts[CONTENT_TYPES])
    main = next(
        (resolve("", row.target) for row in read_relationships(parts, "") if row.kind == "officeDocument"), ""
    )
    if overrides.get(main) not in _KINDS:
        raise TemplateError(f"{name} is not a PowerPoint presentation or template. Save it as .pptx or .potx.")
    # A template's own content type in a .pptx is refused by PowerPoint.
    overrides[main] = _MAIN
    inside = len(find_all(parse(parts[main]), "p:sldIdLst/p:sldId"))
    root, kept = take_slides(parts, main, keep=keep != "none")
    notes = with_notes_master(parts, overrides, main)
    size = _size(root, name)
    rows = read_relationships(parts, main)
    masters = list(_masters(root, parts, main, name))
    found = _best([_read_master(parts, part, size, choices, name) for part in masters], size)
    master_part, layouts = found.part, found.layouts
    if logo:
        with_logo(parts, defaults, master_part, layouts, size, logo)
    wanted = {LayoutRole(role): layout for role, layout in choices.layouts}
    chosen = frozenset(area for area, _ in choices.areas)
    roles = _on_ground(assign_roles(layouts, name, size, wanted), found, parts, size, chosen)
    theme = with_faces(found.themed({}), roles.values())
    styles = next((resolve(main, row.target) for row in rows if row.kind == "tableStyles"), "")
    own = _own_footer(layouts) if not _is_ours(layouts) else ""
    return Template(
        name, parts, defaults, overrides, main, rows, theme, size.width, size.height,
        roles, notes, _own_table_style(parts.get(styles)),
        tuple(row for row in read_relationships(parts, "") if row.kind not in _PACKAGE),
        tuple(layouts), len(masters), keep, kept, footer or own, inside,
    )  # fmt: skip


def _size(root: Element, name: str) -> Slide:
    found = find(root, "p:sldSz")
    size = Slide(9144000, 6858000)
    if found is not None:
        size = Slide(int(found.get("cx", "0")), int(found.get("cy", "0")))
    if not all(_LEAST_SIDE <= side <= _MOST_SIDE for side in size):
        raise TemplateError(f"{name} has slides of a size that PowerPoint does not have. Set it under Design.")
    return size


def _masters(root: Element, parts: Mapping[str, bytes], main: str, name: str) -> Iterator[str]:
    """The masters in the order of PowerPoint's gallery."""
    rows = {row.id: resolve(main, row.target) for row in read_relationships(parts, main) if row.kind == "slideMaster"}
    listed = [rows.get(each.get(f"{{{R}}}id", ""), "") for each in find_all(root, "p:sldMasterIdLst/p:sldMasterId")]
    found = [part for part in dict.fromkeys(listed) if part in parts]
    if not found:
        raise TemplateError(f"{name} has no slide master. Open it in PowerPoint and save it again.")
    yield from found


Themed = Callable[[Mapping[str, str]], Theme]


class Master(NamedTuple):
    """A master read: its part, its theme by a map of colours, the theme's own part, its layouts."""

    part: str
    themed: Themed
    theme: Element
    layouts: list[Layout]


def _read_master(parts: Mapping[str, bytes], part: str, size: Slide, choices: Choices, name: str) -> Master:
    master = parse(parts[part])
    rows = read_relationships(parts, part)
    theme_part = next((resolve(part, row.target) for row in rows if row.kind == "theme"), "")
    if theme_part not in parts:
        raise TemplateError(f"{name} has no theme. Open it in PowerPoint and save it again.")
    themed = _themed(parse(parts[theme_part]), dict(_attributes(find(master, "p:clrMap"))), dict(choices.colours))
    targets = {row.id: resolve(part, row.target) for row in rows if row.kind == "slideLayout"}
    page = Box(0, 0, size.width, size.height)
    listed = [targets.get(each.get(f"{{{R}}}id", ""), "")
              for each in find_all(master, "p:sldLayoutIdLst/p:sldLayoutId")]  # fmt: skip
    layouts = [
        read_layout(parse(parts[layout]), layout, master, themed, page) for layout in listed if layout in parts
    ]
    layouts = [_with_area(layout, dict(choices.areas)) for layout in layouts]
    return Master(part, themed, parse(parts[theme_part]), layouts)


def _on_ground(
    roles: Mapping[LayoutRole, Layout],
    master: Master,
    parts: Mapping[str, bytes],
    size: Slide,
    chosen: frozenset[str],
) -> dict[LayoutRole, Layout]:
    """The layouts with what stands behind their placeholders looked at."""
    below = Sheet(parse(parts[master.part]), master.part)
    grounds: dict[str, Ground] = {}
    pictures = Pictures()
    found = {}
    for role, layout in roles.items():
        theme = master.themed(dict(layout.colour_map))
        if layout.part not in grounds:
            sheet = Sheet(parse(parts[layout.part]), layout.part)
            grounds[layout.part] = ground_of(sheet, below, parts, pictures, theme, master.theme, size)
        found[role] = standing(layout, role, grounds[layout.part], theme, chosen=layout.name in chosen)
    return found


def _themed(part: Element, usual: dict[str, str], meanings: Mapping[str, str]) -> Themed:
    def theme(colour_map: Mapping[str, str]) -> Theme:
        return replace(read_theme(part, colour_map or usual), meanings=meanings)

    return theme


def _with_area(layout: Layout, areas: Mapping[str, tuple[float, float, float, float]]) -> Layout:
    area = areas.get(layout.name)
    return replace(layout, area=Box(*(round(side * _PER_CENTIMETRE) for side in area))) if area else layout


def _best(masters: list[Master], size: Slide) -> Master:
    """The first master that can hold content; a template with several begins with its usual one."""
    return next((master for master in masters if content_layout(usable_layouts(master.layouts), size)), masters[0])


def _is_ours(layouts: list[Layout]) -> bool:
    return {role.value for role in LayoutRole} <= {layout.name.strip().lower() for layout in layouts}


def _own_footer(layouts: list[Layout]) -> str:
    """The words that the company wrote into its layouts' footer; PowerPoint copies them to new slides."""
    said = [
        slot.words
        for layout in layouts
        for slot in layout.furniture
        if slot.kind == "ftr" and slot.words and not _PROMPT.fullmatch(slot.words)
    ]
    return max(dict.fromkeys(said), key=said.count) if said else ""


def _attributes(element: Element | None) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in element.items()] if element is not None else []


def _own_table_style(data: bytes | None) -> str:
    if data is None:
        return ""
    ours = [style for style in find_all(parse(data), "a:tblStyle") if style.get("styleName") == TABLE_STYLE]
    return ours[0].get("styleId", "") if ours else ""
