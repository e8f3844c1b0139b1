"""Documents of many accounts at once: started, watched while they are made, fetched one by one or as an archive."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from qbrgen.errors import UsageError
from qbrgen.renderers import RENDERERS
from qbrgen.story.documents import DOCUMENTS
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.asking import brands
from qbrgen.web.attaching import attached
from qbrgen.web.batches import BatchAsked
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.pages.document import KEY
from qbrgen.web.pages.periods import quarters
from qbrgen.web.pages.shell import shown
from qbrgen.web.service import Service

router = APIRouter(include_in_schema=False)
MakesBatches = Annotated[Visitor, Depends(needs(Permission.BATCH))]
BatchId = Annotated[str, Path(max_length=64)]
_ROWS = 100
_STATES = {"made": "Made", "kept": "Unchanged", "refused": "Refused", "failed": "Failed"}


@router.get("/batches", response_class=HTMLResponse)
def batches(request: Request, service: ServiceIn, who: MakesBatches) -> Response:
    """The visitor's batches, and a form for a new one."""
    return _page(request, service, who)


@router.post("/batches", response_class=HTMLResponse)
def start(
    request: Request,
    service: ServiceIn,
    who: MakesBatches,
    documents: Annotated[list[str], Form()] = [],  # noqa: B006  (FastAPI copies it)
    period: Annotated[str, Form(max_length=80)] = "",
    brand: Annotated[str, Form(max_length=80)] = "",
    manager: Annotated[str, Form(max_length=200)] = "",
    record: Annotated[bool, Form()] = False,
    key: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Begins a batch; the form sent twice begins one."""
    seen = service.visible(who, Reach.WHOLE)
    mine = [each.entry.account for each in seen]
    chosen = tuple(each.id for each in mine if not manager or (each.csm and each.csm.name == manager))
    try:
        if not documents:
            raise UsageError("choose at least one document.")
        asked = BatchAsked(tuple(documents), (), chosen if manager else (), period, brand, record=record)
        job = service.batches.start(
            who, asked, key if KEY.fullmatch(key) else secrets.token_hex(16), address_of(request)
        )
    except UsageError as error:
        return _page(request, service, who, wrong=str(error), status=400)
    return RedirectResponse(f"/batches/{job.id}", 303)


@router.get("/batches/{batch_id}", response_class=HTMLResponse)
def batch(
    request: Request,
    service: ServiceIn,
    who: MakesBatches,
    batch_id: BatchId,
    show: Annotated[str, Query(pattern="^(made|refused|failed)?$")] = "",
    number: Annotated[int, Query(ge=1, le=100_000, alias="page")] = 1,
) -> Response:
    """How far it is and what came of it."""
    job = service.batches.get(who, batch_id)
    records = service.batches.numbered(who, job)
    wanted = {"made": ("made", "kept"), "refused": ("refused",), "failed": ("failed",)}.get(show, tuple(_STATES))
    rows = [row for row in records if row[1].status in wanted]
    values = {
        "job": job,
        "progress": service.batches.progress(who, job),
        "counts": Counter(each.status for _, each in records),
        "documents": [DOCUMENTS[name].name for name, _, _ in job.asked["orders"] if name in DOCUMENTS],
        "rows": rows[(number - 1) * _ROWS : number * _ROWS],
        "total": len(rows),
        "number": number,
        "pages": max(1, -(-len(rows) // _ROWS)),
        "show": show,
        "states": _STATES,
    }
    return shown(request, "batch.html", who, values)


@router.post("/batches/{batch_id}/stop")
def stop(request: Request, service: ServiceIn, who: MakesBatches, batch_id: BatchId) -> Response:
    """Stops it; what was made stays."""
    job = service.batches.stop(who, batch_id, address_of(request))
    return RedirectResponse(f"/batches/{job.id}", 303)


@router.get("/batches/{batch_id}/files/{number}")
def file(
    request: Request,
    service: ServiceIn,
    who: MakesBatches,
    batch_id: BatchId,
    number: Annotated[int, Path(ge=0, le=10**6)],
) -> Response:
    """One file."""
    job = service.batches.get(who, batch_id)
    record, data = service.batches.file(who, job, number, address_of(request))
    return attached(data, record.path.rpartition("/")[2], RENDERERS[record.format].media_type)


@router.get("/batches/{batch_id}/zip")
def archive(request: Request, service: ServiceIn, who: MakesBatches, batch_id: BatchId) -> Response:
    """Every file."""
    job = service.batches.get(who, batch_id)
    return attached(service.batches.zip(who, job, address_of(request)), f"batch-{job.id[:8]}.zip", "application/zip")


def _page(request: Request, service: Service, who: Visitor, *, wrong: str = "", status: int = 200) -> Response:
    managers = {seen.entry.account.csm.name for seen in service.visible(who, Reach.WHOLE) if seen.entry.account.csm}
    values = {
        "jobs": [(job, service.batches.progress(who, job)) for job in service.batches.all(who)[:20]],
        "documents": list(DOCUMENTS.values()),
        "periods": quarters(service.as_of),
        "brands": brands(),
        "managers": sorted(managers),
        "many": len(service.visible(who, Reach.WHOLE)),
        "key": secrets.token_hex(16),
        "wrong": wrong,
    }
    return shown(request, "batches.html", who, values, status=status)
