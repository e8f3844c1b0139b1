"""docs/checks.md says what the table of checks says."""

from __future__ import annotations

from pathlib import Path

from qbrgen.checks import CHECKS
from qbrgen.checks.practices import GUARDS
from qbrgen.checks.reference import reference
from qbrgen.value.reference.practice import ANTI_PATTERNS, BAD, GOOD

_PAGE = Path(__file__).parents[1] / "docs" / "checks.md"


def test_the_page_of_the_checks_is_current() -> None:
    written = _PAGE.read_text(encoding="utf-8")
    assert written == reference(), "write it anew: python -m qbrgen.checks.reference > docs/checks.md"


def test_every_check_has_its_heading() -> None:
    headings = [line for line in reference().splitlines() if line.startswith("### ")]
    assert headings == [f"### {check.code} · {check.title}" for check in CHECKS.values()]


def test_every_practice_of_the_framework_is_guarded_by_checks_that_exist() -> None:
    assert {row.key for row in (*GOOD, *BAD, *ANTI_PATTERNS)} == set(GUARDS)
    assert {code for codes in GUARDS.values() for code in codes} <= set(CHECKS)
    assert all(GUARDS.values())
