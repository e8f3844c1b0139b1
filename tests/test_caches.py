"""What is kept between documents never shows in another account's: mixed in one process or alone, the bytes are the same."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from qbrgen.pipeline import Order, Workbench
from qbrgen.renderers.measure import covered
from qbrgen.renderers.powerpoint.typeset import xml_text
from qbrgen.settings import Settings
from qbrgen.story.phrasing import say_number
from qbrgen.value.figure import Unit, UnitKind
from tests.made import AS_OF, samples

# One theme, several locales and scripts, and many texts that differ in nothing but their figures.
ACCOUNTS = ("acme", "cobalt-water", "dar-al-noor", "kitanami-logistics")
ORDERS = (Order("qbr", "pptx"), Order("monthly-review", "docx"), Order("ebr", "pptx"), Order("success-plan", "docx"))
ALONE = """
import hashlib, sys
from datetime import date
from qbrgen.pipeline import Order, Workbench
from qbrgen.resources import sample_path
from qbrgen.settings import Settings
from qbrgen.sources import load
account = next(each.account for each in load([sample_path()]) if each.account.id == sys.argv[1])
settings = Settings(as_of=date.fromisoformat(sys.argv[2]), charts=sys.argv[3])
for order in sys.argv[4:]:
    print(hashlib.sha256(Workbench(account, settings).make(Order(*order.split("."))).data).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.parametrize("charts", ["picture", "native"])
def test_documents_made_in_turns_are_those_of_a_process_of_their_own(charts: str) -> None:
    settings = replace(Settings(as_of=AS_OF), charts=charts)  # type: ignore[arg-type]
    benches = {key: Workbench(samples()[key], settings) for key in ACCOUNTS}
    in_turns: dict[str, list[str]] = {key: [] for key in ACCOUNTS}
    for order in ORDERS:
        for key, bench in benches.items():
            in_turns[key].append(hashlib.sha256(bench.make(order).data).hexdigest())
    orders = [f"{order.document}.{order.format}" for order in ORDERS]
    for key in ACCOUNTS:
        command = [sys.executable, "-c", ALONE, key, AS_OF.isoformat(), charts, *orders]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        assert said.stdout.split() == in_turns[key], key


def test_two_accounts_of_one_name_keep_their_own_numbers() -> None:
    settings = Settings(as_of=AS_OF)
    first, second = (samples()[key] for key in ("acme", "cobalt-water"))
    alike = second.model_copy(update={"id": first.id, "name": first.name})
    alone = Workbench(second, settings).make(ORDERS[0]).data
    one = Workbench(first, settings).make(ORDERS[0]).data
    other = Workbench(alike, settings).make(ORDERS[0]).data
    assert one != other
    assert Workbench(first, settings).make(ORDERS[0]).data == one
    assert Workbench(second, settings).make(ORDERS[0]).data == alone


def test_the_same_number_in_another_unit_or_locale_is_written_anew() -> None:
    dollars, euros = Unit(UnitKind.MONEY, "USD"), Unit(UnitKind.MONEY, "EUR")
    locales = ("en-US", "de-DE")
    written = {say_number(Decimal("1234.5"), unit, locale) for unit in (dollars, euros) for locale in locales}
    assert len(written) == 4
    assert say_number(Decimal("1.50"), dollars, "en-US") == say_number(Decimal("1.5"), dollars, "en-US")


@pytest.mark.parametrize("text", ["Acme", "Straße", "No\u00a0break", "", "co\u00adop", "naïve – “quoted”"])
def test_text_that_can_be_printed_is_taken_as_it_is(text: str) -> None:
    assert xml_text(text) == text


def test_a_face_covers_a_text_when_it_has_every_sign_of_it() -> None:
    assert covered("Deals close 29% faster")
    assert covered("No\u00a0break\u200b")
    assert not covered("Deals 案件")
