"""The account: everything qbrgen knows about one customer, and the part of it the customer may see."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Annotated, Any, cast, get_args

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field, model_validator

from qbrgen.model.activity import Feature, NpsAnswer, SupportMonth, Ticket, UsageMonth
from qbrgen.model.base import Identifier, Line, Record, Rule, Text
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

    name: Line = Field(description="The vendor's name.", examples=["Northwind Software"])
    website: Text = Field("", description="The vendor's website.")


class Product(Record):
    """The product the account uses."""

    name: Line = Field(description="The product's name.", examples=["Northwind Pipeline"])
    type: ProductType = Field(ProductType.OTHER, description="What it is; sets the usual time to value.")
    features: tuple[Feature, ...] = Field((), description="The features the customer could use.")


class CustomerAccount(Record):
    """What the customer may see of its own account; documents for the customer are made from this alone."""

    id: Identifier = Field(
        description="Short key, used in file names; made from the name when left out.", examples=["acme"]
    )
    name: Line = Field(description="The customer's name.", examples=["Acme Corporation"])
    industry: Text = Field("", description="The customer's industry.")
    function: Function = Field(Function.OTHER, description="The business function that uses the product.")
    tier: Tier | None = Field(None, description="Account tier; worked out from ARR when left out.")
    touch: Touch | None = Field(None, description="Engagement tier; worked out from ARR when left out.")
    locale: LocaleCode = Field("en-US", description="Language and country of numbers, dates and money.")
    vendor: Vendor | None = Field(None, description="Who sells the product.")
    product: Product | None = Field(None, description="The product in use.")
    contract: Contract = Field(description="The subscription.")
    investments: tuple[Investment, ...] = Field((), description="What the customer invests beside the subscription.")
    csm: SuccessManager | None = Field(None, description="The vendor's customer success manager.")
    stakeholders: tuple[Stakeholder, ...] = Field((), description="The people at the customer.")
    lifecycle: Lifecycle = Field(Lifecycle(), description="When each stage on the way to value was reached.")
    north_star: NorthStar | None = Field(None, description="The one question leadership judges the purchase by.")
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=60)] = Field(
        description="What the customer wants to achieve; at least one."
    )
    value_items: tuple[ValueItem, ...] = Field((), description="What was gained, hard and soft.")
    business_case: BusinessCase | None = Field(None, description="Benefits and costs over several years.")
    milestones: tuple[Milestone, ...] = Field((), description="The steps of the success plan.")
    risks: tuple[Risk, ...] = Field((), description="Risks both sides know of, with what is done about them.")
    usage: tuple[UsageMonth, ...] = Field((), description="The product's use, month by month.")
    support: tuple[SupportMonth, ...] = Field((), description="Support and satisfaction, month by month.")
    tickets: tuple[Ticket, ...] = Field((), description="Open or recent tickets worth a line.")
    nps: tuple[NpsAnswer, ...] = Field((), description="Answers to the recommendation question.")
    quotes: tuple[Quote, ...] = Field((), description="What stakeholders said.")
    consents: tuple[Consent, ...] = Field((), description="Permissions to name or quote the customer in public.")
    wishes: tuple[Wish, ...] = Field((), description="What the customer asked for.")
    roadmap: tuple[RoadmapItem, ...] = Field((), description="What the vendor plans that bears on the goals.")
    referrals: tuple[Referral, ...] = Field((), description="Leads the customer brought.")
    commitments: tuple[Commitment, ...] = Field((), description="What was promised at the last reviews.")
    actions: tuple[Action, ...] = Field((), description="What is to be done next.")
    recommendations: tuple[Recommendation, ...] = Field((), description="What the vendor advises.")
    commercial_recommendations: bool = Field(False, description="true to let advice that costs money appear.")
    decision: Text = Field("", description="The one decision asked of the executives.")
    strategy: Text = Field("", description="Where the customer wants to go next, in a few sentences.")
    discussion: tuple[Line, ...] = Field((), description="Questions to put to the customer.")
    reviews: tuple[Review, ...] = Field((), description="Reviews held and reports delivered.")
    changes: tuple[PlanChange, ...] = Field((), description="The success plan's change log.")

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

    contract: ContractRecord = Field(description="The subscription.")
    stakeholders: tuple[StakeholderRecord, ...] = Field((), description="The people at the customer.")
    internal: InternalFacts = Field(InternalFacts(), description="What only the vendor's team may know.")
    waivers: tuple[Waiver, ...] = Field((), description="Checks set aside, with reason and expiry.")

    @model_validator(mode="before")
    @classmethod
    def _id_from_name(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("id") and isinstance(data.get("name"), str):
            return {**data, "id": slug(data["name"])}
        return data

    rules = (Rule((), unknown_references),)

    def customer_view(self) -> CustomerAccount:
        """The account with every internal field left out, not blanked: the view has no place for them."""
        return cast(CustomerAccount, _project(self, CustomerAccount))


def slug(name: str) -> str:
    """A file-safe id for a name: ASCII letters, digits and dashes; 'account' when nothing is left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:80].strip("-") or "account"


@cache
def _declared(kind: type[Record]) -> tuple[tuple[str, Any], ...]:
    """The fields of a kind of record, each with its declared type where records can stand in it, else None."""
    return tuple(
        (name, field.annotation if _holds_records(field.annotation) else None)
        for name, field in kind.model_fields.items()
    )


def _holds_records(kind: Any) -> bool:
    return (isinstance(kind, type) and issubclass(kind, Record)) or any(map(_holds_records, get_args(kind)))


def _project(value: Any, kind: Any) -> Any:
    """The value as the declared type `kind`: of a record, only the fields that `kind` declares are copied."""
    if isinstance(kind, type) and issubclass(kind, Record):
        if value is None:
            return None
        return kind.model_construct(
            **{
                name: _project(getattr(value, name), inner) if inner else getattr(value, name)
                for name, inner in _declared(kind)
            }
        )
    arguments = get_args(kind)
    if isinstance(value, tuple) and arguments:
        return tuple(_project(item, arguments[0]) for item in value)
    if isinstance(value, Record):
        declared = next(item for item in arguments if isinstance(item, type) and issubclass(item, Record))
        return _project(value, declared)
    return value
