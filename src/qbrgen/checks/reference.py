"""Writes docs/checks.md from the table of checks: `python -m qbrgen.checks.reference > docs/checks.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from qbrgen.checks.check import Check
from qbrgen.checks.practices import GUARDS
from qbrgen.checks.table import CHECKS, example
from qbrgen.value.reference.practice import ANTI_PATTERNS, BAD, GOOD

_HEAD = """# The checks

What a document may not claim without saying so. `qbrgen check ACCOUNT...` runs them, `qbrgen explain CODE` shows one.
This page is written from the table in `src/qbrgen/checks/`; do not edit it by hand.

- An **error** must not stand before a chief financial officer unremarked: every document that it concerns says so on
  its face, or is refused with `--strict`.
- A **warning** weakens a claim, or the meeting in which it is made.
- An **info** is worth knowing.

To set a finding aside, write a waiver into the account, with a reason and the day it ends. Without `path` it covers
the whole account; with one, that place and everything inside it:

```yaml
waivers:
  - {code: QV503, path: "commitments[2]", reason: Procurement decides in November, expires: 2026-12-31, by: CSM}
```

The examples are pieces of an account, laid over a sound one in which nothing is found.
"""

_GROUPS = {
    "1": "Objectives and targets",
    "2": "Baselines and readings",
    "3": "Value",
    "4": "Return",
    "5": "Plan",
    "6": "People and their voice",
    "7": "Use and support",
    "8": "The whole book",
    "9": "Waivers",
}


def reference() -> str:
    """The page: an index of all checks, then each with its reason, remedy and examples."""
    return "\n".join([_HEAD, *_index(), *_practices(), *_pages()]).rstrip() + "\n"


def _index() -> Iterator[str]:
    yield "| code | severity | what | beside |"
    yield "| --- | --- | --- | --- |"
    for check in CHECKS.values():
        inside = "internal brief only" if check.internal else str(check.concerns)
        yield f"| [{check.code}](#{check.code.lower()}) | {check.severity} | {check.title} | {inside} |"
    yield ""


def _practices() -> Iterator[str]:
    yield "## What the framework asks for and warns of\n"
    yield "| | practice | why | checks |"
    yield "| --- | --- | --- | --- |"
    for kind, rows in (("good", GOOD), ("bad", BAD), ("anti-pattern", ANTI_PATTERNS)):
        for row in rows:
            codes = " ".join(f"[{code}](#{code.lower()})" for code in GUARDS[row.key])
            yield f"| {kind} | {row.label} | {row.why} | {codes} |"
    yield ""


def _pages() -> Iterator[str]:
    for digit, checks in groupby(CHECKS.values(), key=lambda check: check.code[2]):
        yield f"## {_GROUPS[digit]}\n"
        for check in checks:
            yield from _page(check)


def _page(check: Check) -> Iterator[str]:
    shown = example(check.code)
    yield f'<a id="{check.code.lower()}"></a>\n'
    yield f"### {check.code} · {check.title}\n"
    yield f"*{check.severity}* · {check.why}\n"
    yield f"**What to do:** {check.remedy}\n"
    yield f"Source: {check.source}.\n"
    if shown.fails:
        yield f"Found in:\n\n```yaml\n{shown.fails.rstrip()}\n```\n"
        yield f"Not found in:\n\n```yaml\n{shown.passes.rstrip()}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
