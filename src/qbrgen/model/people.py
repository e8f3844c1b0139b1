"""The people of an account: the success manager and the customer's stakeholders."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from qbrgen.model.base import Day, Identifier, Line, Record, Text, clean
from qbrgen.model.kinds import Mood, Role


def _clean_address(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


Email = Annotated[
    str,
    BeforeValidator(_clean_address),
    StringConstraints(max_length=254, pattern=r"^[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+$"),
]


class SuccessManager(Record):
    """The vendor's customer success manager."""

    name: Line = Field(description="The manager's name.", examples=["Dana Ortiz"])
    email: Email | None = Field(None, description="The manager's address.")
    title: Text = Field("Customer Success Manager", description="The manager's title.")


class Stakeholder(Record):
    """One person at the customer."""

    id: Identifier = Field(description="Short key; owners, quotes and validations refer to it.", examples=["priya"])
    name: Line = Field(description="The person's name.", examples=["Priya Nair"])
    role: Role = Field(Role.OTHER, description="What the person is to the programme.")
    title: Text = Field("", description="The person's title.")
    email: Email | None = Field(None, description="The person's address.")
    team: Text = Field("", description="The person's team.")


class StakeholderRecord(Stakeholder):
    """A stakeholder with what only the vendor's team may know."""

    mood: Mood = Field(Mood.UNKNOWN, description="How the person felt when last met.")
    mood_on: Day | None = Field(None, description="The day of that meeting.")
    private_note: Text = Field("", description="Anything about the person that stays with the vendor's team.")
