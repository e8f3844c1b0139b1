"""Stories as PowerPoint decks: a template is understood, a deck planned on it, the plan written."""

from __future__ import annotations

from qbrgen.errors import TemplateError
from qbrgen.renderers.powerpoint.plan import plan
from qbrgen.renderers.powerpoint.template import Template, load_template
from qbrgen.renderers.powerpoint.write import write
from qbrgen.resources import template_bytes
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

SUFFIXES = (".pptx", ".potx")
"""The files that a deck can be made on."""


def render(story: Story, settings: Settings) -> bytes:
    """The story as a .pptx; raises TemplateError when the template cannot hold it."""
    template = template_for(settings)
    return write(plan(story, template), template, settings)


def template_for(settings: Settings) -> Template:
    """The template asked for, else the built-in one of the theme in use.

    Raises TemplateError when it cannot be read or used.
    """
    if settings.template and settings.template.suffix.lower() in SUFFIXES:
        try:
            return load_template(settings.template.read_bytes(), settings.template.name)
        except OSError as error:
            raise TemplateError(f"{settings.template} cannot be read ({error.strerror}). Check the name.") from None
    name = f"pptx/qbrgen-{settings.theme}.pptx"
    return load_template(template_bytes(name, settings.templates), name)


__all__ = ["plan", "render", "template_for", "write"]
