"""What documents tell before a file exists: measures, findings and stories of accounts, kept for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict

from qbrgen.checks import Finding, run_book
from qbrgen.ledger import Ledger
from qbrgen.model import Period
from qbrgen.model.period import last_full_quarter
from qbrgen.pipeline import Measured, Workbench
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from qbrgen.story.documents import document
from qbrgen.web.book import Entry, Seen

_KEPT = 128


class Telling:
    """Benches of the accounts that were last asked for. What is kept depends on the account and the settings alone,
    never on the visitor: whoever gets here was let through to the account before.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._benches: OrderedDict[tuple[str, Settings], Workbench] = OrderedDict()

    def bench(self, entry: Entry, settings: Settings) -> Workbench:
        """The workbench of an account; the same one while nothing about the account or the settings changes."""
        key = entry.key, settings
        with self._lock:
            if found := self._benches.get(key):
                self._benches.move_to_end(key)
                return found
        made = Workbench(entry.account, settings, self._ledger.earlier(entry.account.id, settings.as_of))
        with self._lock:
            self._benches[key] = made
            while len(self._benches) > _KEPT:
                self._benches.popitem(last=False)
        return made

    def measured(self, entry: Entry, settings: Settings, period: Period | None = None) -> Measured:
        """Measures and findings; of the last full quarter when no period is named."""
        return self.bench(entry, settings).measured(period or last_full_quarter(settings.as_of))

    def story(self, entry: Entry, name: str, settings: Settings, period: Period | None = None) -> Story:
        """What the document tells; raises UsageError, ClaimRefused (a case study that may not be written)."""
        wanted = document(name)
        return self.bench(entry, settings).story(wanted, period or wanted.period(settings.as_of))

    def findings(
        self, entry: Entry, beside: tuple[Seen, ...], settings: Settings, period: Period | None = None
    ) -> tuple[Finding, ...]:
        """The findings of one account, alone and beside the accounts that the same visitor sees whole."""
        own = self.measured(entry, settings, period).findings
        accounts = [each.entry.account for each in beside]
        among = [each for each in run_book(accounts, settings.as_of) if each.account_id == entry.account.id]
        return (*own, *among)
