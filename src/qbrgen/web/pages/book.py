"""The book: every account the visitor may see, searched, filtered and sorted, so many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from qbrgen.model.kinds import Tier
from qbrgen.story.labels import TIER
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.book import Seen
from qbrgen.web.doors import ServiceIn, needs
from qbrgen.web.listing import Wanted
from qbrgen.web.pages.shell import home_of, shown
from qbrgen.web.summary import Summary

router = APIRouter(include_in_schema=False)
ROWS = 50
SORTS = {"name": "Name", "due": "Due next", "findings": "Findings", "arr": "ARR", "renewal": "Renewal"}
_TIERS = {tier.value: TIER[tier] for tier in Tier}


@router.get("/", response_class=HTMLResponse)
def accounts(
    request: Request,
    service: ServiceIn,
    who: Annotated[Visitor, Depends(needs(Permission.SIGNED_IN))],
    q: Annotated[str, Query(max_length=200)] = "",
    tier: Annotated[str, Query(max_length=40)] = "",
    csm: Annotated[str, Query(max_length=200)] = "",
    within: Annotated[str, Query(pattern="^[0-9]{0,5}$")] = "",
    findings: Annotated[str, Query(pattern="^(error|warning|info)?$")] = "",
    sort: Annotated[str, Query(pattern="^(name|arr|renewal|due|findings)$")] = "name",
    number: Annotated[int, Query(ge=1, le=100_000, alias="page")] = 1,
) -> Response:
    """A page of the list, for those who may see accounts; others go to their own first page."""
    if not who.may(Permission.BOOK):
        return RedirectResponse(home_of(who), 303)
    wanted = Wanted(q.strip(), tier, csm, int(within) if within else None, findings, sort)
    seen = service.visible(who)
    rows, total = _page(service, seen, wanted, number)
    pages = max(1, -(-total // ROWS))
    asked = {"q": q, "tier": tier, "csm": csm, "within": within, "findings": findings, "sort": sort}
    kept = {name: value for name, value in asked.items() if value and (name, value) != ("sort", "name")}
    values = {
        "rows": rows,
        "total": total,
        "all": len(seen),
        "asked": asked,
        "filtered": any(value for name, value in asked.items() if name != "sort"),
        "tiers": _TIERS,
        "sorts": SORTS,
        "managers": _managers(seen),
        "number": number,
        "pages": pages,
        "before": _query(kept, number - 1) if number > 1 else "",
        "after": _query(kept, number + 1) if number < pages else "",
        "rejected": len(service.book.rejected()) if who.may(Permission.REJECTED) else 0,
        "whole": who.reads_whole_accounts,
        "as_of": service.as_of,
        "alone": not service.signs_in,
    }
    return shown(request, "book.html", who, values)


def _page(
    service: ServiceIn, seen: Sequence[Seen], wanted: Wanted, number: int
) -> tuple[list[tuple[Summary, str]], int]:
    """The rows of one page with their locales, and how many there are of all.

    Sorted by name without a filter, only the accounts of the page itself are measured.
    """
    settings = service.settings()
    first = (number - 1) * ROWS
    locales = {each.entry.account.id: each.entry.account.locale for each in seen}
    if wanted == Wanted(wanted.q, csm=wanted.csm):
        fitting = sorted(
            (each for each in seen if _cheap(each, wanted)),
            key=lambda each: (each.entry.account.name.casefold(), each.entry.account.id),
        )
        rows = [service.summaries.of(each, settings) for each in fitting[first : first + ROWS]]
        total = len(fitting)
    else:
        found = wanted.of([service.summaries.of(each, settings) for each in seen])
        rows, total = found[first : first + ROWS], len(found)
    return [(row, locales[row.id]) for row in rows], total


def _cheap(seen: Seen, wanted: Wanted) -> bool:
    """Whether the account fits as `Wanted` would say of its summary, as far as that needs no measure."""
    account = seen.entry.account
    manager = account.csm.name if account.csm and seen.reach is Reach.WHOLE else ""
    words = f"{account.name}\n{account.id}\n{account.industry}\n{manager}".casefold()
    return wanted.q.casefold() in words and (not wanted.csm or wanted.csm.casefold() in manager.casefold())


def _managers(seen: Sequence[Seen]) -> list[str]:
    whole = (each.entry.account.csm for each in seen if each.reach is Reach.WHOLE)
    return sorted({manager.name for manager in whole if manager})


def _query(kept: dict[str, str], number: int) -> str:
    return "/?" + urlencode({**kept, "page": number})
