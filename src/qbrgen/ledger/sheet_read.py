"""Reads a sign-off sheet back: the answers, or every cell that is not as it was sent out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qbrgen.errors import Problem, SignOffRefused
from qbrgen.ledger.ledger import Ledger
from qbrgen.ledger.records import Decision, SignOff
from qbrgen.ledger.sheet import (
    ANSWER,
    ANSWERS,
    COLUMNS,
    COMMENT,
    CORRECTION,
    HEAD_ROW,
    KEY_COLUMN,
    KEY_ROW,
    REFERENCE,
    TAB,
    Cell,
    Question,
    SignOffSheet,
    from_json,
    key_of,
)
from qbrgen.model.base import Amount, clean
from qbrgen.sources.text import read_bytes
from qbrgen.sources.workbook import plain_rows

_MOST_BYTES = 20_000_000
_MOST_ROWS = 10_000  # no sheet that was sent has so many; what stands below them is refused with the rest
_MOST_TOLD = 40
_LONGEST_COMMENT, _LONGEST_SHOWN = 4000, 80
_AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Amount)
_FREE = (ANSWER, CORRECTION, COMMENT)


@dataclass(frozen=True, slots=True)
class Returned:
    """A sheet that came back as it was sent: what was asked, the answers by question, and the file's hash."""

    sheet: SignOffSheet
    answers: tuple[Answer, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `confirmed` is the amount the customer stands behind, None for a dispute or soft value."""

    question: Question
    decision: Decision
    confirmed: Decimal | None
    comment: str


def read_sheet(path: Path, ledger: Ledger, account_id: str = "") -> Returned:
    """The answers in a returned workbook, held against what the ledger knows was sent.

    Raises SourceError when the file is no workbook; SignOffRefused, with every problem, when it is not a sheet that
    this ledger sent, is about another account than `account_id` (when given), when anything but an answer was
    changed, or an answer is none.
    """
    digest = hashlib.sha256(read_bytes(path, _MOST_BYTES)).hexdigest()
    found = _Found(path, [list(row) for row in islice(plain_rows(path, TAB), _MOST_ROWS)])
    sheet = _sent(found, ledger, account_id)
    problems = list(_altered(found, sheet))
    answers = []
    for row, question in enumerate(sheet.questions, start=HEAD_ROW + 1):
        answer, wrong = _answer(found, row, question)
        problems += wrong
        if answer:
            answers.append(answer)
    if not problems and not answers:
        place = _address(HEAD_ROW + 1, ANSWER)
        problems.append(found.problem(place, "nothing is answered", "Choose an answer in at least one line"))
    if len(problems) > _MOST_TOLD:
        more = found.problem("", "and more cells like these", "Ask for the file as it was sent", len(problems))
        problems = [*problems[:_MOST_TOLD], more]
    if problems:
        raise SignOffRefused(problems)
    return Returned(sheet, tuple(answers), digest)


def signoffs_of(returned: Returned, by: str, role: str, on: date) -> tuple[SignOff, ...]:
    """The answers as the ledger keeps them, all by one person on one day."""
    return tuple(
        SignOff(
            returned.sheet.account_id, each.question.item_id, each.decision, by, role, on, each.question.offered,
            each.confirmed, each.question.currency, each.question.claim, each.comment, returned.sha256,
        )
        for each in returned.answers
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """The cells of the returned workbook."""

    path: Path
    rows: list[list[Any]]

    def cell(self, row: int, column: int) -> Any:
        """What stands in a cell; an empty text for nothing."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def problem(self, address: str, message: str, remedy: str, value: object = "") -> Problem:
        """A problem of one cell."""
        return Problem(
            message,
            str(self.path),
            None,
            f"{TAB}!{address}" if address else TAB,
            "",
            str(value)[:_LONGEST_SHOWN],
            remedy,
        )


def _sent(found: _Found, ledger: Ledger, account_id: str) -> SignOffSheet:
    address = _address(KEY_ROW, KEY_COLUMN)
    written = found.cell(KEY_ROW, KEY_COLUMN)
    key = key_of(written)
    if key is None:
        raise SignOffRefused(
            [found.problem(address, "the sheet's reference is missing or was altered",
                           "Ask for the file as it was sent, or send a new sheet", written)]
        )  # fmt: skip
    content = ledger.sheet(key[1])
    if content is None:
        raise SignOffRefused(
            [found.problem(address, f"the {ledger.name} sent no such sheet",
                           "Give the ledger it was made with (--ledger), or send a new sheet", written)]
        )  # fmt: skip
    sheet = from_json(content)
    if key[0] != sheet.account_id:
        raise SignOffRefused(
            [found.problem(address, f"names the account '{key[0]}', but this sheet was sent for '{sheet.account_id}'",
                           "Ask for the file as it was sent", written)]
        )  # fmt: skip
    if account_id and account_id != sheet.account_id:
        raise SignOffRefused(
            [found.problem(address, f"this is the sheet of '{sheet.account_id}', not of '{account_id}'",
                           "Record it for the account it was sent to", written)]
        )  # fmt: skip
    return sheet


def _altered(found: _Found, sheet: SignOffSheet) -> Iterator[Problem]:
    """Every cell that is not as it was sent, but for the answers."""
    sent, width = sheet.cells(), len(COLUMNS)
    last = HEAD_ROW + len(sheet.questions)
    for row in range(max(len(found.rows), last + 1)):
        for column in range(width):
            if HEAD_ROW < row <= last and column in _FREE:
                continue
            expected, now = sent.get((row, column), ""), found.cell(row, column)
            if not _same(expected, now):
                yield _changed(found, row, column, expected, now)


def _same(expected: Cell, now: Any) -> bool:
    if isinstance(expected, Decimal):
        return isinstance(now, int | float) and not isinstance(now, bool) and float(now) == float(expected)
    return _lines(str(now)) == _lines(expected)


def _lines(words: str) -> list[str]:
    # Spreadsheets differ in how they keep line breaks and spaces at an end.
    return [line.strip() for line in words.replace("_x000D_", "").replace("\r", "").strip().split("\n")]


def _changed(found: _Found, row: int, column: int, expected: Cell, now: Any) -> Problem:
    address = _address(row, column)
    if not str(expected):
        remedy = "Delete it; comments belong in the column for them"
        return found.problem(address, "was empty when the sheet was sent", remedy, now)
    was = str(expected).replace("\n", " ")[:_LONGEST_SHOWN]
    remedy = "Put it back; to change an amount, choose Correct and write it in the column for it"
    if row > HEAD_ROW and column == REFERENCE:
        remedy = "Put it back: lines may not be moved, or taken from another sheet"
    return found.problem(address, f"was changed: the sheet said '{was}'", remedy, now if str(now) else "nothing")


def _answer(found: _Found, row: int, question: Question) -> tuple[Answer | None, list[Problem]]:
    given = str(found.cell(row, ANSWER)).strip()
    written = found.cell(row, CORRECTION)
    comment = clean(str(found.cell(row, COMMENT)))[:_LONGEST_COMMENT]
    decision = ANSWERS.get(given.capitalize())
    at_answer, at_amount = _address(row, ANSWER), _address(row, CORRECTION)
    if decision is None:
        if given:
            return None, [found.problem(at_answer, "this is not an answer", _CHOOSE, given)]
        if str(written).strip() or comment:
            return None, [found.problem(at_answer, "there is an amount or a comment, but no answer", _CHOOSE)]
        return None, []
    if decision is Decision.DISPUTE:
        return Answer(question, decision, None, comment), []
    amount = _amount(written)
    if str(written).strip() and amount is None:
        remedy = "Write a plain number that is not negative"
        return None, [found.problem(at_amount, "this is not an amount", remedy, written)]
    if decision is Decision.CORRECT and (amount is None or question.amount is None):
        soft = question.amount is None
        message = "this value is not counted in money" if soft else "the corrected amount is missing"
        remedy = "Choose Confirm or Dispute" if soft else "Write the amount you stand behind"
        return None, [found.problem(at_answer if soft else at_amount, message, remedy)]
    if amount is None or (question.amount is not None and float(amount) == float(question.amount)):
        return Answer(question, Decision.CONFIRM, question.offered, comment), []
    if decision is Decision.CONFIRM:
        remedy = "Choose Correct, or delete the amount"
        return None, [found.problem(at_amount, "the line is confirmed, with another amount", remedy, written)]
    return Answer(question, decision, amount, comment), []


_CHOOSE = f"Choose one of: {', '.join(ANSWERS)}"


def _amount(written: Any) -> Decimal | None:
    if isinstance(written, bool) or not isinstance(written, int | float):
        return None
    try:
        return _AMOUNT.validate_python(written)
    except ValidationError:
        return None


def _address(row: int, column: int) -> str:
    return f"{'ABCDEFGHIJK'[column]}{row + 1}"
