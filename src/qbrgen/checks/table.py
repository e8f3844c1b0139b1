"""The table of all checks, and what each code means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from qbrgen.checks import (
    baselines,
    book,
    counting,
    objectives,
    people,
    plan,
    readings,
    returned,
    standing,
    substance,
    targets,
    usage,
    waivers,
)
from qbrgen.checks.check import Check
from qbrgen.errors import UsageError

_MODULES = (
    objectives, targets, baselines, readings, standing, counting, substance, returned, plan, people, usage, book,
    waivers,
)  # fmt: skip

CHECKS: Mapping[str, Check] = {
    check.code: check
    for check in sorted((check for module in _MODULES for check in module.CHECKS), key=lambda check: check.code)
}
"""Every check by its code."""


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of an account on which a check fires, and one that it lets pass: YAML as one would write it."""

    fails: str
    passes: str


def explain(code: str) -> Check:
    """The check with that code, in capitals or not; raises UsageError when there is none."""
    if check := CHECKS.get(code.strip().upper()):
        return check
    near = get_close_matches(code.strip().upper(), CHECKS, n=3)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UsageError(f"no check has the code '{code}'.{meant} 'qbrgen explain' without a code lists all of them.")


def example(code: str) -> Example:
    """What the check with that code fires on and lets pass; raises UsageError when there is no such check."""
    return _examples()[explain(code).code]


@cache
def _examples() -> Mapping[str, Example]:
    from importlib.resources import files

    from ruamel.yaml import YAML

    text = (files("qbrgen.checks") / "examples.yaml").read_text(encoding="utf-8")
    rows = YAML(typ="safe", pure=True).load(text)
    return {code: Example(row["fails"], row["passes"]) for code, row in rows.items()}
