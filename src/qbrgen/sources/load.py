"""Accounts from whatever was named: read, checked against the model, each id only once in a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from qbrgen.errors import AccountInvalid, Problem, SourceError
from qbrgen.sources.defaults import Defaults, with_defaults
from qbrgen.sources.files import expand
from qbrgen.sources.folder import is_table_folder, read_folder
from qbrgen.sources.json_file import read_json, read_json_text
from qbrgen.sources.mapping import is_mapping, parse_mapping, rows_of
from qbrgen.sources.raw import Loaded, Raw, Rejected
from qbrgen.sources.text import STDIN, read_text, unreadable
from qbrgen.sources.validate import validate
from qbrgen.sources.workbook import read_workbook
from qbrgen.sources.yaml_file import MAX_BYTES, read_yaml, read_yaml_text


def _read_stdin(path: Path) -> Iterator[Raw]:
    text = read_text(path, MAX_BYTES)
    read = read_json_text if text.lstrip()[:1] in ("{", "[") else read_yaml_text
    yield from read(text, "standard input")


def _read_yaml_or_mapping(path: Path) -> Iterator[Raw]:
    """A YAML file holds accounts, or says where they are."""
    raws = read_yaml(path)
    first = next(iter(raws))
    if is_mapping(first.data):
        yield from rows_of(path, parse_mapping(first))
    else:
        yield first
        yield from raws


SOURCES: Mapping[str, Callable[[Path], Iterable[Raw]]] = {
    ".yaml": _read_yaml_or_mapping,
    ".yml": _read_yaml_or_mapping,
    ".json": read_json,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
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


def survey(specs: Sequence[str | Path], defaults: Defaults = ()) -> Iterator[Loaded | Rejected]:
    """Every account of the specs, and what was wrong with each that cannot be used.

    `defaults` stand where an account says nothing itself.
    """
    defaults = tuple(defaults)
    known: dict[str, str] = {}
    for spec in specs:
        try:
            paths = [Path(spec)] if _holds_tables(spec) else list(expand(spec, SOURCES))
        except SourceError as error:
            yield Rejected(str(spec), error)
            continue
        for path in paths:
            yield from _unique(_accounts(path, defaults), known)


def _accounts(path: Path, defaults: Defaults) -> Iterator[Loaded | Rejected]:
    try:
        for raw in _reader(path)(path):
            try:
                yield validate(with_defaults(raw, defaults))
            except AccountInvalid as error:
                yield Rejected(str(path), error)
    except SourceError as error:
        yield Rejected(str(path), error)


def _holds_tables(spec: str | Path) -> bool:
    folder = Path(spec)
    try:
        return folder.is_dir() and is_table_folder(folder)
    except OSError as error:
        raise SourceError(unreadable(folder, error)) from None


def _reader(path: Path) -> Callable[[Path], Iterable[Raw]]:
    if str(path) == STDIN:
        return _read_stdin
    if path.is_dir():
        return read_folder
    reader = SOURCES.get(path.suffix.lower())
    if reader is None:
        kind = f"'{path.suffix}' files" if path.suffix else "files without an extension"
        raise SourceError(f"{path}: {kind} are not read. Give one of: {', '.join(SOURCES)}.")
    return reader


def _unique(found: Iterable[Loaded | Rejected], known: dict[str, str]) -> Iterator[Loaded | Rejected]:
    for each in found:
        if isinstance(each, Rejected):
            yield each
            continue
        # Documents are named after the id, and some file systems do not tell Acme from acme. Only where an
        # account stood is kept: there may be ten thousand.
        key, where = each.account.id.casefold(), _stands(each)
        if key in known:
            yield Rejected(each.place.file, _twice(each, known[key]))
            continue
        known[key] = where
        yield each


def _stands(loaded: Loaded) -> str:
    spot = loaded.place.spot("id")
    return loaded.place.file + (f":{spot.line}" if spot.line else "") + (f": {spot.cell}" if spot.cell else "")


def _twice(second: Loaded, first: str) -> AccountInvalid:
    spot = second.place.spot("id")
    remedy = "Give each account an id of its own (id: ...), or leave one of the two files out"
    problem = Problem(
        f"the account '{second.account.id}' is also in {first}",
        second.place.file, spot.line, spot.cell, "id", "", remedy,
    )  # fmt: skip
    return AccountInvalid([problem])
