"""What a template paints behind its placeholders: content keeps clear of it and can be read on it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree

from qbrgen.charts.installed import faces, is_shipped
from qbrgen.renderers.powerpoint import plan, write
from qbrgen.renderers.powerpoint.colours import resolved
from qbrgen.renderers.powerpoint.layouts import Layout
from qbrgen.renderers.powerpoint.slides import Deck, LayoutRole, MarkItem, TextItem
from qbrgen.renderers.powerpoint.template import Template, load_template
from qbrgen.renderers.powerpoint.theme import LARGE, USUAL, Theme, contrast, font_files
from qbrgen.renderers.powerpoint.understood import understood
from qbrgen.settings import Settings
from qbrgen.story.blocks import Role, Story
from qbrgen.story.documents import DOCUMENTS
from tests.geometry import LEAST_SIZE, deck_problems
from tests.hostile import replaced
from tests.made import AS_OF, bench
from tests.office import assert_all_clean
from tests.wild_brands import (
    INCH,
    MASTER,
    PICTURE,
    chequered,
    gradient,
    odd_placeholders,
    office,
    on_background,
    on_master,
    shape,
    solid,
    titles_in_the_middle,
    with_change,
    within,
)

SETTINGS = Settings(as_of=AS_OF)
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
BAND, CARD = (0.0, 5.2, 13.333, 2.3), (0.2, 0.2, 12.9, 7.1)
THEME = Theme({"bg1": "FFFFFF", "tx1": "000000", "accent1": "4F81BD"}, "Calibri", "Calibri")


def review() -> Story:
    """The richest account's quarterly review, without its appendix."""
    row = DOCUMENTS["qbr"]
    story = bench("acme", SETTINGS).story(row, row.period(AS_OF))
    return replace(story, sections=tuple(part for part in story.sections if part.role is not Role.APPENDIX))


def brand(data: bytes) -> Template:
    return load_template(data, "brand.pptx")


@cache
def decked(data: bytes) -> tuple[Deck, Template]:
    template = brand(data)
    return plan(review(), template), template


def content(template: Template) -> Layout:
    return template.layout(LayoutRole.TEXT)


WILD = {
    "a band of art": on_master(shape(BAND, solid("1F6FB5"))),
    "a card": on_master(shape((0, 0, 13.333, 7.5), solid("7A1FA2")), shape(CARD, solid("FFFFFF"), number=901)),
    "a dark gradient": on_background(gradient("102040", "305080")),
    "a busy picture": on_background(PICTURE, chequered()),
    "odd placeholders": with_change(odd_placeholders),
    "titles in the middle": with_change(titles_in_the_middle),
    "a small slide": office(10, 5.625),
    "a sheet of paper": office(7.5, 10.83),
}


@pytest.mark.parametrize("name", WILD)
def test_decks_on_wild_files_are_sound(name: str) -> None:
    deck, template = decked(WILD[name])
    assert deck_problems(deck, template) == []


@pytest.mark.slow
def test_decks_on_wild_files_open_clean() -> None:
    found = {name: decked(WILD[name]) for name in ("a busy picture", "odd placeholders", "a small slide")}
    assert_all_clean({f"{name}.pptx": write(*each, SETTINGS) for name, each in found.items()})


def test_content_stands_clear_of_artwork() -> None:
    plain, banded = content(brand(office())).area, content(brand(WILD["a band of art"])).area
    assert plain.bottom > BAND[1] * INCH
    assert banded.bottom <= BAND[1] * INCH
    assert (banded.left, banded.top, banded.width) == (plain.left, plain.top, plain.width)


def test_a_card_that_holds_the_content_is_no_artwork_in_its_way() -> None:
    layout = content(brand(WILD["a card"]))
    assert layout.area == content(brand(office())).area
    assert (layout.background, layout.backing) == ("FFFFFF", "")


