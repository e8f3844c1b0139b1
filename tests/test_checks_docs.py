"""docs/checks.md says what the table of checks says."""

from __future__ import annotations

from pathlib import Path

from qbrgen.checks import CHECKS
from qbrgen.checks.reference import reference

_PAGE = Path(__file__).parents[1] / "docs" / "checks.md"


def test_the_page_of_the_checks_is_current() -> None:
    written = _PAGE.read_text(encoding="utf-8")
    assert written == reference(), "write it anew: python -m qbrgen.checks.reference > docs/checks.md"


def test_every_check_has_its_heading() -> None:
    headings = [line for line in reference().splitlines() if line.startswith("### ")]
    assert headings == [f"### {check.code} · {check.title}" for check in CHECKS.values()]
