"""Decks on companies' own templates: sound, clean, and each one's own."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pptx
import pytest
from lxml import etree
from pptx import Presentation

from qbrgen.errors import TemplateError
from qbrgen.renderers.package import read_package, write_package
from qbrgen.renderers.powerpoint import plan, template_for, write
from qbrgen.renderers.powerpoint.slides import Deck, LayoutRole, TextItem
from qbrgen.renderers.powerpoint.template import Template, load_template
from qbrgen.renderers.powerpoint.theme import contrast
from qbrgen.renderers.powerpoint.understood import understood
from qbrgen.resources import template_bytes
from qbrgen.settings import Choices, KeepSlides, Settings
from qbrgen.story.documents import DOCUMENTS
from tests.geometry import deck_problems, page_problems
from tests.hostile import changed
from tests.made import AS_OF, bench, pairs
from tests.office import assert_all_clean, assert_office_clean
from tests.programs import program, soffice
from tests.stories import sample_story

SETTINGS = Settings(as_of=AS_OF)
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MAIN = b"presentationml.presentation.main+xml"
# The richest, the sparsest and the ugliest account.
ACCOUNTS = ("acme", "quill-sons", "ugly")


def _as_template(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(MAIN, b"presentationml.template.main+xml")


@cache
def brands() -> dict[str, bytes]:
    """Every template that all documents are made on, by file name."""
    return {
        "light.pptx": template_bytes("pptx/qbrgen-light.pptx"),
        "dark.pptx": template_bytes("pptx/qbrgen-dark.pptx"),
        "tidewater.pptx": template_bytes("pptx/brand-tidewater.pptx"),
        "rheinwerk.pptx": template_bytes("pptx/brand-rheinwerk.pptx"),
        # The one that python-pptx brings along stands for any file that PowerPoint opens: 4:3, Office's own layouts.
        "office.pptx": (Path(pptx.__file__).parent / "templates" / "default.pptx").read_bytes(),
        "tidewater.potx": changed(_as_template, template_bytes("pptx/brand-tidewater.pptx")),
    }


OWN = ("tidewater.pptx", "rheinwerk.pptx", "office.pptx")
FOOTERS = {"tidewater.pptx": "Tidewater Marine · Confidential", "rheinwerk.pptx": "Rheinwerk Antriebe AG"}


def on(name: str, keep: KeepSlides = "none", choices: Choices = Choices()) -> Template:  # noqa: B008  (frozen)
    return load_template(brands()[name], name, choices, keep)


@cache
def decks(name: str) -> dict[str, tuple[Deck, bytes]]:
    """Every deck of the three accounts on that template."""
    template = on(name)
    found = {}
    for account in ACCOUNTS:
        for document, _ in pairs("pptx"):
            row = DOCUMENTS[document]
            deck = plan(bench(account, SETTINGS).story(row, row.period(AS_OF)), template)
            found[f"{account}-{document}.pptx"] = deck, write(deck, template, SETTINGS)
    return found


def sheets(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Each slide of ours as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("ppt/slides/slide"):
                yield name, etree.fromstring(package.read(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", brands())
def test_every_document_on_every_template_is_sound(name: str) -> None:
    template = on(name)
    found = {
        f"{key}: {problem}" for key, (deck, _) in decks(name).items() for problem in deck_problems(deck, template)
    }
    assert not found


@pytest.mark.slow
@pytest.mark.parametrize("name", brands())
def test_every_document_on_every_template_opens_clean(name: str) -> None:
    assert_all_clean({key: data for key, (_, data) in decks(name).items()})


@pytest.mark.slow
@pytest.mark.parametrize("name", brands())
def test_no_placeholder_is_empty_and_no_prompt_is_left(name: str) -> None:
    for key, (_, data) in decks(name).items():
        for part, sheet in sheets(data):
            for shape in sheet.iter(f"{_P}sp"):
                words = "".join(text.text or "" for text in shape.iter(f"{_A}t")).strip()
                if shape.find(f".//{_P}ph") is not None:
                    assert words, f"{key} {part}: an empty placeholder"
                for prompt in ("Click to", "hinzufügen", "bearbeiten", "LEFTOVER"):
                    assert prompt not in words, f"{key} {part}"


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_titles_stand_where_the_layout_puts_them(name: str) -> None:
    for key, (_, data) in decks(name).items():
        for part, sheet in sheets(data):
            titles = [shape for shape in sheet.iter(f"{_P}sp")
                      if (holder := shape.find(f".//{_P}ph")) is not None
                      and holder.get("type") in ("title", "ctrTitle")]  # fmt: skip
            assert len(titles) == 1, f"{key} {part}"
            assert titles[0].find(f"{_P}spPr/{_A}xfrm") is None, f"{key} {part}: the title was moved"


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_drawn_pages_hold_every_word_in_its_box(name: str, tmp_path: Path) -> None:
    converter = soffice()
    program("pdftotext", "poppler-utils")
    files = {key: tmp_path / key for key in decks(name)}
    for key, path in files.items():
        path.write_bytes(decks(name)[key][1])
    subprocess.run(
        [converter, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *map(str, files.values())],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    template = on(name)
    found = [f"{key} {problem}" for key, path in files.items()
             for problem in page_problems(path.with_suffix(".pdf"), decks(name)[key][0], template)]  # fmt: skip
    assert not found


@pytest.mark.parametrize("name", FOOTERS)
def test_the_footer_says_what_the_company_wrote_into_it(name: str) -> None:
    template = on(name)
    data = write(plan(sample_story(), template), template, SETTINGS)
    for slide in Presentation(io.BytesIO(data)).slides:
        there = {holder.element.ph.get("type") for holder in slide.slide_layout.placeholders}
        words = [shape.text_frame.text for shape in slide.placeholders if shape.element.ph.get("type") == "ftr"]
        assert words == ([FOOTERS[name]] if "ftr" in there else [])
        assert ("sldNum" in {shape.element.ph.get("type") for shape in slide.placeholders}) == ("sldNum" in there)


def test_a_footer_of_ones_own_goes_before_the_templates() -> None:
    template = load_template(brands()["rheinwerk.pptx"], "x.pptx", footer="Cadenza, confidential")
    deck = plan(sample_story(), template)
    assert {slide.footer[0].text for slide in deck.slides if slide.footer} == {"Cadenza, confidential"}


def test_layouts_are_chosen_by_what_their_placeholders_are() -> None:
    rheinwerk = {role: layout.name for role, layout in on("rheinwerk.pptx").layouts.items()}
    assert rheinwerk[LayoutRole.COVER] == "1_Titelfolie (neu) 2"
    assert {rheinwerk[role] for role in (LayoutRole.TEXT, LayoutRole.TABLE, LayoutRole.TWO_COLUMNS)} == {
        "Inhalt 1-spaltig_v3"
    }
    tidewater = {role: layout.name for role, layout in on("tidewater.pptx").layouts.items()}
    assert tidewater[LayoutRole.COVER] == "Opening"
    assert tidewater[LayoutRole.SECTION] == "Chapter"
    assert tidewater[LayoutRole.TEXT] == "Body slide"
    assert tidewater[LayoutRole.TWO_COLUMNS] == "Halves"
    assert tidewater[LayoutRole.TIMELINE] == "Headline alone"


def test_names_and_kinds_that_mislead_do_not_mislead() -> None:
    """The layouts' names swapped and their kinds gone: the same layouts, by part, serve the same messages."""

    def change(parts: dict[str, bytes]) -> None:
        for number, name in enumerate(("Table", "Agenda", "Cover", "Quote", "Text", "Closing"), start=1):
            part = f"ppt/slideLayouts/slideLayout{number}.xml"
            root = etree.fromstring(parts[part])
            root.attrib.pop("type", None)
            next(root.iter(f"{_P}cSld")).set("name", name)
            parts[part] = etree.tostring(root)

    renamed = load_template(changed(change, brands()["tidewater.pptx"]), "renamed.pptx")
    usual = on("tidewater.pptx")
    for role in (LayoutRole.COVER, LayoutRole.SECTION, LayoutRole.TEXT, LayoutRole.TWO_COLUMNS, LayoutRole.TIMELINE):
        assert renamed.layout(role).part == usual.layout(role).part, role