def test_text_on_a_gradient_is_read_against_its_worst_spot() -> None:
    deck, template = decked(WILD["a dark gradient"])
    assert content(template).backing == ""
    for slide in deck.slides:
        for item in slide.items:
            if not isinstance(item, TextItem) or item.fill:
                continue
            slots = {slot.index: slot for slot in template.layout(slide.layout).slots}
            own = slots[item.slot].level(0).rgb if item.slot is not None else "000000"
            for para in item.paras:
                least = LARGE if para.size >= 24 else USUAL
                colours = [template.theme.rgb(run.colour) if run.colour else own for run in para.runs]
                assert all(contrast(colour, "30507F") >= least for colour in colours), (slide.title, item.name)


def test_charts_on_a_gradient_show_it_and_charts_on_one_colour_have_that_colour() -> None:
    template = brand(WILD["a dark gradient"])
    layout = content(template)
    assert not layout.even
    look = template.theme.chart_theme(layout.background, even=layout.even)
    assert look.see_through
    assert all(contrast(colour, layout.background) >= USUAL for colour in (look.text, look.muted))
    assert contrast(look.neutral, layout.background) >= 1.5
    assert content(brand(office())).even


def test_where_nothing_can_be_read_content_stands_on_a_panel() -> None:
    deck, template = decked(WILD["a busy picture"])
    backing = content(template).backing
    assert backing in ("bg1", "bg2", "tx1", "tx2")
    bodies = [slide for slide in deck.slides if slide.layout not in (LayoutRole.COVER, LayoutRole.SECTION)]
    for slide in bodies:
        panels = [item for item in slide.items if isinstance(item, MarkItem) and item.name.startswith("Panel [")]
        assert [panel.fill for panel in panels] == [backing], slide.title
        area, box = template.layout(slide.layout).area, panels[0].box
        assert area.inside(box) == area
    cover = deck.slides[0]
    assert all(item.fill for item in cover.items if isinstance(item, TextItem))


@pytest.mark.parametrize("picture", [b"\x89PNG\r\n\x1a\nno picture", chequered()[:300]])
def test_a_picture_that_cannot_be_looked_at_gets_a_panel(picture: bytes) -> None:
    assert content(brand(on_background(PICTURE, picture))).backing


def test_what_the_artwork_means_is_said() -> None:
    said = {
        name: dict(understood(brand(WILD[name])).facts)["Artwork"] for name in ("a band of art", "a busy picture")
    }
    assert "clear of it on 'Title and Content'" in said["a band of art"]
    assert "on a panel over it" in said["a busy picture"]


def test_placeholders_of_no_size_on_their_side_or_of_one_index_do_no_harm() -> None:
    layout = content(brand(WILD["odd placeholders"]))
    assert layout.area == content(brand(office())).area
    assert [slot.index for slot in layout.slots] == list(dict.fromkeys(slot.index for slot in layout.slots))


def test_a_small_slide_holds_as_much_as_the_usual_one() -> None:
    usual, small = (plan(review(), brand(data)) for data in (office(), WILD["a small slide"]))
    assert len(small.slides) <= len(usual.slides) + 1
    sizes = {
        para.size
        for slide in small.slides
        for item in slide.items
        if isinstance(item, TextItem) and item.slot is None
        for para in item.paras
    }
    assert LEAST_SIZE <= min(sizes) < 16


@pytest.mark.parametrize("words", ["Footer", "<footer>", "Click to edit footer", "Fußzeile", "Your company name"])
def test_what_only_shows_where_a_footer_goes_is_no_footer(words: str) -> None:
    data = office()
    assert brand(_footed(data, words)).footer == ""


@pytest.mark.parametrize("words", ["Place Vendôme Capital", "Tidewater Marine · Confidential", "Type One Energy"])
def test_a_companys_words_are_its_footer(words: str) -> None:
    assert brand(_footed(office(), words)).footer == words


