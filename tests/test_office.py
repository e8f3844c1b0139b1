"""The judges of Office files see what is wrong with a file broken on purpose."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pptx
import pytest

from tests.office import assert_office_clean, invariant_problems, problems

Parts = dict[str, bytes]


def _deck() -> Parts:
    presentation = pptx.Presentation()
    for _ in range(2):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.notes_slide.notes_text_frame.text = "Say this."
    out = io.BytesIO()
    presentation.save(out)
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _edit(parts: Parts, name: str, old: bytes, new: bytes) -> None:
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)


def _phantom_override(parts: Parts) -> None:
    _edit(parts, "[Content_Types].xml", b"</Types>", b'<Override PartName="/ppt/x.xml" ContentType="a/b"/></Types>')


def _missing_target(parts: Parts) -> None:
    del parts["ppt/notesSlides/notesSlide1.xml"]


def _orphan(parts: Parts) -> None:
    parts["ppt/slides/extra.xml"] = parts["ppt/slides/slide1.xml"]


def _shared_notes(parts: Parts) -> None:
    _edit(parts, "ppt/slides/_rels/slide2.xml.rels", b"notesSlide2.xml", b"notesSlide1.xml")


def _same_shape_ids(parts: Parts) -> None:
    parts["ppt/slides/slide1.xml"] = re.sub(rb'cNvPr id="\d+"', b'cNvPr id="2"', parts["ppt/slides/slide1.xml"])


def _dangling_reference(parts: Parts) -> None:
    _edit(parts, "ppt/presentation.xml", b'<p:sldId id="256" r:id="', b'<p:sldId id="256" r:id="x')


def _nan(parts: Parts) -> None:
    parts["ppt/slides/slide1.xml"] = parts["ppt/slides/slide1.xml"].replace(
        b'type="title"', b'type="title" idx="NaN"', 1
    )


def _no_text_body(parts: Parts) -> None:
    parts["ppt/slides/slide1.xml"] = re.sub(
        rb"<p:txBody>.*?</p:txBody>", b"", parts["ppt/slides/slide1.xml"], count=1, flags=re.DOTALL
    )


def _notes_without_placeholders(parts: Parts) -> None:
    name = "ppt/notesSlides/notesSlide1.xml"
    parts[name] = parts[name].replace(b'type="body"', b'type="hdr"')


@pytest.mark.parametrize(
    "breakage",
    [
        _phantom_override,
        _missing_target,
        _orphan,
        _shared_notes,
        _same_shape_ids,
        _dangling_reference,
        _nan,
        _no_text_body,
        _notes_without_placeholders,
    ],
)
def test_an_invariant_sees_a_deck_broken_on_purpose(breakage: Callable[[Parts], None]) -> None:
    parts = _deck()
    assert invariant_problems(_packed(parts), "deck.pptx") == []
    breakage(parts)
    assert invariant_problems(_packed(parts), "deck.pptx")


def test_a_part_that_is_there_twice_is_seen() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in _deck().items():
            package.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("ppt/slides/slide1.xml", b"<a/>")
    assert any("twice" in issue for issue in invariant_problems(out.getvalue(), "deck.pptx"))


def test_a_plain_deck_is_clean_and_a_schema_error_is_not() -> None:
    parts = _deck()
    assert_office_clean(_packed(parts), "deck.pptx")
    _edit(parts, "ppt/slides/slide1.xml", b"<p:cSld>", b'<p:cSld bogus="1">')
    assert problems(_packed(parts), "deck.pptx")
