"""What a run has done so far, so that an interrupted one goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from qbrgen.batch.places import Place
from qbrgen.batch.records import Record, line, manifest, objects, parse

MANIFEST, UNFINISHED, INDEX, THUMBNAILS = "manifest.jsonl", "unfinished.jsonl", "index.html", "thumbnails"


def interrupted_day(place: Place) -> date | None:
    """The day of the run that was interrupted in this place, if there is one."""
    day = _header(place.peek(UNFINISHED)).get("as_of")
    return date.fromisoformat(day) if isinstance(day, str) else None


class Journal:
    """The records of a run: `own` by key, also from before it was interrupted; `files` of all runs by path.

    While a run lasts its records are appended to unfinished.jsonl; at the end they become manifest.jsonl.
    """

    def __init__(self, place: Place, as_of: date, request: str) -> None:
        self._place = place
        self._log = place.log(UNFINISHED)
        self.own: dict[str, Record] = {}
        self.files = _by_path(parse(place.read(MANIFEST) or b""))
        written = self._log.lines()
        before = list(parse(written))
        header = _header(written)
        self.files |= _by_path(before)
        if header.get("request") == request:
            self.own = {each.key: each for each in before}
            return
        if header:
            # Another run was interrupted here; what it made stands, and is described before its journal goes.
            place.write(MANIFEST, manifest(self.files.values()))
            self._log.clear()
        self._log.append(json.dumps({"as_of": as_of.isoformat(), "request": request}) + "\n")

    def add(self, records: Iterable[Record]) -> None:
        """Records of this run; they survive whatever comes."""
        self._log.append("".join(map(line, records)))

    def finish(self, records: Iterable[Record]) -> None:
        """The run is over: its records, in order, become the manifest."""
        self._place.write(MANIFEST, manifest(records))
        self._log.discard()

    def close(self) -> None:
        """The run stops here and can go on later."""
        self._log.close()


def _by_path(records: Iterable[Record]) -> dict[str, Record]:
    return {each.path: each for each in records if each.has_file}


def _header(written: bytes) -> Mapping[str, object]:
    found = next(objects(written), {})
    return found if "request" in found else {}
