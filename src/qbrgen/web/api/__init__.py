"""The API under /api/v1: one router for each kind of thing, and its own description."""

from __future__ import annotations

from qbrgen.web.api import accounts, batches, documents, ledger, people, portfolio

ROUTERS = tuple(each.router for each in (accounts, documents, batches, ledger, portfolio, people))
