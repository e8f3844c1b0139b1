"""PDF and page pictures through LibreOffice: right, repeatable, bounded in time, and nothing left behind."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qbrgen.errors import DependencyMissing, RenderError, UsageError
from qbrgen.renderers import office, pdf
from qbrgen.renderers.word import render
from qbrgen.renderers.word.printing import without_controls
from qbrgen.settings import Settings
from tests.office import invariant_problems
from tests.programs import program, soffice
from tests.stories import sample_story
from tests.word_reading import W, part, tags, words

DAY = date(2026, 10, 5)
SETTINGS = Settings(as_of=DAY)


@pytest.fixture(scope="module")
def sample() -> bytes:
    return render(sample_story(), SETTINGS)


@pytest.fixture(scope="module")
def made(sample: bytes) -> bytes:
    soffice()
    return pdf.convert({"sample.docx": sample}, DAY)["sample.docx"]


def test_many_files_of_several_kinds_become_pdf_under_their_names(sample: bytes, made: bytes) -> None:
    from qbrgen.renderers.workbook import render as render_workbook
    from tests.workbooks import sample_workbook

    files = {
        "A.docx": sample,
        "with ünïcode & spaces.docx": sample,
        "b.xlsx": render_workbook(sample_workbook(), SETTINGS),
    }
    found = pdf.convert(files, DAY)
    assert list(found) == list(files)
    assert all(content.startswith(b"%PDF-") for content in found.values())
    assert found["A.docx"] == found["with ünïcode & spaces.docx"] == made


def test_the_pdf_carries_the_documents_day_and_not_the_clock(made: bytes) -> None:
    assert b"/CreationDate(D:20261005000000Z)" in made
    trailer = made[made.rfind(b"trailer") :]
    assert len(set(re.findall(rb"[0-9A-F]{32}", trailer))) == 1


def test_the_pdf_is_tagged_so_that_a_screen_reader_finds_headings(made: bytes) -> None:
    assert b"/MarkInfo<</Marked true>>" in made.replace(b"\n", b"")
    assert b"/StructTreeRoot" in made


def test_without_controls_the_words_are_the_same_and_the_file_stays_sound(sample: bytes) -> None:
    bare = without_controls(sample)
    assert tags(bare) == []
    assert words(bare) == words(sample)
    assert invariant_problems(bare, "bare.docx") == []
    assert len(list(part(bare).iter(f"{W}tbl"))) == len(list(part(sample).iter(f"{W}tbl")))


def test_pages_become_pictures_in_order(sample: bytes, made: bytes, tmp_path: Path) -> None:
    program("pdftoppm", "poppler-utils")
    for name, content in (("sample.docx", sample), ("sample.pdf", made)):
        (tmp_path / name).write_bytes(content)
        pages = pdf.preview(tmp_path / name, dpi=40)
        assert len(pages) == 2
        assert all(page.startswith(b"\x89PNG") for page in pages)


def test_a_kind_of_file_that_has_no_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"notes.md cannot be shown"):
        pdf.preview(tmp_path / "notes.md")
    with pytest.raises(UsageError, match="cannot be read"):
        pdf.preview(tmp_path / "gone.docx")


def test_without_libreoffice_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, sample: bytes) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    with pytest.raises(DependencyMissing, match=r"apt install libreoffice.*brew install"):
        pdf.convert({"sample.docx": sample}, DAY)


def test_without_pdftoppm_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(DependencyMissing, match="poppler"):
        pdf.preview(tmp_path / "a.pdf")


def test_a_preview_says_in_one_message_all_that_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    (tmp_path / "a.pptx").write_bytes(b"")
    with pytest.raises(DependencyMissing, match=r"LibreOffice.*poppler"):
        pdf.preview(tmp_path / "a.pptx")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program called soffice in a folder of its own, for a test to write; temporary files go beside it."""
    if os.name == "nt":
        pytest.skip("a shell script stands in for LibreOffice here")
    folder, scratch = tmp_path / "bin", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    script = folder / "soffice"
    script.touch()
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


