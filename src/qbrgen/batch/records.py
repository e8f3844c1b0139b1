"""What is known of each output of a run: the lines of manifest.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Status = Literal["made", "kept", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Record:
    """One output, or one account that could not be read (then `document` is empty and `name` is its source).

    `path` is relative to the place, with slashes. `findings` counts what the checks found, by severity. `seconds`
    is the time it took to make. `reason` says why there is no file.
    """

    account: str
    name: str
    document: str
    format: str
    status: Status
    path: str = ""
    bytes: int = 0
    sha256: str = ""
    key: str = ""
    findings: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    reason: str = ""

    @property
    def has_file(self) -> bool:
        """True when there is a file that this describes."""
        return self.status in ("made", "kept")

    def order(self) -> tuple[str, ...]:
        """Where it stands in the manifest: by account, document and format."""
        # The path tells periods of one document apart, the reason accounts that could not be read.
        return self.account.casefold(), self.account, self.document, self.format, self.path, self.name, self.reason


_FIELDS = {each.name for each in fields(Record)}


def line(record: Record) -> str:
    """The record as one line of JSON."""
    return json.dumps(asdict(record), ensure_ascii=False) + "\n"


def manifest(records: Iterable[Record]) -> bytes:
    """Every record, in the manifest's order."""
    return "".join(line(each) for each in sorted(records, key=Record.order)).encode()


def parse(text: bytes) -> Iterator[Record]:
    """The records of a manifest; lines that are torn or say something else are passed over."""
    for each in objects(text):
        try:
            yield Record(**{name: value for name, value in each.items() if name in _FIELDS})
        except TypeError:
            continue


def objects(text: bytes) -> Iterator[dict[str, Any]]:
    """The JSON objects of the lines that are whole."""
    for each in text.split(b"\n"):
        try:
            found = json.loads(each)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found
