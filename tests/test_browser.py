"""A new user's first minutes in a real browser, by mouse, by keyboard, on a phone, and with hostile accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qbrgen.resources import sample_path
from tests.browsing import Visit, browser, serving, visit


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    with serving((str(sample_path()),), tmp_path_factory.mktemp("service")) as found:
        yield found


def test_the_first_five_minutes_of_a_new_user(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    with visit(opened, base) as me:
        page = me.page
        me.go("/")
        me.seen("book")
        page.get_by_label("Search").fill("pumps")
        page.get_by_role("button", name="Show").click()
        assert page.locator("tbody tr").count() == 1
        me.seen("search")
        page.get_by_role("link", name="Acme Corporation").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Acme Corporation"
        assert "is the vendor's estimate" in page.locator(".findings").inner_text()
        me.seen("account")
        page.get_by_role("link", name="Quarterly business review").click()
        title = page.locator("#title-3").inner_text()
        assert title.startswith("$1.2M of validated value, 10x the investment")
        assert page.locator(".sheet.flagged .finding").count() >= 1
        page.locator("#page-3 summary").click()
        assert "value ÷ investment" in page.locator("#page-3 .q-proof").inner_text()
        me.seen("preview")
        page.get_by_label("Period").select_option("2026-Q2")
        page.wait_for_url(re.compile("period=2026-Q2"))
        assert "Q2 2026" in page.get_by_role("heading", level=1).first.inner_text()
        assert page.locator("#title-3").inner_text() != title
        page.get_by_label("Period").select_option("2026-Q3")
        page.wait_for_url(re.compile("period=2026-Q3"))
        with page.expect_download() as waiting:
            page.get_by_role("button", name="PowerPoint").click()
        assert waiting.value.suggested_filename == "acme-qbr-2026-Q3.pptx"
        assert Path(waiting.value.path()).read_bytes().startswith(b"PK")
        page.get_by_role("link", name="Acme Corporation").click()
        page.get_by_role("link", name="Ask the customer to sign off").click()
        page.get_by_label("For", exact=True).select_option(label="Sara Lindqvist, Finance Business Partner, Sales")
        me.seen("links")
        page.get_by_role("button", name="Make the link").click()
        address = page.get_by_label("Address to send").input_value()
        me.seen("link made")
        with visit(opened, base, "customer") as customer:
            _signs(customer, address)
        me.go("/accounts/acme")
        signed = page.locator("section", has=page.get_by_role("heading", name="Signed by the customer"))
        assert "Corrected" in signed.inner_text()
        assert "Sara Lindqvist" in signed.inner_text()
        me.seen("signed")
        me.go("/accounts/acme/documents/qbr")
        # What was an estimate is validated now, what was corrected has the customer's number, in the new deck.
        assert page.locator("#title-3").inner_text() != title
        assert "estimated" not in page.locator("#page-3").inner_text()
        me.seen("new deck")
        me.go("/accounts/acme/sign-off")
        assert "Answered by Sara Lindqvist" in page.locator("main").inner_text()


def _signs(customer: Visit, address: str) -> None:
    page = customer.page
    page.goto(address)
    words = page.locator("main").inner_text()
    assert "New account executives productive sooner" in words
    for internal in ("QV302", "champion", "Findings", "Meridian", "renewal"):
        assert internal not in words
    customer.seen("asked")
    items = page.locator("[data-answer]")
    estimate = items.filter(has_text="New account executives productive sooner")
    estimate.get_by_label("Confirm").check()
    corrected = items.filter(has_text="Fewer trips for forecast meetings")
    corrected.get_by_label("Correct the amount").check()
    page.get_by_role("button", name="Send my answers").click()
    assert "Not recorded yet" in page.locator("[role=alert]").inner_text()
    corrected.get_by_label("The amount you stand behind").fill("80,000")
    corrected.get_by_label("Comment").fill("Two regions, not three")
    customer.seen("corrected")
    page.get_by_role("button", name="Send my answers").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Thank you"
    said = page.locator("main").inner_text()
    assert "$80,000" in said
    assert "Sara Lindqvist, Finance Business Partner, Sales, answered" in said
    customer.seen("thanks")