def _footed(data: bytes, words: str) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        for part in [name for name in parts if name.startswith("ppt/slideLayouts/slideLayout")]:
            root = etree.fromstring(parts[part])
            for one in root.iter("{*}sp"):
                if one.find(".//{*}ph[@type='ftr']") is not None:
                    body = within(one, "p:txBody")
                    for old in body.findall("{*}p"):
                        body.remove(old)
                    body.append(etree.fromstring(f'<a:p xmlns:a="{_A}"><a:r><a:t/></a:r></a:p>'))
                    next(body.iter("{*}t")).text = words
            parts[part] = etree.tostring(root)

    return with_change(change)


def test_bullets_of_our_own_can_be_seen_on_every_background() -> None:
    data = replaced("ppt/theme/theme1.xml", 'val="4F81BD"', 'val="FFF3B0"', office())
    deck, template = decked(data)
    signs = [
        template.theme.rgb(para.sign)
        for slide in deck.slides
        for item in slide.items
        if isinstance(item, TextItem) and item.slot is None and not item.fill
        for para in item.paras
        if para.bullet == "sign"
    ]
    assert signs
    assert all(contrast(sign, "FFFFFF") >= LARGE for sign in signs)


@pytest.mark.parametrize(
    ("xml", "rgb"),
    [
        ('<a:prstClr val="white"/>', "FFFFFF"),
        ('<a:schemeClr val="accent1"/>', "4F81BD"),
        ('<a:schemeClr val="tx1"><a:tint val="75000"/></a:schemeClr>', "888888"),
        ('<a:srgbClr val="808080"><a:shade val="0"/></a:srgbClr>', "000000"),
        ('<a:srgbClr val="not a colour"/>', None),
    ],
)
def test_colours_come_to_what_they_show(xml: str, rgb: str | None) -> None:
    colour = resolved(etree.fromstring(xml.replace("/>", f' xmlns:a="{_A}"/>', 1) if xml.count("<") == 1
                                       else xml.replace('">', f'" xmlns:a="{_A}">', 1)), THEME)  # fmt: skip
    assert (colour.rgb if colour else None) == rgb


def test_a_typeface_of_a_placeholder_counts_when_text_is_measured() -> None:
    data = replaced(MASTER, '<a:latin typeface="+mn-lt"/>', '<a:latin typeface="Verdana"/>', office())
    assert brand(data).theme.minor == "Verdana"
    assert brand(office()).theme.minor == "Calibri"


def test_charts_are_drawn_with_the_font_that_is_here() -> None:
    assert is_shipped("Calibri")
    assert font_files("Calibri")[0].name == "Carlito-Regular.ttf"
    assert faces("No Such Face Anywhere") is None
    assert font_files("No Such Face Anywhere")[0].name == "Carlito-Regular.ttf"
    here = faces("DejaVu Sans")
    if here is None:
        pytest.skip("DejaVu Sans is not installed here")
    assert here.family == "DejaVu Sans"
    assert font_files("DejaVu Sans") == here.files
    assert all("DejaVu" in path.name for path in here.files)


def test_a_size_that_the_template_does_not_name_is_written_out() -> None:
    sizeless = with_change(lambda parts: parts.update(
        {name: re.sub(rb' sz="\d+"', b"", data) for name, data in parts.items() if "slideMaster1.xml" in name
         or "slideLayouts/slideLayout" in name}
    ))  # fmt: skip
    template = brand(sizeless)
    assert not content(template).title.level(0).sized
    assert content(brand(office())).title.level(0).sized
    deck = write(plan(review(), template), template, SETTINGS)
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        title = within(etree.fromstring(package.read("ppt/slides/slide3.xml")), ".//p:sp//a:rPr")
    assert int(title.get("sz", "0")) >= 2000


def test_the_room_kept_free_beside_a_title_shrinks_with_the_slide() -> None:
    deck, template = decked(WILD["a small slide"])
    for slide in deck.slides:
        title = slide.items[0]
        assert isinstance(title, TextItem)
        assert title.paras[0].lines <= 2 or slide.layout in (LayoutRole.COVER, LayoutRole.SECTION)
        assert title.right < template.layout(slide.layout).title.box.width * 0.5