def test_a_run_that_takes_too_long_is_ended_with_all_it_started(stand_in: Path, tmp_path: Path) -> None:
    child = tmp_path / "child"
    stand_in.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {child}\nwait\n")
    began = time.monotonic()
    with pytest.raises(RenderError, match="longer than 1 seconds"):
        office.to_pdf({"a.docx": b""}, seconds=1)
    assert time.monotonic() - began < 20
    number = int(child.read_text())
    deadline = time.monotonic() + 10
    while _runs(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(number)
    assert list((tmp_path / "scratch").iterdir()) == []


def _runs(number: int) -> bool:
    state = Path(f"/proc/{number}/stat")
    if state.exists():
        return state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return not Path("/proc").exists()


def test_previews_of_several_files_share_a_start(stand_in: Path, tmp_path: Path, made: bytes) -> None:
    program("pdftoppm", "poppler-utils")
    (tmp_path / "made.pdf").write_bytes(made)
    stand_in.write_text(
        f"#!/bin/sh\necho start >> {tmp_path}/starts\nmkdir out\n"
        f"for file in in/*; do cp {tmp_path}/made.pdf out/$(basename $file .pptx).pdf; done\n"
    )
    for name in ("a.pptx", "b.pptx"):
        (tmp_path / name).write_bytes(b"")
    found = pdf.previews([tmp_path / "a.pptx", tmp_path / "b.pptx", tmp_path / "made.pdf"], dpi=30)
    assert [len(pages) for pages in found] == [2, 2, 2]
    assert (tmp_path / "starts").read_text() == "start\n"


def test_a_run_that_fails_says_what_it_said_and_leaves_nothing(stand_in: Path, tmp_path: Path) -> None:
    stand_in.write_text("#!/bin/sh\necho no room left\nexit 81\n")
    with pytest.raises(RenderError, match=r"LibreOffice failed.*no room left"):
        office.to_pdf({"a.docx": b""})
    stand_in.write_text("#!/bin/sh\necho could not load\n")
    with pytest.raises(RenderError, match=r"made no PDF of a.docx.*could not load"):
        office.to_pdf({"a.docx": b""})
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_format_without_pages_is_refused_before_anything_starts() -> None:
    soffice()
    with pytest.raises(RenderError, match=r"'.txt' files cannot become PDF"):
        office.to_pdf({"a.txt": b""})


def test_the_pdf_of_a_story_is_made_from_the_documents_own_format() -> None:
    soffice()
    content = pdf.render(replace(sample_story(), document="monthly-review"), SETTINGS)
    assert content.startswith(b"%PDF-")


def test_a_document_of_two_formats_comes_as_pdf_from_either() -> None:
    from qbrgen.renderers import RENDERERS
    from qbrgen.story.documents import DOCUMENTS

    two = [row for row in DOCUMENTS.values() if {"pptx", "docx"} <= set(row.formats)]
    assert two
    for row in two:
        other = next(name for name in reversed(row.formats) if name in ("pptx", "docx"))
        assert RENDERERS[f"{other}-pdf"].extension == f".{other}.pdf"
        assert f"{other}-pdf" in row.formats
    soffice()
    story = replace(sample_story(), document="monthly-review")
    slides, pages = RENDERERS["pptx-pdf"].render(story, SETTINGS), RENDERERS["docx-pdf"].render(story, SETTINGS)
    assert _wide(slides)
    assert not _wide(pages)


def _wide(content: bytes) -> bool:
    """True when the first page is wider than high."""
    box = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert box
    return float(box[1]) > float(box[2])


def test_every_document_that_comes_as_pdf_has_a_format_with_pages_to_make_it_from() -> None:
    from qbrgen.story.documents import BOOKS, DOCUMENTS

    for row in (*DOCUMENTS.values(), *BOOKS.values()):
        assert "pdf" not in row.formats or {"pptx", "docx"} & set(row.formats), row.name


def test_the_contact_sheet_shows_every_page_of_every_document(sample: bytes, tmp_path: Path) -> None:
    soffice()
    program("pdftoppm", "poppler-utils")
    import importlib.util

    from PIL import Image

    tool = Path(__file__).parent.parent / "tools" / "contact_sheet.py"
    spec = importlib.util.spec_from_file_location("contact_sheet", tool)
    assert spec is not None
    assert spec.loader is not None
    sheet = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sheet)
    (tmp_path / "a.docx").write_bytes(sample)
    assert sheet.main([str(tmp_path), "--width", "900"]) == 0
    with Image.open(tmp_path / "a.docx.png") as picture:
        assert picture.width == 900
    assert sheet.main([str(tmp_path / "none")]) == 2
