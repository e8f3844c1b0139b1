"""Accounts from whatever was named: read, checked against the model, each id only once in a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from qbrgen.errors import AccountInvalid, Problem, SourceError
from qbrgen.sources.files import expand
from qbrgen.sources.json_file import read_json, read_json_text
from qbrgen.sources.raw import Loaded, Raw, Rejected
from qbrgen.sources.text import STDIN, read_text
from qbrgen.sources.validate import validate
from qbrgen.sources.yaml_file import MAX_BYTES, read_yaml, read_yaml_text


def _read_stdin(path: Path) -> Iterator[Raw]:
    text = read_text(path, MAX_BYTES)
    read = read_json_text if text.lstrip()[:1] in ("{", "[") else read_yaml_text
    yield from read(text, "standard input")


SOURCES: Mapping[str, Callable[[Path], Iterable[Raw]]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
}
"""The reader of each kind of file, by its extension."""


def load(specs: Sequence[str | Path]) -> Iterator[Loaded]:
    """Every account of the specs (files, folders, "-" for standard input), in order.

    Raises SourceError or AccountInvalid at the first source that cannot be used; `survey` goes on instead.
    """
    for each in survey(specs):
        if isinstance(each, Rejected):
            raise each.error
        yield each


def survey(specs: Sequence[str | Path]) -> Iterator[Loaded | Rejected]:
    """Every account of the specs, and what was wrong with each that cannot be used."""
    known: dict[str, Loaded] = {}
    for spec in specs:
        try:
            paths = list(expand(spec, SOURCES))
        except SourceError as error:
            yield Rejected(str(spec), error)
            continue
        for path in paths:
            yield from _unique(_accounts(path), known)


def _accounts(path: Path) -> Iterator[Loaded | Rejected]:
    try:
        for raw in _reader(path)(path):
            try:
                yield validate(raw)
            except AccountInvalid as error:
                yield Rejected(str(path), error)
    except SourceError as error:
        yield Rejected(str(path), error)


def _reader(path: Path) -> Callable[[Path], Iterable[Raw]]:
    if str(path) == STDIN:
        return _read_stdin
    reader = SOURCES.get(path.suffix.lower())
    if reader is None:
        kind = f"'{path.suffix}' files" if path.suffix else "files without an extension"
        raise SourceError(f"{path}: {kind} are not read. Give one of: {', '.join(SOURCES)}.")
    return reader


def _unique(found: Iterable[Loaded | Rejected], known: dict[str, Loaded]) -> Iterator[Loaded | Rejected]:
    for each in found:
        if isinstance(each, Rejected):
            yield each
            continue
        # Documents are named after the id, and some file systems do not tell Acme from acme.
        first = known.setdefault(each.account.id.casefold(), each)
        yield each if first is each else Rejected(each.place.file, _twice(each, first))


def _twice(second: Loaded, first: Loaded) -> AccountInvalid:
    spot, earlier = second.place.spot("id"), first.place.spot("id")
    where = (
        first.place.file
        + (f":{earlier.line}" if earlier.line else "")
        + (f": {earlier.cell}" if earlier.cell else "")
    )
    remedy = "Give each account an id of its own (id: ...), or leave one of the two files out"
    problem = Problem(
        f"the account '{second.account.id}' is also in {where}",
        second.place.file, spot.line, spot.cell, "id", "", remedy,
    )  # fmt: skip
    return AccountInvalid([problem])
