"""A batch in the ledger: what was delivered and the figures as they were told, each once however often it resumes."""

from __future__ import annotations

from collections.abc import Sequence

from qbrgen.batch.places import Place
from qbrgen.batch.records import Record
from qbrgen.ledger import Delivery, Ledger, enrich
from qbrgen.ledger.due import due_rows
from qbrgen.model import Account
from qbrgen.pipeline import Order, Workbench
from qbrgen.settings import Settings
from qbrgen.value import figures

# What a document is delivered for; the others go along when anything is due.
_REVIEWS = {"qbr": "business_review", "ebr": "business_review", "value-report": "value_report",
            "success-plan": "plan_review"}  # fmt: skip


class Deliveries:
    """Records what a batch writes, as deliveries of the ledger's run `key`."""

    def __init__(self, ledger: Ledger, place: Place, settings: Settings, key: str) -> None:
        self._ledger, self._place, self._settings, self._key = ledger, place, settings, key
        self.made = self.failed = 0

    def count(self, *, made: bool) -> None:
        """One output more."""
        self.made += made
        self.failed += not made

    def __call__(self, account: Account, files: Sequence[tuple[Order, Record]]) -> None:
        """The files of one account; what an interrupted run recorded already is passed over."""
        known = {
            (each.document, each.format, each.period, each.sha256, each.where, each.on)
            for each in self._ledger.deliveries(account.id)
        }
        bench, day = Workbench(account, self._settings), self._settings.as_of
        for order, record in files:
            assert order.period is not None  # noqa: S101  (a batch settles it)
            where = self._place.shown(record.path)
            if (order.document, order.format, order.period, record.sha256, where, day) in known:
                continue
            before = self._ledger.snapshot(account.id, order.period)
            if before is None or before.run != self._key:
                told = figures(bench.measured(order.period).value)
                self._ledger.record_snapshot(account.id, order.period, told, day, self._key)
            self._ledger.record_delivery(
                Delivery(account.id, order.document, order.format, order.period, record.sha256, record.bytes, where,
                         day, self._key)
            )  # fmt: skip


class Due:
    """Says which documents an account is due for within so many days."""

    def __init__(self, ledger: Ledger | None, settings: Settings, within: int) -> None:
        self._ledger, self._settings, self._within = ledger, settings, within
        self._last: tuple[Account, frozenset[str]] | None = None

    def __call__(self, account: Account, order: Order) -> bool:
        """True when the review that the document is for is late or due; what was delivered today counts as held."""
        if self._last is None or self._last[0] is not account:
            day, known = self._settings.as_of, account
            if self._ledger:
                known = enrich(account, self._ledger.known(account.id), day, with_today=True)
            self._last = account, frozenset(row.key for row in due_rows([known], day, self._within))
        due = self._last[1]
        return _REVIEWS[order.document] in due if order.document in _REVIEWS else bool(due)
