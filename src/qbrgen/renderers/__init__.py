"""STEP 7: stories turned into files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

Render = Callable[..., bytes]
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Renderer:
    """One format: its name, the extension and media type of its files, and what makes them.

    `render` takes what is told (a Story; for xlsx a Workbook) and the Settings, and returns the file.
    """

    format: str
    extension: str
    media_type: str
    render: Render


def _from(module: str, name: str = "render") -> Render:
    """The function of a module that is imported when it is first used: it brings heavy libraries along."""

    def render(*told: object) -> bytes:
        made: bytes = getattr(import_module(f"qbrgen.renderers.{module}"), name)(*told)
        return made

    return render


_ROWS = (
    Renderer("pptx", ".pptx", f"{_OFFICE}.presentationml.presentation", _from("powerpoint")),
    Renderer("docx", ".docx", f"{_OFFICE}.wordprocessingml.document", _from("word")),
    Renderer("pdf", ".pdf", "application/pdf", _from("pdf")),
    Renderer("html", ".html", "text/html", _from("html")),
    Renderer("pptx-pdf", ".pptx.pdf", "application/pdf", _from("pdf", "render_slides")),
    Renderer("docx-pdf", ".docx.pdf", "application/pdf", _from("pdf", "render_pages")),
    Renderer("xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", _from("workbook")),
    Renderer("eml", ".eml", "message/rfc822", _from("email")),
    Renderer("snippet", ".html", "text/html", _from("email", "render_snippet")),
    Renderer("txt", ".txt", "text/plain", _from("plain_text")),
)
RENDERERS: Mapping[str, Renderer] = {row.format: row for row in _ROWS}
