"""Whatever an account's texts and numbers are, the deck is valid and every text stays in its box."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qbrgen.renderers.powerpoint import plan, template_for, write
from qbrgen.settings import Settings
from qbrgen.story.blocks import Block, Bullets, Cell, Column, KeyFigure, KeyFigures, Paragraph, Section, Table
from qbrgen.story.text import Given
from tests.geometry import deck_problems
from tests.office import invariant_problems, problems
from tests.stories import sample_story

SETTINGS = Settings(as_of=date(2026, 10, 5))
TEMPLATE = template_for(SETTINGS)
# Scripts, joiners, emoji, markup, control characters, lone surrogates, directions, spaces that are none.
_PIECES = (
    "Deal cycle", "Zürich – Œuvre", "متوسط الوقت", "זמן ממוצע", "深圳仪器有限公司", "東京ロジスティクス", "안녕하세요",
    "สวัสดีชาวโลก", "नमस्ते", "Привет", "Ελλάδα", "🚀👩‍👩‍👧🇨🇭", "<a href='x'>&amp;\"]]>", "\x00\x0b\x1b\x85", "\ud800",
    "\ufffe\ufdd0", "\u202eright", "\u200b\u00a0\u2028", "W" * 60, "i" * 120, "https://example.invalid/a/b?c=d&e=f",
    "=1+1", "{{ x }}", "%s %d", "\\n\\t", "\n", "\t", " ", "ﷺ", "𐀀𐀁", "e\u0301\u0327", "１２３％", "½ ™ ☃ ✔",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(), max_size=400),
    st.lists(st.sampled_from(_PIECES), max_size=24).map(lambda pieces: " ".join(pieces)[:400]),
    st.sampled_from(_PIECES).flatmap(lambda piece: st.integers(1, 400).map(lambda count: (piece * count)[:400])),
)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=4)
LOCALES = st.sampled_from(["en-US", "de-DE", "fr-CH", "ar-AE", "he-IL", "ja-JP", "hi-IN"])


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, NUMBERS, LOCALES)
def test_any_text_and_any_number_stay_in_a_valid_deck(words: str, value: Decimal, locale: str) -> None:
    story = sample_story(words, value=value, locale=locale)
    deck = plan(story, TEMPLATE)
    assert deck_problems(deck, TEMPLATE) == []
    assert invariant_problems(write(deck, TEMPLATE, SETTINGS), "deck.pptx") == []


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, NUMBERS, LOCALES)
def test_the_open_xml_sdk_finds_nothing_whatever_the_text(words: str, value: Decimal, locale: str) -> None:
    data = write(plan(sample_story(words, value=value, locale=locale), TEMPLATE), TEMPLATE, SETTINGS)
    assert problems(data, "deck.pptx") == []


def _given(words: str) -> tuple[Given, ...]:
    return (Given(words),) if words else ()


BLOCKS = st.one_of(
    st.builds(lambda words: Paragraph("p", _given(words)), TEXTS),
    st.builds(
        lambda words, head: Bullets("b", tuple(map(_given, words)), heading=_given(head)),
        st.lists(TEXTS, min_size=1, max_size=12),
        TEXTS,
    ),
    st.builds(
        lambda value, label, more: KeyFigures("k", (KeyFigure(_given(value), _given(label), _given(more)),) * 3),
        TEXTS,
        TEXTS,
        TEXTS,
    ),
    st.builds(
        lambda heads, cells, count: Table(
            "t",
            tuple(Column(_given(head)) for head in heads),
            (tuple(Cell(_given(cells[at % len(cells)])) for at in range(len(heads))),) * count,
        ),
        st.lists(TEXTS, min_size=1, max_size=7),
        st.lists(TEXTS, min_size=1, max_size=7),
        st.integers(1, 20),
    ),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCKS, max_size=4), TEXTS, TEXTS)
def test_any_blocks_find_a_place_on_slides(blocks: list[Block], title: str, source: str) -> None:
    named = tuple(replace(block, id=f"{block.id}{number}") for number, block in enumerate(blocks))
    section = Section("s", _given(title), named, source=_given(source))
    deck = plan(replace(sample_story(), sections=(section,)), TEMPLATE)
    assert deck_problems(deck, TEMPLATE) == []
