"""What a request may not do: come from another page, be too large or too slow, name a path, be done twice."""

from __future__ import annotations

import concurrent.futures
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import PASSWORD, USERS, Served, served

SMALL = {"small_bytes": 4096, "body_bytes": 65536, "body_seconds": 1.0}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service"), passwords=True, limits=SMALL) as found:
        yield found


@pytest.fixture
def browser(service: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=str(service.client.base_url), timeout=60, trust_env=False) as client:
        yield client


def field(page: str) -> str:
    found = re.search(r'name="csrf"\s+value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


def sign_in(browser: httpx.Client, email: str, password: str = PASSWORD) -> httpx.Response:
    page = browser.get("/sign-in")
    return browser.post("/sign-in", data={"email": email, "password": password, "csrf": field(page.text)})


def test_signing_in_gives_a_cookie_that_scripts_cannot_read_and_signing_out_ends_it(browser: httpx.Client) -> None:
    answer = sign_in(browser, USERS["leader"][0])
    assert answer.status_code == 303
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("qbrgen-session="))
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    assert browser.get("/api/v1/me").json()["signed_in_by"] == "session"
    kept = dict(browser.cookies)
    assert browser.post("/sign-out", data={"csrf": field(browser.get("/").text)}).status_code == 303
    browser.cookies.update(kept)
    assert browser.get("/api/v1/me").status_code == 401


def test_a_wrong_password_and_an_unknown_address_are_answered_alike_and_guessing_ends(service: Served) -> None:
    def tried(email: str) -> tuple[int, str]:
        with httpx.Client(base_url=str(service.client.base_url), trust_env=False) as fresh:
            answer = sign_in(fresh, email, "not the password")
            plain = re.sub(r'value="[^"]*"', "", answer.text).replace(email, "")
            return answer.status_code, plain

    known, unknown = tried(USERS["cole"][0]), tried("nobody@nowhere.example")
    assert known == unknown
    assert known[0] == 401
    for _ in range(4):
        tried(USERS["cole"][0])
    # The sixth time not even the right password is looked at.
    with httpx.Client(base_url=str(service.client.base_url), trust_env=False) as fresh:
        answer = sign_in(fresh, USERS["cole"][0])
        assert answer.status_code == 429
        assert "minutes" in answer.text


def test_a_form_without_its_token_or_from_another_site_does_nothing(service: Served, browser: httpx.Client) -> None:
    assert sign_in(browser, USERS["avery"][0]).status_code == 303
    before = len(service.service.ledger.wins())
    body = {"account_id": "acme", "title": "Foisted", "value": 1}
    assert browser.post("/api/v1/ledger/wins", json=body).status_code == 403
    wrong = browser.post("/api/v1/ledger/wins", json=body, headers={"X-CSRF-Token": "0" * 64})
    assert wrong.status_code == 403
    token = field(browser.get("/").text)
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
                    {"Sec-Fetch-Site": "same-site"}):  # fmt: skip
        answer = browser.post("/api/v1/ledger/wins", json=body, headers={"X-CSRF-Token": token, **headers})
        assert answer.status_code == 403, headers
    assert len(service.service.ledger.wins()) == before
    own = {"X-CSRF-Token": token, "Origin": str(browser.base_url).rstrip("/")}
    assert browser.post("/api/v1/ledger/wins", json=body, headers=own).status_code == 201


def test_a_token_of_one_session_fits_no_other(service: Served, browser: httpx.Client) -> None:
    sign_in(browser, USERS["leader"][0])
    with httpx.Client(base_url=str(service.client.base_url), trust_env=False) as other:
        sign_in(other, USERS["avery"][0])
        token = field(other.get("/").text)
    body = {"account_id": "acme", "title": "Foisted", "value": 1}
    answer = browser.post("/api/v1/ledger/wins", json=body, headers={"X-CSRF-Token": token})
    assert answer.status_code == 403


def test_it_answers_to_its_own_name_only(service: Served) -> None:
    answer = service.client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert service.client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_every_answer_carries_the_strict_policy(service: Served) -> None:
    for path in ("/", "/healthz", "/api/v1/me", "/nothing-here", "/sign-in"):
        headers = service.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "no-store" in headers["cache-control"]
        assert "server" not in headers


def test_a_body_that_is_too_large_is_refused_before_it_is_read(service: Served) -> None:
    large = service.ask("leader", "POST", "/ledger/wins", content=b"x" * 5000)
    assert (large.status_code, large.json()["code"]) == (413, "content-too-large")

    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 4096

    with pytest.raises(httpx.TransportError):
        # Nothing says how long it is: the service stops reading at its limit.
        raise_for(service.ask("leader", "POST", "/documents", content=endless()))
    assert service.ask("leader", "GET", "/me").status_code == 200


def raise_for(answer: httpx.Response) -> None:
    assert answer.status_code == 413
    raise httpx.WriteError("answered")


