"""What an account, a customer or a file says never runs in a visitor's browser, whatever it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from qbrgen.model import Account
from qbrgen.resources import sample_path
from qbrgen.story.documents import DOCUMENTS
from qbrgen.web.credentials import hash_password
from tests.browsing import Visit, browser, serving, visit
from tests.made import samples

BREAKERS = (
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(2)></svg>",
    "</style></title></textarea><script>alert(3)</script>",
    '" autofocus onfocus=alert(4) tabindex=1 x="',
    "</script><script src=//evil.invalid/x.js></script>",
    "<iframe srcdoc='<script>parent.alert(5)</script>'></iframe>",
    "<a href=javascript:alert(6)>javascript:alert(6)</a>",
    "{{ 7 * 7 }}<form action=//evil.invalid><button autofocus>",
)


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "account.json").write_text(json.dumps(hostile()), encoding="utf-8")
    with serving((str(folder / "account.json"),), folder) as found:
        yield found


def hostile() -> dict[str, Any]:
    """The account that fills every field, each text that may be free replaced by one that tries to break out."""
    data = samples()["solstice"].model_dump(mode="json", exclude_unset=True)
    plain = json.loads(json.dumps(data))
    _replaced(data, cycle(BREAKERS))
    for _ in range(20):
        try:
            Account.model_validate(data)
            return {**data, "id": "hostile"}
        except ValidationError as error:
            for row in error.errors():
                _restored(data, plain, row["loc"])
    raise AssertionError("no hostile account can be made")


def _replaced(value: Any, words: Iterator[str]) -> None:
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            _replaced(inner, words)
        elif isinstance(inner, str) and key != "id":
            value[key] = next(words)


def _restored(data: Any, plain: Any, place: tuple[Any, ...]) -> None:
    """Puts back what stood at the place, or at the nearest above it that there is."""
    *way, last = place or ("",)
    for step in way:
        if isinstance(data, dict | list) and (step in data if isinstance(data, dict) else step < len(data)):
            data, plain = data[step], plain[step]
    if isinstance(data, dict) and last in data and not isinstance(data[last], dict | list):
        data[last] = plain[last]
    else:
        values = data.items() if isinstance(data, dict) else enumerate(data)
        for key, inner in list(values):
            if isinstance(inner, str):
                data[key] = plain[key]


def _quiet(me: Visit, path: str) -> str:
    """Opens a page, touches what could run, and returns its words."""
    me.go(path)
    me.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.querySelectorAll('main script, main iframe, main object').length") == 0
    assert me.page.evaluate("document.querySelectorAll('main img, main form[action^=\"//\"]').length") == 0
    return str(me.page.locator("body").inner_text())


def test_nothing_that_an_account_says_runs_on_any_page(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    with visit(opened, base) as me:
        assert "alert(" in _quiet(me, "/")
        assert "alert(" in _quiet(me, "/accounts/hostile")
        for name in DOCUMENTS:
            _quiet(me, f"/accounts/hostile/documents/{name}")
        _quiet(me, "/portfolio")
        _quiet(me, "/batches")
        assert "alert(" in _quiet(me, "/accounts/hostile/sign-off")
        me.page.get_by_role("button", name="Make the link").click()
        address = me.page.get_by_label("Address to send").input_value()
        with visit(opened, base, "customer") as customer:
            assert "alert(" in _quiet(customer, address.removeprefix(base))
            customer.page.locator("[data-answer]").first.get_by_label("Dispute", exact=True).check()
            customer.page.locator("textarea").first.fill(BREAKERS[2])
            customer.page.get_by_label("Your name").fill(f"A {BREAKERS[0]}")
            customer.page.get_by_label("Your role").fill(BREAKERS[1])
            customer.page.get_by_role("button", name="Send my answers").click()
            assert BREAKERS[2] in customer.page.locator("main").inner_text()
        assert BREAKERS[2] in _quiet(me, "/accounts/hostile")


def test_nothing_that_a_file_or_its_name_says_runs(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    files = {
        "<img src=x onerror=alert(1)>.json": json.dumps({**hostile(), "id": "sent", "name": BREAKERS[2]}),
        "broken.json": json.dumps({"name": BREAKERS[0], BREAKERS[1]: 1, "objectives": [{"title": BREAKERS[2]}]}),
        "none.exe": "x",
    }
    with visit(opened, base) as me:
        for name, content in files.items():
            me.go("/upload")
            sent = {"name": name, "mimeType": "application/json", "buffer": content.encode()}
            me.page.get_by_label("File").set_input_files(sent)
            me.page.get_by_role("button", name="Check", exact=True).click()
            me.page.wait_for_load_state()
            assert me.page.evaluate("document.querySelectorAll('main img, main script').length") == 0
            words = me.page.locator("main").inner_text()
            assert name.partition(".")[0] in words or "not read" in words


def test_people_sign_in_see_their_own_and_an_admin_lets_them_in(opened: Any, tmp_path: Path) -> None:
    sources = tuple(str(sample_path(name)) for name in ("acme.yaml", "meridian-freight.yaml", "velatel.yaml"))
    with serving(sources, tmp_path) as (base, app):
        app.state.service.people.add("root@cadenza.example", "Root", ("admin",), hash_password("correct horse"))
        with visit(opened, base, "admin") as admin:
            page = admin.page
            admin.go("/audit")
            assert page.url.endswith("/sign-in?next=%2Faudit")
            _enter(page, "root@cadenza.example", "wrong horse!")
            assert "wrong" in page.get_by_role("alert").inner_text()
            admin.seen("sign-in")
            _enter(page, "root@cadenza.example", "correct horse")
            assert page.url.endswith("/audit")
            admin.seen("audit")
            page.get_by_role("link", name="Users").click()
            page.get_by_label("E-mail").fill("jordan.avery@cadenza.example")
            page.get_by_label("Name").fill(BREAKERS[0])
            page.get_by_role("button", name="Add", exact=True).click()
            password = page.get_by_role("status").locator("code").inner_text()
            admin.seen("users")
        with visit(opened, base, "manager") as manager:
            page = manager.page
            manager.go("/accounts/acme?period=2026-Q2")
            _enter(page, "jordan.avery@cadenza.example", password)
            assert page.url.endswith("/accounts/acme?period=2026-Q2")
            manager.go("/")
            assert page.locator("tbody tr").count() == 1
            for path in ("/accounts/velatel", "/accounts/nobody", "/accounts/velatel/documents/qbr", "/users"):
                manager.go(path)
                assert page.get_by_role("heading", level=1).inner_text() in ("Nothing here", "Not for your role")
            manager.go("/sign-in?next=//evil.invalid")
            assert page.url == f"{base}/"
            page.get_by_role("button", name="Sign out").click()
            manager.go("/")
            assert "/sign-in" in page.url


def _enter(page: Any, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_link_that_is_over_or_no_link_says_so_in_plain_words(opened: Any, service: tuple[str, Any]) -> None:
    base, _ = service
    with visit(opened, base) as me:
        me.go("/accounts/hostile/sign-off")
        me.page.get_by_role("button", name="Make the link").click()
        address = me.page.get_by_label("Address to send").first.input_value()
        with visit(opened, base, "customer", script=False) as customer:
            customer.page.goto(f"{address}x")
            assert customer.page.get_by_role("heading").inner_text() == "This link does not open"
            manager = opened.new_context(java_script_enabled=False).new_page()
            manager.goto(f"{base}/accounts/hostile/sign-off")
            manager.get_by_role("button", name="Take it back").first.click()
            manager.context.close()
            customer.page.goto(address)
            assert customer.page.get_by_role("heading").inner_text() == "This link is over"
            assert not customer.page.get_by_role("link", name="Accounts").count()
            customer.seen("over")
