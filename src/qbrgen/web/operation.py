"""For those who run the service: is it alive, is it ready, and its numbers."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request, Response

from qbrgen.web.config import is_loopback
from qbrgen.web.doors import ServiceIn, address_of
from qbrgen.web.refusals import NotAllowed

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(service: ServiceIn) -> dict[str, str]:
    """The ledger can be read and the book is loaded; raises LedgerError when it cannot."""
    service.book.entries(service.as_of)
    return {"status": "ready"}


@router.get("/metrics")
def metrics(request: Request, service: ServiceIn) -> Response:
    """For Prometheus: from this machine, or with the token of QBRGEN_METRICS_TOKEN."""
    token = service.config.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    here = not service.config.public_url and is_loopback(address_of(request))
    if not (hmac.compare_digest(given.encode(), token.encode()) if token else here):
        raise NotAllowed("the numbers of the service are not public. Set QBRGEN_METRICS_TOKEN and send it.")
    content, kind = service.metrics.text()
    return Response(content, media_type=kind)
