"""Whole documents of every sample account: clean for Office, nothing internal, no unknown number, same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from qbrgen.errors import ClaimRefused
from qbrgen.model import Account, CustomerAccount
from qbrgen.model.base import Record
from qbrgen.model.contract import Contract, ContractRecord
from qbrgen.model.people import Stakeholder, StakeholderRecord
from qbrgen.pipeline import Order, Workbench
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from qbrgen.story.changes import period_name
from qbrgen.story.documents import DOCUMENTS
from qbrgen.story.phrasing import say, say_figure
from qbrgen.story.text import Given, Style, day_num
from qbrgen.story.workbook import Workbook
from qbrgen.value.figure import Evidence, Figure, Input, UnitKind
from tests.made import AS_OF, OFFICE, TEXT_FORMATS, every_byte, made, pairs, paragraphs, samples, walk
from tests.office import assert_all_clean

LIGHT = Settings(as_of=AS_OF)
LOOKS = {
    "pictures": LIGHT,
    "native": Settings(as_of=AS_OF, charts="native"),
    "dark": Settings(as_of=AS_OF, theme="dark"),
    "native-dark": Settings(as_of=AS_OF, theme="dark", charts="native"),
}
KEYS = sorted(samples())
CUSTOMER = [(name, form) for name, form in pairs(*TEXT_FORMATS) if not DOCUMENTS[name].internal]


def _all_made(key: str, settings: Settings, *formats: str) -> dict[str, bytes]:
    found = {}
    for name, form in pairs(*formats):
        try:
            artifact = made(key, name, form, settings)
        except ClaimRefused:
            continue  # a case study without consent or validated results: refused on purpose
        found[f"{name}-{artifact.name}"] = artifact.data
    return found


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_every_document_of_an_account_opens_clean(key: str) -> None:
    assert_all_clean(_all_made(key, LIGHT, *OFFICE))


@pytest.mark.slow
@pytest.mark.parametrize("look", ["native", "dark", "native-dark"])
@pytest.mark.parametrize("key", KEYS)
def test_every_look_of_a_document_opens_clean(key: str, look: str) -> None:
    formats = OFFICE if look == "native" else ("pptx",)
    assert_all_clean(_all_made(key, LOOKS[look], *formats))


# --- nothing internal -------------------------------------------------------------------------------------------

MARK = "Xq7zMARKER"
MARK_NUMBER = Decimal("98765432.1")


WIDER: dict[type[Record], type[Record]] = {
    Account: CustomerAccount,
    StakeholderRecord: Stakeholder,
    ContractRecord: Contract,
}


def _marked(value: Any, *, internal: bool) -> Any:
    """The value with a marker in every internal text and an unmistakable number in every internal amount."""
    if isinstance(value, Record):
        wider = WIDER.get(type(value))
        customer = set((wider or type(value)).model_fields)
        changes = {}
        for name in type(value).model_fields:
            hidden = internal or name not in customer
            changes[name] = _marked(getattr(value, name), internal=hidden)
        return value.model_copy(update=changes)
    if isinstance(value, tuple):
        return tuple(_marked(item, internal=internal) for item in value)
    if not internal or isinstance(value, Enum | bool | date) or value is None:
        return value
    if isinstance(value, str):
        return f"{value} {MARK}"
    return MARK_NUMBER if isinstance(value, Decimal) else value


def _marked_account(account: Account) -> Account:
    marked = _marked(account, internal=False)
    assert isinstance(marked, Account)
    return marked


@pytest.mark.parametrize("key", KEYS)
def test_no_internal_field_reaches_a_byte_of_a_customer_s_document(key: str) -> None:
    account = _marked_account(samples()[key])
    assert MARK in account.model_dump_json() or not samples()[key].internal.notes
    workbench = Workbench(account, LIGHT)
    for name, form in CUSTOMER:
        try:
            data = every_byte(workbench.make(Order(name, form)).data)
        except ClaimRefused:
            continue
        assert MARK.encode() not in data, f"{name}.{form} holds an internal text"
        if form == "html":
            data = "\n".join(paragraphs(data, form)).encode()  # the coordinates of a chart are numbers too
        for written in ("98765432", "98,765,432", "98.765.432", "98.8M", "98,8"):
            assert written.encode() not in data, f"{name}.{form} holds an internal number as {written}"


def test_the_markers_are_seen_where_they_may_stand() -> None:
    """The test above would see a leak: the internal brief does show what is internal."""
    account = _marked_account(samples()["acme"])
    brief = Workbench(account, LIGHT).make(Order("csm-brief"))
    assert MARK.encode() in every_byte(brief.data)


# --- no unknown number ------------------------------------------------------------------------------------------

_NUMBER = re.compile("\\d+(?:[.,’'\u00a0\u202f]\\d+)*")


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _allowed(story: Story | Workbook, account: Account, locale: str) -> set[str]:
    """Every number that the story's Figures, its day and the account's own texts can put on a page."""
    known = _written(day_num(AS_OF).figure, locale)
    if isinstance(story, Story):
        known |= _numbers(say(period_name(story.period), locale))
    for thing in walk(story):
        if isinstance(thing, Figure):
            known |= _written(thing, locale)
        elif isinstance(thing, Given):
            known |= _numbers(thing.text)
        elif isinstance(thing, Evidence | Input):
            # What is unfolded under a page of HTML: the inputs of its figures and their days.
            value = thing.value if isinstance(thing, Input) else None
            if isinstance(thing, Input) and isinstance(value, Decimal):
                known |= _written(Figure("input", "Input", value, thing.unit), locale)
            for day in (thing.on, value):
                if isinstance(day, date):
                    known |= _written(day_num(day).figure, locale)
    for text in _texts(account):
        known |= _numbers(text)
    return known


def _written(figure: Figure, locale: str) -> set[str]:
    styles = [style for style in Style if figure.unit.kind is not UnitKind.DATE or figure.day]
    return {number for style in styles for number in _numbers(say_figure(figure, locale, style))}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield str(value)


@pytest.mark.parametrize("key", KEYS)
def test_every_number_in_a_document_is_a_figure_or_the_account_s_own(key: str) -> None:
    account = samples()[key]
    for name, form in CUSTOMER:
        try:
            artifact = made(key, name, form)
        except ClaimRefused:
            continue
        known = _allowed(artifact.story, account, account.locale)
        unknown = {
            number: paragraph
            for paragraph in paragraphs(artifact.data, form)
            for number in _numbers(paragraph)
            # A title keeps its last words together: "Q3 2026" is two numbers with a no-break space between.
            if number not in known and not set(number.split("\u00a0")) <= known
        }
        assert not unknown, f"{name}.{form}: {unknown}"


# --- same input, same bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["acme", "ugly", "cangqiong-instruments"])
def test_the_same_account_gives_the_same_bytes(key: str) -> None:
    for look in (LIGHT, LOOKS["native"]):
        for name, form in pairs(*TEXT_FORMATS):
            try:
                first = made(key, name, form, look).data
            except ClaimRefused:
                continue
            again = Workbench(samples()[key], look).make(Order(name, form)).data
            assert first == again, f"{name}.{form} differs between two runs"


def test_acme_s_deck_shows_the_framework_s_own_figures() -> None:
    text = " ".join(paragraphs(made("acme", "qbr", "pptx").data, "pptx"))
    for figure in ("29%", "83%", "$420k", "10x", "900%", "$1.2M", "$120k"):
        assert figure in text, figure
