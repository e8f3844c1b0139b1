"""Whether a story keeps the rules that every renderer and reader relies on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from qbrgen.story.blocks import Block, Bullets, Chart, KeyFigures, Role, Section, Story, Table, Timeline
from qbrgen.story.chart_specs import Waterfall
from qbrgen.story.phrasing import say
from qbrgen.story.text import Given, Num, figures_of

KEY_FIGURES = 4
"""The most key figures a reader takes in at once."""


def validate_story(story: Story) -> tuple[str, ...]:
    """One sentence for each rule that the story breaks; empty for a sound one."""
    return tuple(_problems(story))


def _problems(story: Story) -> Iterator[str]:
    for key, number in Counter(section.id for section in story.sections).items():
        if number > 1:
            yield f"section id '{key}' is used {number} times"
    for words, number in Counter(say(section.title, story.locale) for section in story.sections).items():
        if number > 1:
            yield f"{number} sections are titled '{words}'"
    if not story.sections:
        yield "the story has no section"
    for digits in _digits(story.title, story.subtitle):
        yield f"our words hold a number in the story's title: '{digits}'"
    for section in story.sections:
        for problem in _section_problems(section, story.locale):
            yield f"{section.id}: {problem}"


def _section_problems(section: Section, locale: str) -> Iterator[str]:
    if not say(section.title, locale).strip():
        yield "the title is empty"
    lengths = [len(say(title, locale)) for title in (section.title, *section.shorter_titles)]
    if not section.blocks and section.role is not Role.DIVIDER:
        yield "there is nothing under the title"
    if section.role is Role.BODY and not section.notes:
        yield "there are no speaker notes"
    if lengths[-1] > max(lengths[0], 0) and section.shorter_titles:
        yield "the last of the shorter titles is longer than the title"
    for key, number in Counter(block.id for block in section.blocks).items():
        if number > 1:
            yield f"block id '{key}' is used {number} times"
    for digits in _digits(section):
        yield f"our words hold a number: '{digits}'"
    for block in section.blocks:
        for problem in _block_problems(block):
            yield f"{block.id}: {problem}"


def _block_problems(block: Block) -> Iterator[str]:
    if isinstance(block, KeyFigures) and not 1 <= len(block.items) <= KEY_FIGURES:
        yield f"{len(block.items)} key figures; one to {KEY_FIGURES} can be read"
    if isinstance(block, Bullets | Timeline) and not block.items:
        yield "an empty list"
    if isinstance(block, Bullets) and not all(block.items):
        yield "an empty entry"
    if isinstance(block, Table):
        if not block.rows:
            yield "a table without rows"
        if any(len(row) != len(block.columns) for row in block.rows):
            yield "a row has more or fewer cells than the table has columns"
        if any(not cell.text for row in block.rows for cell in row):
            yield "an empty cell; write a dash"
    if isinstance(block, Chart):
        yield from _chart_problems(block)


def _chart_problems(block: Chart) -> Iterator[str]:
    if not block.spec.alt or not list(figures_of(block.spec.alt)):
        yield "the alternative text of a chart tells its message with the numbers"
    if isinstance(block.spec, Waterfall):
        if block.spec.steps[-1].sign != 0:
            yield "the last step of a waterfall is its total"
        if any(step.figure.value < 0 for step in block.spec.steps if step.sign):
            yield "a step of a waterfall has a negative size"


def _digits(*things: object) -> Iterator[str]:
    for thing in things:
        for words in _our_words(thing):
            if re.search(r"\d", words):
                yield words


def _our_words(thing: object) -> Iterator[str]:
    """Every string that stands in a Text; ids and keys stand in fields of their own."""
    if isinstance(thing, tuple):
        for item in thing:
            if isinstance(item, str):
                yield item
            else:
                yield from _our_words(item)
    elif is_dataclass(thing) and not isinstance(thing, Num | Given):
        for entry in fields(thing):
            yield from _our_words(getattr(thing, entry.name))
