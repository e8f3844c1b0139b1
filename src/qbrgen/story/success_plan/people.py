"""Who carries a success plan and what stands in its way: stakeholders by role, risks with their mitigation."""

from __future__ import annotations

from collections.abc import Sequence

from qbrgen.model.kinds import Role
from qbrgen.model.people import Stakeholder
from qbrgen.story import plans
from qbrgen.story.blocks import Block, Cell, Section, Table
from qbrgen.story.labels import ROLE
from qbrgen.story.material import Material
from qbrgen.story.notes import notes
from qbrgen.story.parts import cell, column, listed
from qbrgen.story.sections import given, section
from qbrgen.story.text import Given, Text, text
from qbrgen.value.reference.success_plan import PLAN_ROLES


def missing_roles(people: Sequence[Stakeholder]) -> tuple[Role, ...]:
    """The roles of the template that nobody holds."""
    held = {person.role for person in people}
    return tuple(role for role in PLAN_ROLES if role not in held)


def people_section(material: Material, questions: Sequence[Block]) -> Section:
    """The template's roles first, filled or named as missing, then everybody else and the success manager."""
    account = material.account
    order = list(Role)
    others = sorted(
        (person for person in account.stakeholders if person.role not in PLAN_ROLES),
        key=lambda person: order.index(person.role),
    )
    rows = [row for role in PLAN_ROLES for row in _role(role, account.stakeholders)]
    rows += [_person(ROLE[person.role], person) for person in others]
    if account.csm:
        manager = account.csm
        rows.append(
            (cell("Success manager"), cell(Given(manager.name)), cell(Given(manager.title)), _mail(manager.email))
        )
    columns = (column("Role", 3), column("Name", 3), column("Title", 4), column("E-mail", 4))
    return section(
        "stakeholders", (_people_title(account.stakeholders),), account.locale,
        Table("stakeholders", columns, tuple(rows)), *questions,
        notes=notes(ask=("Who decides, who uses it every day, and who would miss it first?",)),
    )  # fmt: skip


def _people_title(people: Sequence[Stakeholder]) -> Text:
    absent = missing_roles(people)
    if absent:
        return text("Still to be named: ", listed([ROLE[role].lower() for role in absent]))
    return ("Sponsor, champion and technical owner are named",)


def _role(role: Role, people: Sequence[Stakeholder]) -> list[tuple[Cell, ...]]:
    held = [_person(ROLE[role], person) for person in people if person.role is role]
    return held or [(cell(ROLE[role]), cell("To be named"), cell(""), cell(""))]


def _person(role: str, person: Stakeholder) -> tuple[Cell, ...]:
    parts = [person.title] if person.title else []
    if set(person.team.split()) - set(person.title.replace(",", " ").split()):
        parts.append(person.team)
    return (
        cell(role),
        cell(Given(person.name)),
        cell(listed([given(part) for part in parts], ", ")),
        _mail(person.email),
    )


def _mail(address: str | None) -> Cell:
    return cell(Given(address)) if address else cell("")


def risks_section(material: Material, questions: Sequence[Block]) -> Section:
    """Each risk with likelihood, impact and what is done about it, the gravest first."""
    account = material.account
    ask = notes(ask=("Which risk worries you most, and what would be its first sign?",))
    if not account.risks:
        title = (("Risks are still to be talked through",),)
        return section("risks", title, account.locale, *questions, notes=ask)
    table = plans.risks(account.risks)
    return section("risks", plans.risk_titles(account.risks), account.locale, table, *questions, notes=ask)