def test_content_is_not_put_into_a_mark_for_chapters() -> None:
    deck = plan(sample_story(), on("rheinwerk.pptx"))
    assert all(item.slot != 77 for slide in deck.slides for item in slide.items if isinstance(item, TextItem))


def test_the_first_master_that_holds_content_is_used() -> None:
    def change(parts: dict[str, bytes]) -> None:
        for part in ("slideMasters/slideMaster1", "theme/theme1"):
            parts[f"ppt/{part[:-1]}9.xml"] = parts[f"ppt/{part}.xml"]
        rels = parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"]
        parts["ppt/slideMasters/_rels/slideMaster9.xml.rels"] = (
            rels.replace(b"theme1.xml", b"theme9.xml")
            .replace(b"slideLayout", b"slideLayoutX")
            .replace(b"relationships/slideLayoutX", b"relationships/slideLayout")
        )
        root = etree.fromstring(parts["ppt/slideMasters/slideMaster9.xml"])
        root.remove(next(root.iter(f"{_P}sldLayoutIdLst")))
        parts["ppt/slideMasters/slideMaster9.xml"] = etree.tostring(root)
        listing = b'<p:sldMasterIdLst><p:sldMasterId id="2147483900" r:id="rId909"/>'
        main = "ppt/presentation.xml"
        parts[main] = parts[main].replace(b"<p:sldMasterIdLst>", listing)
        row = (b'<Relationship Id="rId909" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
               b'slideMaster" Target="slideMasters/slideMaster9.xml"/></Relationships>')  # fmt: skip
        listed = "ppt/_rels/presentation.xml.rels"
        parts[listed] = parts[listed].replace(b"</Relationships>", row)

    template = load_template(changed(change, brands()["tidewater.pptx"]), "two.pptx")
    assert template.masters == 2
    assert template.layout(LayoutRole.TEXT).name == "Body slide"


