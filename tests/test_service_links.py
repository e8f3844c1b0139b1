"""The link by which a customer signs: signed, running out, taken back, answered once; nothing internal behind it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from qbrgen.errors import SignOffRefused
from qbrgen.ledger import Decision
from qbrgen.ledger.service_tables import links
from qbrgen.model.kinds import Standing
from qbrgen.web.links import Given, SignOffLinks
from qbrgen.web.refusals import Gone, NotHere
from tests.serving import Served, served


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service")) as found:
        yield found


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One service for tests that leave no trace."""
    with served(tmp_path_factory.mktemp("lasting")) as found:
        yield found


def link(service: Served, **body: Any) -> tuple[str, str]:
    """The id and the token of a link of acme, for its sponsor."""
    made = service.ask("avery", "POST", "/accounts/acme/links", json={"recipient": "marchetti", **body}).json()
    return made["id"], made["url"].rpartition("/")[2]


def doors(service: Served) -> SignOffLinks:
    return service.service.links


def test_what_the_customer_confirms_is_validated_in_the_next_document(service: Served) -> None:
    _, token = link(service)
    sheet = doors(service).open(token).sheet
    asked = next(each for each in sheet.questions if each.item_id == "onboarding")
    given = [Given("onboarding", "correct", "1234.50", "fewer hires"), Given(sheet.questions[0].item_id, "confirm")]
    signed = doors(service).record(token, given, "Elena Marchetti", "", "203.0.113.7")
    assert (signed.name, signed.answers, signed.again) == ("marchetti", 2, False)
    kept = {each.item_id: each for each in service.service.ledger.signoffs("acme")}["onboarding"]
    assert (kept.decision, kept.offered, kept.confirmed) == (Decision.CORRECT, asked.offered, Decimal("1234.50"))
    account = service.ask("avery", "GET", "/accounts/acme").json()["account"]
    item = next(each for each in account["value_items"] if each["id"] == "onboarding")
    assert (item["standing"], item["amount"], item["validated_by"]) == ("customer_validated", "1234.50", "marchetti")
    listed = service.ask("avery", "GET", "/accounts/acme/links").json()["links"][0]["answers"]
    assert [(each["name"], each["address"]) for each in listed] == [("Elena Marchetti", "203.0.113.7")]
    trace = service.ask("admin", "GET", "/audit").json()["traces"][0]
    assert (trace["action"], trace["account_id"], trace["address"]) == ("signed off", "acme", "203.0.113.7")


def test_who_is_not_the_one_it_was_sent_to_reports_and_does_not_validate(service: Served) -> None:
    _, token = link(service)
    given = [Given("onboarding", "confirm")]
    # Another stakeholder's id or name proves nothing, nor does the id of the one it was sent to.
    for name in ("marchetti", "okafor"):
        doors(service).record(token, given, name, "Somebody", "")
    account = service.service.find(leader(service), "acme").account
    item = next(each for each in account.value_items if each.id == "onboarding")
    assert item.standing is Standing.CUSTOMER_REPORTED
    with pytest.raises(SignOffRefused, match="role is missing"):
        doors(service).record(token, given, "Pat Doe", "", "")


def leader(service: Served) -> Any:
    from qbrgen.web.access import Role, Visitor

    user = service.service.people.by_email("leader@cadenza.example")
    assert user is not None
    return Visitor(user.id, user.email, user.name, frozenset({Role.LEADER}))


def test_the_same_answers_sent_twice_count_once_and_other_ones_are_refused(service: Served) -> None:
    _, token = link(service)
    given = [Given("onboarding", "dispute", comment="we never agreed")]
    assert not doors(service).record(token, given, "Elena Marchetti", "", "").again
    assert doors(service).record(token, given, "Elena Marchetti", "", "").again
    with pytest.raises(SignOffRefused, match="answered this already"):
        doors(service).record(token, [Given("onboarding", "confirm")], "Elena Marchetti", "", "")
    assert len(service.service.ledger.signoffs("acme")) == 1


def test_a_link_that_is_forged_has_run_out_or_was_taken_back_opens_nothing(service: Served) -> None:
    key, token = link(service)
    head, _, signature = token.rpartition(".")
    for forged in ("", "x", head, f"{head}.{signature[:-1]}x", f"x{token}", token * 40, "A" * 100_000, "../" + token):
        with pytest.raises(NotHere):
            doors(service).open(forged)
    with pytest.raises(NotHere):
        # A link's id, signed for another purpose.
        doors(service).open(f"{key}.{service.service.sign('form', key)}")
    past = datetime.now(tz=UTC) - timedelta(seconds=1)
    service.service.ledger.within(lambda on: on.execute(update(links).where(links.c.id == key).values(expires=past)))
    for attempt in (lambda: doors(service).open(token),
                    lambda: doors(service).record(token, [Given("onboarding", "confirm")], "Elena Marchetti", "", "")):  # fmt: skip
        with pytest.raises(Gone):
            attempt()
    other, second = link(service)
    doors(service).open(second)
    assert service.ask("avery", "DELETE", f"/links/{other}").json()["revoked"]
    with pytest.raises(Gone):
        doors(service).open(second)
    assert service.service.ledger.signoffs("acme") == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "nothing is answered"),
        ([Given("nothing-of-the-kind", "confirm")], "not asked"),
        ([Given("onboarding", "confirm"), Given("onboarding", "dispute", "", "no")], "answered twice"),
        ([Given("onboarding", "sure")], "no answer"),
        ([Given("onboarding", "correct", "a lot")], "not an amount"),
        ([Given("onboarding", "correct", "-5")], "not an amount"),
        ([Given("onboarding", "correct", "NaN")], "not an amount"),
        ([Given("onboarding", "correct", "1e400")], "not an amount"),
        ([Given("onboarding", "dispute")], "a word why"),
        ([Given("onboarding", "confirm", "", "x" * 2000)], "too long"),
    ],
)
def test_an_answer_that_is_none_is_named_and_nothing_is_recorded(
    lasting: Served, given: list[Given], message: str
) -> None:
    _, token = link(lasting)
    with pytest.raises(SignOffRefused, match=message):
        doors(lasting).record(token, given, "Elena Marchetti", "", "")
    assert lasting.service.ledger.signoffs("acme") == ()


def test_the_page_holds_nothing_internal_and_nothing_of_another_account(service: Served) -> None:
    _, token = link(service)
    page = service.client.get(f"/sign/{token}")
    assert page.status_code == 200
    assert "Acme Corporation" in page.text
    account = service.service.find(leader(service), "acme").account
    hidden = [account.contract.private_note, *(each.text for each in account.internal.notes)]
    hidden += [each.private_note for each in account.stakeholders if each.private_note]
    for words in [*filter(None, hidden), "Brightwater", "Tallgrass", "internal"]:
        assert words not in page.text, words
    assert "no-store" in page.headers["cache-control"]


def test_the_sheet_stays_as_it_was_sent_however_the_file_changes(service: Served) -> None:
    _, token = link(service)
    before = doors(service).open(token).sheet
    path = service.service.config.sources[0] + "/acme.yaml"
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123  (read and written in place)
        text = stream.read()
    with open(path, "w", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write(text.replace("name: Acme Corporation", "name: Acme Holdings"))
    service.service.book.reload()
    time.sleep(0.1)
    assert doors(service).open(token).sheet == before
    assert service.ask("leader", "GET", "/accounts").status_code == 200
