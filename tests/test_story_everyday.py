"""The everyday documents (plan, monthly, value, brief, tips, case study, portfolio): sound for every account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from qbrgen.checks import Finding, Severity, for_customer, run
from qbrgen.errors import ClaimRefused
from qbrgen.model import Account, Period
from qbrgen.settings import Settings
from qbrgen.story.blocks import KeyFigures, Role, Story
from qbrgen.story.documents import BOOKS, DOCUMENTS, Document
from qbrgen.story.material import InternalMaterial, Material
from qbrgen.story.validate import validate_story
from qbrgen.value import measure
from tests.strategies import views
from tests.telling import ACCOUNTS, account, dump, fixture_account, page, saving

OWN = ("monthly-review", "success-plan", "value-report", "case-study", "case-study-short", "user-tips", "csm-brief")
AS_OF = date(2026, 10, 5)


def told(row: Document, owner: Account, period: Period, day: date, *, anonymous: bool = False) -> Story | None:
    """The document's story of the account; None where it is refused."""
    settings = Settings(as_of=day, anonymous=anonymous)
    view = owner.customer_view()
    value = measure(view, period, day)
    findings = run(owner, value, day)
    try:
        if row.internal:
            return row.build(InternalMaterial(owner, value, findings, settings))
        return row.build(Material(view, value, for_customer(findings), settings))
    except ClaimRefused:
        # Only what goes public is refused; everything else tells what is missing instead.
        if not row.name.startswith("case-study"):
            raise
        return None


def samples() -> Iterator[Account]:
    for path in ACCOUNTS:
        yield from fixture_account(path)


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", OWN)
def test_every_sample_account_gives_a_sound_story(path: Path, name: str) -> None:
    row = DOCUMENTS[name]
    for owner in fixture_account(path):
        story = told(row, owner, row.period(AS_OF), AS_OF)
        assert story is None or validate_story(story) == ()


@given(view=views())
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_account_gives_sound_stories(view: tuple[Account, Period, date]) -> None:
    owner, period, day = view
    for name in OWN:
        story = told(DOCUMENTS[name], owner, period, day)
        assert story is None or validate_story(story) == ()


@given(view=views())
@hypothesis_settings(max_examples=30, deadline=None)
def test_any_account_gives_a_sound_portfolio(view: tuple[Account, Period, date]) -> None:
    owner, period, day = view
    value = measure(owner.customer_view(), period, day)
    made = (InternalMaterial(owner, value, run(owner, value, day), Settings(as_of=day)),)
    row = BOOKS["portfolio"]
    assert validate_story(row.build(made)) == ()
    assert row.workbook is not None
    for sheet in row.workbook(made).sheets:
        assert all(len(entries) == len(sheet.columns) for entries in sheet.rows)


@pytest.mark.parametrize("name", OWN)
def test_the_same_account_gives_the_same_story(name: str) -> None:
    row, owner = DOCUMENTS[name], fixture_account(next(path for path in ACCOUNTS if path.stem == "acme"))[0]
    first, second = (told(row, owner, row.period(AS_OF), AS_OF) for _ in range(2))
    assert first is not None
    assert second is not None
    assert dump(first) == dump(second)


@pytest.mark.parametrize(("name", "pages"), [("monthly-review", 4), ("value-report", 4)])
def test_a_deck_of_four_messages_has_four_pages_and_an_appendix(name: str, pages: int) -> None:
    row = DOCUMENTS[name]
    for owner in samples():
        story = told(row, owner, row.period(AS_OF), AS_OF)
        assert story is not None
        roles = [section.role for section in story.sections]
        assert roles[:pages] == [Role.BODY] * pages
        assert set(roles[pages:]) <= {Role.APPENDIX}


def test_internal_documents_say_so_and_customer_documents_are_none() -> None:
    for owner in samples():
        for name in OWN:
            story = told(DOCUMENTS[name], owner, DOCUMENTS[name].period(AS_OF), AS_OF)
            assert story is None or story.internal == DOCUMENTS[name].internal
            if story is not None and story.internal:
                assert str(story.title[0]).startswith("Internal")


def test_no_page_has_more_than_four_key_figures_or_two_exhibits() -> None:
    for owner in samples():
        for name in OWN:
            story = told(DOCUMENTS[name], owner, DOCUMENTS[name].period(AS_OF), AS_OF)
            for section in story.sections if story else ():
                kinds = [type(block).__name__ for block in section.blocks]
                assert kinds.count("Table") + kinds.count("Chart") <= 1, f"{name}: {section.id}"
                assert all(len(block.items) <= 4 for block in section.blocks if isinstance(block, KeyFigures))


def test_living_documents_speak_from_the_quarter_of_today() -> None:
    assert DOCUMENTS["success-plan"].period(AS_OF).label == "2026-Q4"
    assert DOCUMENTS["monthly-review"].period(AS_OF).label == "2026-09"


@pytest.mark.parametrize("subject", ["", "o1", "v-vendor_estimate"])
@pytest.mark.parametrize("name", ["monthly-review", "success-plan", "value-report"])
def test_an_error_that_a_check_found_stands_on_the_page_in_the_customer_s_words(name: str, subject: str) -> None:
    owner = account(value_items=[saving(50000, "vendor_estimate")])
    finding = Finding("QV999", Severity.ERROR, owner.id, "INTERNAL WORDING", "INTERNAL REMEDY", subject=subject)
    view, row = owner.customer_view(), DOCUMENTS[name]
    made = Material(view, measure(view, row.period(AS_OF), AS_OF), (finding,), Settings(as_of=AS_OF))
    pages = "\n".join(page(section) for section in row.build(made).sections)
    assert pages.count("Still to be checked together") == 1
    assert "INTERNAL" not in pages