def test_a_body_that_never_ends_is_given_up(service: Served) -> None:
    with socket.create_connection(("127.0.0.1", service.service.config.port), timeout=30) as line:
        head = (
            f"POST /api/v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {service.tokens['leader']}\r\n"
        )
        line.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{{".encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "path",
    ["/accounts/..%2f..%2fetc%2fpasswd", "/accounts/%2e%2e", "/jobs/..%2f..%2fsecret/file", "/jobs/..%5csecret/file",
     "/batches/..%2f..%2fledger.sqlite/zip", "/accounts/acme%00", "/accounts/acme.yaml", "/accounts/ACME"],
)  # fmt: skip
def test_no_path_leads_out(service: Served, path: str) -> None:
    answer = service.ask("leader", "GET", path)
    assert answer.status_code == 404
    assert "sqlite" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"document": "../../etc/passwd"}, {"document": "qbr", "format": "../pptx"}, {"document": "qbr", "brand": "../x"},
        {"document": "qbr", "brand": "/etc"}, {"document": "qbr", "period": "../2026"},
        {"document": "qbr", "template": "/etc/passwd"}, {"document": "qbr", "templates": "/etc"},
        {"document": "qbr", "charts": "file:///etc/passwd"}, {"document": "qbr", "logo": "http://evil.example/x.png"},
    ],
)  # fmt: skip
def test_no_document_is_made_from_a_name_that_is_in_no_table(service: Served, body: dict[str, Any]) -> None:
    answer = service.ask("leader", "POST", "/documents", json={"account_id": "acme", **body})
    assert answer.status_code in (400, 422), answer.text
    assert str(service.service.config.state) not in answer.text


def test_a_mapping_that_is_sent_opens_nothing(service: Served, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("account_id,name\nx,TOP-SECRET\n", encoding="utf-8")
    mapping = f"tables:\n  accounts: SELECT * FROM read_csv('{tmp_path}/secret.csv')\n"
    answer = service.ask(
        "leader", "POST", "/check/file", params={"name": "source.yaml"}, content=mapping.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer.json()["accounts"][0]["valid"] is False
    assert "TOP-SECRET" not in answer.text
    assert "tables" in answer.text


def test_a_file_that_is_sent_is_judged_line_by_line_under_its_own_name(service: Served) -> None:
    text = b"name: Quill\ncontract:\n  signed: 2025-01-01\n  arr: many\n  currency: USD\n"
    answer = service.ask("leader", "POST", "/check/file", params={"name": "../../quill.yaml"}, content=text)
    problems = answer.json()["accounts"][0]["problems"]
    assert {(each["file"], each["line"], each["path"]) for each in problems} >= {("quill.yaml", 4, "contract.arr")}
    assert "qbrgen-sent" not in answer.text


def test_the_same_key_is_done_once_and_answered_alike(service: Served) -> None:
    body = {"account_id": "acme", "title": "Once", "value": 5}
    key = {"Idempotency-Key": "one"}

    def sent() -> httpx.Response:
        return service.ask("leader", "POST", "/ledger/wins", json=body, headers=key)

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = [each.result() for each in [pool.submit(sent) for _ in range(6)]]
    assert {each.status_code for each in answers} <= {201, 409}
    again = sent()
    assert again.status_code == 201
    assert {each.content for each in answers if each.status_code == 201} == {again.content}
    assert [each.title for each in service.service.ledger.wins("acme")].count("Once") == 1
    other = service.ask("leader", "POST", "/ledger/wins", json={**body, "value": 6}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key-used")
    # The key of another person is another key.
    assert (
        service.ask("avery", "POST", "/ledger/wins", json={**body, "title": "Mine"}, headers=key).status_code == 201
    )


def test_a_document_asked_for_twice_with_one_key_is_delivered_once(service: Served) -> None:
    body = {"account_id": "acme", "document": "qbr", "record": True}
    answers = [
        service.ask("leader", "POST", "/documents", json=body, headers={"Idempotency-Key": "q"}) for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert answers[0].headers["content-disposition"] == answers[1].headers["content-disposition"]
    assert len(service.service.ledger.deliveries("acme")) == 1
    listed = service.ask("avery", "GET", "/ledger/deliveries").json()
    assert (listed["total"], listed["deliveries"][0]["file"]) == (1, "acme-qbr-2026-Q3.pptx")


def test_what_is_wrong_is_told_in_the_words_of_the_command_line(service: Served) -> None:
    answer = service.ask("leader", "POST", "/documents", json={"account_id": "acme", "document": "qbrr"})
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["detail"].startswith("there is no document 'qbrr'. Choose one of: ebr, qbr")
    assert (told["code"], told["status"]) == ("usage-error", 400)


def test_cursors_lead_through_the_whole_list(service: Served) -> None:
    found, cursor = [], ""
    while True:
        page = service.ask("leader", "GET", "/accounts", params={"limit": 1, "cursor": cursor, "sort": "arr"}).json()
        found += [row["id"] for row in page["accounts"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(found) == len(set(found)) == page["total"] == 4
    assert service.ask("leader", "GET", "/accounts", params={"cursor": "bm90LXRoZXJl"}).status_code == 400


def test_the_log_and_the_numbers_name_no_customer(service: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="qbrgen.service"):
        service.ask("leader", "GET", "/accounts", params={"q": "Acme"})
        service.ask("leader", "GET", "/accounts/acme")
        service.ask("leader", "POST", "/documents", json={"account_id": "acme", "document": "ebr"})
    lines = [json.loads(each.getMessage()) for each in caplog.records if each.name == "qbrgen.service"]
    assert [each["route"] for each in lines][:2] == ["/api/v1/accounts", "/api/v1/accounts/{account_id}"]
    numbers = service.client.get("/metrics").text
    assert 'route="/api/v1/accounts/{account_id}"' in numbers
    assert 'qbrgen_documents_total{document="ebr",format="pptx",outcome="made"} 1.0' in numbers
    assert "acme" not in (caplog.text + numbers).lower()
