"""What the checks found, on the customer's pages: every error, in words fit for the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from qbrgen import checks
from qbrgen.checks.finding import Finding, Severity
from qbrgen.settings import Settings
from qbrgen.story.blocks import BlockTone
from qbrgen.story.caveats import CUSTOMER_WORDS, About, beside, sentence
from qbrgen.story.documents import DOCUMENTS
from qbrgen.story.material import Material
from tests.telling import ACCOUNTS, AS_OF, account, fixture_account, material, page, read, saving

EVERYTHING = tuple(About)


def finding(code: str, subject: str = "", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, severity, "tern", "An internal sentence with the number 4711.", "Mend it.", subject=subject)


def told(*findings: Finding, about: tuple[About, ...] = EVERYTHING) -> str:
    found = beside(material(account(value_items=[saving()]), findings=findings), *about)
    return read(found.text) if found else ""


def test_every_error_of_the_checks_has_words_for_the_customer() -> None:
    errors = {check.code for check in checks.CHECKS.values() if check.severity is Severity.ERROR}
    assert errors <= set(CUSTOMER_WORDS)


def test_no_internal_check_has_words_for_the_customer() -> None:
    assert not {code for code, check in checks.CHECKS.items() if check.internal} & set(CUSTOMER_WORDS)


def test_every_row_is_of_a_check_that_exists() -> None:
    assert set(CUSTOMER_WORDS) <= set(checks.CHECKS)


def test_a_caveat_names_what_it_concerns() -> None:
    assert told(finding("QV202", "o1")) == "No improvement can be claimed for lack of a baseline: “Deal cycle”."


def test_the_check_s_own_message_is_not_repeated_to_the_customer() -> None:
    assert "4711" not in told(finding("QV202", "o1"), finding("QV999", "o1"))


def test_an_error_without_words_of_its_own_is_told_in_general() -> None:
    assert told(finding("QV999", "o1")) == "Still to be checked together: “Deal cycle”."


def test_a_warning_without_words_stays_with_the_vendor() -> None:
    assert told(finding("QV601", "", Severity.WARNING)) == ""


def test_findings_of_one_kind_share_a_sentence() -> None:
    assert told(finding("QV316", "v-customer_validated"), finding("QV316", "v-customer_validated")) == (
        "Counted although the metric behind it has not improved: “Faster deals”."
    )


def test_each_finding_stands_beside_what_it_is_about() -> None:
    assert told(finding("QV202", "o1"), about=(About.VALUE, About.ACCOUNT)) == ""
    assert told(finding("QV311", "v-customer_validated"), about=(About.OBJECTIVES,)) == ""


def test_many_subjects_are_counted_and_not_listed() -> None:
    items = [saving() | {"id": f"v{number}", "title": f"Saving {number}"} for number in range(4)]
    found = [finding("QV311", item["id"]) for item in items]
    assert read(sentence(account(value_items=items), "QV311", found)) == (
        "Possibly the same saving counted twice: 4 entries."
    )


def test_errors_leave_no_room_for_lesser_caveats() -> None:
    errors = [finding(code) for code in ("QV301", "QV402", "QV408")]
    found = told(finding("QV404", "", Severity.INFO), *errors)
    assert "do not add up" in found
    assert "subscription alone" not in found
    assert "subscription alone" in told(finding("QV404", "", Severity.INFO), *errors[:2])


def test_a_caveat_is_told_as_one() -> None:
    found = beside(material(account(), findings=[finding("QV202", "o1")]), *EVERYTHING)
    assert found is not None
    assert found.tone is BlockTone.CAUTION


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("document", ["ebr", "qbr"])
def test_every_error_found_in_a_sample_stands_on_a_page_of_the_review(path: Path, document: str) -> None:
    for owner in fixture_account(path):
        made = material(owner)
        findings = checks.run(owner, made.value, AS_OF)
        shown = Material(made.account, made.value, findings, Settings(as_of=AS_OF))
        story = DOCUMENTS[document].build(shown)
        pages = "\n".join(page(found, story.locale) for found in story.sections)
        for found in findings:
            if found.severity is Severity.ERROR:
                assert CUSTOMER_WORDS[found.code].words in pages, found.code
