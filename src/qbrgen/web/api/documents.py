"""The API's documents: what can be made, one made at once, one made as a job; and an account checked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from qbrgen.model import Account
from qbrgen.pipeline import Artifact
from qbrgen.renderers import RENDERERS
from qbrgen.web.access import Permission, Visitor
from qbrgen.web.api.answers import PREFIX, Answers, problems
from qbrgen.web.api.document_shapes import DocumentAsked, DocumentKind, DocumentKinds, JobShape
from qbrgen.web.asking import brands, check_offered, offered, with_brand
from qbrgen.web.attaching import attached
from qbrgen.web.delivering import Wanted, counted, finished, start, wanted
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.once import Once, once
from qbrgen.web.sent import account_sent

router = APIRouter(prefix=PREFIX, tags=["documents"])
JobId = Annotated[str, Path(max_length=64)]
OnceIn = Annotated[Once, Depends(once)]
May = Annotated[Visitor, Depends(needs(Permission.DOCUMENT))]
_FILE: Answers = {
    200: {
        "description": "The file",
        "content": {row.media_type: {"schema": {"type": "string", "format": "binary"}} for row in RENDERERS.values()},
    }
}
_ACCEPTED: Answers = {202: {"model": JobShape, "description": "A job that makes it"}}


@router.get("/documents", responses=problems())
def kinds(who: May) -> DocumentKinds:
    """What I can have made."""
    return DocumentKinds(documents=[DocumentKind.of(row) for row in offered(who)], brands=list(brands()))


@router.post("/documents", response_class=Response, responses=_FILE | _ACCEPTED | problems(404, 409, 501, 503, 507))
async def make(
    request: Request,
    service: ServiceIn,
    who: May,
    asked: DocumentAsked,
    once: OnceIn,
    prefer: Annotated[str, Header(max_length=200, description="respond-async: a job instead of the file")] = "",
) -> Response:
    """A document as a file, or with `Prefer: respond-async` a job that makes it."""
    address, look = address_of(request), asked.asked()

    def settle() -> tuple[Account | None, str]:
        check_offered(who, asked.document)
        defaults = with_brand(service.config.settings, asked.brand or service.config.brand).defaults
        return (
            account_sent(asked.account, defaults).account if asked.account is not None else None
        ), asked.account_id

    sent, account_id = await run_in_threadpool(settle)
    # Looked up before an answer that was kept is given again: who may no longer see the account gets none.
    want = await run_in_threadpool(wanted, service, who, look, account_id, sent)
    once.about(each.id for each in want.together)

    async def as_job() -> Response:
        job = await run_in_threadpool(
            lambda: service.document_jobs.start(who, want, once.key, address, record=asked.record)
        )
        told = JobShape.of(job).model_dump(mode="json")
        at = f"{PREFIX}/jobs/{job.id}"
        return JSONResponse(told, 202, {"Location": at, "Preference-Applied": "respond-async", "Retry-After": "1"})

    async def as_file() -> Response:
        artifact = await service.maker.made(await run_in_threadpool(start, service, want))
        record_as = once.key if asked.record else ""
        await run_in_threadpool(finished, service, who, want, artifact, address, record_as)
        return file_response(want, artifact)

    return await once.answer(as_job if "respond-async" in prefer.lower() else as_file)


def file_response(want: Wanted, artifact: Artifact) -> Response:
    """The file, to be saved and never shown in place, with how many findings stand against it."""
    found = ", ".join(f"{name}={number}" for name, number in counted(want, artifact).items())
    return attached(artifact.data, artifact.name, artifact.media_type, **{"X-Qbrgen-Findings": found})


@router.get("/jobs/{job_id}", responses=problems(404))
def job(service: ServiceIn, who: May, job_id: JobId) -> JobShape:
    """Where a job of mine stands."""
    return JobShape.of(service.document_jobs.get(who, job_id))


@router.delete("/jobs/{job_id}", responses=problems(404))
def stop(service: ServiceIn, who: May, job_id: JobId) -> JobShape:
    """Stop a job of mine."""
    return JobShape.of(service.document_jobs.stop(who, job_id))


@router.get("/jobs/{job_id}/file", response_class=Response, responses=_FILE | problems(404, 410))
def job_file(request: Request, service: ServiceIn, who: May, job_id: JobId) -> Response:
    """The document of a job of mine that is done."""
    found, data = service.document_jobs.file(who, job_id)
    service.note(who, "downloaded", found.account_id, address_of(request), job=found.id)
    return attached(data, found.answer["name"], found.answer["media_type"])
