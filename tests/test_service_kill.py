"""kill -9 of the server: a batch goes on, a sign-off is there once, and a stop that is asked for is a clean one."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qbrgen.batch.synthetic import portfolio
from qbrgen.ledger import Ledger
from qbrgen.ledger.links import Links
from qbrgen.web.links import Given
from tests.made import AS_OF
from tests.serving import Process, running, served, source

ACCOUNTS = 24


def until(process: Process, batch: str, met: Any, seconds: float = 240) -> dict[str, Any]:
    """The batch, once `met` says yes to it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found: dict[str, Any] = process.client.get(f"/api/v1/batches/{batch}").json()
        if met(found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"it did not come to that: {found}")


@pytest.mark.slow
def test_a_batch_goes_on_after_the_server_was_killed_and_nothing_is_done_twice(tmp_path: Path) -> None:
    accounts = tmp_path / "accounts"
    accounts.mkdir()
    made_up(accounts)
    body = {"documents": ["value-report"], "record": True}
    with running(tmp_path) as first:
        batch = first.client.post("/api/v1/batches", json=body, headers={"Idempotency-Key": "b"}).json()["id"]
        before = until(first, batch, lambda told: told["made"] >= 3)
        assert before["status"] == "running"
        first.kill()
    with Ledger.open(str(tmp_path / "ledger.sqlite")) as ledger:
        written = len(ledger.deliveries())
    assert written < ACCOUNTS
    with running(tmp_path) as second:
        done = until(second, batch, lambda told: told["status"] not in ("waiting", "running"))
        assert (done["status"], done["made"], done["total"]) == ("done", ACCOUNTS, ACCOUNTS)
        # The client that never got its answer asks again, with its key: it is the same batch.
        again = second.client.post("/api/v1/batches", json=body, headers={"Idempotency-Key": "b"}).json()
        assert again["id"] == batch
        records = second.client.get(f"/api/v1/batches/{batch}/records").json()
        assert records["total"] == ACCOUNTS
        file = second.client.get(records["records"][0]["file"])
        assert (file.status_code, len(file.content)) == (200, records["records"][0]["bytes"])
        archive = second.client.get(f"/api/v1/batches/{batch}/zip")
        assert archive.content[:2] == b"PK"
        assert second.stop() in (0, -signal.SIGTERM)
    with Ledger.open(str(tmp_path / "ledger.sqlite")) as ledger:
        delivered = [each.account_id for each in ledger.deliveries()]
    assert len(delivered) == len(set(delivered)) == ACCOUNTS


def made_up(folder: Path) -> None:
    for account in portfolio(ACCOUNTS, 7, AS_OF):
        (folder / f"{account.id}.json").write_text(account.model_dump_json(), encoding="utf-8")


@pytest.mark.slow
def test_a_sign_off_that_was_answered_is_kept_and_one_sent_again_counts_once(tmp_path: Path) -> None:
    source(tmp_path / "accounts")
    with running(tmp_path) as first:
        made = first.client.post("/api/v1/accounts/acme/links", json={"recipient": "marchetti"}).json()
        token = made["url"].rpartition("/")[2]
        first.kill()
    given = [Given("onboarding", "confirm")]
    secret = (tmp_path / "state" / "secret").read_text(encoding="ascii")
    with served(tmp_path, users=False, secret=secret) as service:
        assert not service.service.links.record(token, given, "Elena Marchetti", "", "").again
    with running(tmp_path) as second:
        assert second.client.get(f"/sign/{token}").status_code == 200
        assert second.client.get("/api/v1/ledger/signoffs").json()["total"] == 1
        second.kill()
    with served(tmp_path, users=False, secret=secret) as service:
        assert service.service.links.record(token, given, "Elena Marchetti", "", "").again
        assert len(service.service.ledger.signoffs("acme")) == 1
        assert len(Links(service.service.ledger).answers(made["id"])) == 1


def test_a_server_that_is_asked_to_stop_finishes_the_document_under_way(tmp_path: Path) -> None:
    source(tmp_path / "accounts")
    with running(tmp_path) as process, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(process.client.post, "/api/v1/documents", json={"account_id": "acme", "document": "qbr"})
        while "qbrgen_documents_under_way 1.0" not in process.client.get("/metrics").text and not asked.done():
            time.sleep(0.01)
        process.process.send_signal(signal.SIGTERM)
        answer = asked.result(60)
        assert answer.status_code == 200
        assert answer.content[:2] == b"PK"
        assert process.process.wait(60) in (0, -signal.SIGTERM)
