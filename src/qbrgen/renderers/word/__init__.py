"""Story -> .docx through a Word template that people can edit in Word."""

from __future__ import annotations

from qbrgen.errors import TemplateError
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

GENERIC = "docx/document.docx"


def render(story: Story, settings: Settings) -> bytes:
    """The story as a .docx in its document's template, or in the one that fits any story where it has none.

    Raises TemplateError when the template cannot be used, RenderError when it cannot be filled.
    """
    from qbrgen.renderers.word.document import fill
    from qbrgen.renderers.word.template import prepare
    from qbrgen.resources import template_path

    try:
        path = template_path(f"docx/{story.document}.docx", settings.templates)
    except TemplateError:
        path = template_path(GENERIC, settings.templates)
    return fill(story, settings, prepare(path.read_bytes(), path.name))
