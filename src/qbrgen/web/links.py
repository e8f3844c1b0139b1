"""The link by which a customer signs off value: made by a success manager, opened and answered by the customer.

A token names a link and carries a signature; everything else about it is in the ledger. What a link opens is the
sheet that was asked, as the ledger keeps it: nothing internal, nothing of another account, and the numbers that were
shown however the account file changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from qbrgen.errors import Problem, SignOffRefused, UsageError
from qbrgen.ledger import Decision
from qbrgen.ledger.links import Link, LinkAnswer, Links
from qbrgen.ledger.sheet import Question, SignOffSheet, from_json, make_sheet
from qbrgen.ledger.sheet_read import Answer, Returned, signoffs_of
from qbrgen.model.base import Amount
from qbrgen.renderers.marks import clean
from qbrgen.web.access import Visitor
from qbrgen.web.refusals import Gone, not_here

if TYPE_CHECKING:
    from qbrgen.web.book import Entry
    from qbrgen.web.service import Service

_SALT = "sign-off link"
_LONGEST_NAME, _LONGEST_COMMENT, _LONGEST_TOKEN = 120, 1000, 300
_MOST_DAYS = 365
_MOST_PEOPLE = 30  # whoever holds a link needs no account: it must not fill the ledger
_AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Amount)
_OVER = "this link no longer opens anything: it has run out or was taken back. Ask for a new one."


@dataclass(frozen=True, slots=True)
class SheetToSign:
    """What the page of a link shows: the sheet as it was sent, until when, and who has answered it already."""

    link: Link
    sheet: SignOffSheet
    answered: tuple[LinkAnswer, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as the page sends it; `amount` is read only where the decision is "correct"."""

    item_id: str
    decision: str
    amount: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of it; `again` is true when these very answers were recorded before (sent twice)."""

    name: str
    answers: int
    again: bool = False


class SignOffLinks:
    """Makes, opens and answers links."""

    def __init__(self, service: Service, links: Links) -> None:
        self._service, self._links = service, links

    # For the success manager

    def make(self, who: Visitor, entry: Entry, recipient: str, days: int, key: str) -> tuple[Link, str]:
        """A link of the account, and its address to send; the same `key` again gives the same link.

        `entry` was found for the visitor; `recipient` is a stakeholder's id, or "" for a link to nobody in
        particular. Raises UsageError for an unknown one, when there is nothing to sign, or `days` is too many.
        """
        if recipient and entry.today.stakeholder(recipient) is None:
            there = ", ".join(each.id for each in entry.today.stakeholders) or "none"
            raise UsageError(f"{entry.today.id} has no stakeholder '{recipient}' (there: {there}).")
        if not 1 <= days <= _MOST_DAYS:
            raise UsageError(f"a link holds for 1 to {_MOST_DAYS} days.")
        ledger, day = self._service.ledger, self._service.as_of
        account = entry.today
        answered = [each.id for each in ledger.signoffs(account.id)]
        sheet = make_sheet(account.customer_view(), day, answered)
        ledger.record_sheet(sheet.id, sheet.account_id, sheet.as_of, sheet.to_json())
        expires = datetime.now(tz=UTC) + timedelta(days=days)
        made = self._links.add(Link(key, account.id, sheet.id, who.email, recipient, expires))
        if made.account_id != account.id:
            raise not_here()
        self._service.note(who, "link made", account.id, link=made.id)
        return made, self.address(made)

    def of(self, entry: Entry) -> tuple[Link, ...]:
        """The links of an account that was found for the visitor, newest first."""
        return self._links.of(entry.account.id)

    def answers(self, link: Link) -> tuple[LinkAnswer, ...]:
        """Who answered by a link."""
        return self._links.answers(link.id)

    def find(self, who: Visitor, key: str) -> Link:
        """A link of an account that the visitor sees whole; raises NotHere."""
        link = self._links.get(key)
        self._service.find(who, link.account_id if link else "")
        assert link is not None  # noqa: S101  (no account has an empty id)
        return link

    def revoke(self, who: Visitor, key: str) -> Link:
        """Takes a link back; raises NotHere."""
        link = self.find(who, key)
        self._links.revoke(link.id)
        self._service.note(who, "link revoked", link.account_id, link=link.id)
        return self.find(who, key)

    def address(self, link: Link) -> str:
        """The address of the page, to send to the customer."""
        return f"{self._service.config.url}/sign/{self._token(link.id)}"

    # For the customer

    def open(self, token: str) -> SheetToSign:
        """What a link shows; raises NotHere for one that is not ours, Gone when it has run out or was taken back."""
        link = self._links.get(self._key(token))
        if link is None:
            raise not_here()
        kept = self._service.ledger.sheet(link.sheet)
        if link.revoked is not None or link.expires <= datetime.now(tz=UTC) or kept is None:
            raise Gone(_OVER)
        return SheetToSign(link, from_json(kept), self._links.answers(link.id))

    def record(self, token: str, given: Sequence[Given], name: str, role: str, address: str) -> Signed:
        """Records the customer's answers: the same path as a workbook that came back, both numbers kept.

        `name` is who answers: the name of the stakeholder the link was sent to, which makes a confirmation a
        validation, or anybody else's with a `role`. The same answers sent twice are recorded once. Raises NotHere,
        Gone, and SignOffRefused with every answer that is none, or when that person answered this sheet before.
        """
        opened = self.open(token)
        by, part = _signer(opened, name, role)
        answers = _answers(opened.sheet, given)
        digest = _digest(opened, by, answers)
        if digest in {each.file_sha256 for each in opened.answered}:
            return Signed(by, len(answers), again=True)
        if len(opened.answered) >= _MOST_PEOPLE:
            message = "as many people have answered by this link as one link takes"
            raise SignOffRefused([Problem(message, remedy="Ask for a new link")])
        returned = Returned(opened.sheet, answers, digest)
        day = max(opened.sheet.as_of, self._service.as_of)
        answer = LinkAnswer(opened.link.id, clean(name.strip()), part, address[:64], digest)
        if not self._links.record(answer, signoffs_of(returned, by, part, day), opened.sheet.id):
            if digest in {each.file_sha256 for each in self._links.answers(opened.link.id)}:
                return Signed(by, len(answers), again=True)
            message = "that person has answered this already"
            raise SignOffRefused([Problem(message, remedy="To change an answer, ask for a new link")])
        return Signed(by, len(answers))

    def _token(self, key: str) -> str:
        from itsdangerous import URLSafeSerializer

        return str(URLSafeSerializer(self._service.config.secret, salt=_SALT).dumps(key))

    def _key(self, token: str) -> str:
        from itsdangerous import BadSignature, URLSafeSerializer

        if len(token) > _LONGEST_TOKEN:
            raise not_here()
        try:
            return str(URLSafeSerializer(self._service.config.secret, salt=_SALT).loads(token))
        except BadSignature:
            raise not_here() from None


def _signer(opened: SheetToSign, name: str, role: str) -> tuple[str, str]:
    """Who answers, as the ledger keeps it: the id of the stakeholder the link was sent to, when that is the name.

    Nobody proves a name on this page. So only the one whom the success manager chose can validate; whoever else holds
    the link is named as they name themselves, with a role, and what they confirm counts as reported.
    """
    said, part = clean(name.strip()), clean(role.strip())
    for key, known, known_part in opened.sheet.people:
        if key == opened.link.recipient and said.casefold() == known.casefold():
            return key, known_part
    if not said or len(said) > _LONGEST_NAME:
        raise SignOffRefused([Problem("a name is missing or too long", path="name", remedy="Write who answers")])
    if not part or len(part) > _LONGEST_NAME:
        raise SignOffRefused([Problem("a role is missing or too long", path="role", remedy="Write what you are")])
    # The ids of stakeholders have no spaces: a name that could be one must not be taken for it.
    return said if " " in said else f"{said}, by link", part


def _answers(sheet: SignOffSheet, given: Sequence[Given]) -> tuple[Answer, ...]:
    asked = {each.item_id: each for each in sheet.questions}
    problems: list[Problem] = []
    found: dict[str, Answer] = {}
    for each in given:
        question = asked.get(each.item_id)
        if question is None or each.item_id in found:
            problems.append(Problem("this is not asked, or answered twice", path=each.item_id[:80]))
            continue
        answer = _answer(question, each)
        if isinstance(answer, Problem):
            problems.append(answer)
        else:
            found[each.item_id] = answer
    if not found and not problems:
        problems.append(Problem("nothing is answered", remedy="Choose an answer for at least one line"))
    if problems:
        raise SignOffRefused(problems)
    return tuple(found[key] for key in asked if key in found)


def _answer(question: Question, given: Given) -> Answer | Problem:
    comment = clean(given.comment.strip())
    try:
        decision = Decision(given.decision)
    except ValueError:
        remedy = f"Choose one of: {', '.join(Decision)}"
        return Problem("this is no answer", path=question.item_id, value=given.decision[:80], remedy=remedy)
    if len(comment) > _LONGEST_COMMENT:
        return Problem("the comment is too long", path=question.item_id, remedy="Write a shorter one")
    if decision is Decision.DISPUTE:
        if not comment:
            return Problem("a dispute needs a word why", path=question.item_id, remedy="Write a comment")
        return Answer(question, decision, None, comment)
    if decision is Decision.CONFIRM:
        return Answer(question, decision, question.offered, comment)
    if question.amount is None:
        return Problem("this value is not counted in money", path=question.item_id, remedy="Confirm or dispute it")
    try:
        amount = _AMOUNT.validate_python(given.amount.strip())
    except ValidationError:
        remedy = f"Write the amount in {question.currency} in digits"
        return Problem("this is not an amount", path=question.item_id, value=given.amount[:80], remedy=remedy)
    if amount == question.amount:
        return Answer(question, Decision.CONFIRM, question.offered, comment)
    return Answer(question, decision, amount, comment)


def _digest(opened: SheetToSign, by: str, answers: Sequence[Answer]) -> str:
    """What these answers are known by, in the place of a workbook's hash."""
    told = [[each.question.item_id, each.decision.value, str(each.confirmed), each.comment] for each in answers]
    whole = json.dumps([opened.link.id, opened.sheet.id, by, told], ensure_ascii=False)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
