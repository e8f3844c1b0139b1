"""The tables that the service adds: who may come in, what they asked for, links for customers, and who did what."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from qbrgen.ledger.tables import PREFIX, Moment, metadata


def _key(name: str = "id", length: int = 64) -> Column[str]:
    return Column(name, String(length), primary_key=True)


def _when(name: str, *, always: bool = True) -> Column[object]:
    return Column(name, Moment, nullable=not always)


users = Table(
    f"{PREFIX}users", metadata, _key(), _when("recorded"),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("password", Text, nullable=False),
    _when("removed", always=False),
)  # fmt: skip

tokens = Table(
    f"{PREFIX}tokens", metadata, _key(), _when("recorded"),
    Column("user", String(64), ForeignKey(f"{PREFIX}users.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("secret", Text, nullable=False),
    _when("expires", always=False),
    _when("revoked", always=False),
)  # fmt: skip

sessions = Table(
    f"{PREFIX}sessions", metadata, _key(), _when("recorded"),
    Column("user", String(64), ForeignKey(f"{PREFIX}users.id"), nullable=False, index=True),
    _when("expires"),
)  # fmt: skip

audit = Table(
    f"{PREFIX}audit", metadata, _key(), _when("recorded"),
    Column("who", String(254), nullable=False),
    Column("action", String(40), nullable=False),
    Column("account_id", String(80), nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", String(64), nullable=False),
    Index(f"{PREFIX}audit_by_moment", "recorded", "id"),
)  # fmt: skip

links = Table(
    f"{PREFIX}links", metadata, _key(), _when("recorded"),
    Column("account_id", String(80), nullable=False, index=True),
    Column("sheet", String(32), ForeignKey(f"{PREFIX}sheets.id"), nullable=False),
    Column("made_by", String(254), nullable=False),
    Column("recipient", Text, nullable=False),
    _when("expires"),
    _when("revoked", always=False),
)  # fmt: skip

link_answers = Table(
    f"{PREFIX}link_answers", metadata, _key("file_sha256"), _when("recorded"),
    Column("link", String(64), ForeignKey(f"{PREFIX}links.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("address", String(64), nullable=False),
)  # fmt: skip

requests = Table(
    f"{PREFIX}requests", metadata, _key(), _when("recorded"),
    Column("asked", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("head", Text, nullable=False),
    _when("expires"),
)  # fmt: skip

jobs = Table(
    f"{PREFIX}jobs", metadata, _key(), _when("recorded"),
    Column("kind", String(20), nullable=False),
    Column("user", String(64), nullable=False, index=True),
    Column("account_id", String(80), nullable=False),
    Column("asked", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("answer", Text, nullable=False),
    _when("finished", always=False),
)  # fmt: skip
