"""Sign-off sheets: what was asked, and each workbook that came back, so that none counts twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds both tables; workbooks that were recorded before are known by the hash their sign-offs carry."""
    op.create_table(
        "qbrgen_sheets",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(80), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "qbrgen_sheet_returns",
        sa.Column("file_sha256", sa.String(64), primary_key=True),
        sa.Column("sheet", sa.String(64), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("sheet", "by", name="qbrgen_sheet_returned_once"),
    )
    op.execute(
        'INSERT INTO qbrgen_sheet_returns (file_sha256, sheet, "by", recorded) '
        'SELECT file_sha256, file_sha256, MIN("by"), MIN(recorded) FROM qbrgen_signoffs '
        "WHERE file_sha256 <> '' GROUP BY file_sha256"
    )
