"""A new user's first minutes in a real browser, by mouse, by keyboard, on a phone, and with hostile accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qbrgen.resources import sample_path
from tests.browsing import Visit, browser, serving, visit
from tests.programs import soffice


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
        page.get_by_label("Write down as delivered").check()
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
        delivered = page.locator("section", has=page.get_by_role("heading", name="Delivered"))
        assert "Quarterly business review" in delivered.inner_text()
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


# What somebody who hears the page, or uses the keys alone, would miss: names, headings in order, ids that are one's own.
_UNUSABLE = """() => {
  const wrong = [], ids = [...document.querySelectorAll("[id]")].map(one => one.id);
  for (const id of new Set(ids)) if (ids.filter(one => one === id).length > 1) wrong.push("id twice: " + id);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length && !field.ariaLabel) wrong.push("no label: " + field.name);
  for (const one of document.querySelectorAll("button, a[href]"))
    if (!one.textContent.trim()) wrong.push("no name: " + one.outerHTML.slice(0, 80));
  let last = 0;
  for (const one of document.querySelectorAll("h1, h2, h3, h4")) {
    const level = Number(one.tagName[1]);
    if (level > last + 1) wrong.push("heading jumps: " + one.textContent);
    last = level;
  }
  for (const part of document.querySelectorAll("[aria-labelledby], [aria-describedby]"))
    for (const id of (part.getAttribute("aria-labelledby") ?? part.getAttribute("aria-describedby")).split(" "))
      if (!document.getElementById(id)) wrong.push("names nothing: " + id);
  if (document.querySelectorAll("main").length !== 1) wrong.push("no main part");
  return wrong;
}"""
PAGES = ("/", "/accounts/ugly", "/accounts/dar-al-noor", "/accounts/acme/documents/qbr", "/accounts/ugly/documents/qbr",
         "/accounts/harborline-hotels/documents/value-report", "/accounts/acme/documents/csm-brief",
         "/accounts/quill-sons/documents/ebr", "/accounts/velatel/documents/case-study", "/accounts/acme/sign-off",
         "/portfolio", "/batches", "/upload")  # fmt: skip


@pytest.mark.parametrize("look", ["phone", "phone dark", "dark"])
def test_every_page_fits_its_window_and_says_no_error(opened: Any, service: tuple[str, Any], look: str) -> None:
    base, _ = service
    with visit(opened, base, look, dark="dark" in look) as me:
        for path in PAGES:
            me.go(path)
            assert me.page.evaluate(_UNUSABLE) == []
            me.seen(path.strip("/").replace("/", "-") or "book")


def test_the_way_to_a_deck_goes_by_the_keyboard_alone(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    with visit(opened, base) as me:
        page, press = me.page, me.page.keyboard.press
        me.go("/")
        press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        press("Enter")
        _tab_to(page, "q")
        page.keyboard.type("acme")
        press("Enter")
        page.wait_for_url(re.compile("q=acme"))
        _tab_to(page, "Acme Corporation")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid"
        press("Enter")
        page.wait_for_url(re.compile("/accounts/acme"))
        _tab_to(page, "Executive business review")
        press("Enter")
        page.wait_for_url(re.compile("documents/ebr"))
        _tab_to(page, "Word")
        with page.expect_download() as waiting:
            press("Enter")
        assert waiting.value.suggested_filename == "acme-ebr-2026-Q3.docx"


def _tab_to(page: Any, name: str) -> None:
    """Presses Tab until the focus is on what has that name or begins with those words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        words = page.evaluate("[document.activeElement.name ?? '', document.activeElement.textContent.trim()]")
        if words[0] == name or (words[1] and words[1].startswith(name)):
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_every_way_goes_without_a_script_of_ours(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    with visit(opened, base, "without script", script=False) as me:
        page = me.page
        me.go("/accounts/acme/documents/ebr")
        page.get_by_label("Period").select_option("2026-Q2")
        page.get_by_role("button", name="Show").click()
        assert "Q2 2026" in page.get_by_role("heading", level=1).first.inner_text()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Web page").click()
        assert waiting.value.suggested_filename == "acme-ebr-2026-Q2.html"
        me.go("/accounts/penhallow-insurance/sign-off")
        page.get_by_role("button", name="Make the link").click()
        page.goto(page.get_by_label("Address to send").input_value())
        assert page.get_by_label("The amount you stand behind").first.is_visible()


def test_a_batch_is_started_watched_and_fetched(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    with visit(opened, base) as me:
        page = me.page
        me.go("/batches")
        page.get_by_label("Quarterly business review").uncheck()
        page.get_by_label("Tips for users").check()
        page.get_by_label("Accounts").select_option(label="Of Jordan Avery")
        page.get_by_role("button", name="Start").click()
        page.get_by_text("Done: 1 of 1 files").wait_for(timeout=60_000)
        me.seen("batch")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download all").click()
        assert Path(waiting.value.path()).read_bytes().startswith(b"PK")


def test_a_file_is_told_what_is_wrong_with_it_by_line_and_cell(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    wrong = (
        "name: Acme\ncontract: {signed: 2026-02-30, currency: USD, arr: 1}\nobjectives:\n  - id: o1\n    titel: x\n"
    )
    with visit(opened, base) as me:
        page = me.page
        for name, data in (("wrong.yaml", wrong.encode()), ("acme.yaml", sample_path("acme.yaml").read_bytes())):
            me.go("/upload")
            page.get_by_label("File").set_input_files({"name": name, "mimeType": "text/yaml", "buffer": data})
            page.get_by_role("button", name="Check", exact=True).click()
            page.get_by_role("heading", name=f"{name}: 1 account").wait_for()
            me.seen(name)
            if name == "wrong.yaml":
                assert "line 2" in page.locator("main").inner_text()
        assert "can be used" in page.locator("main").inner_text()


def test_the_exact_pages_stand_beside_the_preview(opened: Any, service: tuple[str, Any]) -> None:
    soffice()
    base, _ = service
    with visit(opened, base) as me:
        me.go("/accounts/quill-sons/documents/success-plan")
        me.page.get_by_role("link", name="See the exact pages").click()
        pictures = me.page.locator(".pictures img")
        assert pictures.count() >= 1
        assert pictures.first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 400
        me.seen("pictures")
