"""How a case study speaks of its customer: by name with consent, or so that nobody can tell who it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import Function, Role
from qbrgen.model.people import Stakeholder
from qbrgen.story.case_study.identity import names_nobody, names_of, tells_nothing
from qbrgen.story.parts import NOTHING
from qbrgen.story.sections import given
from qbrgen.story.text import Given, Num, Style, Text, day_num, text
from qbrgen.value.figure import COUNT, Figure, UnitKind
from qbrgen.value.results import Outcome

_STEPS = (Decimal(1), Decimal("2.5"), Decimal(5), Decimal(10))
_RANGED_FROM = Decimal(100)
"""Values from here on are shown as a range; below, two digits tell nobody who it is."""
_COMMON_CURRENCIES = ("USD", "EUR", "GBP")
"""Money in any other currency would say which country the customer is in."""
_BY_FUNCTION = {
    Function.SALES: "A sales organisation",
    Function.MARKETING: "A marketing organisation",
    Function.SUPPORT: "A support organisation",
    Function.OPERATIONS: "An operations organisation",
    Function.FINANCE: "A finance organisation",
    Function.HR: "An HR organisation",
    Function.IT: "An IT organisation",
    Function.OTHER: "A customer",
}
_UNIT_ONCE = (UnitKind.COUNT, UnitKind.DAYS, UnitKind.MONTHS, UnitKind.HOURS)
_PUBLIC_ROLE = {
    Role.EXECUTIVE_SPONSOR: "Executive sponsor",
    Role.CHAMPION: "Programme lead",
    Role.TECHNICAL_OWNER: "Technical lead",
    Role.DECISION_MAKER: "Decision maker",
    Role.FINANCE: "Finance lead",
    Role.MANAGER: "Manager",
    Role.USER: "User",
    Role.OTHER: "Team member",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """The customer's name, words, numbers, days and people, as they may be told."""

    account: CustomerAccount
    anonymous: bool
    names: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, account: CustomerAccount, *, anonymous: bool) -> Voice:
        """The voice for this account."""
        return cls(account, anonymous, names_of(account) if anonymous else frozenset())

    def name(self) -> Text:
        """What the customer is called where it is introduced."""
        if not self.anonymous:
            return (Given(self.account.name),)
        industry = self.account.industry.rstrip(".")
        if industry and tells_nothing(industry, self.account, self.names):
            lowered = industry if industry[:2].isupper() else industry[:1].lower() + industry[1:]
            return text("A company in ", Given(lowered))
        return (_BY_FUNCTION[self.account.function],)

    def told(self, words: str) -> Text:
        """The account's own words; nothing where they could tell who it is."""
        if self.anonymous and not tells_nothing(words, self.account, self.names):
            return ()
        return given(words)

    def ours(self, words: str, otherwise: str = "") -> Text:
        """A name of the vendor's; `otherwise` where the customer's own name stands in it."""
        if self.anonymous and not names_nobody(words, self.names):
            return (otherwise,) if otherwise else ()
        return given(words)

    def metric(self, found: Outcome) -> Text:
        """What was measured."""
        metric = found.objective.metric
        return self.told(metric.name if metric else found.objective.title) or ("The measure agreed on",)

    def number(self, figure: Figure, style: Style = Style.SHORT) -> Text:
        """A figure as it is, or rounded so far that it tells nobody who it is; a dash where even that would."""
        if not self.tells(figure):
            return NOTHING
        return coarse(self._unnamed(figure), style) if self.anonymous else (Num(figure, style),)

    def figure(self, figure: Figure) -> Figure:
        """A figure that is not a range, as it may be shown."""
        return replace(self._unnamed(figure), value=_two_digits(figure.value)) if self.anonymous else figure

    def tells(self, figure: Figure) -> bool:
        """True when the figure may be shown at all."""
        country = figure.unit.kind is UnitKind.MONEY and figure.unit.name not in _COMMON_CURRENCIES
        return not (self.anonymous and country)

    def is_exact(self, figure: Figure) -> bool:
        """True when the figure is shown, and not as a range."""
        return self.tells(figure) and not (self.anonymous and _ranged(figure))

    def month(self, day: date) -> Text:
        """The month of a day; only its year where nobody may be recognised."""
        return (day_num(day, style=Style.YEAR if self.anonymous else Style.MONTH),)

    def by(self, person: Stakeholder, *, named: bool) -> Text:
        """Who said something: by name where that was agreed, else by what they do."""
        if self.anonymous:
            return text(_PUBLIC_ROLE[person.role], ", ", _lowered(self.name()))
        company: Text = (Given(self.account.name),)
        title = given(person.title) or (_PUBLIC_ROLE[person.role],)
        return text(Given(person.name), ", ", title, ", ", company) if named else text(title, ", ", company)

    def _unnamed(self, figure: Figure) -> Figure:
        """The figure with nothing of the account left in its evidence, key or unit."""
        unit = figure.unit
        if unit.kind is UnitKind.COUNT and unit.name and not self.told(unit.name):
            unit = COUNT
        return Figure(figure.key.rsplit(".", 1)[-1], figure.label, figure.value, unit)


def coarse(figure: Figure, style: Style = Style.SHORT) -> Text:
    """The figure to two digits below a hundred; a range for money and for anything larger."""
    if not _ranged(figure):
        return (Num(replace(figure, value=_two_digits(figure.value)), style),)
    size = abs(figure.value)
    scale = Decimal(1).scaleb(size.adjusted())
    lower = max(step * scale for step in _STEPS if step * scale <= size)
    upper = min(step * scale for step in (*_STEPS, Decimal(25)) if step * scale > size)
    if figure.value < 0:
        lower, upper = -upper, -lower
    ends = [replace(figure, key=f"{figure.key}.{name}", value=end) for name, end in (("from", lower), ("to", upper))]
    return text(Num(ends[0], Style.BARE if figure.unit.kind in _UNIT_ONCE else style), " to ", Num(ends[1], style))


def _ranged(figure: Figure) -> bool:
    return figure.value != 0 and (figure.unit.kind is UnitKind.MONEY or abs(figure.value) >= _RANGED_FROM)


def _two_digits(value: Decimal) -> Decimal:
    if value == 0:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 1))


def _lowered(words: Text) -> Text:
    first = words[0]
    return (first[:1].lower() + first[1:], *words[1:]) if isinstance(first, str) else words
