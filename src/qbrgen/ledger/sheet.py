"""A sign-off sheet: what a customer is asked to confirm, correct or dispute, and every cell that says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from qbrgen.errors import UsageError
from qbrgen.ledger.claims import claim_of
from qbrgen.ledger.records import Decision
from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import Recurrence
from qbrgen.model.value_item import ValueItem
from qbrgen.renderers.marks import clean
from qbrgen.story.labels import CATEGORY
from qbrgen.story.phrasing import rounded, say_day, say_number
from qbrgen.story.text import Style, day_num
from qbrgen.value.figure import Input, money
from qbrgen.value.formulas import worked

TAB = "Sign-off"
COLUMNS = (
    "What was gained",
    "Kind of value",
    "How it is worked out",
    "What went into it",
    "Amount",
    "Counts",
    "Where the numbers come from",
    "Your answer",
    "Amount you confirm",
    "Your comment",
    "Reference",
)
AMOUNT, ANSWER, CORRECTION, COMMENT, REFERENCE = 4, 7, 8, 9, 10
ANSWERS: Mapping[str, Decision] = {decision.value.capitalize(): decision for decision in Decision}
"""The words of the drop-down."""
KEY_ROW, KEY_COLUMN, HEAD_ROW = 4, 1, 6
_KEY = "qbrgen sign-off"
_REFERENCE_DIGITS = 16
_HOW = (
    "For each line choose Confirm, Correct or Dispute. Correct: write the amount you stand behind. Dispute: say why.",
    "Lines without an answer stay open. Only the shaded cells can be changed; send the file back as it is.",
)
Cell = str | Decimal


@dataclass(frozen=True, slots=True)
class Question:
    """One value item as it is asked: texts in the reader's locale, `amount` as it is shown, `offered` exact."""

    item_id: str
    title: str
    category: str
    formula: str
    inputs: str
    amount: Decimal | None
    offered: Decimal | None
    currency: str
    counts: str
    source: str
    claim: str


@dataclass(frozen=True, slots=True)
class SignOffSheet:
    """One sheet for one account; `people` are its stakeholders as (id, name, role)."""

    id: str
    account_id: str
    account_name: str
    vendor: str
    locale: str
    as_of: date
    questions: tuple[Question, ...]
    people: tuple[tuple[str, str, str], ...]

    @property
    def key(self) -> str:
        """What the sheet is known by; it stands on the sheet."""
        return f"{_KEY} · {self.account_id} · {self.id}"

    def cells(self) -> dict[tuple[int, int], Cell]:
        """Every cell that must come back as it went out, by row and column from zero."""
        day = say_day(day_num(self.as_of).figure, self.locale)
        lines = (
            f"Value delivered to {self.account_name}: please confirm",
            f"From {self.vendor}, as of {day}" if self.vendor else f"As of {day}",
            *_HOW,
        )
        found: dict[tuple[int, int], Cell] = {(row, 0): clean(line) for row, line in enumerate(lines)}
        found |= {(KEY_ROW, 0): "Reference", (KEY_ROW, KEY_COLUMN): self.key}
        found |= {(HEAD_ROW, column): words for column, words in enumerate(COLUMNS)}
        for row, asked in enumerate(self.questions, start=HEAD_ROW + 1):
            told = (
                asked.title,
                asked.category,
                asked.formula,
                asked.inputs,
                asked.amount,
                asked.counts,
                asked.source,
            )
            found |= {(row, column): each for column, each in enumerate(told) if each not in (None, "")}
            found[row, REFERENCE] = f"{asked.item_id} · {asked.claim[:_REFERENCE_DIGITS]}"
        return found

    def to_json(self) -> str:
        """The sheet as the ledger keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)


def from_json(content: str) -> SignOffSheet:
    """The sheet that the ledger kept."""
    told = json.loads(content)
    questions = tuple(
        Question(**{**asked, "amount": _decimal(asked["amount"]), "offered": _decimal(asked["offered"])})
        for asked in told["questions"]
    )
    people = tuple((key, name, role) for key, name, role in told["people"])
    as_of = date.fromisoformat(told["as_of"])
    return SignOffSheet(**{**told, "as_of": as_of, "questions": questions, "people": people})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def key_of(cell: object) -> tuple[str, str] | None:
    """The account and the sheet that a reference names; None when it is no reference of ours."""
    parts = str(cell).split(" · ")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == _KEY else None


def make_sheet(account: CustomerAccount, as_of: date, answered: Iterable[str] = ()) -> SignOffSheet:
    """The sheet for every value item that has begun by `as_of`.

    `answered` are the ids of sign-offs on record: once a sheet was answered, the next one is another. The sheet holds
    what the customer's view holds and nothing else. Raises UsageError when there is nothing to ask.
    """
    questions = tuple(_question(account, item) for item in account.value_items if item.since <= as_of)
    if not questions:
        raise UsageError(f"{account.id} has no value item that has begun by {as_of}: there is nothing to sign off.")
    people = tuple((each.id, each.name, each.title or each.role.value) for each in account.stakeholders)
    told = json.dumps(
        [account.id, str(as_of), sorted(answered), [asdict(asked) for asked in questions], people],
        default=str, ensure_ascii=False,
    )  # fmt: skip
    key = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    vendor = account.vendor.name if account.vendor else ""
    return SignOffSheet(key, account.id, account.name, vendor, account.locale, as_of, questions, people)


def _question(account: CustomerAccount, item: ValueItem) -> Question:
    currency = item.currency or account.currency
    found = worked(item, "", money(currency))
    formula, inputs, shown = "", "", None
    if found is not None:
        formula = found.formula
        inputs = "\n".join(_input(each, account.locale) for each in found.inputs)
        shown = rounded(found.amount, get_currency_precision(currency))
    return Question(
        item.id,
        clean(item.title),
        CATEGORY[item.category],
        formula or "Not counted in money",
        clean(inputs),
        shown,
        found.amount if found else None,
        currency,
        _counts(item, account.locale),
        clean(item.source),
        claim_of(item, account.currency),
    )


def _counts(item: ValueItem, locale: str) -> str:
    since, until = (say_day(day_num(day).figure, locale) if day else "" for day in (item.since, item.until))
    if item.recurrence is not Recurrence.RECURRING:
        return f"once, on {since}"
    when = f"from {since} to {until}" if until else f"since {since}"
    return f"every year, {when}" if item.category.is_hard else when


def _input(each: Input, locale: str) -> str:
    value: Any = each.value
    return f"{each.name}: {say_number(value, each.unit, locale, Style.FULL) if isinstance(value, Decimal) else value}"