@pytest.mark.parametrize("name", OWN)
def test_text_can_be_read_on_every_background(name: str) -> None:
    template = on(name)
    assert deck_problems(plan(sample_story(), template), template) == []
    look = template.theme.chart_theme()
    for colour in (look.text, look.muted, look.good, look.bad):
        assert contrast(colour, look.background) >= 4.5
    assert contrast(look.accent, look.background) >= 3


def test_a_faint_colour_is_stepped_within_its_hue_and_stays_a_colour_of_the_theme() -> None:
    theme = on("rheinwerk.pptx").theme
    assert contrast(theme.rgb("accent1"), "FFFFFF") < 4.5
    assert theme.readable("accent1", "bg1").startswith("accent1*")
    data = write(plan(sample_story(), on("rheinwerk.pptx")), on("rheinwerk.pptx"), SETTINGS)
    slides = b"".join(content for part, content in read_package(data, "x").items() if part.startswith("ppt/slides/s"))
    assert b'<a:schemeClr val="accent1"><a:lumMod val=' in slides


def test_slides_inside_are_dropped_with_all_that_they_used() -> None:
    template = on("rheinwerk.pptx")
    parts = read_package(write(plan(sample_story(), template), template, SETTINGS), "x")
    assert template.inside == 2
    assert not any(b"LEFTOVER" in content for content in parts.values())
    assert not any("comment" in part or "foto" in part for part in parts)
    assert b"custShow" not in parts["ppt/presentation.xml"]


