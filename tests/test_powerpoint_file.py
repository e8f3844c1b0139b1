"""The written deck: opens clean, says what the plan says, in placeholders, the same bytes every time."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt

from qbrgen.charts import can_draw
from qbrgen.renderers.package import read_package, write_package
from qbrgen.renderers.powerpoint import plan, render, template_for, write
from qbrgen.renderers.powerpoint.slides import ChartItem, TableItem, TextItem
from qbrgen.settings import Settings
from qbrgen.story.blocks import Chart, Role, Section
from qbrgen.story.chart_specs import BeforeAfter
from qbrgen.story.text import Given
from tests.charts_samples import LONG
from tests.office import assert_all_clean, assert_office_clean
from tests.stories import every_block, sample_story

SETTINGS = Settings(as_of=date(2026, 10, 5))
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def deck(settings: Settings = SETTINGS, words: str = "Meridian Freight") -> bytes:
    return render(sample_story(words), settings)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def slide_parts(data: bytes) -> list[etree._Element]:
    found = parts(data)
    names = sorted((name for name in found if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)), key=_number)
    return [etree.fromstring(found[name]) for name in names]


def _number(name: str) -> int:
    return int(re.findall(r"\d+", name)[-1])


@pytest.mark.slow
def test_decks_of_every_look_open_clean() -> None:
    looks = {
        f"{theme}-{charts}.pptx": deck(replace(SETTINGS, theme=theme, charts=charts))
        for theme in ("light", "dark")
        for charts in ("picture", "native")
    }
    assert_all_clean(looks)


def test_the_same_story_gives_the_same_bytes() -> None:
    first = deck()
    time.sleep(0.01)
    assert deck() == first
    native = replace(SETTINGS, charts="native")
    assert deck(native) == deck(native)
    assert deck(native) != first


def test_python_pptx_reads_what_was_planned() -> None:
    story = sample_story()
    template = template_for(SETTINGS)
    planned = plan(story, template)
    read = Presentation(io.BytesIO(write(planned, template, SETTINGS)))
    assert len(read.slides) == len(planned.slides)
    for slide, wanted in zip(read.slides, planned.slides, strict=True):
        assert slide.shapes.title.text_frame.text == wanted.title
        assert slide.slide_layout.name.lower() == template.layout(wanted.layout).name.lower()
        names = [shape.name for shape in slide.shapes]
        assert names[: len(wanted.items)] == [item.name for item in wanted.items]
        assert slide.notes_slide.notes_text_frame.text == "\n".join(
            "".join(run.text for run in note) for note in wanted.notes
        )
        for shape, item in zip(slide.shapes, wanted.items, strict=False):
            place = (shape.left, shape.top, shape.width, shape.height)
            assert place == (item.box.left, item.box.top, item.box.width, item.box.height), item.name
            if isinstance(item, TextItem):
                said = shape.text_frame.text.replace("\x0b", "\n")
                assert said == "\n".join(para.text for para in item.paras)
            if isinstance(item, TableItem):
                assert shape.has_table
                assert shape.table.first_row
                assert [column.width for column in shape.table.columns] == list(item.widths)
                assert [row.height for row in shape.table.rows] == list(item.heights)


def test_sizes_that_the_plan_measured_are_what_the_file_shows() -> None:
    template = template_for(SETTINGS)
    planned = plan(sample_story(), template)
    read = Presentation(io.BytesIO(write(planned, template, SETTINGS)))
    for slide, wanted in zip(read.slides, planned.slides, strict=True):
        layout = template.layout(wanted.layout)
        slots = {slot.index: slot for slot in layout.slots}
        for shape, item in zip(slide.shapes, wanted.items, strict=False):
            if not isinstance(item, TextItem):
                continue
            for paragraph, para in zip(shape.text_frame.paragraphs, item.paras, strict=True):
                for run in paragraph.runs:
                    inherited = slots[item.slot].level(para.level).size if item.slot is not None else 0.0
                    assert (run.font.size or Pt(inherited)) == Pt(para.size), item.name


def test_no_placeholder_is_left_empty_and_nothing_says_click_to_add() -> None:
    for sheet in slide_parts(deck()):
        for shape in sheet.iter(f"{P}sp"):
            if shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is not None:
                assert "".join(shape.itertext()).strip(), etree.tostring(shape)
        assert "lick to" not in "".join(sheet.itertext())


def test_colours_and_faces_are_the_themes_by_reference() -> None:
    for sheet in slide_parts(deck()):
        assert not list(sheet.iter(f"{A}srgbClr"))
        assert not list(sheet.iter(f"{A}latin"))


def test_every_picture_chart_and_table_says_what_it_shows() -> None:
    for settings in (SETTINGS, replace(SETTINGS, charts="native")):
        shown = [
            name
            for sheet in slide_parts(deck(settings))
            for frame in ("nvPicPr", "nvGraphicFramePr")
            for name in sheet.iterfind(f".//{P}{frame}/{P}cNvPr")
        ]
        assert len(shown) >= 3
        assert all(name.get("descr") for name in shown)


def test_marks_without_words_are_decoration_for_screen_readers() -> None:
    found = [
        shape
        for sheet in slide_parts(deck())
        for shape in sheet.iter(f"{P}cNvPr")
        if shape.get("name", "").startswith(("Bar", "Rail"))
    ]
    assert found
    assert all("decorative" in etree.tostring(shape).decode() for shape in found)


def test_properties_say_title_subject_language_and_day_and_no_author() -> None:
    read = Presentation(io.BytesIO(deck())).core_properties
    assert read.title == "Value delivered to Meridian Freight"
    assert read.subject == "Executive business review of the third quarter"
    assert read.language == "en-US"
    assert (read.created.date(), read.modified.date()) == (SETTINGS.as_of, SETTINGS.as_of)
    core = parts(deck())["docProps/core.xml"]
    assert b"creator" not in core
    assert b"lastModifiedBy" not in core
    assert (
        Presentation(io.BytesIO(deck(replace(SETTINGS, author="Priya Bell")))).core_properties.author == "Priya Bell"
    )


def test_the_outline_has_sections_that_hold_every_slide_once() -> None:
    data = parts(deck())["ppt/presentation.xml"].decode()
    listed = re.findall(r'<p:sldId id="(\d+)"', data)
    sectioned = re.findall(r'<p14:sldId id="(\d+)"', data)
    assert sectioned == listed
    names = re.findall(r'<p14:section name="([^"]+)"', data)
    assert names == ["Opening", "Review", "Leading", "Appendix"]


def test_native_charts_have_a_part_and_a_workbook_each() -> None:
    found = parts(deck(replace(SETTINGS, charts="native")))
    charts = [name for name in found if name.startswith("ppt/charts/chart")]
    books = [name for name in found if name.startswith("ppt/embeddings/")]
    assert charts
    assert len(charts) == len(books)
    assert not [name for name in found if name.startswith("ppt/media/")]


def test_equal_pictures_are_stored_once() -> None:
    block = next(block for block in every_block("Acme") if isinstance(block, Chart))
    sections = tuple(Section(key, (f"Title {key}",), (block,), Role.BODY) for key in ("one", "two"))
    found = parts(render(replace(sample_story(), sections=sections), SETTINGS))
    assert len([name for name in found if name.startswith("ppt/media/")]) == 1


def test_a_chart_that_no_face_here_can_write_becomes_a_native_one(monkeypatch: pytest.MonkeyPatch) -> None:
    block = next(block for block in every_block("Acme") if isinstance(block, Chart))
    # Linear B: no face that ships or that a desktop usually has.
    assert isinstance(block.spec, BeforeAfter)
    spec = replace(block.spec, difference=(Given("\U00010000\U00010001"),))
    story = replace(sample_story(), sections=(Section("one", ("Title",), (replace(block, spec=spec),)),))
    look = template_for(SETTINGS).theme.chart_theme()
    found = parts(render(story, SETTINGS))
    drawn = can_draw(spec, look, story.locale)
    assert any(name.startswith("ppt/charts/") for name in found) is not drawn


def test_a_deck_weighs_little() -> None:
    assert len(deck()) < 250_000


def test_a_package_is_read_back_as_it_was_written_whatever_the_day() -> None:
    content = {"b.xml": b"<b/>", "[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<r/>", "a.png": b"\x89PNG" * 99}
    data = write_package(content)
    assert read_package(data, "x") == content
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.getinfo("a.png").compress_type == zipfile.ZIP_STORED


def test_words_that_xml_cannot_hold_and_markup_stay_words() -> None:
    data = deck(words="A & B <c> \x00\x0b\ud800\ufffe \"d\" 'e' ]]> &amp;")
    assert_office_clean(data, "markup.pptx")
    text = "".join("".join(sheet.itertext()) for sheet in slide_parts(data))
    assert "A & B <c> " in text
    assert "]]> &amp;" in text


def test_numbers_of_any_size_find_a_place() -> None:
    for value in ("0", "-0.001", "999999999999999999", "123456789012.345", "1e-9"):
        data = render(sample_story(value=Decimal(value)), SETTINGS)
        assert Presentation(io.BytesIO(data)).slides


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    from qbrgen.errors import TemplateError

    with pytest.raises(TemplateError, match=r"nowhere\.pptx cannot be read .* Check the name"):
        template_for(replace(SETTINGS, template=tmp_path / "nowhere.pptx"))


def test_a_chart_is_drawn_for_exactly_its_place() -> None:
    template = template_for(SETTINGS)
    planned = plan(sample_story(LONG), template)
    placed = [item for slide in planned.slides for item in slide.items if isinstance(item, ChartItem)]
    pictures = [data for name, data in parts(write(planned, template, SETTINGS)).items() if name.endswith(".png")]
    shapes = {(item.box.width, item.box.height) for item in placed}
    for data in pictures:
        width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        assert any(abs(width / height - across / down) < 0.01 for across, down in shapes)
