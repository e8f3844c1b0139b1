"""The people of an account: the success manager and the customer's stakeholders."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from qbrgen.model.base import Identifier, Line, Record, Text, clean
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

    name: Line
    email: Email | None = None
    title: Text = "Customer Success Manager"


class Stakeholder(Record):
    """One person at the customer."""

    id: Identifier
    name: Line
    role: Role = Role.OTHER
    title: Text = ""
    email: Email | None = None
    team: Text = ""


class StakeholderRecord(Stakeholder):
    """A stakeholder with what only the vendor's team may know."""

    mood: Mood = Mood.UNKNOWN
    mood_on: date | None = None
    private_note: Text = ""
