"""Stories as HTML files: complete, accessible, escaped, self-contained, and each number with its evidence."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbrgen.errors import ClaimRefused
from qbrgen.pipeline import Order, Workbench
from qbrgen.renderers.html import pages_of, render
from qbrgen.renderers.html.look import look_of
from qbrgen.renderers.marks import clean
from qbrgen.renderers.powerpoint.theme import contrast
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from qbrgen.story.documents import DOCUMENTS
from tests.made import AS_OF, bench, made, samples
from tests.stories import sample_story
from tests.word_reading import told

SETTINGS = Settings(as_of=date(2026, 10, 5))
UGLY = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover='x' {{ 7 * 7 }} شركة"
EMPTY = {"meta", "br", "img", "rect", "path", "polyline", "polygon", "circle", "line"}
WORDS_ONLY = {"title", "style"}


class Reading(HTMLParser):
    """A page as a strict reader takes it: every element closed where it was opened, no attribute twice."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says {names}"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "br":
            self.words.append(" ")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not WORDS_ONLY & set(self.open):
            self.words.append(data)

    def of(self, *tags: str) -> list[dict[str, str]]:
        """The attributes of every element of these names."""
        return [attributes for tag, attributes in self.tags if tag in tags]

    @property
    def text(self) -> str:
        return "".join(self.words)


def read(story: Story, given_: Settings = SETTINGS) -> Reading:
    return Reading(render(story, given_).decode())


def squeezed(words: str) -> str:
    return " ".join(re.sub("[\u200e\u200f\u061c]", "", words).split())


def harmless(page: Reading, text: str) -> None:
    """Nothing in the page runs, is sent anywhere or fetched."""
    tags = {tag for tag, _ in page.tags}
    assert not {"script", "iframe", "object", "embed", "form", "link", "base", "foreignobject"} & tags
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc", "action")], (
            tag
        )
        assert attributes.get("href", "#").startswith("#"), attributes
        assert attributes.get("src", "data:image/").startswith("data:image/"), attributes
    assert not re.search(r"url\(|@import", text)
    assert "default-src 'none'" in page.of("meta")[1]["content"]


@pytest.mark.parametrize("words", ["Meridian Freight", UGLY])
def test_all_that_the_story_says_stands_on_the_page_and_nothing_of_it_runs(words: str) -> None:
    story = sample_story(words)
    page = read(story)
    found = squeezed(page.text)
    alts = {attributes["aria-label"] for attributes in page.of("svg")}
    for _, text in told(story):
        said = squeezed(clean(text))
        assert said in found or said in map(squeezed, alts), said
    harmless(page, render(story, SETTINGS).decode())


@settings(max_examples=25, deadline=None)
@given(words=st.text(st.characters(codec=None), max_size=300))
def test_any_text_of_an_account_makes_a_page_that_reads_and_runs_nothing(words: str) -> None:
    story = sample_story(words)
    data = render(story, SETTINGS)
    page = Reading(data.decode())
    harmless(page, data.decode())
    assert squeezed(clean(words)) in squeezed(page.text)


@pytest.mark.parametrize("key", sorted(samples()))
def test_every_document_of_an_account_is_an_accessible_page(key: str) -> None:
    for name in DOCUMENTS:
        try:
            page = Reading(made(key, name, "html").data.decode())
        except ClaimRefused:
            continue
        ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
        assert max(ids.values()) == 1
        assert page.of("html")[0]["lang"] == "en-US"
        headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert headings[0] == 1
        assert headings.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(headings))
        assert all(attributes.get("scope") in ("col", "row") for attributes in page.of("th"))
        assert all(attributes.get("aria-label") for attributes in page.of("svg"))
        assert all("alt" in attributes for attributes in page.of("img"))
        for attributes in page.of("section"):
            assert attributes["aria-labelledby"] in ids
        for attributes in page.of("a"):
            assert attributes["href"].removeprefix("#") in ids


def test_a_page_is_the_same_bytes_again_and_drawn_from_the_cache_or_not() -> None:
    story = bench("acme", Settings(as_of=AS_OF)).make(Order("qbr", "html")).story
    assert isinstance(story, Story)
    again = Workbench(samples()["acme"], Settings(as_of=AS_OF)).make(Order("qbr", "html"))
    assert render(story, SETTINGS) == again.data


