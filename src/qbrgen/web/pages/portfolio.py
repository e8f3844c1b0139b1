"""The whole book as the success leader reads it: every account that the visitor sees, in one document."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from qbrgen.renderers.html import pages_of
from qbrgen.story.blocks import Story
from qbrgen.story.documents import book
from qbrgen.story.material import InternalMaterial
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.asking import Asked
from qbrgen.web.attaching import attached
from qbrgen.web.delivering import finished
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.pages.document import made
from qbrgen.web.pages.periods import name_of, quarters
from qbrgen.web.pages.shell import shown
from qbrgen.web.service import Service

router = APIRouter(include_in_schema=False)
SeesPortfolio = Annotated[Visitor, Depends(needs(Permission.PORTFOLIO))]
_NAME = "portfolio"
# Beyond this many accounts the page offers the file alone: it is made beside the server, and may take a while.
_SHOWN = 300


@router.get("/portfolio", response_class=HTMLResponse)
def page(
    request: Request, service: ServiceIn, who: SeesPortfolio, period: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """The portfolio in one period."""
    order, settings = service.settled(Asked(_NAME, "html", period))
    wanted = book(_NAME)
    covered = order.period or wanted.period(settings.as_of)
    seen = service.visible(who, Reach.WHOLE)
    pages, stylesheet, view = (), "", "slides"
    if 0 < len(seen) <= _SHOWN:
        story = _story(service, who, covered)
        told = pages_of(story, settings)
        pages, stylesheet, view = told.pages, told.stylesheet, told.view  # type: ignore[assignment]
    values = {
        "pages": pages,
        "view": view,
        "many": len(seen),
        "most": _SHOWN,
        "formats": [each for each in wanted.formats if each != "html"],
        "period": covered,
        "period_name": name_of(covered),
        "periods": quarters(settings.as_of, covered),
    }
    return shown(request, "portfolio.html", who, values, stylesheet=stylesheet)


def _story(service: Service, who: Visitor, covered: Any) -> Story:
    settings = service.settings()
    materials = []
    for seen in service.visible(who, Reach.WHOLE):
        known = service.telling.measured(seen.entry, settings, covered)
        materials.append(InternalMaterial(seen.entry.account, known.value, known.findings, settings))
    return book(_NAME).build(materials)


@router.post("/portfolio/file")
async def download(
    request: Request,
    service: ServiceIn,
    who: SeesPortfolio,
    format: Annotated[str, Form(max_length=20)] = "",  # noqa: A002
    period: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """The portfolio as a file."""
    want, artifact = await made(service, who, Asked(_NAME, format, period))
    await run_in_threadpool(finished, service, who, want, artifact, address_of(request), "")
    return attached(artifact.data, artifact.name, artifact.media_type)