@pytest.mark.parametrize("keep", ["before", "after"])
def test_slides_inside_are_kept_on_demand(keep: KeepSlides) -> None:
    template = on("rheinwerk.pptx", keep)
    deck = plan(sample_story(), template)
    data = write(deck, template, SETTINGS)
    assert_office_clean(data, "kept.pptx")
    read = [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(data)).slides]
    assert len(read) == len(deck.slides) + 2
    kept = read[:2] if keep == "before" else read[-2:]
    assert kept == ["LEFTOVER Beispielfolie eins", "LEFTOVER Beispielfolie zwei"]
    ours = read[2:] if keep == "before" else read[:-2]
    assert ours == [slide.title for slide in deck.slides]
    parts = read_package(data, "x")
    assert sum(b"LEFTOVER notes" in content for content in parts.values()) == 2
    assert sum(b"LEFTOVER comment" in content for content in parts.values()) == 2


def test_a_choice_goes_before_what_was_found() -> None:
    choices = Choices(
        (("table", "Halves"), ("timeline", "body slide")),
        (("Body slide", (2.0, 6.0, 20.0, 10.0)),),
        (("caution", "accent3"), ("panel", "bg2")),
    )
    template = on("tidewater.pptx", choices=choices)
    assert template.layout(LayoutRole.TABLE).name == "Halves"
    assert template.layout(LayoutRole.TIMELINE).name == "Body slide"
    area = template.layout(LayoutRole.TEXT).area
    assert (area.left, area.top, area.width, area.height) == (720000, 2160000, 7200000, 3600000)
    assert template.theme.caution == "accent3"


def test_a_chosen_layout_that_is_not_there_is_named() -> None:
    with pytest.raises(
        TemplateError, match=r"'Halvs' that brand.yaml names for 'table' is not in it\. Did you mean 'Halves'\?"
    ):
        on("tidewater.pptx", choices=Choices((("table", "Halvs"),)))


def test_a_logo_stands_in_a_free_corner_of_every_layout(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    parts = read_package(brands()["rheinwerk.pptx"], "x")
    logo.write_bytes(parts["ppt/media/logo.png"])
    path = tmp_path / "brand.pptx"
    path.write_bytes(brands()["office.pptx"])
    settings = replace(SETTINGS, template=path, logo=logo)
    template = template_for(settings)
    data = write(plan(sample_story(), template), template, settings)
    assert_office_clean(data, "logo.pptx")
    master = Presentation(io.BytesIO(data)).slide_master
    (picture,) = [shape for shape in master.shapes if shape.name == "Logo"]
    for layout in template.every_layout:
        for slot in layout.slots:
            apart = (
                picture.left >= slot.box.right or picture.left + picture.width <= slot.box.left
                or picture.top >= slot.box.bottom or picture.top + picture.height <= slot.box.top
            )  # fmt: skip
            assert apart, (layout.name, slot.name)


def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg/>")
    with pytest.raises(TemplateError, match="neither a PNG nor a JPEG"):
        template_for(replace(SETTINGS, logo=logo))


def test_what_was_understood_and_what_is_lacking_is_said() -> None:
    said = understood(on("rheinwerk.pptx"))
    facts = dict(said.facts)
    assert facts["Slides"] == "13.33 x 7.5 in, 16:9"
    assert facts["Slides inside"].startswith("2, left out")
    assert "Rheinwerk Grotesk (not installed here" in facts["Fonts"]
    assert dict(said.roles)["cover"] == "1_Titelfolie (neu) 2"
    assert any("no section header" in lack for lack in said.lacks)
    assert any("accent1" in lack and "too faint" in lack for lack in said.lacks)
    assert understood(on("light.pptx")).lacks == ()


@pytest.mark.parametrize("name", OWN)
def test_the_same_template_gives_the_same_bytes(name: str) -> None:
    first, second = (
        write(plan(sample_story(), template), template, SETTINGS)
        for template in (on(name), load_template(write_package(read_package(brands()[name], "x")), name))
    )
    assert first == second
