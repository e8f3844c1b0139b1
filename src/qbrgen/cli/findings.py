"""What 'qbrgen check' found, for a person, for a program, and for a pull request."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from qbrgen.checks.finding import Finding, Severity
from qbrgen.cli.filled import filled
from qbrgen.cli.report import counted
from qbrgen.sources import Loaded, Rejected, Spot

INVALID = "invalid"
_INDENT = " " * 6
_COLOURS = {INVALID: "red", Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_GITHUB = {INVALID: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing found: `level` is invalid, error, warning or info."""

    level: str
    message: str
    remedy: str
    file: str
    spot: Spot
    path: str
    code: str = ""
    value: str = ""

    @property
    def place(self) -> str:
        """Where it stands: file and line or cell, then the field."""
        where = self.file + (f":{self.spot.line}" if self.spot.line else "")
        return ": ".join(part for part in (where, self.spot.cell, self.path) if part)


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one account, or in a file that holds no valid one."""

    title: str
    account: str
    file: str
    lines: tuple[Line, ...]


def of_account(loaded: Loaded, findings: Iterable[Finding]) -> Group:
    """The findings of a valid account, at their places in its file."""
    place = loaded.place
    lines = [
        Line(each.severity, each.message, each.remedy, place.file, place.spot(each.path), each.path, each.code)
        for each in findings
    ]
    rank = list(Severity)
    lines.sort(key=lambda line: (rank.index(Severity(line.level)), line.code, line.spot.line or 0))
    return Group(f"{loaded.account.name} ({loaded.account.id})", loaded.account.id, place.file, tuple(lines))


def of_rejected(rejected: Rejected) -> Group:
    """The problems of a file or account that cannot be used."""
    lines = tuple(
        Line(INVALID, each.message, each.remedy, each.file, Spot(each.line, each.cell), each.path, "", each.value)
        for each in rejected.error.problems
    )
    return Group(rejected.source, "", rejected.source, lines)


def as_text(groups: Sequence[Group]) -> Iterator[str]:
    """Grouped by account, the worst first, and a last line that counts."""
    for group in groups:
        if group.lines:
            yield click.style(group.title, bold=True)
            for line in group.lines:
                yield from _text_line(line)
            yield ""
    tally = [(level, sum(line.level == level for group in groups for line in group.lines)) for level in _COLOURS]
    fields = all(line.path for group in groups for line in group.lines if line.level == INVALID)
    wrong = "invalid field" if fields else "problem"
    nouns = {level: wrong if level == INVALID else str(level) for level in _COLOURS}
    found = ", ".join(_count(number, nouns[level]) for level, number in tally if number)
    yield f"{counted(len(groups), 'account')} checked: {found or 'nothing to remark'}."


def _count(number: int, noun: str) -> str:
    return f"{number} info" if noun == Severity.INFO else counted(number, noun)


def _text_line(line: Line) -> Iterator[str]:
    head = click.style(f"{line.level:7}", fg=_COLOURS[line.level], bold=True)
    code = f"  {click.style(line.code, bold=True)}" if line.code else ""
    yield f"  {head}{code}  {click.style(line.place, dim=True)}".rstrip()
    found = f" (found {line.value})" if line.value else ""
    yield filled(f"{line.message}{found}", sys.stdout, _INDENT, _INDENT)
    if line.remedy:
        yield filled(line.remedy, sys.stdout, f"{_INDENT}{click.style('→', fg='green')} ", f"{_INDENT}  ")


def as_json(groups: Sequence[Group]) -> Iterator[str]:
    """One JSON object: accounts, each with what was found."""
    yield json.dumps({"accounts": [_object(group) for group in groups]}, ensure_ascii=False, indent=2)


def _object(group: Group) -> dict[str, Any]:
    lines = [
        {
            "level": str(line.level),
            "code": line.code,
            "message": line.message,
            "remedy": line.remedy,
            "file": line.file,
            "line": line.spot.line,
            "cell": line.spot.cell,
            "path": line.path,
        }
        for line in group.lines
    ]
    return {"account": group.account, "file": group.file, "found": lines}


def as_github(groups: Sequence[Group]) -> Iterator[str]:
    """Workflow commands: GitHub shows them beside the line of the file in a pull request."""
    for group in groups:
        for line in group.lines:
            at = f"file={_escape(line.file or group.file, ',:')}" + (
                f",line={line.spot.line}" if line.spot.line else ""
            )
            title = _escape(line.code or "invalid account", ",:")
            where = f"{line.path}: " if line.path else ""
            text = _escape(f"{where}{line.message} {line.remedy}".strip())
            yield f"::{_GITHUB[line.level]} {at},title={title}::{text}"


def _escape(text: str, also: str = "") -> str:
    for sign in "%\r\n" + also:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


WRITERS: Mapping[str, Callable[[Sequence[Group]], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
