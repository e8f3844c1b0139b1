"""The audit trail: who did what and when, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from qbrgen.errors import UsageError
from qbrgen.web.access import Permission, Visitor
from qbrgen.web.doors import ServiceIn, needs
from qbrgen.web.pages.shell import shown

router = APIRouter(include_in_schema=False)
_ROWS = 100


@router.get("/audit", response_class=HTMLResponse)
def audit(
    request: Request,
    service: ServiceIn,
    who: Annotated[Visitor, Depends(needs(Permission.AUDIT))],
    at: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """A page of it; `at` and `after` are the moment and id of the last one seen."""
    rows = service.trail.read(_ROWS + 1, _last(at, after))
    last = rows[_ROWS - 1] if len(rows) > _ROWS else None
    return shown(request, "audit.html", who, {"rows": rows[:_ROWS], "last": last, "begun": not after})


def _last(at: str, after: str) -> tuple[datetime, str] | None:
    if not after:
        return None
    try:
        return datetime.fromisoformat(at), after
    except ValueError:
        raise UsageError("this page of the audit trail leads nowhere. Begin at the first one again.") from None
