"""Sign-off links: one for a sheet that was asked, running out, to be taken back, answered once by each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from qbrgen.ledger.ledger import Ledger
from qbrgen.ledger.records import SignOff
from qbrgen.ledger.service_tables import link_answers, links
from qbrgen.ledger.trail import Trace, write_trace


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the sheet of an account, for the stakeholder of the id `recipient` ("": for nobody in particular)."""

    id: str
    account_id: str
    sheet: str
    made_by: str
    recipient: str
    expires: datetime
    revoked: datetime | None = None
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """Who answered by a link, from where, and when."""

    link: str
    name: str
    role: str
    address: str
    file_sha256: str
    recorded: datetime | None = None


class Links:
    """The links of a ledger; everything may raise LedgerError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, link: Link) -> Link:
        """Keeps a link; one of that id that is there stays as it is, and is returned."""
        row = {name: getattr(link, name) for name in ("id", "account_id", "sheet", "made_by", "recipient", "expires")}

        def write(on: Connection) -> Link:
            found = on.execute(select(links).where(links.c.id == link.id)).first()
            if found is None:
                on.execute(links.insert(), row | {"recorded": datetime.now(tz=UTC), "revoked": None})
                found = on.execute(select(links).where(links.c.id == link.id)).one()
            return _link(found)

        return self._ledger.within(write)

    def get(self, key: str) -> Link | None:
        """The link of that id, however it stands."""

        def read(on: Connection) -> Link | None:
            row = on.execute(select(links).where(links.c.id == key)).first()
            return _link(row) if row else None

        return self._ledger.within(read, writing=False)

    def of(self, account_id: str) -> tuple[Link, ...]:
        """The links of an account, newest first."""
        wanted = select(links).where(links.c.account_id == account_id)
        ordered = wanted.order_by(links.c.recorded.desc(), links.c.id)
        return self._ledger.within(lambda on: tuple(_link(row) for row in on.execute(ordered)), writing=False)

    def revoke(self, key: str) -> None:
        """The link opens nothing any more."""
        change = (
            links.update().where(links.c.id == key, links.c.revoked.is_(None)).values(revoked=datetime.now(tz=UTC))
        )
        self._ledger.within(lambda on: on.execute(change))

    def answers(self, key: str) -> tuple[LinkAnswer, ...]:
        """Who answered by a link, oldest first."""
        wanted = select(link_answers).where(link_answers.c.link == key).order_by(link_answers.c.recorded)
        return self._ledger.within(
            lambda on: tuple(
                LinkAnswer(row.link, row.name, row.role, row.address, row.file_sha256, row.recorded)
                for row in on.execute(wanted)
            ),
            writing=False,
        )

    def record(self, answer: LinkAnswer, signoffs: Sequence[SignOff], sheet: str) -> bool:
        """Records what one person answered, with name, role, address and trace: all of it or nothing.

        False when that person answered this sheet before.
        """
        row = {name: getattr(answer, name) for name in ("file_sha256", "link", "name", "role", "address")}
        detail = {"link": answer.link, "name": answer.name, "answers": len(signoffs)}
        trace = Trace(f"link:{answer.link}", "signed off", signoffs[0].account_id, detail, answer.address)

        def along(on: Connection) -> None:
            on.execute(link_answers.insert(), row | {"recorded": datetime.now(tz=UTC)})
            write_trace(on, trace)

        return self._ledger.record_signoffs(signoffs, sheet, along)


def _link(row: Row[Any]) -> Link:
    return Link(row.id, row.account_id, row.sheet, row.made_by, row.recipient, row.expires, row.revoked, row.recorded)
