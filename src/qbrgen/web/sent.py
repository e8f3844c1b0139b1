"""Accounts that a visitor sends: read and checked in a worker process, under a name of ours, never as a mapping."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from qbrgen.checks import Finding
from qbrgen.errors import AccountInvalid, Problem, SourceError
from qbrgen.model import Period
from qbrgen.pipeline import Workbench
from qbrgen.settings import Settings
from qbrgen.sources.defaults import Defaults, with_defaults
from qbrgen.sources.json_file import read_json
from qbrgen.sources.place import Place
from qbrgen.sources.raw import Loaded, Raw, Rejected
from qbrgen.sources.validate import validate
from qbrgen.sources.workbook import read_workbook
from qbrgen.sources.yaml_file import read_yaml
from qbrgen.value import AccountValue

# A mapping (source.yaml) says which files and databases to open: it is read here as what it is not, an account.
_READERS: Mapping[str, Callable[[Path], Iterable[Raw]]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
}
KINDS = tuple(_READERS)
"""The kinds of file that may be sent, by their endings."""
_MOST_ACCOUNTS = 2000
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class SentAccount:
    """One account that was sent: what was read, what the checks found in it, and its figures where they are told."""

    read: Loaded | Rejected
    findings: tuple[Finding, ...] = ()
    value: AccountValue | None = None


def checked_sent(
    name: str, data: bytes | Mapping[str, Any], settings: Settings, covered: Period, most: int
) -> list[SentAccount]:
    """What was sent, as it is: nothing of the ledger, nothing beside it. Raises as `read_sent` does."""
    if isinstance(data, bytes):
        found = read_sent(name, data, settings.defaults)
    else:
        try:
            found = [account_sent(data, settings.defaults)]
        except AccountInvalid as error:
            found = [Rejected(name, error)]
    return [_measured(each, settings, covered, whole=place < most) for place, each in enumerate(found)]


def _measured(each: Loaded | Rejected, settings: Settings, covered: Period, *, whole: bool) -> SentAccount:
    if isinstance(each, Rejected):
        return SentAccount(each)
    known = Workbench(each.account, settings).measured(covered)
    return SentAccount(each, known.findings, known.value if whole else None)


def read_sent(name: str, data: bytes, defaults: Defaults = ()) -> list[Loaded | Rejected]:
    """Every account in a file as it was sent; of `name` only the ending counts, and messages name the file so.

    What cannot be used is among them as Rejected. Raises SourceError for a kind of file that is not read.
    """
    shown = PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:] or "account.yaml"
    suffix = PurePath(shown).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise SourceError(f"{shown}: files of this kind are not read. Send one of: {', '.join(KINDS)}.")
    with tempfile.TemporaryDirectory(prefix="qbrgen-sent-") as folder:
        path = Path(folder) / f"sent{suffix}"
        path.write_bytes(data)
        found: list[Loaded | Rejected] = []
        try:
            for raw in reader(path):
                if len(found) >= _MOST_ACCOUNTS:
                    raise SourceError(f"{path}: holds more than {_MOST_ACCOUNTS} accounts. Send fewer at a time.")
                found.append(_checked(raw, defaults))
        except SourceError as error:
            found.append(Rejected(str(path), error))
    return [_named(each, str(path), shown) for each in found]


def account_sent(data: Mapping[str, Any], defaults: Defaults = ()) -> Loaded:
    """The account in a request; raises AccountInvalid with every problem."""
    return validate(with_defaults(Raw(dict(data), Place("account")), defaults))


def _checked(raw: Raw, defaults: Defaults) -> Loaded | Rejected:
    try:
        return validate(with_defaults(raw, defaults))
    except AccountInvalid as error:
        return Rejected(raw.place.file, error)


def _named(each: Loaded | Rejected, path: str, shown: str) -> Loaded | Rejected:
    if isinstance(each, Loaded):
        return replace(each, place=replace(each.place, file=shown))
    problems = [_renamed(problem, path, shown) for problem in each.error.problems]
    error = AccountInvalid(problems) if isinstance(each.error, AccountInvalid) else SourceError(problems[0])
    return Rejected(shown, error)


def _renamed(problem: Problem, path: str, shown: str) -> Problem:
    return replace(
        problem, file=problem.file.replace(path, shown), message=problem.message.replace(path, shown),
        remedy=problem.remedy.replace(path, shown),
    )  # fmt: skip
