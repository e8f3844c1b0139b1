"""The built-in templates, and decks on templates that somebody else made."""

from __future__ import annotations

import io
import itertools
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pptx
import pytest
from pptx import Presentation

from qbrgen.errors import TemplateError
from qbrgen.renderers.package import read_package, write_package
from qbrgen.renderers.powerpoint import plan, template_for, write
from qbrgen.renderers.powerpoint.slides import LayoutRole, TableItem
from qbrgen.renderers.powerpoint.template import Template, load_template
from qbrgen.renderers.powerpoint.theme import Theme, contrast
from qbrgen.renderers.powerpoint.typeset import MARKS
from qbrgen.resources import template_bytes
from qbrgen.settings import Settings
from tests.decks import Look
from tests.geometry import deck_problems
from tests.office import assert_all_clean, assert_office_clean
from tests.stories import sample_story

SETTINGS = Settings(as_of=date(2026, 10, 5))
LOOKS: tuple[Look, ...] = ("light", "dark")
# The template that python-pptx brings along: 4:3, Office's own eleven layouts, no notes master.
OTHER = Path(pptx.__file__).parent / "templates" / "default.pptx"
MAIN = b"presentationml.presentation.main+xml"


def built_in(look: Look) -> Template:
    return template_for(replace(SETTINGS, theme=look))


def changed(change: Callable[[dict[str, bytes]], None], source: bytes = b"") -> bytes:
    """A template with its parts changed."""
    parts = read_package(source or OTHER.read_bytes(), "other.pptx")
    change(parts)
    return write_package(parts)


def test_the_committed_templates_are_what_their_code_makes(tmp_path: Path) -> None:
    tools = Path(__file__).parent.parent / "tools"
    sys.path.insert(0, str(tools))
    try:
        written = import_module("build_pptx_templates").write_all(tmp_path)
    finally:
        sys.path.remove(str(tools))
    for path in written:
        assert path.read_bytes() == template_bytes(f"pptx/{path.name}"), "run tools/build_templates.py"


def test_the_templates_open_clean() -> None:
    assert_all_clean({f"{look}.pptx": template_bytes(f"pptx/qbrgen-{look}.pptx") for look in LOOKS})


@pytest.mark.parametrize("look", LOOKS)
def test_every_role_has_a_layout_of_its_own_with_a_title(look: Look) -> None:
    template = built_in(look)
    assert {role.value: layout.name.lower() for role, layout in template.layouts.items()} == {
        role.value: role.value for role in LayoutRole
    }
    read = Presentation(io.BytesIO(template_bytes(f"pptx/qbrgen-{look}.pptx")))
    assert (read.slide_width, read.slide_height) == (12192000, 6858000)
    assert not read.slides
    assert len(read.slide_layouts) == len(LayoutRole)
    for layout in read.slide_layouts:
        words = ["".join(shape.element.itertext()).strip() for shape in layout.shapes if shape.is_placeholder]
        assert len(words) >= 2
        assert all(words)
        assert "lick to" not in "".join(words)


@pytest.mark.parametrize("look", LOOKS)
def test_all_text_of_a_template_is_large_and_dark_enough(look: Look) -> None:
    for layout in built_in(look).layouts.values():
        for slot in layout.slots:
            for level in slot.levels[: 3 if slot.name.startswith("Key figure") else 1]:
                assert level.size >= 10, slot.name
                assert contrast(level.rgb, slot.background) >= 4.5, (layout.name, slot.name)


@pytest.mark.parametrize("look", LOOKS)
def test_everything_stands_on_the_twelve_column_grid(look: Look) -> None:
    margin, column, gutter = 548640, 756920, 182880
    lefts = [margin + number * (column + gutter) for number in range(12)]
    for role, layout in built_in(look).layouts.items():
        for slot in layout.slots:
            if role is not LayoutRole.QUOTE:
                assert min(abs(slot.box.left - left) for left in lefts) <= 1, (layout.name, slot.name)
            assert slot.box.right <= 12192000 - margin + 2


