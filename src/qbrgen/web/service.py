"""Everything a request needs, opened once: ledger, users, book, audit trail, what makes documents."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from types import TracebackType
from typing import Any, Self

from qbrgen.errors import SourceError, UsageError
from qbrgen.ledger import Ledger
from qbrgen.ledger.jobs import Jobs
from qbrgen.ledger.links import Links
from qbrgen.ledger.once import Requests
from qbrgen.ledger.people import People
from qbrgen.ledger.trail import Trace, Trail
from qbrgen.model import Period
from qbrgen.pipeline import Order
from qbrgen.settings import Settings
from qbrgen.web.access import Reach, Visitor, reach
from qbrgen.web.asking import Asked, with_brand
from qbrgen.web.attempts import Attempts
from qbrgen.web.batches import Batches
from qbrgen.web.book import Book, Entry, Seen
from qbrgen.web.config import ServiceConfig
from qbrgen.web.jobs import DocumentJobs
from qbrgen.web.links import SignOffLinks
from qbrgen.web.making import Maker
from qbrgen.web.metrics import Metrics
from qbrgen.web.sent import SentAccount
from qbrgen.web.summary import Summaries
from qbrgen.web.sweeping import Sweeper
from qbrgen.web.telling import Telling


class Service:
    """The open service: `app.state.service`. Use it as a context; leaving it waits for documents under way.

    Raises LedgerError, DependencyMissing, and UsageError when others could reach it and nobody would have to sign in.
    """

    def __init__(self, config: ServiceConfig) -> None:
        self.config = config
        self.ledger = Ledger.open(config.ledger)
        self.people = People(self.ledger)
        self.trail = Trail(self.ledger)
        self._somebody = False
        if config.exposed and not self.signs_in:
            self.ledger.close()
            raise UsageError(
                f"{config.url}: others could reach the service, and nobody would have to sign in. Add a user "
                "first with 'qbrgen user add', or set up OpenID Connect."
            )
        self.book = Book(config.sources, self.ledger, with_brand(config.settings, config.brand).defaults)
        self.telling = Telling(self.ledger)
        self.attempts = Attempts()
        self.summaries = Summaries()
        self.metrics = Metrics()
        self.maker = Maker(config.limits, self.metrics.document)
        self.metrics.waiting.set_function(lambda: self.maker.under_way)
        self.oidc_client: Any = None
        self.requests = Requests(self.ledger)
        self.jobs = Jobs(self.ledger)
        self.document_jobs = DocumentJobs(self, self.jobs)
        self.batches = Batches(self, self.jobs)
        self.links = SignOffLinks(self, Links(self.ledger))
        self._sweeper = Sweeper(config.state)
        self._open = ExitStack()

    @property
    def signs_in(self) -> bool:
        """True when visitors have to sign in: there are users, or a provider that knows them.

        It stays so while the service runs: nobody gets in because the last user was removed.
        """
        self._somebody = self._somebody or self.config.oidc is not None or self.people.any()
        return self._somebody

    def __enter__(self) -> Self:
        self._open.callback(self.ledger.close)
        self.requests.interrupted()
        self.document_jobs.opened()
        self._sweeper.start()
        self._open.callback(self._sweeper.close)
        self.batches.opened()
        self._open.callback(self.batches.close)
        self._open.enter_context(self.maker)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._open.close()

    # What most requests ask

    def settings(self) -> Settings:
        """The settings of a document made now."""
        return self.config.today()

    def settled(self, asked: Asked) -> tuple[Order, Settings]:
        """The order and the settings of a document as it was asked for; raises UsageError."""
        return asked.settled(self.settings(), self.config.brand)

    @property
    def as_of(self) -> date:
        """The day that documents made now speak from."""
        return self.settings().as_of

    def visible(self, visitor: Visitor, need: Reach = Reach.CASE_STUDY) -> tuple[Seen, ...]:
        """The accounts that the visitor may see."""
        return self.book.visible(visitor, self.as_of, need)

    def find(self, visitor: Visitor, account_id: str, need: Reach = Reach.WHOLE) -> Entry:
        """One account; raises NotHere alike when it is absent and when it is another's."""
        return self.book.find(visitor, account_id, self.as_of, need)

    def sees_whole(self, visitor: Visitor, entry: Entry) -> bool:
        """True when nothing about the account is kept from the visitor."""
        return reach(visitor, entry.account, self.as_of) is Reach.WHOLE

    def note(self, visitor: Visitor, action: str, account_id: str = "", address: str = "", **detail: Any) -> None:
        """Writes to the audit trail who did what."""
        self.trail.add(Trace(visitor.email, action, account_id, detail, address))

    async def check_sent(
        self, name: str, data: bytes | Mapping[str, Any], covered: Period, most: int = 0
    ) -> list[SentAccount]:
        """What a visitor sent, read and measured in a worker process; the first `most` accounts with their figures.

        Raises SourceError (also for what is nested too deeply), Busy, AccountLost.
        """
        settings = with_brand(self.settings(), self.config.brand)
        try:
            future = self.maker.start_checking(name, data, settings, covered, most)
        except RecursionError:
            raise SourceError(f"{name}: is nested too deeply for an account. No account needs that.") from None
        return await asyncio.shield(asyncio.wrap_future(future))

    def sign(self, purpose: str, words: str) -> str:
        """A signature that only this service can make, for one purpose."""
        return hmac.new(self.config.secret.encode(), f"{purpose}\n{words}".encode(), hashlib.sha256).hexdigest()
