"""From what was asked to the file: the order of every step is the same for pages, the API and jobs."""

from __future__ import annotations

import hashlib
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qbrgen.errors import UsageError
from qbrgen.ledger import Delivery
from qbrgen.model import Account
from qbrgen.pipeline import Artifact, Order
from qbrgen.settings import Settings
from qbrgen.story.documents import BOOKS
from qbrgen.value import figures
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.asking import Asked, check_offered
from qbrgen.web.book import Entry
from qbrgen.web.refusals import NotAllowed

if TYPE_CHECKING:
    from qbrgen.web.service import Service


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that a visitor may have: the order, its settings, and what it is about.

    `entry` is the stored account, None for a document about many or an account that was sent. `tells_findings` is
    False for a visitor who sees only a case study of it.
    """

    order: Order
    settings: Settings
    entry: Entry | None = None
    account: Account | None = None
    together: tuple[Account, ...] = ()
    tells_findings: bool = True

    @property
    def account_id(self) -> str:
        """The stored account's id, "" for what is not stored."""
        return self.entry.account.id if self.entry else ""


def wanted(service: Service, who: Visitor, asked: Asked, account_id: str = "", sent: Account | None = None) -> Wanted:
    """What the visitor asked for, if it may be: of a stored account, of one that was sent, or of all.

    An account that was sent is taken as it is: nothing that the ledger knows under its id goes into it.
    Raises UsageError, NotAllowed (the role never makes it), NotHere.
    """
    check_offered(who, asked.document)
    if asked.document in BOOKS:
        return _book(service, who, asked)
    if sent is not None:
        if not who.may(Permission.CHECK):
            raise NotAllowed("your role may not send accounts.")
        order, settings = service.settled(asked)
        return Wanted(order, settings, account=sent)
    order, settings = service.settled(asked)
    entry = service.find(who, account_id, asked.reach)
    whole = service.sees_whole(who, entry)
    if asked.strict and not whole:
        raise NotAllowed("a strict document tells what the checks found, and of this account that is not for you.")
    return Wanted(order, settings, entry, entry.account, tells_findings=whole)


def _book(service: Service, who: Visitor, asked: Asked) -> Wanted:
    if not who.may(Permission.PORTFOLIO):
        raise NotAllowed(f"your role may not {Permission.PORTFOLIO.value}.")
    order, settings = service.settled(asked)
    accounts = tuple(seen.entry.today for seen in service.visible(who, Reach.WHOLE))
    if not accounts:
        raise UsageError(f"there is no account of yours for the {asked.document}.")
    return Wanted(order, settings, together=accounts)


def start(service: Service, want: Wanted) -> Future[Artifact]:
    """Begins to make it; the future raises as `Maker.start` says. Raises Busy."""
    if want.together:
        return service.maker.start_book(want.together, want.order, want.settings)
    assert want.account is not None  # noqa: S101  (one of the two)
    earlier = service.ledger.earlier(want.account_id, want.settings.as_of) if want.entry else None
    return service.maker.start(want.account, want.order, want.settings, earlier)


def finished(
    service: Service, who: Visitor, want: Wanted, artifact: Artifact, address: str, record_as: str = ""
) -> str:
    """Notes that it was made, and with `record_as` (an id) records it as delivered, once; returns its SHA-256."""
    digest = hashlib.sha256(artifact.data).hexdigest()
    if record_as and want.entry:
        _record(service, want, artifact, digest, record_as)
    service.note(
        who, "made", want.account_id, address, document=want.order.document, format=artifact.format,
        period=want.order.period.label if want.order.period else "", sha256=digest, delivered=bool(record_as),
    )  # fmt: skip
    return digest


def counted(want: Wanted, artifact: Artifact) -> dict[str, int]:
    """How many findings of each severity, where the visitor may know."""
    if not want.tells_findings:
        return {}
    counts = Counter(str(each.severity) for each in artifact.findings)
    return {name: counts[name] for name in ("error", "warning", "info")}


def _record(service: Service, want: Wanted, artifact: Artifact, digest: str, key: str) -> None:
    assert want.entry is not None and want.order.period is not None  # noqa: S101, PT018  (settled by `wanted`)
    account, day, ledger = want.account_id, want.settings.as_of, service.ledger
    if any(each.id == key for each in ledger.deliveries(account)):
        return
    measured = service.telling.measured(want.entry, want.settings, want.order.period)
    ledger.record_snapshot(account, want.order.period, figures(measured.value), day)
    ledger.record_delivery(
        Delivery(account, want.order.document, artifact.format, want.order.period, digest, len(artifact.data),
                 f"service: {artifact.name}", day, id=key)
    )  # fmt: skip