# How people without one kind of cone see a colour (Machado, Oliveira and Fernandes 2009, full severity).
_BLINDNESS = {
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


@pytest.mark.parametrize("blindness", _BLINDNESS)
@pytest.mark.parametrize("look", LOOKS)
def test_good_caution_and_bad_stay_apart_for_everybody(look: Look, blindness: str) -> None:
    theme = built_in(look).theme
    seen = []
    for name in ("accent1", theme.caution, theme.bad):
        rgb = [int(theme.rgb(name)[at : at + 2], 16) for at in (0, 2, 4)]
        seen.append(
            [sum(part * value for part, value in zip(row, rgb, strict=True)) for row in _BLINDNESS[blindness]]
        )
        assert contrast(theme.rgb(name), theme.rgb("bg1")) >= 4.5
    for one, other in itertools.combinations(seen, 2):
        assert sum((first - second) ** 2 for first, second in zip(one, other, strict=True)) ** 0.5 > 30


def test_statuses_of_different_colours_have_different_signs() -> None:
    signs: dict[str, str] = {}
    for mark in MARKS.values():
        assert signs.setdefault(mark.sign, mark.colour) == mark.colour


def test_any_template_with_a_title_and_content_makes_a_sound_deck() -> None:
    template = load_template(OTHER.read_bytes(), "other.pptx")
    names = {role: template.layout(role).name for role in LayoutRole}
    assert names[LayoutRole.COVER] == "Title Slide"
    assert names[LayoutRole.SECTION] == "Section Header"
    assert names[LayoutRole.TWO_COLUMNS] == "Two Content"
    assert names[LayoutRole.TABLE] == "Title and Content"
    deck = plan(sample_story(), template)
    assert deck_problems(deck, template) == []
    data = write(deck, template, SETTINGS)
    assert_office_clean(data, "other.pptx")
    read = Presentation(io.BytesIO(data))
    assert len(read.slides) == len(deck.slides)
    # The template has no notes master of its own.
    assert all(slide.has_notes_slide for slide in read.slides)


def test_tables_bring_their_own_rules_where_the_template_has_no_table_style_of_ours() -> None:
    template = load_template(OTHER.read_bytes(), "other.pptx")
    data = write(plan(sample_story(), template), template, SETTINGS)
    xml = b"".join(data for name, data in read_package(data, "x").items() if name.startswith("ppt/slides/slide"))
    assert xml.count(b"<a:lnB") > 10
    ours = built_in("light")
    data = write(plan(sample_story(), ours), ours, SETTINGS)
    xml = b"".join(data for name, data in read_package(data, "x").items() if name.startswith("ppt/slides/slide"))
    assert b"<a:lnB" not in xml


def test_layouts_that_are_gone_are_made_up_for() -> None:
    read = Presentation(str(OTHER))
    for layout in list(read.slide_layouts):
        if layout.name not in ("Title and Content", "Blank"):
            read.slide_layouts.remove(layout)
    target = io.BytesIO()
    read.save(target)
    template = load_template(target.getvalue(), "few.pptx")
    assert {layout.name for layout in template.layouts.values()} == {"Title and Content"}
    deck = plan(sample_story(), template)
    assert deck_problems(deck, template) == []
    assert_office_clean(write(deck, template, SETTINGS), "few.pptx")


def test_slides_in_a_template_are_left_out_with_all_they_used() -> None:
    read = Presentation(str(OTHER))
    slide = read.slides.add_slide(read.slide_layouts[5])
    slide.shapes.title.text_frame.text = "OLD WORDS"
    slide.notes_slide.notes_text_frame.text = "OLD NOTES"
    target = io.BytesIO()
    read.save(target)
    template = load_template(target.getvalue(), "used.pptx")
    data = write(plan(sample_story(), template), template, SETTINGS)
    assert_office_clean(data, "used.pptx")
    assert not any(b"OLD" in part for part in read_package(data, "x").values())


def test_a_potx_gives_a_presentation(tmp_path: Path) -> None:
    def as_template(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(MAIN, b"presentationml.template.main+xml")

    path = tmp_path / "brand.potx"
    path.write_bytes(changed(as_template))
    template = template_for(replace(SETTINGS, template=path))
    data = write(plan(sample_story(), template), template, SETTINGS)
    assert MAIN in read_package(data, "x")["[Content_Types].xml"]
    assert_office_clean(data, "brand.pptx")


def _with_macros(parts: dict[str, bytes]) -> None:
    kind = b"application/vnd.openxmlformats-officedocument." + MAIN
    macro = b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, macro)


def _strict(parts: dict[str, bytes]) -> None:
    usual, strict = (
        b"http://schemas.openxmlformats.org/officeDocument/2006",
        b"http://purl.oclc.org/ooxml/officeDocument",
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(usual, strict)


def _without_content(parts: dict[str, bytes]) -> None:
    for name in list(parts):
        if name.startswith("ppt/slideLayouts/slideLayout"):
            parts[name] = parts[name].replace(b"<p:ph", b"<p:other")


def _broken_xml(parts: dict[str, bytes]) -> None:
    parts["ppt/presentation.xml"] = parts["ppt/presentation.xml"][:200]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_with_macros, "without macros"),
        (_strict, "usual .pptx or .potx form"),
        (_without_content, "no layout with a title and a placeholder for content"),
        (_broken_xml, "is damaged"),
        (lambda parts: parts.pop("ppt/slideMasters/_rels/slideMaster1.xml.rels"), "has no theme"),
        (lambda parts: parts.pop("[Content_Types].xml"), "usual .pptx"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_used_says_why(change: Callable[[dict[str, bytes]], None], words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        load_template(changed(change), "brand.pptx")


def test_a_file_that_is_no_package_says_so() -> None:
    for data in (b"", b"%PDF-1.7", template_bytes("pptx/qbrgen-light.pptx")[:500]):
        with pytest.raises(TemplateError, match=r"brand\.pptx is not an Office file"):
            load_template(data, "brand.pptx")


def test_a_template_that_unpacks_to_too_much_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("ppt/bomb.xml", b" " * (513 * 1024 * 1024))
    with pytest.raises(TemplateError, match="more than a template needs"):
        load_template(target.getvalue(), "bomb.pptx")


def test_entities_in_a_template_are_not_expanded() -> None:
    def entity(parts: dict[str, bytes]) -> None:
        part = parts["ppt/presentation.xml"]
        head = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        parts["ppt/presentation.xml"] = part.replace(b"<p:presentation", head + b"<p:presentation", 1)

    with pytest.raises(TemplateError, match="damaged") as caught:
        load_template(changed(entity), "brand.pptx")
    assert "root:" not in str(caught.value)


def theme(**colours: str) -> Theme:
    usual = {"bg1": "FFFFFF", "tx1": "000000", "bg2": "EEEEEE", "tx2": "444444"}
    accents = {f"accent{number}": "1F4E79" for number in range(1, 7)}
    return Theme({**usual, **accents, **colours}, "Calibri", "Calibri")


def test_what_a_colour_means_is_found_among_the_themes_own() -> None:
    office = theme(accent2="C0504D", accent3="7F7F7F", accent6="9C5700")
    assert (office.bad, office.caution, office.neutral) == ("accent2", "accent6", "accent3")


def test_a_theme_without_red_or_orange_gets_ones_that_can_be_read() -> None:
    light, dark = theme(), theme(bg1="101820", tx1="FFFFFF")
    for one in (light, dark):
        assert contrast(one.rgb(one.bad), one.rgb("bg1")) >= 4.5
        assert contrast(one.rgb(one.caution), one.rgb("bg1")) >= 4.5
    assert (light.dark, dark.dark) == (False, True)


def test_a_panel_is_only_tinted_where_text_on_it_can_be_read() -> None:
    assert theme().panel == "bg2"
    assert theme(bg2="202020").panel == "bg1"


def test_charts_take_the_templates_colours_and_refer_to_the_same_slots() -> None:
    light = built_in("light").theme
    look = light.chart_theme()
    assert (look.background, look.accent, look.text) == (light.rgb("bg1"), light.rgb("accent1"), light.rgb("tx1"))
    assert look.scheme.accent_soft.slot == "accent2"
    assert light.rgb(look.scheme.bad.slot) == look.bad
    assert theme(accent2="C0504D").chart_theme().scheme.accent_soft.slot == "accent1"


def test_a_narrow_template_sets_tables_smaller_before_it_breaks_a_word() -> None:
    template = load_template(OTHER.read_bytes(), "other.pptx")
    deck = plan(sample_story(), template)
    tables = [item for slide in deck.slides for item in slide.items if isinstance(item, TableItem)]
    assert tables
    assert {para.size for item in tables for para in item.rows[0][0].paras} <= {12.0, 13.0, 14.0}
