"""The service: users with their tokens and sessions, the audit trail, sign-off links, requests and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _moment(name: str, *, always: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not always)


def _key(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.String(64), primary_key=True)


def _words(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _of(name: str, other: str, length: int = 64, *, index: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), sa.ForeignKey(f"qbrgen_{other}.id"), nullable=False, index=index)


def upgrade() -> None:
    """Adds the tables; what the ledger held before is not touched."""
    op.create_table(
        "qbrgen_users", _key(), _moment("recorded"),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        _words("name"), _words("roles"), _words("password"), _moment("removed", always=False),
    )  # fmt: skip
    op.create_table(
        "qbrgen_tokens", _key(), _moment("recorded"), _of("user", "users"), _words("name"), _words("secret"),
        _moment("expires", always=False), _moment("revoked", always=False),
    )  # fmt: skip
    op.create_table("qbrgen_sessions", _key(), _moment("recorded"), _of("user", "users"), _moment("expires"))
    op.create_table(
        "qbrgen_audit", _key(), _moment("recorded"), _words("who", 254), _words("action", 40),
        _words("account_id", 80), _words("detail"), _words("address", 64),
    )  # fmt: skip
    op.create_index("qbrgen_audit_by_moment", "qbrgen_audit", ["recorded", "id"])
    op.create_table(
        "qbrgen_links", _key(), _moment("recorded"),
        sa.Column("account_id", sa.String(80), nullable=False, index=True),
        _of("sheet", "sheets", 32, index=False), _words("made_by", 254), _words("recipient"), _moment("expires"),
        _moment("revoked", always=False),
    )  # fmt: skip
    op.create_table(
        "qbrgen_link_answers", _key("file_sha256"), _moment("recorded"), _of("link", "links"), _words("name"),
        _words("role"), _words("address", 64),
    )  # fmt: skip
    op.create_table(
        "qbrgen_requests", _key(), _moment("recorded"), _words("asked", 64),
        sa.Column("status", sa.Integer, nullable=False), _words("head"), _moment("expires"),
    )  # fmt: skip
    op.create_table(
        "qbrgen_jobs", _key(), _moment("recorded"), _words("kind", 20),
        sa.Column("user", sa.String(64), nullable=False, index=True), _words("account_id", 80), _words("asked"),
        _words("status", 20), _words("answer"), _moment("finished", always=False),
    )  # fmt: skip
