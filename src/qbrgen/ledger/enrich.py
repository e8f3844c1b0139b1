"""An account with what the ledger knows: sign-offs on its value items, wins as one-off items, reviews delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qbrgen.checks.limits import YEAR
from qbrgen.ledger.claims import claim_of
from qbrgen.ledger.records import Decision, Delivery, Known, LoggedWin, SignOff
from qbrgen.model import Account
from qbrgen.model.internal import Note
from qbrgen.model.kinds import Recurrence, ReviewKind, Standing
from qbrgen.model.plan import Review
from qbrgen.model.value_item import FORMULAS, ValueItem
from qbrgen.story.phrasing import say_day, say_number
from qbrgen.story.text import Style, day_num
from qbrgen.value.exact import HUNDRED
from qbrgen.value.figure import money
from qbrgen.value.formulas import worked

REVIEWS: Mapping[str, ReviewKind] = {
    "qbr": ReviewKind.QBR,
    "ebr": ReviewKind.EBR,
    "monthly-review": ReviewKind.MONTHLY,
    "value-report": ReviewKind.VALUE_REPORT,
    "success-plan": ReviewKind.SUCCESS_PLAN,
}
"""The documents whose delivery counts as a review held."""
_LONGEST_SOURCE, _LONGEST_NOTE = 4000, 400


def enrich(account: Account, known: Known, as_of: date, *, with_today: bool = False) -> Account:
    """A copy of the account as its later documents see it; nothing dated after `as_of` is used.

    What was delivered on `as_of` itself counts only `with_today`: a document that is made again on the day it was
    delivered tells the same as before. A sign-off holds for the numbers it was given for: once the file has others,
    or a later validation, it is passed over and an internal note says so.
    """
    signed = [each for each in known.signoffs if each.on <= as_of]
    items: list[ValueItem] = []
    notes: list[Note] = []
    for item in account.value_items:
        answered = _answered(account, item, [each for each in signed if each.item_id == item.id])
        items.append(answered.item)
        notes += answered.notes
    taken = {item.id for item in items}
    wins = [_won(account, win) for win in known.wins if win.on <= as_of and win_id(win) not in taken]
    until = as_of if with_today else as_of - timedelta(days=1)
    reviews = _delivered(account, [each for each in known.deliveries if each.on <= until])
    if not (signed or wins or reviews):
        return account
    internal = account.internal.model_copy(update={"notes": (*account.internal.notes, *notes)})
    return account.model_copy(
        update={
            "value_items": (*items, *wins),
            "reviews": (*account.reviews, *reviews),
            "internal": internal,
        }
    )


def win_id(win: LoggedWin) -> str:
    """The id of the value item that a win becomes."""
    return f"win-{win.id[:12]}"


@dataclass(frozen=True, slots=True)
class _Answered:
    item: ValueItem
    notes: tuple[Note, ...] = ()


def _answered(account: Account, item: ValueItem, signoffs: Sequence[SignOff]) -> _Answered:
    """The item after every answer, oldest first; each holds for the numbers that the one before it left."""
    notes: list[Note] = []
    passed_over: SignOff | None = None
    for each in signoffs:
        if item.validated_on is not None and item.validated_on > each.on:
            continue
        if claim_of(item, account.currency) != each.claim:
            passed_over = each
            continue
        passed_over = None
        item = _ANSWERS[each.decision](account, item, each)
        if each.decision is Decision.DISPUTE:
            notes.append(_note(each, f"{_who(account, each)} disputes the value item '{item.title}'"))
    if passed_over:
        words = f"'{item.title}' has other numbers than those {_who(account, passed_over)} answered: ask again"
        notes.append(_note(passed_over, words))
    return _Answered(item, tuple(notes))


def _confirmed(account: Account, item: ValueItem, said: SignOff) -> ValueItem:
    if _stands(account, item, said.on):
        return item
    if account.stakeholder(said.by):
        return _changed(item, standing=Standing.CUSTOMER_VALIDATED, validated_by=said.by, validated_on=said.on)
    # Somebody who is not a stakeholder cannot validate, and does not undo what a stakeholder has.
    stronger = item.standing is Standing.CUSTOMER_VALIDATED
    return item if stronger else _changed(item, standing=Standing.CUSTOMER_REPORTED)


def _stands(account: Account, item: ValueItem, day: date) -> bool:
    """True while a stakeholder's validation is no older than a year: confirmed again, it keeps its first day."""
    validated = item.standing is Standing.CUSTOMER_VALIDATED and account.stakeholder(item.validated_by) is not None
    return validated and item.validated_on is not None and day - item.validated_on <= YEAR


