"""One account: how it stands, what it wants, what is wrong, what was gained, delivered and signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from qbrgen.checks import Finding
from qbrgen.ledger.due import due_rows
from qbrgen.model import parse_period
from qbrgen.model.period import last_full_quarter
from qbrgen.renderers.fields import STATUS_SHAPES, StatusField
from qbrgen.renderers.html import chart_alone
from qbrgen.renderers.html.words import evidence
from qbrgen.story import exhibits
from qbrgen.story.blocks import Status
from qbrgen.story.labels import CATEGORY, PROGRESS, STATUS
from qbrgen.value import AccountValue
from qbrgen.value.figure import Figure
from qbrgen.value.results import Outcome
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.asking import offered
from qbrgen.web.book import Entry, Seen
from qbrgen.web.doors import ServiceIn, needs
from qbrgen.web.pages.periods import name_of, quarters
from qbrgen.web.pages.shell import shown
from qbrgen.web.pages.wording import STANDINGS

router = APIRouter(include_in_schema=False)
AccountId = Annotated[str, Path(max_length=80)]
SeesAccount = Annotated[Visitor, Depends(needs(Permission.ACCOUNT))]
_ORDER = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Fact:
    """A key figure: its name, who stands behind it ("" where nobody has to) and how it came about."""

    label: str
    figure: Figure
    standing: str
    tone: str
    proof: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its place in the source."""

    finding: Finding
    place: str


@router.get("/accounts/{account_id}", response_class=HTMLResponse)
def account(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    who: SeesAccount,
    period: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The account in one period."""
    entry = service.find(who, account_id)
    settings = service.settings()
    covered = parse_period(period) if period else last_full_quarter(settings.as_of)
    measured = service.telling.measured(entry, settings, covered).value
    told = entry.account
    chart, stylesheet = "", ""
    if block := exhibits.cumulative(measured):
        chart, stylesheet = chart_alone(block, settings, told.locale)
    names = {person.id: person.name for person in told.stakeholders}
    values = {
        "account": told,
        "summary": service.summaries.of(Seen(entry, Reach.WHOLE), settings),
        "period": covered,
        "period_name": name_of(covered),
        "periods": quarters(settings.as_of, covered),
        "facts": facts(measured, told.locale),
        "objectives": [_objective(each) for each in measured.outcomes],
        "items": [(line, CATEGORY[line.item.category]) for line in measured.lines],
        "findings": findings(entry, service.telling.findings(
            entry, service.visible(who, Reach.WHOLE), settings, covered)),
        "chart": chart,
        "due": due_rows([entry.today], settings.as_of)[:5],
        "deliveries": service.ledger.deliveries(told.id)[::-1][:30],
        "signed": [(each, names.get(each.by, each.by)) for each in service.ledger.signoffs(told.id)[::-1][:60]],
        "titles": {item.id: item.title for item in told.value_items},
        "documents": offered(who),
        "may_link": who.may(Permission.LINK),
        "as_of": settings.as_of,
    }  # fmt: skip
    return shown(request, "account.html", who, values, stylesheet=stylesheet)


def facts(value: AccountValue, locale: str) -> list[Fact]:
    """The figures that say how an account stands."""
    back, use = value.returned, value.adoption
    wanted: list[tuple[str, Figure | None]] = [
        ("Validated value", value.in_period.validated),
        ("Reported value", value.in_period.reported),
        ("Estimated value", value.in_period.estimated),
        ("Investment", back.investment.total),
        ("ROI on validated value", back.roi),
        ("Multiple", back.multiple),
        ("Validated since the start", value.cumulative.validated),
        ("Seats in active use", use.activation),
        ("Features in use", use.feature_rate),
        ("Satisfaction", value.support.csat),
        ("NPS", value.support.nps),
        ("Days to renewal", value.renewal_in),
    ]
    return [_fact(label, figure, locale) for label, figure in wanted if figure is not None]


def _fact(label: str, figure: Figure, locale: str) -> Fact:
    standing, tone = STANDINGS[figure.standing] if figure.standing and figure.value else ("", "neutral")
    return Fact(label, figure, standing, tone, evidence(figure, locale))


def _objective(outcome: Outcome) -> tuple[Outcome, str, str, str]:
    """The outcome with the word, shape and tone of its state."""
    return (outcome, *status_of(PROGRESS[outcome.state]))


def status_of(status: Status) -> tuple[str, str, str]:
    """Word, shape and tone."""
    shape, mark = STATUS_SHAPES[status]
    return STATUS[status], shape, StatusField(shape, "", mark).tone


def findings(entry: Entry, found: tuple[Finding, ...]) -> list[Told]:
    """The findings, worst first, each with its line or cell in the source."""
    ordered = sorted(found, key=lambda each: (_ORDER.index(str(each.severity)), each.code))
    return [Told(each, _place(entry, each.path)) for each in ordered]


def _place(entry: Entry, path: str) -> str:
    spot = entry.place.spot(path) if path else None
    if spot is None:
        return ""
    return spot.cell or (f"line {spot.line}" if spot.line else "")
