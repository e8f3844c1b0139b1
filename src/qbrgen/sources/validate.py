"""Turns a raw account into a valid one, or into every problem it has: file, line, field path, value, remedy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from qbrgen.errors import AccountInvalid, Problem
from qbrgen.model.account import Account
from qbrgen.model.base import Fault, RuleBroken
from qbrgen.sources.partial import faults_beside
from qbrgen.sources.raw import Loaded, Raw
from qbrgen.sources.shape import Location, path_of
from qbrgen.sources.wording import Wrong, meant, show, words

# What was found says nothing more for these: it is not there, or the message names it.
_NO_VALUE = {"missing", "extra_forbidden", "model_type", "too_short", "too_long"}


def validate(raw: Raw) -> Loaded:
    """The account of one raw account; raises AccountInvalid with all of its problems, in the order of the file."""
    if not raw.data and raw.problems:
        # Rows that no account owns: the reader has said all there is to say.
        raise AccountInvalid(raw.problems)
    try:
        account = Account.model_validate(raw.data)
    except ValidationError as error:
        found = [*raw.problems, *_problems(raw, error)]
    else:
        if not raw.problems:
            return Loaded(account, raw.place)
        found = list(raw.problems)
    raise AccountInvalid(sorted(dict.fromkeys(found), key=lambda problem: problem.line or 0)) from None


def _problems(raw: Raw, error: ValidationError) -> Iterator[Problem]:
    errors = [
        Wrong(each["loc"], each["type"], each.get("input"), each.get("ctx", {}), each["msg"])
        for each in error.errors(include_url=False)
    ]
    told = {problem.path for problem in raw.problems}
    misspelt = {(*wrong.location[:-1], meant(wrong)) for wrong in errors if wrong.type == "extra_forbidden"}
    failed: set[Location] = set()
    for wrong in errors:
        location = wrong.location
        failed.add(location)
        if _only_follows(wrong, misspelt) or _full(raw, path_of(location)) in told:
            continue
        cause = wrong.limits.get("error")
        if isinstance(cause, RuleBroken):
            for fault in cause.faults:
                yield _of_fault(raw, location, fault)
        else:
            message, remedy = words(wrong)
            value = "" if wrong.type in _NO_VALUE else show(wrong.found)
            yield _problem(raw, path_of(location), message, value, remedy)
    for location, fault in faults_beside(raw.data, frozenset(failed)):
        yield _of_fault(raw, location, fault)


def _only_follows(wrong: Wrong, misspelt: set[Location]) -> bool:
    """True for what another problem tells: a missing field that is there misspelt, a list of wrong entries."""
    if wrong.type == "missing":
        # The id comes from the name; where it is missing, it is the name that is wrong.
        return wrong.location in misspelt or wrong.location == ("id",)
    least = wrong.limits.get("min_length")
    return wrong.type == "too_short" and isinstance(wrong.found, list | tuple) and len(wrong.found) >= (least or 1)


def _of_fault(raw: Raw, location: Location, fault: Fault) -> Problem:
    owner = path_of(location)
    path = f"{owner}.{fault.field}" if owner and fault.field else fault.field or owner
    return _problem(raw, path, fault.message, "", fault.remedy)


def _problem(raw: Raw, path: str, message: str, value: Any, remedy: str) -> Problem:
    spot = raw.place.spot(path)
    return Problem(message, raw.place.file, spot.line, spot.cell, _full(raw, path), value, remedy)


def _full(raw: Raw, path: str) -> str:
    """The path in the file, which may hold several accounts."""
    return raw.entry + (f".{path}" if raw.entry and path and not path.startswith("[") else path)
