"""A story as HTML through templates: everything in it is escaped, nothing in it is fetched."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import ChainableUndefined, FunctionLoader
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from qbrgen.errors import TemplateError
from qbrgen.renderers.fields import Field, fields_of
from qbrgen.renderers.marks import plain
from qbrgen.resources import template_bytes
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

_BLANK_LINES = re.compile(r"\n\s*\n+")


def render_html(story: Story, settings: Settings, name: str) -> str:
    """The story in the template `html/<name>.html`; raises TemplateError when it cannot be filled."""
    try:
        made = _environment(settings.templates).get_template(f"{name}.html").render(fields_of(story))
    except (JinjaError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise TemplateError(f"html/{name}.html cannot be filled ({error}). Check its tags.") from error
    return _BLANK_LINES.sub("\n", made).strip() + "\n"


@lru_cache(maxsize=8)
def _environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    def load(name: str) -> str:
        try:
            return template_bytes(f"html/{name}", folder).decode("utf-8")
        except TemplateError as error:
            raise TemplateNotFound(name, str(error)) from error

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=ChainableUndefined, loader=FunctionLoader(load), finalize=_shown
    )
    environment.filters["lines"] = _lines
    return environment


def _shown(value: object) -> object:
    """Nothing for what is not there; text without the marks that only Word understands."""
    if value is None:
        return ""
    if isinstance(value, Markup) or not isinstance(value, (str, Field)):
        return value
    return plain(str(value))


def _lines(words: object) -> Markup:
    """The words with their line breaks kept."""
    return Markup("<br>").join(escape(line) for line in plain(str(words)).split("\n"))
