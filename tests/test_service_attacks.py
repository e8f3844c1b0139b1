"""What attackers of the service got through with once: each stays shut."""

from __future__ import annotations

import base64
import concurrent.futures
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import uvicorn

from qbrgen.batch.records import Record
from qbrgen.errors import SignOffRefused
from qbrgen.ledger.jobs import Job
from qbrgen.ledger.people import People
from qbrgen.model import Account
from qbrgen.pipeline import Workbench
from qbrgen.web import links
from qbrgen.web.attempts import Attempts
from qbrgen.web.batches import Batches
from qbrgen.web.connections import PatientProtocol
from qbrgen.web.links import Given
from qbrgen.web.refusals import TooMany
from tests.serving import Served, running, served
from tests.test_service_requests import sign_in


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service"), passwords=True) as found:
        yield found


def as_roles(service: Served, user: str, *roles: str) -> None:
    people = People(service.service.ledger)
    found = next(each for each in people.all() if each.email.startswith(user))
    people.change(found, {"roles": " ".join(roles)})


def test_findings_are_told_by_the_account_and_not_by_what_else_a_role_sees(service: Served) -> None:
    as_roles(service, "harriet.cole", "csm", "marketing")
    ask = {"document": "case-study", "format": "html", "account_id": "acme"}
    browser = httpx.Client(base_url=str(service.client.base_url), timeout=60, trust_env=False)
    with browser:
        assert sign_in(browser, "harriet.cole@peopleloom.example").status_code == 303
        page = browser.get("/accounts/acme/documents/case-study")
        own = browser.get("/accounts/brightwater-clinics/documents/qbr")
    assert page.status_code == own.status_code == 200
    assert "QV" in own.text
    assert 'class="finding' not in page.text
    assert service.ask("cole", "POST", "/documents", json=ask).headers["X-Qbrgen-Findings"] == ""
    assert service.ask("avery", "POST", "/documents", json=ask).headers["X-Qbrgen-Findings"] != ""
    strict = service.ask("cole", "POST", "/documents", json={**ask, "strict": True})
    assert (strict.status_code, "QV" in strict.text) == (403, False)
    as_roles(service, "harriet.cole", "csm")


