"""PDF of any deck or Word document through LibreOffice, and the pages of a file as pictures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from qbrgen.errors import UsageError
from qbrgen.renderers.office import needed, pdftoppm, soffice, to_pdf, to_pictures
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

_MADE = re.compile(rb"/CreationDate\(D:\d{14}[^)]*\)")
_IDENTITY = re.compile(rb"<[0-9A-F]{32}>|(?<=/DocChecksum /)[0-9A-F]{32}")
_PAGED = ("docx", "pptx")
PREVIEWED = (".pptx", ".docx", ".xlsx", ".pdf")


def render(story: Story, settings: Settings) -> bytes:
    """The PDF of the story in the first of its document's formats that has pages.

    Raises what that format's renderer raises, DependencyMissing without LibreOffice, RenderError when it fails.
    """
    from qbrgen.story.documents import BOOKS, DOCUMENTS

    known = {**DOCUMENTS, **BOOKS}
    formats = known[story.document].formats if story.document in known else _PAGED
    return render_from(next(name for name in formats if name in _PAGED))(story, settings)


def render_from(format_name: str) -> Callable[[Story, Settings], bytes]:
    """The renderer that makes a PDF out of what `format_name` (pptx, docx) makes."""

    def made(story: Story, settings: Settings) -> bytes:
        from qbrgen.renderers import RENDERERS

        name = f"document.{format_name}"
        office = RENDERERS[format_name].render(story, settings)
        return convert({name: office}, settings.as_of)[name]

    return made


render_slides, render_pages = render_from("pptx"), render_from("docx")


def convert(files: Mapping[str, bytes], day: date, seconds: float | None = None) -> dict[str, bytes]:
    """Many Office files (name -> content) as PDF in as few starts of LibreOffice as there are kinds.

    Equal files give equal bytes: each PDF says that it was made on `day`. `seconds` bounds each start.
    """
    from qbrgen.renderers.word.printing import without_controls

    ready = {
        name: without_controls(content) if name.lower().endswith(".docx") else content
        for name, content in files.items()
    }
    return {name: _settled(content, day) for name, content in to_pdf(ready, seconds).items()}


def preview(path: Path, dpi: int = 110) -> list[bytes]:
    """The pages of a .pptx, .docx, .xlsx or .pdf file as PNG files, in order; raises as `previews` does."""
    return previews([path], dpi)[0]


def previews(paths: Sequence[Path], dpi: int = 110) -> list[list[bytes]]:
    """The pages of each file as PNG files, in order; files of one kind share one start of LibreOffice.

    Raises UsageError when a file is of another kind or not there, DependencyMissing (one message for all that is
    missing), RenderError.
    """
    names = [f"{number}{path.suffix.lower()}" for number, path in enumerate(paths)]
    files = {name: _readable(path) for name, path in zip(names, paths, strict=True)}
    office = {name: content for name, content in files.items() if not name.endswith(".pdf")}
    needed((soffice, pdftoppm) if office else (pdftoppm,))
    pages = files | (convert(office, date(2000, 1, 1)) if office else {})
    return [to_pictures(pages[name], dpi) for name in names]


def _readable(path: Path) -> bytes:
    if path.suffix.lower() not in PREVIEWED:
        raise UsageError(f"{path.name} cannot be shown as pictures. Give one of {', '.join(PREVIEWED)}.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}). Check the name.") from None


def _settled(pdf: bytes, day: date) -> bytes:
    """The PDF with the time of day and what LibreOffice derives from it made a function of the content."""

    def dated(found: re.Match[bytes]) -> bytes:
        stamp = b"/CreationDate(D:%s000000Z)" % day.strftime("%Y%m%d").encode()
        return stamp.ljust(len(found[0]))

    pdf = _MADE.sub(dated, pdf)
    start = pdf.rfind(b"trailer")
    body, trailer = (pdf[:start], pdf[start:]) if start >= 0 else (pdf, b"")
    digest = hashlib.md5(body, usedforsecurity=False).hexdigest().upper().encode()

    def identified(found: re.Match[bytes]) -> bytes:
        return b"<%s>" % digest if found[0].startswith(b"<") else digest

    return body + _IDENTITY.sub(identified, trailer)
