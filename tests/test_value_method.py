"""docs/method.md says what the code does, and where each part of the two documents went."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qbrgen.checks import CHECKS
from qbrgen.cli.commands import COMMANDS
from qbrgen.story.documents import DOCUMENTS
from qbrgen.value.outcome_state import AT_RISK_MARGIN, ON_TRACK_MARGIN
from qbrgen.value.reference.growth import HIGH_USAGE_PERCENT, RECENT_DAYS
from qbrgen.value.reference.health import AT_RISK_BELOW, HEALTH_PARTS, HEALTHY_FROM
from qbrgen.value.reference.tables import TABLES
from qbrgen.value.reference.tiers import FEATURE_ACTIVE_PERCENT

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "method.md").read_text("utf-8")
PROSE = " ".join(TEXT.split("<!-- tables")[0].split())
MAP = TEXT.split("## Where each part of the two documents went")[1]
ROWS = [line for line in MAP.splitlines() if line.startswith("| ") and not line.startswith(("| in the", "| ---"))]


def test_the_tables_of_the_page_are_those_of_the_code() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "build_method.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(f"### {table.title}" in TEXT for table in TABLES.values())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_each_part_of_the_two_documents_lives_where_the_page_says(row: str) -> None:
    _, _, lives, used, _ = row.split("|")
    for place in re.findall(r"`([^`]+)`", lives):
        path = ROOT / "src" / "qbrgen" / place
        assert path.exists() or path.with_suffix(".py").exists(), place
    assert re.findall(r"`([^`]+)`", used) or used.strip() == "all documents"
    for name in re.findall(r"`([^`]+)`", used):
        command = name.removeprefix("qbrgen ")
        assert name in DOCUMENTS or name == "portfolio" or (command != name and command in COMMANDS), name


def test_nothing_of_the_two_documents_is_left_over() -> None:
    assert len([row for row in ROWS if row]) == 16 + 25


@pytest.mark.parametrize(
    "sentence",
    [
        f"at most {ON_TRACK_MARGIN} points behind the time",
        f"at most {AT_RISK_MARGIN} points behind",
        f"from {FEATURE_ACTIVE_PERCENT} % of the month's active",
        f"seats in use from {HIGH_USAGE_PERCENT} %",
        f"in the last {RECENT_DAYS} days",
        f"Healthy from {HEALTHY_FROM}, at risk below {AT_RISK_BELOW}",
        *(f"{row.key} {row.weight}" for row in HEALTH_PARTS[1:]),
    ],
)
def test_the_thresholds_on_the_page_are_those_of_the_code(sentence: str) -> None:
    assert sentence in PROSE


def test_checks_named_on_the_page_exist() -> None:
    assert set(re.findall(r"QV\d+", TEXT)) <= set(CHECKS)
