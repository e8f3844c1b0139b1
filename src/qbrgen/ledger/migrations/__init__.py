"""How a ledger of an earlier schema becomes one of today's: Alembic revisions, run when it is opened."""