def test_a_portfolio_that_was_made_for_a_leader_is_gone_with_the_role(service: Served) -> None:
    as_roles(service, "jordan.avery", "leader")
    body, key = {"document": "portfolio", "format": "html"}, {"Idempotency-Key": "portfolio"}
    whole = service.ask("avery", "POST", "/documents", json=body, headers=key)
    later = {"Prefer": "respond-async"}
    job = service.ask("avery", "POST", "/documents", json=body, headers=later).json()["id"]
    for _ in range(600):
        if service.ask("avery", "GET", f"/jobs/{job}").json()["status"] == "done":
            break
        time.sleep(0.1)
    assert service.ask("avery", "GET", f"/jobs/{job}/file").content == whole.content
    as_roles(service, "jordan.avery", "csm")
    for path in (f"/jobs/{job}", f"/jobs/{job}/file"):
        assert service.ask("avery", "GET", path).status_code == 404
    assert service.ask("avery", "POST", "/documents", json=body, headers=key).json()["code"] == "key-used"


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "undefined", '"utf-16"'])
def test_a_form_in_a_charset_of_the_senders_choice_is_refused(service: Served, charset: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\\ud800\r\n--b--\r\n'
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    for path in ("/sign-in", "/sign/x"):
        assert service.client.post(path, content=body, headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/check", "/api/v1/documents"])
def test_half_a_character_in_a_key_is_told_like_any_other_mistake(service: Served, path: str) -> None:
    document = "" if path.endswith("check") else '"document": "qbr", '
    body = f'{{{document}"account": {{"\\ud800": "x", "id": "x"}}}}'
    headers = {"Content-Type": "application/json"}
    answer = service.ask("leader", "POST", path, content=body, headers=headers)
    assert answer.status_code in (200, 422)
    assert "text is needed here" in answer.text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_cursor_at_the_end_of_time_ends_the_list(service: Served, moment: str) -> None:
    cursor = base64.urlsafe_b64encode(f"{moment} x".encode()).decode().rstrip("=")
    assert service.ask("admin", "GET", "/audit", params={"cursor": cursor}).status_code == 200


def test_many_guesses_at_once_are_as_few_as_one_after_another(service: Served) -> None:
    def guess(number: int) -> int:
        with httpx.Client(base_url=str(service.client.base_url), timeout=60, trust_env=False) as browser:
            return sign_in(browser, "leader@cadenza.example", f"a wrong password {number}").status_code

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = sorted(pool.map(guess, range(16)))
    assert answers == [401] * 5 + [429] * 11


def test_success_counts_as_no_guess_and_one_network_of_ipv6_as_one_address() -> None:
    attempts = Attempts()
    for _ in range(40):
        attempts.succeeded("a@x.example", "192.0.2.1", attempts.begin("a@x.example", "192.0.2.1"))
    for number in range(30):
        attempts.begin(f"{number}@x.example", f"2001:db8:0:1::{number:x}")
    with pytest.raises(TooMany):
        attempts.begin("b@x.example", "2001:db8:0:1:ffff::1")
    attempts.begin("b@x.example", "2001:db8:0:2::1")


def test_the_number_of_a_batchs_file_stays_while_others_are_made() -> None:
    job = Job(
        "b" * 32, "batch", "u", asked={"accounts": ["a", "b"], "orders": [["qbr", "pptx", ""], ["ebr", "pptx", ""]]}
    )
    late, early = (Record(key, key, "qbr", "pptx", "made", f"{key}/q.pptx") for key in ("b", "a"))
    made = [late]
    batches: Any = SimpleNamespace(records=lambda *_: made)
    assert Batches.numbered(batches, None, job) == [(2, late)]  # type: ignore[arg-type]
    made.insert(0, early)
    assert Batches.numbered(batches, None, job) == [(0, early), (2, late)]  # type: ignore[arg-type]


def test_bodies_under_way_hold_so_much_together_and_no_more(tmp_path: Path) -> None:
    with served(tmp_path, limits={"bodies_bytes": 100_000, "body_seconds": 5.0}) as service:
        port = service.client.base_url.port or 0
        head = b"POST /api/v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port)) as held:
            held.sendall(head + b"x" * 80_000)
            for _ in range(100):
                answer = service.client.post("/api/v1/check", content=b"y" * 60_000)
                if answer.status_code == 503:
                    break
                time.sleep(0.05)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /hea"])
def test_a_connection_that_does_not_say_what_it_wants_is_closed(
    service: Served, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "head_seconds", 0.2)
    config = uvicorn.Config(service.app, http=PatientProtocol, log_level="critical", lifespan="off")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        with socket.create_connection(listener.getsockname(), timeout=30) as connection:
            connection.sendall(said)
            heard = b""
            while part := connection.recv(65536):
                heard += part
        assert heard.count(b"HTTP/1.1 200") == said.count(b"healthz")
        server.should_exit = True
        thread.join(30)


def test_what_the_service_keeps_is_closed_to_others(tmp_path: Path) -> None:
    with served(tmp_path):
        pass
    (tmp_path / "state").mkdir(exist_ok=True)
    kept = (tmp_path / "state", *(tmp_path / f"ledger.sqlite{beside}" for beside in ("", "-wal")))
    for path in kept:
        if not path.exists():
            path.touch()
        path.chmod(0o755)
    with running(tmp_path) as process:
        for path in (*kept, tmp_path / "state" / "secret"):
            assert not stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO, path
        assert process.client.get("/healthz").status_code == 200


def test_what_is_sent_is_read_and_measured_beside_the_server(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workbench, "measured", None)
    monkeypatch.setattr(Account, "model_validate", None)
    account = {"id": "sent", "name": "Sent"}
    headers = {"Content-Type": "application/json"}
    one = service.ask("leader", "POST", "/check", json={"account": account})
    assert one.json()["accounts"][0]["valid"] is False
    sound = Path(__file__).with_name("sound_account.yaml").read_bytes()
    file = service.ask("leader", "POST", "/check/file", params={"name": "a.yaml"}, content=sound)
    assert [each["valid"] for each in file.json()["accounts"]] == [True]
    deep = '{"account": {"id": ' + "[" * 950 + "]" * 950 + "}}"
    answer = service.ask("leader", "POST", "/check", content=deep, headers=headers)
    assert answer.status_code in (200, 400, 422)


def test_a_link_takes_the_answers_of_so_many_people(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_MOST_PEOPLE", 2)
    address = service.ask("avery", "POST", "/accounts/acme/links", json={}).json()["url"]
    doors, token = service.service.links, address.rpartition("/")[2]
    given = [Given(doors.open(token).sheet.questions[0].item_id, "confirm")]
    for name in ("Ada One", "Ben Two", "Ada One"):
        doors.record(token, given, name, "Guest", "192.0.2.1")
    with pytest.raises(SignOffRefused, match="as many people"):
        doors.record(token, given, "Cai Three", "Guest", "192.0.2.1")
