"""The tables of the ledger, the same in SQLite and PostgreSQL; migrations/ brings a file to this state."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

PREFIX = "qbrgen_"
VERSION_TABLE = f"{PREFIX}ledger_version"


class Exact(TypeDecorator[Decimal]):
    """A Decimal kept as its digits: SQLite has no exact number, and PostgreSQL's would lose none either way."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: D102
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: D102
        del dialect
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite gives it back without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _recorded() -> Column[datetime]:
    return Column("recorded", Moment, nullable=False)


runs = Table(
    f"{PREFIX}runs", metadata, _id(),
    Column("command", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("version", String(40), nullable=False),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),
    Column("status", String(20), nullable=False),
    Column("made", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)  # fmt: skip

deliveries = Table(
    f"{PREFIX}deliveries", metadata, _id(), _recorded(),
    Column("account_id", String(80), nullable=False),
    Column("document", String(40), nullable=False),
    Column("format", String(20), nullable=False),
    Column("period", String(40), nullable=False),
    Column("period_start", Date, nullable=False),
    Column("period_end", Date, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("where", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("run", String(32), ForeignKey(f"{PREFIX}runs.id")),
    Index(f"{PREFIX}deliveries_by_account", "account_id", "on"),
)  # fmt: skip

signoffs = Table(
    f"{PREFIX}signoffs", metadata, _id(), _recorded(),
    Column("account_id", String(80), nullable=False),
    Column("item_id", String(80), nullable=False),
    Column("decision", String(10), nullable=False),
    Column("by", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("offered", Exact),
    Column("confirmed", Exact),
    Column("currency", String(3), nullable=False),
    Column("claim", String(64), nullable=False),
    Column("comment", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Index(f"{PREFIX}signoffs_by_account", "account_id", "on"),
)  # fmt: skip

wins = Table(
    f"{PREFIX}wins", metadata, _id(), _recorded(),
    Column("account_id", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("amount", Exact),
    Column("currency", String(3), nullable=False),
    Column("category", String(40), nullable=False),
    Column("on", Date, nullable=False),
    Column("standing", String(20), nullable=False),
    Column("objective", String(80)),
    Column("validated_by", String(80)),
    Column("validated_on", Date),
    Column("source", Text, nullable=False),
    Index(f"{PREFIX}wins_by_account", "account_id", "on"),
)  # fmt: skip

snapshots = Table(
    f"{PREFIX}snapshots", metadata, _id(), _recorded(),
    Column("account_id", String(80), nullable=False),
    Column("period", String(40), nullable=False),
    Column("period_start", Date, nullable=False),
    Column("period_end", Date, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("run", String(32), ForeignKey(f"{PREFIX}runs.id")),
    Index(f"{PREFIX}snapshots_by_account", "account_id", "as_of"),
)  # fmt: skip

snapshot_figures = Table(
    f"{PREFIX}snapshot_figures", metadata,
    Column("snapshot", String(32), ForeignKey(f"{PREFIX}snapshots.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("value", Exact, nullable=False),
    Column("unit", String(20), nullable=False),
    Column("unit_name", Text, nullable=False),
    Column("standing", String(20)),
    Column("day", Date),
    Column("subject", Text, nullable=False),
)  # fmt: skip

sheets = Table(
    f"{PREFIX}sheets", metadata, _id(), _recorded(),
    Column("account_id", String(80), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("content", Text, nullable=False),
)  # fmt: skip

sheet_returns = Table(
    f"{PREFIX}sheet_returns", metadata,
    Column("file_sha256", String(64), primary_key=True),
    Column("sheet", String(64), nullable=False),
    Column("by", Text, nullable=False),
    _recorded(),
    UniqueConstraint("sheet", "by", name=f"{PREFIX}sheet_returned_once"),
)  # fmt: skip
