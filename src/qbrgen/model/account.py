"""The account: everything qbrgen knows about one customer, and the part of it the customer may see."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, cast, get_args

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field, model_validator

from qbrgen.model.activity import Feature, NpsAnswer, SupportMonth, Ticket, UsageMonth
from qbrgen.model.base import Identifier, Line, Record, Text
from qbrgen.model.business_case import BusinessCase
from qbrgen.model.contract import Contract, ContractRecord, Investment, Lifecycle
from qbrgen.model.internal import InternalFacts
from qbrgen.model.kinds import Function, ProductType, Tier, Touch
from qbrgen.model.objective import NorthStar, Objective
from qbrgen.model.people import Stakeholder, StakeholderRecord, SuccessManager
from qbrgen.model.plan import Action, Commitment, Milestone, PlanChange, Recommendation, Review, Risk
from qbrgen.model.references import unknown_references
from qbrgen.model.value_item import ValueItem
from qbrgen.model.voice import Consent, Quote, Referral, RoadmapItem, Wish
from qbrgen.model.waiver import Waiver


def _known_locale(value: str) -> str:
    try:
        return str(Locale.parse(value.replace("-", "_"))).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"'{value}' is not a locale; write a language and country, such as en-US or de-DE") from None


LocaleCode = Annotated[str, AfterValidator(_known_locale)]


class Vendor(Record):
    """Who sells the product: the company whose success manager makes these documents."""

    name: Line
    website: Text = ""


class Product(Record):
    """The product the account uses."""

    name: Line
    type: ProductType = ProductType.OTHER
    features: tuple[Feature, ...] = ()


class CustomerAccount(Record):
    """What the customer may see of its own account; documents for the customer are made from this alone."""

    id: Identifier
    name: Line
    industry: Text = ""
    function: Function = Function.OTHER
    tier: Tier | None = None
    touch: Touch | None = None
    locale: LocaleCode = "en-US"
    vendor: Vendor | None = None
    product: Product | None = None
    contract: Contract
    investments: tuple[Investment, ...] = ()
    csm: SuccessManager | None = None
    stakeholders: tuple[Stakeholder, ...] = ()
    lifecycle: Lifecycle = Lifecycle()
    north_star: NorthStar | None = None
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=60)]
    value_items: tuple[ValueItem, ...] = ()
    business_case: BusinessCase | None = None
    milestones: tuple[Milestone, ...] = ()
    risks: tuple[Risk, ...] = ()
    usage: tuple[UsageMonth, ...] = ()
    support: tuple[SupportMonth, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    nps: tuple[NpsAnswer, ...] = ()
    quotes: tuple[Quote, ...] = ()
    consents: tuple[Consent, ...] = ()
    wishes: tuple[Wish, ...] = ()
    roadmap: tuple[RoadmapItem, ...] = ()
    referrals: tuple[Referral, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    actions: tuple[Action, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    commercial_recommendations: bool = False
    decision: Text = ""
    strategy: Text = ""
    discussion: tuple[Line, ...] = ()
    reviews: tuple[Review, ...] = ()
    changes: tuple[PlanChange, ...] = ()

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount that names no other."""
        return self.contract.currency

    def stakeholder(self, key: str | None) -> Stakeholder | None:
        """The stakeholder with that id, if there is one."""
        return next((person for person in self.stakeholders if person.id == key), None)

    def objective(self, key: str | None) -> Objective | None:
        """The objective with that id, if there is one."""
        return next((objective for objective in self.objectives if objective.id == key), None)


class Account(CustomerAccount):
    """One customer as the vendor knows it: the customer's view, and what is internal beside it."""

    contract: ContractRecord
    stakeholders: tuple[StakeholderRecord, ...] = ()
    internal: InternalFacts = InternalFacts()
    waivers: tuple[Waiver, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _id_from_name(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("id") and isinstance(data.get("name"), str):
            return {**data, "id": slug(data["name"])}
        return data

    @model_validator(mode="after")
    def _references_hold(self) -> Account:
        if missing := unknown_references(self):
            raise ValueError("; ".join(missing))
        return self

    def customer_view(self) -> CustomerAccount:
        """The account with every internal field left out, not blanked: the view has no place for them."""
        return cast(CustomerAccount, _project(self, CustomerAccount))


def slug(name: str) -> str:
    """A file-safe id for a name: ASCII letters, digits and dashes; 'account' when nothing is left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:80].strip("-") or "account"


def _project(value: Any, kind: Any) -> Any:
    """The value as the declared type `kind`: of a record, only the fields that `kind` declares are copied."""
    if isinstance(kind, type) and issubclass(kind, Record):
        if value is None:
            return None
        return kind.model_construct(
            **{name: _project(getattr(value, name), field.annotation) for name, field in kind.model_fields.items()}
        )
    arguments = get_args(kind)
    if isinstance(value, tuple) and arguments:
        return tuple(_project(item, arguments[0]) for item in value)
    if isinstance(value, Record):
        declared = next(item for item in arguments if isinstance(item, type) and issubclass(item, Record))
        return _project(value, declared)
    return value
