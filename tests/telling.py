"""Small accounts for story tests, told from a fixed day, and stories as text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from qbrgen import value
from qbrgen.checks.finding import Finding
from qbrgen.model import Account, Period, parse_period
from qbrgen.settings import Settings
from qbrgen.story.blocks import Section, Story
from qbrgen.story.material import Material
from qbrgen.story.phrasing import say, say_figure
from qbrgen.story.text import Given, Num, Text
from qbrgen.value.figure import Figure
from qbrgen.value.results import AccountValue, Outcome

AS_OF = date(2026, 10, 1)
QUARTER = parse_period("2026-Q3")
FIXTURES = Path(__file__).parent.parent / "fixtures"
ACCOUNTS = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".yaml", ".json"))
BASE: dict[str, Any] = {
    "name": "Tern Logistics",
    "contract": {"signed": "2025-07-01", "currency": "USD", "arr": 120000},
    "stakeholders": [{"id": "cfo", "name": "Dana Whitfield", "role": "finance"}],
}


def account(**changes: Any) -> Account:
    """A sound little account with these fields laid over it."""
    data = {**BASE, "objectives": [objective()], **changes}
    return Account.model_validate(data)


def objective(
    baseline: float | str | None = 45,
    readings: Sequence[float | str] = (32,),
    target: float | str | None = 30,
    *,
    name: str = "Deal cycle",
    unit: str = "days",
    better: str = "lower",
    **more: Any,
) -> dict[str, Any]:
    """An objective with a baseline of the last year, readings up to the period's end and a target ahead."""
    first = date(2026, 9, 28)
    return {
        "id": "o1",
        "title": f"Improve: {name}"[:400],
        "metric": {"name": name, "unit": unit, "better": better},
        "baseline": None if baseline is None else {"value": baseline, "date": "2025-06-30", "source": "Finance"},
        "target": None if target is None else {"value": target, "date": "2026-12-31"},
        "readings": [
            {"date": str(first - timedelta(days=30 * index)), "value": reading, "source": "CRM"}
            for index, reading in enumerate(reversed(readings))
        ],
        **more,
    }


def saving(amount: float = 420000, standing: str = "customer_validated", **more: Any) -> dict[str, Any]:
    """A one-off saving of the period."""
    item: dict[str, Any] = {
        "id": f"v-{standing}", "title": "Faster deals", "category": "revenue_increased", "objective": "o1",
        "amount": amount, "recurrence": "one_off", "since": "2026-08-15", "standing": standing, "source": "Ledger",
    }  # fmt: skip
    if standing == "customer_validated":
        item |= {"validated_by": "cfo", "validated_on": "2026-09-20"}
    return item | more


def material(
    given: Account, period: Period = QUARTER, as_of: date = AS_OF, findings: Sequence[Finding] = ()
) -> Material:
    """What a customer's story is made from."""
    view = given.customer_view()
    return Material(view, value.measure(view, period, as_of), tuple(findings), Settings(as_of=as_of))


def measured(**changes: Any) -> AccountValue:
    """The measures of a little account."""
    return material(account(**changes)).value


def outcome(*arguments: Any, **more: Any) -> tuple[Outcome, AccountValue]:
    """One objective measured, and the account's measures around it."""
    items = more.pop("value_items", ())
    found = measured(objectives=[objective(*arguments, **more)], value_items=list(items))
    return found.outcomes[0], found


def fixture_account(path: Path) -> list[Account]:
    """The accounts of a sample file."""
    if path.suffix == ".json":
        data = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    else:
        data = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    rows = data if isinstance(data, list) else data.get("accounts", [data]) if isinstance(data, dict) else []
    return [Account.model_validate(row) for row in rows]


def read(content: Text, locale: str = "en-US") -> str:
    """The text as a reader sees it, ordinary spaces throughout."""
    return re.sub(r"\s+", " ", say(content, locale))


def page(section: Section, locale: str = "en-US") -> str:
    """Every word on the section's page, one text after another."""
    return "\n".join(read(content, locale) for content in _texts(section, skip=("notes", "shorter_titles")))


def _texts(thing: object, skip: Sequence[str] = ()) -> list[Text]:
    if isinstance(thing, tuple):
        if thing and all(isinstance(piece, str | Num | Given) for piece in thing):
            return [thing]
        return [found for item in thing for found in _texts(item, skip)]
    if is_dataclass(thing) and not isinstance(thing, Figure):
        return [
            found
            for entry in fields(thing)
            if entry.name not in skip
            for found in _texts(getattr(thing, entry.name), skip)
        ]
    return []


def section(story: Story, section_id: str) -> Section:
    """The section of that id."""
    return next(found for found in story.sections if found.id == section_id)


def dump(story: Story) -> str:
    """The story as JSON for review: the account's words in «», figures as [as written|key]."""
    return json.dumps(_plain(story, story.locale), indent=1, ensure_ascii=False) + "\n"


def _plain(thing: Any, locale: str) -> Any:
    if isinstance(thing, Figure):
        return f"[{say_figure(thing, locale)}|{thing.key}]"
    if isinstance(thing, tuple):
        if thing and all(isinstance(piece, str | Num | Given) for piece in thing):
            return "".join(_piece(piece, locale) for piece in thing)
        return [_plain(item, locale) for item in thing]
    if isinstance(thing, StrEnum):
        return thing.value
    if isinstance(thing, Period):
        return thing.label
    if is_dataclass(thing):
        found = {entry.name: _plain(getattr(thing, entry.name), locale) for entry in fields(thing)}
        return {
            "kind": type(thing).__name__,
            **{name: item for name, item in found.items() if item not in (None, [])},
        }
    return str(thing) if isinstance(thing, date | Decimal) else thing


def _piece(piece: str | Num | Given, locale: str) -> str:
    if isinstance(piece, Num):
        return f"[{say_figure(piece.figure, locale, piece.style)}|{piece.figure.key}]"
    return f"«{piece.text}»" if isinstance(piece, Given) else piece