def _corrected(account: Account, item: ValueItem, said: SignOff) -> ValueItem:
    if said.confirmed is None:
        return item
    unit = money(item.currency or account.currency)
    found = worked(item, "", unit)
    before = (
        "" if found is None else f"{say_number(found.amount, unit, account.locale, Style.FULL)} ({found.formula})"
    )
    after = say_number(said.confirmed, unit, account.locale, Style.FULL)
    parts = [f"Corrected by {_who(account, said)} from {before} to {after}", said.comment, item.source]
    validated = account.stakeholder(said.by) is not None
    fields: dict[str, Any] = {
        **dict.fromkeys(FORMULAS),
        "amount": said.confirmed,
        "attribution_percent": HUNDRED,
        "source": "; ".join(part for part in parts if part)[:_LONGEST_SOURCE],
        "standing": Standing.CUSTOMER_VALIDATED if validated else Standing.CUSTOMER_REPORTED,
        "validated_by": said.by if validated else None,
        "validated_on": said.on if validated else None,
    }
    return _changed(item, **fields)


def _disputed(account: Account, item: ValueItem, said: SignOff) -> ValueItem:
    del account, said
    return _changed(item, standing=Standing.VENDOR_ESTIMATE, validated_by=None, validated_on=None)


_ANSWERS = {Decision.CONFIRM: _confirmed, Decision.CORRECT: _corrected, Decision.DISPUTE: _disputed}


def _changed(item: ValueItem, **fields: Any) -> ValueItem:
    return ValueItem.model_validate({**item.model_dump(), **fields})


def _who(account: Account, said: SignOff) -> str:
    person = account.stakeholder(said.by)
    name, role = (person.name, person.title or said.role) if person else (said.by, said.role)
    return f"{name}{f' ({role})' if role else ''} on {say_day(day_num(said.on).figure, account.locale)}"


def _note(said: SignOff, words: str) -> Note:
    text = f"{words}{f': {said.comment}' if said.comment else ''}"
    return Note(date=said.on, text=text[:_LONGEST_NOTE], author="Sign-off")


def _won(account: Account, win: LoggedWin) -> ValueItem:
    validated = win.standing is Standing.CUSTOMER_VALIDATED and account.stakeholder(win.validated_by) is not None
    standing = win.standing
    if standing is Standing.CUSTOMER_VALIDATED and not validated:
        standing = Standing.CUSTOMER_REPORTED
    return ValueItem(
        id=win_id(win),
        title=win.title,
        category=win.category,
        objective=win.objective if account.objective(win.objective) else None,
        amount=win.amount,
        currency=win.currency,
        recurrence=Recurrence.ONE_OFF,
        since=win.on,
        standing=standing,
        validated_by=win.validated_by if validated else None,
        validated_on=win.validated_on if validated else None,
        source=win.source,
    )


def _delivered(account: Account, deliveries: Iterable[Delivery]) -> tuple[Review, ...]:
    """One review for each kind, period and day that the account does not tell of itself."""
    told = {(review.date, review.kind) for review in account.reviews}
    found = dict.fromkeys(_reviews(deliveries))
    return tuple(Review(date=day, kind=kind) for day, kind in sorted(found) if (day, kind) not in told)


def _reviews(deliveries: Iterable[Delivery]) -> Iterator[tuple[date, ReviewKind]]:
    for each in deliveries:
        if each.document in REVIEWS:
            yield each.on, REVIEWS[each.document]
