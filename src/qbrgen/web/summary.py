"""One line of the book: what a list of accounts shows of each, no more than its visitor may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbrgen.ledger.due import DueRow, due_rows
from qbrgen.model import Account
from qbrgen.model.period import last_full_quarter
from qbrgen.pipeline import Workbench
from qbrgen.settings import Settings
from qbrgen.web.access import Reach
from qbrgen.web.book import Entry, Seen


@dataclass(frozen=True, slots=True)
class Summary:
    """One account in a list; everything after `product` is empty for a visitor who sees only a case study of it.

    `errors`, `warnings` and `infos` count findings of the last full quarter; `due` is what is due next.
    """

    id: str
    name: str
    industry: str
    product: str
    whole: bool
    tier: str = ""
    touch: str = ""
    csm: str = ""
    arr: Decimal | None = None
    currency: str = ""
    renewal: date | None = None
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    due: DueRow | None = None


class Summaries:
    """Makes the lines and keeps each while its account stays as it is."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Entry, date, Summary]] = {}

    def of(self, seen: Seen, settings: Settings) -> Summary:
        """The line of one account for the visitor who sees it so."""
        entry, account = seen.entry, seen.entry.account
        if seen.reach < Reach.WHOLE:
            return Summary(account.id, account.name, account.industry, _product(account), whole=False)
        kept = self._kept.get(account.id)
        if kept is None or kept[0] is not entry or kept[1] != settings.as_of:
            kept = entry, settings.as_of, _whole(entry, settings)
            self._kept[account.id] = kept
        return kept[2]


def _whole(entry: Entry, settings: Settings) -> Summary:
    account = entry.account
    # Not through the benches that are kept: a list of ten thousand would push out what people look at.
    measured = Workbench(account, settings).measured(last_full_quarter(settings.as_of))
    counts = Counter(str(each.severity) for each in measured.findings)
    due = due_rows([entry.today], settings.as_of)
    return Summary(
        account.id, account.name, account.industry, _product(account), True, str(measured.value.tier),
        str(measured.value.touch), account.csm.name if account.csm else "", account.contract.arr,
        account.currency, account.contract.renewal, counts["error"], counts["warning"], counts["info"],
        due[0] if due else None,
    )  # fmt: skip


def _product(account: Account) -> str:
    return account.product.name if account.product else ""
