"""What docs/templates.md says of Word templates is so: every tag it shows fills."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from qbrgen.renderers.fields import fields_of
from qbrgen.renderers.word.document import fill
from qbrgen.renderers.word.template import prepare
from qbrgen.resources import template_bytes
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from tests.made import made
from tests.test_word_templates import written
from tests.word_reading import styles

PAGE = (Path(__file__).parent.parent / "docs" / "templates.md").read_text("utf-8")
WORD = next(part for part in PAGE.split("\n## ") if part.startswith("Word\n"))
NAMED = re.compile(r"\b(goals|return|outcomes|outcome|next|decision|quote)\.(\w+)")
SETTINGS = Settings(as_of=date(2026, 10, 5))


def stories() -> dict[str, Story]:
    found = {name: made("acme", name, "docx").story for name in ("ebr", "case-study")}
    return {name: story for name, story in found.items() if isinstance(story, Story)}


def test_every_block_the_page_names_is_one_that_a_story_has() -> None:
    known = {f"{section}.{block}" for story in stories().values() for section, block in _names(story)}
    used = {f"{section}.{block}" for section, block in NAMED.findall(WORD)}
    own = {"title", "source", "tag", "others"}
    assert {name for name in used if name.split(".")[1] not in own} - known == set()


def _names(story: Story) -> list[tuple[str, str]]:
    fields = fields_of(story)
    return [(name, block) for name, field in fields.items() for block in getattr(field, "named", ())]


@pytest.mark.parametrize("tag", re.findall(r"`({{ [^`]+ }})`", WORD))
def test_every_tag_the_page_shows_puts_words_or_a_picture(tag: str) -> None:
    loops = {
        "item": ("{%p for item in outcomes.drivers %}", "{%p endfor %}"),
        "row": ("{%p for row in goals.goals.rows %}", "{%p endfor %}"),
        "column": ("{%p for column in goals.goals.columns %}", "{%p endfor %}"),
        "figure": ("{%p for figure in return.return_figures %}", "{%p endfor %}"),
        "entry": ("{%p for entry in next.roadmap %}", "{%p endfor %}"),
    }
    opening, closing = loops.get(re.split(r"[ .\[]", tag[3:])[0], ("{%p if true %}", "{%p endif %}"))
    template = prepare(written(("Normal", opening), ("Normal", tag), ("Normal", closing)), "docs.docx")
    filled = [fill(story, SETTINGS, template) for story in stories().values()]
    assert any(text for data in filled for _, text in styles(data)) or any(b"word/media/" in data for data in filled)


def test_every_document_the_page_names_has_a_template() -> None:
    for name in re.findall(r"`([a-z-]+\.docx)`", WORD):
        assert template_bytes(f"docx/{name}")
