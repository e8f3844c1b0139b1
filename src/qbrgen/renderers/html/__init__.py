"""Stories as HTML: a file of one's own that needs nothing else, or page by page for the service's preview."""

from __future__ import annotations

from qbrgen.renderers.html.page import Page, Pages, chart_alone, pages_of, whole
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

__all__ = ["Page", "Pages", "chart_alone", "pages_of", "render"]


def render(story: Story, settings: Settings) -> bytes:
    """The story as one HTML file: slides for a deck, a running text for a document that is read.

    It fetches nothing and runs nothing, which its own content policy holds. Raises TemplateError.
    """
    return whole(story, settings).encode("utf-8")
