"""The contract, what else the customer invests, and the dates of the lifecycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from qbrgen.model.base import Amount, Count, Currency, Day, Fault, Identifier, Line, Percent, Record, Rule, Text
from qbrgen.model.kinds import InvestmentKind, Recurrence


class Contract(Record):
    """The subscription: dates, the currency of every amount of the account, annual recurring
    revenue (ARR), seats and other limits of the plan."""

    signed: Day = Field(
        description="The day the contract was signed; time to value counts from here.", examples=["2025-10-01"]
    )
    start: Day | None = Field(None, description="First day of the subscription, when it is not the day of signing.")
    renewal: Day | None = Field(None, description="The day the subscription ends or renews.")
    currency: Currency = Field(description="ISO 4217 code of every amount that names no other.", examples=["USD"])
    arr: Amount = Field(
        description="Annual recurring revenue: what the subscription costs in a year.", examples=[120000]
    )
    seats: Count | None = Field(None, description="Seats bought.")
    storage_limit: Amount | None = Field(None, description="Storage the plan allows, in the plan's own unit.")
    storage_used: Amount | None = Field(None, description="Storage in use, in the same unit.")
    api_call_limit: Count | None = Field(None, description="API calls the plan allows in a month.")
    api_calls_used: Count | None = Field(None, description="API calls made in the latest month.")

    @property
    def begins(self) -> date:
        """First day of the subscription: the start date, else the day it was signed."""
        return self.start or self.signed

    def _starts_once_signed(self) -> Iterator[Fault]:
        if self.start and self.start < self.signed:
            yield Fault(
                "start",
                f"start {self.start} is before signed {self.signed}",
                "A contract starts on or after the day it is signed",
            )

    def _renews_after_start(self) -> Iterator[Fault]:
        if self.renewal and self.renewal <= self.begins:
            yield Fault(
                "renewal",
                f"renewal {self.renewal} is not after the contract's start {self.begins}",
                "Write the day on which the running term ends",
            )

    rules = (
        Rule(("signed", "start"), _starts_once_signed),
        Rule(("signed", "start", "renewal"), _renews_after_start),
    )


class ContractRecord(Contract):
    """The contract with its internal commercial terms."""

    discount_percent: Percent | None = Field(None, description="Discount on the list price, 0 to 100.")
    list_price: Amount | None = Field(None, description="List price of a year.")
    private_note: Text = Field("", description="Anything about the contract that stays with the vendor's team.")


class Investment(Record):
    """What the customer puts in beside the subscription; recurring amounts are per year."""

    id: Identifier = Field(description="Short key of the investment, used once in the list.", examples=["rollout"])
    kind: InvestmentKind = Field(description="What the money or effort went into.", examples=["services"])
    label: Line = Field(description="What it is called on the page.", examples=["Rollout services"])
    amount: Amount = Field(
        description="The amount: of a year when recurring, the whole when one-off.", examples=[15000]
    )
    currency: Currency | None = Field(None, description="ISO 4217 code, when it is not the contract's.")
    recurrence: Recurrence = Field(Recurrence.ONE_OFF, description="Whether it comes every year or came once.")
    since: Day = Field(description="The day it was spent, or the first day it recurs.", examples=["2025-10-01"])
    until: Day | None = Field(None, description="The last day it recurs.")
    source: Text = Field("", description="Where the amount comes from.")

    def _until_after_since(self) -> Iterator[Fault]:
        if self.until and self.until < self.since:
            yield Fault("until", f"until {self.until} is before since {self.since}", "Put the days in order")

    rules = (Rule(("since", "until"), _until_after_since),)


class Lifecycle(Record):
    """When the customer reached each stage on the way to value; the contract's date is in the contract."""

    kickoff: Day | None = Field(None, description="The day the work together began.")
    first_login: Day | None = Field(None, description="The day the first user logged in.")
    first_action: Day | None = Field(None, description="The day of the first meaningful action in the product.")
    first_outcome: Day | None = Field(None, description="The day of the first business outcome: time to first value.")
    full_value: Day | None = Field(None, description="The day the full value was reached.")
