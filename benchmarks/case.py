"""What every measurement is about: Acme's documents on a fixed day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from content import Slide, content_of

from qbrgen.model import Account
from qbrgen.pipeline import Order, Workbench
from qbrgen.renderers import powerpoint
from qbrgen.renderers.powerpoint.slides import Deck
from qbrgen.resources import sample_path
from qbrgen.settings import Settings
from qbrgen.sources import load
from qbrgen.story.blocks import Story
from qbrgen.story.documents import DOCUMENTS

PICTURES = Settings(as_of=date(2026, 10, 5))
NATIVE = replace(PICTURES, charts="native")
ACME = sample_path("acme.yaml")


@dataclass(frozen=True)
class Case:
    """An account, the story of its QBR, the deck planned from it, and what the deck holds."""

    account: Account
    story: Story
    deck: Deck
    content: list[Slide]


@cache
def acme() -> Case:
    """The case of the tables."""
    account = next(iter(load([ACME]))).account
    told = story_of(account, "qbr")
    planned = powerpoint.plan(told, powerpoint.template_for(PICTURES))
    return Case(account, told, planned, content_of(planned, make(account, "qbr", "pptx")))


def story_of(account: Account, document: str) -> Story:
    """What a document tells of the account."""
    row = DOCUMENTS[document]
    return Workbench(account, PICTURES).story(row, row.period(PICTURES.as_of))


def make(account: Account, document: str, format_: str, settings: Settings = PICTURES) -> bytes:
    """One document from the account to its bytes; nothing measured or told before is used again."""
    return Workbench(account, settings).make(Order(document, format_)).data
