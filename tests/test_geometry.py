"""No text outside its box, no boxes on each other, nothing small or faint: on plans and on drawn pages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from qbrgen.renderers.powerpoint import write
from qbrgen.renderers.powerpoint.slides import (
    EMU_PER_INCH,
    Box,
    ChartItem,
    Deck,
    Item,
    Slide,
    TableItem,
    TextItem,
)
from qbrgen.renderers.powerpoint.template import Template
from qbrgen.settings import Settings
from tests.decks import AS_OF, Look, planned, stories
from tests.geometry import deck_problems, page_problems
from tests.programs import program, soffice
from tests.stories import sample_story

LOOKS: tuple[Look, ...] = ("light", "dark")
WORDS = {
    "plain": "Meridian Freight",
    "long": "Interstate Consortium for Agricultural Equipment Maintenance and Parts " * 5,
    "unbroken": "W" * 400,
    "chinese": "深圳仪器有限公司" * 40,
    "arabic": "دار النور للطباعة والنشر " * 15,
    "thai": "สวัสดีชาวโลก" * 30,
    "emoji": "🚀 launch 👩‍👩‍👧 " * 20,
}


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_every_planned_deck_of_every_account_is_sound(look: Look) -> None:
    found = {f"{name}: {problem}" for name, story in stories() for problem in deck_problems(*planned(story, look))}
    assert not found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("words", WORDS)
def test_a_deck_with_every_block_is_sound_whatever_the_words(words: str, look: Look) -> None:
    assert deck_problems(*planned(sample_story(WORDS[words]), look)) == []


@pytest.mark.slow
def test_every_drawn_page_of_every_account_is_sound(tmp_path: Path) -> None:
    decks: dict[str, tuple[Deck, Template]] = {}
    told = [*stories(), *((f"words-{name}", sample_story(words)) for name, words in WORDS.items())]
    for number, (name, story) in enumerate(told):
        decks[name] = planned(story, LOOKS[number % 2])
    found = []
    for name, pdf in drawn({name: deck for name, (deck, _) in decks.items()}, tmp_path).items():
        found += [f"{name} {problem}" for problem in page_problems(pdf, *decks[name])]
    assert not found


def drawn(decks: dict[str, Deck], folder: Path) -> dict[str, Path]:
    """Each deck as LibreOffice draws it; decks of both looks in one start."""
    converter = soffice()
    program("pdftotext", "poppler-utils")
    for number, (name, deck) in enumerate(decks.items()):
        settings = Settings(as_of=AS_OF, theme=LOOKS[number % 2])
        (folder / f"{name}.pptx").write_bytes(write(deck, planned(sample_story(), settings.theme)[1], settings))
    subprocess.run(
        [converter, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf",
         "--outdir", str(folder), *(str(folder / f"{name}.pptx") for name in decks)],
        check=True, capture_output=True, timeout=1800,
    )  # fmt: skip
    return {name: folder / f"{name}.pdf" for name in decks}


# Decks broken on purpose: each change must be circled.


Kind = TypeVar("Kind", TextItem, TableItem, ChartItem)


def _changed(deck: Deck, kind: type[Kind], change: Callable[[Kind], Item]) -> Deck:
    """The deck with the first item of the kind changed, titles passed over."""
    for at in range(len(deck.slides)):
        items = list(deck.slides[at].items)
        for place in range(1, len(items)):
            found: Item = items[place]
            if isinstance(found, kind):
                items[place] = change(found)
                return _with_slide(deck, at, replace(deck.slides[at], items=tuple(items)))
    raise AssertionError(f"no {kind.__name__} in the deck")


def _with_slide(deck: Deck, at: int, slide: Slide) -> Deck:
    return replace(deck, slides=(*deck.slides[:at], slide, *deck.slides[at + 1 :]))


def _text(change: Callable[[TextItem], Item]) -> Callable[[Deck], Deck]:
    return lambda deck: _changed(deck, TextItem, change)


def _colour(item: TextItem, colour: str) -> TextItem:
    para = item.paras[0]
    return replace(item, paras=(replace(para, runs=(replace(para.runs[0], colour=colour),)), *item.paras[1:]))


def _moved(item: Kind, left: int, top: int) -> Kind:
    return replace(item, box=Box(left, top, item.box.width, item.box.height))


BROKEN: dict[str, tuple[Callable[[Deck], Deck], str]] = {
    "off the slide": (_text(lambda item: _moved(item, 13 * EMU_PER_INCH, item.box.top)), "leaves the slide"),
    "box too low": (
        _text(lambda item: replace(item, box=item.box.take_top(EMU_PER_INCH // 10))), "taller than its box",
    ),
    "box too narrow": (
        _text(lambda item: replace(item, box=replace(item.box, width=EMU_PER_INCH // 2))), "more lines than planned",
    ),
    "text too small": (
        _text(lambda item: replace(item, paras=tuple(replace(para, size=9.0) for para in item.paras))), "9.0 points",
    ),
    "text too faint": (_text(lambda item: _colour(item, "tx1")), "contrast"),
    "empty text": (_text(lambda item: replace(item, paras=())), "is empty"),
    "no title": (
        lambda deck: _with_slide(deck, 1, replace(deck.slides[1], items=deck.slides[1].items[1:])), "no title",
    ),
    "no notes": (lambda deck: _with_slide(deck, 1, replace(deck.slides[1], notes=())), "no speaker notes"),
    "titles alike": (
        lambda deck: _with_slide(deck, 2, replace(deck.slides[2], title=deck.slides[1].title)), "is used twice",
    ),
    "chart without alt text": (
        lambda deck: _changed(deck, ChartItem, lambda item: replace(item, alt=" ")), "no alt text",
    ),
    "table without alt text": (
        lambda deck: _changed(deck, TableItem, lambda item: replace(item, alt="")), "no alt text",
    ),
    "rows too low": (
        lambda deck: _changed(
            deck, TableItem, lambda item: replace(item, heights=tuple(tall // 3 for tall in item.heights))
        ),
        "taller than its row",
    ),
    "table too tall": (
        lambda deck: _changed(
            deck, TableItem, lambda item: replace(item, heights=tuple(tall * 3 for tall in item.heights))
        ),
        "larger than its box",
    ),
    "boxes on each other": (
        lambda deck: _changed(deck, ChartItem, lambda item: _moved(item, item.box.left, EMU_PER_INCH // 2)), "overlap",
    ),
    "over the footer": (
        lambda deck: _changed(
            deck, ChartItem, lambda item: _moved(item, item.box.left, 7 * EMU_PER_INCH - item.box.height + 200000)
        ),
        "overlaps the",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_deck_broken_on_purpose_is_circled(name: str) -> None:
    deck, template = planned(sample_story())
    breaking, words = BROKEN[name]
    assert any(words in problem for problem in deck_problems(breaking(deck), template))


@pytest.mark.slow
def test_pages_drawn_other_than_planned_are_circled(tmp_path: Path) -> None:
    deck, template = planned(sample_story())
    wide = _changed(deck, TextItem, lambda item: _moved(item, 12 * EMU_PER_INCH, item.box.top))
    tall = _changed(deck, TableItem, lambda item: replace(item, heights=tuple(tall * 2 for tall in item.heights)))
    pages = drawn({"sound": deck, "unused": deck, "wide": wide, "tall-unused": deck, "tall": tall}, tmp_path)
    assert page_problems(pages["sound"], deck, template) == []
    # What was planned is compared with what is drawn: here the plan is the sound one.
    assert any("in no box" in problem for problem in page_problems(pages["wide"], deck, template))
    assert any("another text's box" in problem for problem in page_problems(pages["tall"], deck, template))
