"""The API's batches: start one, watch it, fetch what it made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from qbrgen.ledger.jobs import Job
from qbrgen.renderers import RENDERERS
from qbrgen.web.access import Permission, Visitor
from qbrgen.web.api.answers import PREFIX, Answers, problems
from qbrgen.web.api.ledger_shapes import BatchBody, BatchList, BatchShape, RecordList, RecordShape
from qbrgen.web.attaching import attached
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.listing import MOST, page
from qbrgen.web.once import Once, once
from qbrgen.web.service import Service

router = APIRouter(prefix=PREFIX, tags=["batches"])
BatchId = Annotated[str, Path(max_length=64)]
OnceIn = Annotated[Once, Depends(once)]
May = Annotated[Visitor, Depends(needs(Permission.BATCH))]
_ZIP: Answers = {200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}}
_FILE: Answers = {
    200: {
        "content": {row.media_type: {"schema": {"type": "string", "format": "binary"}} for row in RENDERERS.values()}
    }
}


@router.get("/batches", responses=problems())
def batches(service: ServiceIn, who: May) -> BatchList:
    """My batches."""
    return BatchList(batches=[_told(service, who, job) for job in service.batches.all(who)])


@router.post("/batches", status_code=202, response_model=BatchShape, responses=problems(404, 409, 429))
async def start(request: Request, service: ServiceIn, who: May, asked: BatchBody, once: OnceIn) -> Response:
    """Make documents of many accounts; a server that goes down goes on with it when it is back."""

    def begin() -> Response:
        job = service.batches.start(who, asked.asked(), once.key, address_of(request))
        at = {"Location": f"{PREFIX}/batches/{job.id}"}
        return JSONResponse(_told(service, who, job).model_dump(mode="json"), 202, at)

    return await once.answer(lambda: run_in_threadpool(begin))


@router.get("/batches/{batch_id}", responses=problems(404))
def batch(service: ServiceIn, who: May, batch_id: BatchId) -> BatchShape:
    """How far a batch of mine is."""
    return _told(service, who, service.batches.get(who, batch_id))


@router.delete("/batches/{batch_id}", responses=problems(404))
def stop(request: Request, service: ServiceIn, who: May, batch_id: BatchId) -> BatchShape:
    """Stop a batch of mine; what was made stays."""
    return _told(service, who, service.batches.stop(who, batch_id, address_of(request)))


@router.get("/batches/{batch_id}/records", responses=problems(404))
def records(
    service: ServiceIn,
    who: May,
    batch_id: BatchId,
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> RecordList:
    """What came of a batch so far, output by output."""
    job = service.batches.get(who, batch_id)
    rows = service.batches.numbered(who, job)
    found = page(rows, cursor, limit, lambda row: "\n".join(row[1].order()))
    told = [RecordShape.of(job, number, row) for number, row in found.rows]
    return RecordList(records=told, next=found.next, total=found.total)


@router.get("/batches/{batch_id}/files/{number}", response_class=Response, responses=_FILE | problems(404, 410))
def file(
    request: Request, service: ServiceIn, who: May, batch_id: BatchId, number: Annotated[int, Path(ge=0, le=10**6)]
) -> Response:
    """One file of a batch of mine."""
    job = service.batches.get(who, batch_id)
    record, data = service.batches.file(who, job, number, address_of(request))
    return attached(data, record.path.rpartition("/")[2], RENDERERS[record.format].media_type)


@router.get("/batches/{batch_id}/zip", response_class=Response, responses=_ZIP | problems(404))
def archive(request: Request, service: ServiceIn, who: May, batch_id: BatchId) -> Response:
    """Every file of a batch of mine."""
    job = service.batches.get(who, batch_id)
    data = service.batches.zip(who, job, address_of(request))
    return attached(data, f"batch-{job.id[:8]}.zip", "application/zip")


def _told(service: Service, who: Visitor, job: Job) -> BatchShape:
    return BatchShape.of(job, service.batches.progress(who, job))
