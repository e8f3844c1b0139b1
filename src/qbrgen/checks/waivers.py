"""Waivers: what an account set aside is left out, and a waiver that no longer holds is a finding itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from qbrgen.checks.check import Case, Check, Concern, Hit, nothing
from qbrgen.checks.finding import Finding, Severity
from qbrgen.checks.plain import day
from qbrgen.model.waiver import Waiver
from qbrgen.value.reference.source import OWN

EXPIRED = Check(
    "QV901",
    Severity.WARNING,
    "Waiver expired",
    "A waiver is given for a time; after it what was set aside counts again.",
    "Mend what was set aside and delete the waiver, or give it a new day and a reason that still holds.",
    find=nothing,
    concerns=Concern.WAIVERS,
    source=OWN,
    internal=True,
)
UNKNOWN = Check(
    "QV902",
    Severity.WARNING,
    "Waiver of an unknown check",
    "A code that no check has silences nothing, and hides that something was meant to be set aside.",
    "Correct the code; `qbrgen explain` lists all of them.",
    find=nothing,
    concerns=Concern.WAIVERS,
    source=OWN,
    internal=True,
)
UNUSED = Check(
    "QV903",
    Severity.INFO,
    "Waiver without effect",
    "What was set aside is mended, or its path has changed: either way the waiver says something that is not so.",
    "Delete the waiver, or correct its path.",
    find=nothing,
    concerns=Concern.WAIVERS,
    source=OWN,
    internal=True,
)
CHECKS = (EXPIRED, UNKNOWN, UNUSED)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """True when the waiver names the finding's code and its place, or something around its place."""
    if waiver.code.upper() != finding.code:
        return False
    path = waiver.path
    return not path or finding.path == path or finding.path.startswith((f"{path}.", f"{path}["))


def apply(
    case: Case, findings: Iterable[Finding], codes: Collection[str], book: Collection[str]
) -> Iterator[Finding]:
    """The findings that no valid waiver covers, and what is wrong with the waivers.

    `codes` are all codes there are; `book` those that a single account cannot show, whose waivers are never
    called unused.
    """
    found = list(findings)
    valid = [waiver for waiver in case.account.waivers if waiver.expires >= case.as_of]
    yield from (finding for finding in found if not any(covers(waiver, finding) for waiver in valid))
    for index, waiver in enumerate(case.account.waivers):
        path, code = f"waivers[{index}]", waiver.code.upper()
        about = f"The waiver of {waiver.code}" + (f" at {waiver.path}" if waiver.path else "")
        if code not in codes:
            yield UNKNOWN.finding(case.account, Hit(f"{about} names a check that does not exist.", f"{path}.code"))
        elif waiver.expires < case.as_of:
            message = f"{about} expired on {day(waiver.expires)}; its reason was “{waiver.reason}”."
            yield EXPIRED.finding(case.account, Hit(message, f"{path}.expires"))
        elif code not in book and not any(covers(waiver, finding) for finding in found):
            yield UNUSED.finding(case.account, Hit(f"{about} sets nothing aside.", path))
