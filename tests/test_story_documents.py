"""The table of documents: what is there, for whom, over which period."""

from __future__ import annotations

from datetime import date

import pytest

from qbrgen.errors import UsageError
from qbrgen.renderers import RENDERERS
from qbrgen.story.documents import DOCUMENTS, document
from tests.telling import account, material


def test_every_document_says_who_reads_it_and_why_and_comes_in_formats_that_exist() -> None:
    for name, row in DOCUMENTS.items():
        assert row.name == name
        assert row.reader
        assert row.purpose
        assert row.formats
        assert set(row.formats) <= set(RENDERERS), name


def test_the_quarterly_review_covers_the_last_full_quarter() -> None:
    assert DOCUMENTS["qbr"].period(date(2026, 10, 1)).label == "2026-Q3"
    assert DOCUMENTS["qbr"].period(date(2026, 9, 30)).label == "2026-Q3"
    assert DOCUMENTS["qbr"].period(date(2026, 9, 29)).label == "2026-Q2"


def test_an_unknown_document_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(UsageError, match=r"no document .qrb.\. Choose one of: ebr, qbr"):
        document("qrb")


@pytest.mark.parametrize("name", ["ebr", "qbr"])
def test_a_customer_s_story_names_its_document_its_account_and_its_locale(name: str) -> None:
    story = DOCUMENTS[name].build(material(account(locale="de-DE")))
    assert (story.document, story.account_name, story.locale, story.currency) == (
        name,
        "Tern Logistics",
        "de-DE",
        "USD",
    )
    assert not story.internal
