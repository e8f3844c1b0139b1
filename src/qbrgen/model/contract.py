"""The contract, what else the customer invests, and the dates of the lifecycle."""

from __future__ import annotations

from datetime import date

from pydantic import model_validator

from qbrgen.model.base import Amount, Count, Currency, Identifier, Line, Percent, Record, Text
from qbrgen.model.kinds import InvestmentKind, Recurrence


class Contract(Record):
    """The subscription: dates, the currency of every amount of the account, annual recurring
    revenue (ARR), seats and other limits of the plan."""

    signed: date
    start: date | None = None
    renewal: date | None = None
    currency: Currency
    arr: Amount
    seats: Count | None = None
    storage_limit: Amount | None = None
    storage_used: Amount | None = None
    api_call_limit: Count | None = None
    api_calls_used: Count | None = None

    @property
    def begins(self) -> date:
        """First day of the subscription: the start date, else the day it was signed."""
        return self.start or self.signed

    @model_validator(mode="after")
    def _dates_in_order(self) -> Contract:
        if self.start and self.start < self.signed:
            raise ValueError(
                f"start {self.start} is before signed {self.signed}; a contract starts once it is signed"
            )
        if self.renewal and self.renewal <= self.begins:
            raise ValueError(f"renewal {self.renewal} is not after the contract's start {self.begins}")
        return self


class ContractRecord(Contract):
    """The contract with its internal commercial terms."""

    discount_percent: Percent | None = None
    list_price: Amount | None = None
    private_note: Text = ""


class Investment(Record):
    """What the customer puts in beside the subscription; recurring amounts are per year."""

    id: Identifier
    kind: InvestmentKind
    label: Line
    amount: Amount
    currency: Currency | None = None
    recurrence: Recurrence = Recurrence.ONE_OFF
    since: date
    until: date | None = None
    source: Text = ""

    @model_validator(mode="after")
    def _until_after_since(self) -> Investment:
        if self.until and self.until < self.since:
            raise ValueError(f"until {self.until} is before since {self.since}")
        return self


class Lifecycle(Record):
    """When the customer reached each stage on the way to value; the contract's date is in the contract."""

    kickoff: date | None = None
    first_login: date | None = None
    first_action: date | None = None
    first_outcome: date | None = None
    full_value: date | None = None
