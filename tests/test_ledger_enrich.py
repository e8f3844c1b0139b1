"""What the ledger knows changes later documents: sign-offs, wins, deliveries; and nothing else does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from qbrgen.checks import run
from qbrgen.ledger import Decision, Delivery, Known, LoggedWin, SignOff, enrich
from qbrgen.ledger.claims import claim_of
from qbrgen.model import Account
from qbrgen.model.kinds import ReviewKind, Standing, ValueCategory
from qbrgen.model.period import parse_period
from qbrgen.model.value_item import ValueItem
from qbrgen.pipeline import Order, Workbench
from qbrgen.settings import Settings
from qbrgen.story.blocks import Bullets
from qbrgen.story.material import Material
from qbrgen.story.phrasing import say
from qbrgen.story.since import told_since
from qbrgen.value import figures, measure
from qbrgen.value.cadence import due_reviews
from qbrgen.value.earlier import Earlier
from qbrgen.value.figure import money
from qbrgen.value.formulas import worked
from tests.made import AS_OF, samples, walk

Q3 = parse_period("2026-Q3")
SIGNED = date(2026, 9, 29)
TRAVEL = "travel"  # reported by the customer
ONBOARDING = "onboarding"  # the vendor's estimate


def acme() -> Account:
    return samples()["acme"]


def item_of(account: Account, key: str) -> ValueItem:
    return next(item for item in account.value_items if item.id == key)


def signed(key: str, decision: Decision, *, by: str = "lindqvist", confirmed: Decimal | None = None,
           on: date = SIGNED, item: ValueItem | None = None, comment: str = "") -> SignOff:  # fmt: skip
    asked = item or item_of(acme(), key)
    found = worked(asked, "", money("USD"))
    return SignOff("acme", key, decision, by, "Finance", on, found.amount if found else None, confirmed, "USD",
                   claim_of(asked, "USD"), comment)  # fmt: skip


def after(*signoffs: SignOff, as_of: date = AS_OF) -> Account:
    return enrich(acme(), Known(signoffs=signoffs), as_of)


def logged(**fields: object) -> LoggedWin:
    win = LoggedWin("acme", "Audit passed in a day", Decimal(20000), "USD", ValueCategory.COSTS_REDUCED,
                    date(2026, 9, 20), Standing.CUSTOMER_VALIDATED, "deal-cycle", "lindqvist", date(2026, 9, 21),
                    "A mail of Sara Lindqvist", "f" * 32)  # fmt: skip
    return replace(win, **fields)  # type: ignore[arg-type]


def delivered(document: str, on: date, format_: str = "pptx") -> Delivery:
    return Delivery("acme", document, format_, Q3, "0" * 64, 1, "out/file", on)


def test_the_account_of_somebody_unknown_to_the_ledger_is_left_as_it_is() -> None:
    assert enrich(acme(), Known(), AS_OF) is acme()


def test_what_a_stakeholder_confirms_is_validated_and_counts_in_the_headline() -> None:
    assert item_of(acme(), ONBOARDING).standing is Standing.VENDOR_ESTIMATE
    account = after(signed(ONBOARDING, Decision.CONFIRM))
    item = item_of(account, ONBOARDING)
    assert (item.standing, item.validated_by, item.validated_on) == (
        Standing.CUSTOMER_VALIDATED, "lindqvist", SIGNED,
    )  # fmt: skip
    before, now = (measure(each, Q3, AS_OF).in_period for each in (acme(), account))
    assert now.validated.value > before.validated.value
    assert now.total.value == before.total.value
    assert now.estimated.value < before.estimated.value


def test_what_a_stranger_confirms_is_reported_and_takes_nothing_back() -> None:
    account = after(
        signed(ONBOARDING, Decision.CONFIRM, by="Pat Doe"), signed("planners", Decision.CONFIRM, by="Pat Doe")
    )
    assert item_of(account, ONBOARDING).standing is Standing.CUSTOMER_REPORTED
    assert item_of(account, ONBOARDING).validated_by is None
    assert item_of(account, "planners") == item_of(acme(), "planners")


def test_a_correction_changes_the_amount_and_keeps_the_one_before_in_the_source() -> None:
    account = after(
        signed("reporting-hours", Decision.CORRECT, confirmed=Decimal("700000.50"), comment="Fewer people")
    )
    item = item_of(account, "reporting-hours")
    line = next(line for line in measure(account, Q3, AS_OF).lines if line.item.id == "reporting-hours")
    assert line.annual is not None
    assert line.annual.value == Decimal("700000.50")
    assert line.standing is Standing.CUSTOMER_VALIDATED
    assert "from $876,000 (hours per person per week" in item.source
    assert "to $700,001;" in item.source
    assert "Sara Lindqvist (Finance Business Partner, Sales) on Sep 29, 2026" in item.source
    assert "Fewer people" in item.source
    assert "Acme Sales Operations diary" in item.source


def test_a_dispute_leaves_the_headline_and_is_told_to_the_team_alone() -> None:
    account = after(signed("planners", Decision.DISPUTE, comment="They were hired in March"))
    item = item_of(account, "planners")
    assert (item.standing, item.validated_by, item.validated_on) == (Standing.VENDOR_ESTIMATE, None, None)
    (note,) = account.internal.notes[len(acme().internal.notes) :]
    assert "disputes" in note.text
    assert "They were hired in March" in note.text
    assert "They were hired" not in account.customer_view().model_dump_json()


def test_a_sign_off_holds_only_for_the_numbers_it_was_given_for() -> None:
    other = item_of(acme(), ONBOARDING).model_copy(update={"attribution_percent": Decimal(50)})
    account = after(signed(ONBOARDING, Decision.CONFIRM, item=other))
    assert item_of(account, ONBOARDING) == item_of(acme(), ONBOARDING)
    assert "other numbers" in account.internal.notes[-1].text


def test_better_words_do_not_undo_a_sign_off() -> None:
    item = item_of(acme(), ONBOARDING)
    renamed = item.model_copy(
        update={"title": "Another title", "source": "x", "standing": Standing.CUSTOMER_REPORTED}
    )
    assert claim_of(item, "USD") == claim_of(renamed, "USD")
    assert claim_of(item, "USD") != claim_of(item, "EUR")
    assert claim_of(item, "USD") != claim_of(item.model_copy(update={"since": date(2026, 1, 1)}), "USD")


def test_answers_apply_in_the_order_they_were_given() -> None:
    first = signed(ONBOARDING, Decision.CORRECT, confirmed=Decimal(50000), on=date(2026, 9, 1))
    corrected = item_of(after(first), ONBOARDING)
    second = signed(ONBOARDING, Decision.DISPUTE, item=corrected, on=date(2026, 9, 2))
    third = signed(ONBOARDING, Decision.CONFIRM, item=corrected, on=date(2026, 9, 3), by="okafor")
    assert item_of(after(first, second), ONBOARDING).standing is Standing.VENDOR_ESTIMATE
    last = item_of(after(first, second, third), ONBOARDING)
    assert (last.amount, last.standing, last.validated_by) == (Decimal(50000), Standing.CUSTOMER_VALIDATED, "okafor")


def test_a_later_validation_in_the_file_outweighs_an_older_answer() -> None:
    old = signed("planners", Decision.DISPUTE, on=date(2026, 6, 23))
    assert item_of(after(old), "planners") == item_of(acme(), "planners")


def test_nothing_of_a_later_day_is_used() -> None:
    tomorrow = AS_OF + timedelta(days=1)
    known = Known(
        (delivered("qbr", tomorrow),),
        (signed(ONBOARDING, Decision.CONFIRM, on=tomorrow),),
        (logged(on=tomorrow),),
    )
    assert enrich(acme(), known, AS_OF) is acme()


def test_a_win_becomes_value_that_came_once() -> None:
    account = enrich(acme(), Known(wins=(logged(),)), AS_OF)
    before, now = (measure(each, Q3, AS_OF).in_period.validated.value for each in (acme(), account))
    assert now - before == 20000
    assert item_of(account, "win-ffffffffffff").objective == "deal-cycle"


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"validated_by": "nobody"}, Standing.CUSTOMER_REPORTED),
        ({"standing": Standing.CUSTOMER_REPORTED, "validated_by": None, "validated_on": None}, Standing.CUSTOMER_REPORTED),
        ({"standing": Standing.VENDOR_ESTIMATE, "validated_by": None, "validated_on": None}, Standing.VENDOR_ESTIMATE),
    ],
)  # fmt: skip
def test_a_win_stands_no_higher_than_who_is_behind_it(fields: dict[str, object], standing: Standing) -> None:
    account = enrich(acme(), Known(wins=(logged(**fields, objective="gone"),)), AS_OF)
    item = account.value_items[-1]
    assert (item.standing, item.validated_by, item.objective) == (standing, None, None)


def test_a_delivered_report_moves_what_is_due_and_is_counted_once() -> None:
    on = date(2026, 10, 2)
    known = Known((delivered("value-report", on), delivered("value-report", on, "docx"), delivered("csm-brief", on)))
    account = enrich(acme(), known, AS_OF)
    assert [(each.date, each.kind) for each in account.reviews[len(acme().reviews) :]] == [
        (on, ReviewKind.VALUE_REPORT)
    ]
    due = {each.key: each.due.day for each in due_reviews(account, AS_OF)}
    assert due["value_report"] == date(2027, 1, 2)
    told = enrich(account, known, AS_OF)
    assert told.reviews == account.reviews


def test_what_is_made_again_on_its_day_of_delivery_tells_the_same() -> None:
    known = Known((delivered("qbr", AS_OF),))
    assert enrich(acme(), known, AS_OF) is acme()
    assert enrich(acme(), known, AS_OF, with_today=True).reviews[-1].date == AS_OF


def test_the_check_for_value_never_reported_knows_what_was_delivered() -> None:
    account = acme().model_copy(update={"reviews": ()})
    codes = {
        known: {finding.code for finding in run(each, measure(each, Q3, AS_OF), AS_OF)}
        for known, each in (
            (False, account),
            (True, enrich(account, Known((delivered("value-report", date(2026, 9, 30)),)), AS_OF)),
        )
    }
    assert "QV509" in codes[False]
    assert "QV509" not in codes[True]


@examples(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([item.id for item in samples()["acme"].value_items]),
            st.sampled_from(list(Decision)),
            st.sampled_from(["lindqvist", "okafor", "Pat Doe"]),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            st.decimals(0, 10**9, places=2),
        ),
        max_size=8,
    )
)
def test_whatever_was_answered_the_account_stays_valid_and_no_stranger_validates(
    answers: list[tuple[str, Decision, str, date, Decimal]],
) -> None:
    signoffs = tuple(
        signed(key, decision, by=by, on=on, confirmed=amount if decision is Decision.CORRECT else None)
        for key, decision, by, on, amount in sorted(answers, key=lambda each: each[3])
        if item_of(acme(), key).category.is_hard
    )
    account = after(*signoffs)
    assert Account.model_validate(account.model_dump()) == account
    people = {person.id for person in account.stakeholders}
    assert all(item.validated_by in people for item in account.value_items if item.validated_by)
    assert [item.id for item in account.value_items] == [item.id for item in acme().value_items]


def test_documents_tell_what_counted_when_it_was_told_last_and_what_counts_now() -> None:
    before = measure(acme(), Q3.previous(), date(2026, 7, 9))
    told = {figure.key: replace(figure, key=f"earlier.{figure.key}") for figure in figures(before)}
    earlier = Earlier(date(2026, 7, 9), told)
    for document, block in (("success-plan", "told"), ("csm-brief", "since")):
        story = Workbench(acme(), Settings(as_of=AS_OF), earlier).make(Order(document)).story
        said = [
            say(line, "en-US")
            for found in walk(story)
            if isinstance(found, Bullets) and found.id == block
            for line in found.items
        ]
        (value,) = [line for line in said if line.startswith("Validated value since contract start")]
        assert re.match(r"Validated value since contract start: rose from \$[\d.]+M to \$[\d.]+M", value)
        assert document == "success-plan" or value.endswith(", since it was told on Jul 9, 2026")
        plain = Workbench(acme(), Settings(as_of=AS_OF)).make(Order(document)).story
        assert not any(
            "Validated value since contract start: rose" in say(line, "en-US")
            for found in walk(plain)
            if isinstance(found, Bullets)
            for line in found.items
        )


def test_what_did_not_change_as_it_is_written_is_not_told_as_a_change() -> None:
    value = measure(acme(), Q3, AS_OF)
    same = Earlier(date(2026, 7, 9), {figure.key: figure for figure in figures(value)})
    assert told_since(Material(acme().customer_view(), value, (), Settings(as_of=AS_OF), same)) == ()
    assert told_since(Material(acme().customer_view(), value)) == ()


def test_what_was_validated_within_a_year_keeps_its_first_day_when_confirmed_again() -> None:
    item = item_of(acme(), "planners")
    assert (item.validated_by, item.validated_on) == ("marchetti", date(2026, 6, 24))
    assert item_of(after(signed("planners", Decision.CONFIRM)), "planners") == item
    late = date(2027, 7, 1)
    again = item_of(after(signed("planners", Decision.CONFIRM, on=late), as_of=late), "planners")
    assert (again.validated_by, again.validated_on) == ("lindqvist", late)


def test_a_dispute_is_told_in_the_brief_and_in_no_document_for_the_customer() -> None:
    account = after(signed("planners", Decision.DISPUTE, comment="Both were hired in March"))
    bench = Workbench(account, Settings(as_of=AS_OF))
    told = {name: str(list(walk(bench.make(Order(name)).story))) for name in ("csm-brief", "qbr", "value-report")}
    assert "Both were hired in March" in told["csm-brief"]
    assert "Both were hired in March" not in told["qbr"] + told["value-report"]
