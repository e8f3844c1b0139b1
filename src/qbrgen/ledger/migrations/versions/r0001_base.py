"""Runs, deliveries, sign-offs, wins and snapshots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "qbrgen_runs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True)),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("made", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
    )
    op.create_table(
        "qbrgen_deliveries",
        *_record(),
        sa.Column("document", sa.String(40), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        *_period(),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("where", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("run", sa.String(32), sa.ForeignKey("qbrgen_runs.id")),
    )
    op.create_table(
        "qbrgen_signoffs",
        *_record(),
        sa.Column("item_id", sa.String(80), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("offered", sa.String),
        sa.Column("confirmed", sa.String),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("claim", sa.String(64), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
    )
    op.create_table(
        "qbrgen_wins",
        *_record(),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("amount", sa.String),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("objective", sa.String(80)),
        sa.Column("validated_by", sa.String(80)),
        sa.Column("validated_on", sa.Date),
        sa.Column("source", sa.Text, nullable=False),
    )
    op.create_table(
        "qbrgen_snapshots",
        *_record(),
        *_period(),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("run", sa.String(32), sa.ForeignKey("qbrgen_runs.id")),
    )
    op.create_table(
        "qbrgen_snapshot_figures",
        sa.Column("snapshot", sa.String(32), sa.ForeignKey("qbrgen_snapshots.id"), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("unit_name", sa.Text, nullable=False),
        sa.Column("standing", sa.String(20)),
        sa.Column("day", sa.Date),
        sa.Column("subject", sa.Text, nullable=False),
    )
    for table, day in (("deliveries", "on"), ("signoffs", "on"), ("wins", "on"), ("snapshots", "as_of")):
        op.create_index(f"qbrgen_{table}_by_account", f"qbrgen_{table}", ["account_id", day])


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(80), nullable=False),
    )


def _period() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
    )
