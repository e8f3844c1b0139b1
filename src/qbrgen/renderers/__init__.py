"""STEP 7: stories turned into files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

Render = Callable[[Story, Settings], bytes]
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Renderer:
    """One format: its name, the extension and media type of its files, and what makes them."""

    format: str
    extension: str
    media_type: str
    render: Render


def _from(module: str) -> Render:
    """The `render` of a module that is imported when it is first used: it brings heavy libraries along."""

    def render(story: Story, settings: Settings) -> bytes:
        made: bytes = import_module(f"qbrgen.renderers.{module}").render(story, settings)
        return made

    return render


_ROWS = (
    Renderer("pptx", ".pptx", f"{_OFFICE}.presentationml.presentation", _from("powerpoint")),
    Renderer("docx", ".docx", f"{_OFFICE}.wordprocessingml.document", _from("word")),
    Renderer("pdf", ".pdf", "application/pdf", _from("pdf")),
)
RENDERERS: Mapping[str, Renderer] = {row.format: row for row in _ROWS}