def test_each_number_of_a_customer_s_deck_says_where_it_comes_from() -> None:
    page = Reading(made("acme", "qbr", "html").data.decode())
    titles = [attributes["title"] for attributes in page.of("span") if attributes.get("class") == "q-n"]
    assert any("value ÷ investment" in title and "Validated by you" in title for title in titles)
    assert len(page.of("details")) > 10


@pytest.mark.parametrize("document", ["case-study", "case-study-short", "user-tips"])
def test_a_page_for_the_public_does_not_say_where_numbers_come_from(document: str) -> None:
    page = Reading(made("acme", document, "html").data.decode())
    assert not [attributes for attributes in page.of("span") if "title" in attributes]
    assert len(page.of("details")) == 1  # the contents


def test_a_deck_is_slides_and_a_document_that_is_read_is_a_text() -> None:
    views = {name: pages_of(replace(sample_story(), document=name), SETTINGS).view for name in DOCUMENTS}
    assert {name for name, view in views.items() if view == "slides"} == {"ebr", "qbr"}


def test_pages_for_a_page_around_them_need_neither_style_attributes_nor_scripts() -> None:
    pages = pages_of(sample_story(UGLY), SETTINGS)
    assert [page.section for page in pages.pages][:2] == ["cover", "return"]
    for page in pages.pages:
        found = Reading(page.html)
        assert found.tags[0][0] == "section"
        assert not [attributes for _, attributes in found.tags if "style" in attributes]
        assert "<style" not in page.html
    # Rules below .q-doc leave the page around alone.
    bare = re.sub(r"/\*.*?\*/", "", pages.stylesheet, flags=re.DOTALL)
    for rule in re.findall(r"([^{}]+)\{", bare):
        selector = rule.strip()
        if not selector.startswith("@"):
            assert all(".q-doc" in each for each in re.sub(r"\([^()]*\)", "", selector).split(",")), selector


def test_what_a_reader_of_either_scheme_sees_has_contrast() -> None:
    decks = Path(__file__).parent.parent / "templates" / "pptx"
    brands = [replace(SETTINGS, template=deck) for deck in sorted(decks.glob("brand-*.pptx"))]
    for given_ in (SETTINGS, replace(SETTINGS, theme="dark"), *brands):
        look = look_of(given_)
        for shade in (look.light, look.dark):
            value = {name: colour.lstrip("#") for name, colour in shade.variables}
            for ground in ("page", "panel"):
                for name in ("ink", "soft", "accent", "good", "caution", "bad"):
                    assert contrast(value[name], value[ground]) >= 4.5, (name, ground)
            assert contrast(value["on-band"], value["band"]) >= 4.5


def test_a_brand_s_deck_gives_its_colours_to_both_schemes() -> None:
    deck = Path(__file__).parent.parent / "templates" / "pptx" / "brand-rheinwerk.pptx"
    branded, plain = look_of(replace(SETTINGS, template=deck)), look_of(SETTINGS)
    assert dict(branded.light.variables)["accent"] != dict(plain.light.variables)["accent"]
    assert branded.dark.charts.background == plain.dark.charts.background
    assert "color-scheme" in pages_of(sample_story(), replace(SETTINGS, template=deck)).stylesheet


def test_a_logo_stands_on_the_cover_with_its_maker_s_name(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    deck = Path(__file__).parent.parent / "templates" / "pptx" / "brand-rheinwerk.pptx"
    with zipfile.ZipFile(deck) as package:
        logo.write_bytes(package.read("ppt/media/logo.png"))
    (picture,) = read(sample_story(), replace(SETTINGS, logo=logo)).of("img")
    assert picture["alt"] == "Northwind Software"
    assert not read(sample_story(), replace(SETTINGS, logo=logo, anonymous=True)).of("img")


def test_the_page_of_a_small_account_is_the_golden_one(golden: Callable[[str, str], None]) -> None:
    pages = made("quill-sons", "qbr", "html")
    body = re.sub(r"<style>.*?</style>", "<style/>", pages.data.decode(), flags=re.DOTALL)
    body = re.sub(r"sha256-[^']+", "sha256-DIGEST", body)
    golden("html/qbr.html", body.replace("><", ">\n<"))
