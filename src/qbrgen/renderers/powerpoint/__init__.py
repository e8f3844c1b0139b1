"""Stories as PowerPoint decks: a template is understood, a deck planned on it, the plan written."""

from __future__ import annotations

from pathlib import Path

from qbrgen.renderers.powerpoint.plan import plan
from qbrgen.renderers.powerpoint.template import Template, load_template
from qbrgen.renderers.powerpoint.write import write
from qbrgen.renderers.untrusted import read_file
from qbrgen.resources import template_bytes
from qbrgen.settings import Choices, Settings
from qbrgen.story.blocks import Story

SUFFIXES = (".pptx", ".potx", ".pptm", ".potm", ".ppt", ".pot", ".ppsx")
"""Files that are meant for a deck; those that it cannot be made on are told why."""


def render(story: Story, settings: Settings) -> bytes:
    """The story as a .pptx; raises TemplateError when the template cannot hold it."""
    template = template_for(settings)
    return write(plan(story, template), template, settings)


def template_for(settings: Settings) -> Template:
    """The template asked for, else the built-in one of the theme in use.

    Raises TemplateError when it cannot be read or used.
    """
    if settings.template and settings.template.suffix.lower() in SUFFIXES:
        return _loaded(settings.template, Choices(), settings)
    if settings.brand_template:
        return _loaded(settings.brand_template, settings.choices, settings)
    name = f"pptx/qbrgen-{settings.theme}.pptx"
    data = template_bytes(name, settings.templates)
    return load_template(data, name, footer=settings.footer, logo=_logo(settings))


def _loaded(path: Path, choices: Choices, settings: Settings) -> Template:
    return load_template(read_file(path), path.name, choices, settings.keep_slides, settings.footer, _logo(settings))


def _logo(settings: Settings) -> bytes:
    return read_file(settings.logo) if settings.logo else b""


__all__ = ["plan", "render", "template_for", "write"]
