"""Planned decks of every sample account and document, for the tests that look at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from qbrgen.model import Account
from qbrgen.pipeline import Workbench
from qbrgen.renderers.powerpoint import plan, template_for
from qbrgen.renderers.powerpoint.slides import Deck
from qbrgen.renderers.powerpoint.template import Template
from qbrgen.settings import Settings
from qbrgen.sources.load import load
from qbrgen.story.blocks import Story
from qbrgen.story.documents import DOCUMENTS

FIXTURES = Path(__file__).parent.parent / "fixtures"
AS_OF = date(2026, 10, 5)
Look = Literal["light", "dark"]


@lru_cache(maxsize=1)
def accounts() -> tuple[Account, ...]:
    """Every sample account that stands in a file of its own or in a list of them."""
    files = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".yaml", ".json"))
    return tuple(loaded.account for loaded in load(files))


def stories() -> Iterator[tuple[str, Story]]:
    """Each deck's name and story; what tells of one account."""
    settings = Settings(as_of=AS_OF)
    for account in accounts():
        bench = Workbench(account, settings)
        for document in DOCUMENTS.values():
            if "pptx" in document.formats and document.name != "portfolio":
                yield f"{account.id}-{document.name}", bench.story(document, document.period(AS_OF))


def planned(story: Story, look: Look = "light") -> tuple[Deck, Template]:
    """The deck on a built-in template."""
    template = template_for(Settings(as_of=AS_OF, theme=look))
    return plan(story, template), template
