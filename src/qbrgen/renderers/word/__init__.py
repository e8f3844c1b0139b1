"""Story -> .docx through a Word template that people can edit in Word."""

from __future__ import annotations

from qbrgen.errors import TemplateError
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

GENERIC = "docx/document.docx"
SUFFIXES = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot")
"""Files that are meant for a Word document; those that it cannot be made in are told why."""


def render(story: Story, settings: Settings) -> bytes:
    """The story as a .docx in the template asked for, else in its document's, else in the one that fits any story.

    Raises TemplateError when the template cannot be used, RenderError when it cannot be filled.
    """
    from qbrgen.renderers.untrusted import read_file
    from qbrgen.renderers.word.document import fill
    from qbrgen.renderers.word.template import prepare
    from qbrgen.resources import template_path

    if settings.template and settings.template.suffix.lower() in SUFFIXES:
        return fill(story, settings, prepare(read_file(settings.template), settings.template.name))
    try:
        path = template_path(f"docx/{story.document}.docx", settings.templates)
    except TemplateError:
        path = template_path(GENERIC, settings.templates)
    return fill(story, settings, prepare(path.read_bytes(), path.name))
