"""One document from start to end: account -> measures -> findings -> story -> file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qbrgen.checks import CHECKS, Concern, Finding, Severity, for_customer, run
from qbrgen.errors import ClaimRefused, UsageError
from qbrgen.model import Account, CustomerAccount, Period
from qbrgen.output import is_reserved
from qbrgen.renderers import RENDERERS, Renderer
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from qbrgen.story.documents import Document, book, document
from qbrgen.story.material import InternalMaterial, Material
from qbrgen.story.workbook import Workbook
from qbrgen.value import AccountValue, measure
from qbrgen.value.earlier import Earlier

# What a document says beside which an error must not stand; the rest say all of it.
_SAYS = {"success-plan": {Concern.OBJECTIVES, Concern.PLAN}, "user-tips": {Concern.USAGE}}


@dataclass(frozen=True, slots=True)
class Order:
    """One file to make; the document's own first format and last full period when none are named."""

    document: str
    format: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file, what the checks found on the way, and the story it tells."""

    name: str
    format: str
    media_type: str
    data: bytes
    findings: tuple[Finding, ...]
    story: Story | Workbook


def make(
    account: Account,
    name: str,
    format: str = "",  # noqa: A002  (what everybody calls it)
    period: Period | None = None,
    settings: Settings | None = None,
) -> Artifact:
    """The document `name` of one account as a file.

    Raises UsageError (no such document, or not in that format), ClaimRefused (`settings.strict` and a check
    found an error), TemplateError, RenderError, DependencyMissing.
    """
    return Workbench(account, settings or Settings()).make(Order(name, format, period))


@dataclass
class Workbench:
    """The documents of one account; what they share is measured, checked and told once.

    `earlier` are figures as they were told before, for documents that say what changed since.
    """

    account: Account
    settings: Settings
    earlier: Earlier | None = None
    _measured: dict[Period, Measured] = field(default_factory=dict)
    _told: dict[tuple[str, Period], Story] = field(default_factory=dict)

    def make(self, order: Order) -> Artifact:
        """One file; raises as `make` does."""
        wanted = document(order.document)
        renderer = _renderer(wanted, order.format)
        period = _begun(order.period, self.settings) or wanted.period(self.settings.as_of)
        measured = self.measured(period)
        if self.settings.strict and not wanted.internal:
            _refuse_errors(self.account, wanted, measured.findings)
        story = self.story(wanted, period)
        return Artifact(
            file_name(self.account, wanted.name, story.period, renderer.extension, self.settings),
            renderer.format,
            renderer.media_type,
            renderer.render(story, self.settings),
            measured.findings,
            story,
        )

    @cached_property
    def view(self) -> CustomerAccount:
        """The account as its customer may see it."""
        return self.account.customer_view()

    def measured(self, period: Period) -> Measured:
        """Measures and findings of a period."""
        if period not in self._measured:
            value = measure(self.view, period, self.settings.as_of, self.settings.discount_rate)
            self._measured[period] = Measured(value, run(self.account, value, self.settings.as_of))
        return self._measured[period]

    def story(self, wanted: Document, period: Period) -> Story:
        """What the document tells; a customer's from the view that has no internal field."""
        key = (wanted.name, period)
        if key not in self._told:
            known = self.measured(period)
            material: Material | InternalMaterial
            if wanted.internal:
                material = InternalMaterial(self.account, known.value, known.findings, self.settings, self.earlier)
            else:
                told = for_customer(known.findings)
                material = Material(self.view, known.value, told, self.settings, self.earlier)
            self._told[key] = wanted.build(material)
        return self._told[key]


def make_book(accounts: Sequence[Account], order: Order, settings: Settings) -> Artifact:
    """A document about many accounts (portfolio) as one file; raises as `make` does."""
    wanted = book(order.document)
    renderer = _renderer(wanted, order.format)
    period = _begun(order.period, settings) or wanted.period(settings.as_of)
    known = [Workbench(account, settings).measured(period) for account in accounts]
    materials = [
        InternalMaterial(account, each.value, each.findings, settings)
        for account, each in zip(accounts, known, strict=True)
    ]
    as_sheets = wanted.workbook if renderer.format == "xlsx" else None
    told = (as_sheets or wanted.build)(materials)
    name = f"{wanted.name}-{period.label}{renderer.extension}"
    data = renderer.render(told, settings)
    findings = tuple(finding for each in known for finding in each.findings)
    return Artifact(name, renderer.format, renderer.media_type, data, findings, told)


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of an account in a period, whoever reads it."""

    value: AccountValue
    findings: tuple[Finding, ...]


def file_name(account: Account, name: str, period: Period, extension: str, settings: Settings) -> str:
    """acme-qbr-2026-Q3.pptx: sorts, says what it is, and can exist on every system.

    An anonymous document is named after a digest of the account instead of its id.
    """
    who = account.id
    if settings.anonymous:
        who = f"anonymous-{hashlib.sha256(account.model_dump_json().encode()).hexdigest()[:8]}"
    if is_reserved(who):
        who = who.replace(".", "_", 1)
    return f"{who}-{name}-{period.label}{extension}"


def _begun(period: Period | None, settings: Settings) -> Period | None:
    if period and period.start > settings.as_of:
        raise UsageError(
            f"period {period.label} begins after {settings.as_of}, the day the document speaks from. Give an earlier "
            "--period or a later --as-of."
        )
    return period


def _renderer(wanted: Document, format: str) -> Renderer:  # noqa: A002
    chosen = format or wanted.formats[0]
    if chosen not in wanted.formats:
        raise UsageError(f"{wanted.name} is not made as '{chosen}'. Choose one of: {', '.join(wanted.formats)}.")
    return RENDERERS[chosen]


def _refuse_errors(account: Account, wanted: Document, findings: tuple[Finding, ...]) -> None:
    said = _SAYS.get(wanted.name, set(Concern))
    errors = [each for each in findings if each.severity is Severity.ERROR and CHECKS[each.code].concerns in said]
    if errors:
        raise ClaimRefused(
            f"{wanted.name} of {account.id} was not made: it would claim what the checks refuse (--strict)",
            [f"{finding.code}: {finding.message} {finding.remedy}".strip() for finding in errors],
        )
