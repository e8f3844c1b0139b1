"""The accounts of the source in memory, with what the ledger knows of each, and for whom each may be seen."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from qbrgen.ledger import Ledger, enrich
from qbrgen.model import Account
from qbrgen.sources import Loaded, Rejected
from qbrgen.sources.defaults import Defaults
from qbrgen.sources.place import Place
from qbrgen.sources.select import chosen
from qbrgen.web.access import Reach, Visitor, reach
from qbrgen.web.refusals import not_here

_LOOK_AGAIN = 2.0
"""Seconds between two looks at the files."""
_DATABASE_AGAIN = 300.0
"""Seconds after which a source that reads databases is read anew: nothing tells that a table changed."""
_MAPPINGS = (".yaml", ".yml")


class Entry:
    """One account as documents of one day see it; `today` also counts what was delivered on that day (for `due`)."""

    def __init__(self, account: Account, today: Account, place: Place) -> None:
        self.account, self.today, self.place = account, today, place

    @cached_property
    def key(self) -> str:
        """SHA-256 of the account: equal keys give equal documents, whoever asks."""
        return hashlib.sha256(self.account.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Seen:
    """An account with how much of it a visitor sees; never nothing."""

    entry: Entry
    reach: Reach


class Book:
    """Every account of the specs; it looks at their files again when they changed. Safe for many threads."""

    def __init__(self, specs: Sequence[str], ledger: Ledger, defaults: Defaults = ()) -> None:
        self._specs, self._ledger, self._defaults = tuple(specs), ledger, tuple(defaults)
        self._lock = threading.RLock()
        self._loaded: dict[str, Loaded] = {}
        self._rejected: tuple[Rejected, ...] = ()
        self._stamp: object = None
        self._looked = self._read = float("-inf")
        self._reader: threading.Thread | None = None
        self._entries: dict[str, tuple[tuple[int, ...], Loaded, Entry]] = {}
        self._entries_for: tuple[date, tuple[int, ...]] | None = None

    def reload(self) -> None:
        """Reads every source again, whatever changed."""
        with self._lock:
            self._stamp = None
            self._looked = float("-inf")
            self._fresh()

    def entries(self, as_of: date) -> dict[str, Entry]:
        """Every account by id, for whoever may see them all: callers outside of this module use `visible`."""
        with self._lock:
            self._fresh()
            counts = self._ledger.counts()
            if self._entries_for != (as_of, counts):
                day_changed = self._entries_for is None or self._entries_for[0] != as_of
                self._entries = {
                    key: self._entry(key, each, as_of, anew=day_changed) for key, each in self._loaded.items()
                }
                self._entries_for = as_of, counts
            return {key: entry for key, (_, _, entry) in self._entries.items()}

    def visible(self, visitor: Visitor, as_of: date, need: Reach = Reach.CASE_STUDY) -> tuple[Seen, ...]:
        """The accounts of which the visitor sees at least `need`, in the order of the source."""
        found = ((entry, reach(visitor, entry.account, as_of)) for entry in self.entries(as_of).values())
        return tuple(Seen(entry, much) for entry, much in found if much >= need)

    def find(self, visitor: Visitor, account_id: str, as_of: date, need: Reach = Reach.WHOLE) -> Entry:
        """The account of that id, if the visitor sees at least `need` of it.

        Raises NotHere, with the same words and after the same steps, when there is none and when it is another's.
        """
        entry = self.entries(as_of).get(account_id)
        if entry is None or reach(visitor, entry.account, as_of) < need:
            raise not_here()
        return entry

    def rejected(self) -> tuple[Rejected, ...]:
        """What in the sources cannot be used; whose it is nobody knows, so only a leader may see it."""
        with self._lock:
            self._fresh()
            return self._rejected

    def _entry(self, key: str, loaded: Loaded, as_of: date, *, anew: bool) -> tuple[tuple[int, ...], Loaded, Entry]:
        counts = self._ledger.counts(key)
        before = self._entries.get(key)
        if before and not anew and before[0] == counts and before[1] is loaded:
            return before
        known = self._ledger.known(key)
        account = enrich(loaded.account, known, as_of)
        today = enrich(loaded.account, known, as_of, with_today=True)
        return counts, loaded, Entry(account, today, loaded.place)

    def _fresh(self) -> None:
        """Looks at the files now and then; after the first time others go on with what is there while it reads."""
        now = time.monotonic()
        if now - self._looked < _LOOK_AGAIN or (self._reader and self._reader.is_alive()):
            return
        self._looked = now
        stamp = tuple(self._stamps())
        aged = now - self._read > _DATABASE_AGAIN and any(_may_be_mapping(spec) for spec in self._specs)
        if stamp == self._stamp and not aged:
            return
        if self._stamp is None:
            self._load(stamp)
        else:
            self._reader = threading.Thread(target=self._load, args=(stamp,), daemon=True, name="qbrgen-reader")
            self._reader.start()

    def _load(self, stamp: object) -> None:
        loaded: dict[str, Loaded] = {}
        rejected: list[Rejected] = []
        for each in chosen(self._specs, (), self._defaults):
            if isinstance(each, Rejected):
                rejected.append(each)
            else:
                loaded[each.account.id] = each
        with self._lock:
            self._loaded, self._rejected = loaded, tuple(rejected)
            self._stamp, self._read, self._entries_for = stamp, time.monotonic(), None

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        """Name, moment and size of every file that is read."""
        for spec in self._specs:
            path = Path(spec)
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                try:
                    found = file.stat()
                except OSError:
                    continue
                yield str(file), found.st_mtime_ns, found.st_size


def _may_be_mapping(spec: str) -> bool:
    return Path(spec).suffix.lower() in _MAPPINGS
