"""Chooses accounts by their fields: tier=enterprise, renewal<2026-12-31, csm~avery."""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qbrgen.errors import UsageError
from qbrgen.model.account import Account
from qbrgen.sources.cells import CellProblem, parse_cell
from qbrgen.sources.defaults import Defaults
from qbrgen.sources.layout import CellKind, Column, tables
from qbrgen.sources.load import survey
from qbrgen.sources.raw import Loaded, Rejected

ALIASES: Mapping[str, str] = {
    "id": "account_id",
    "csm": "csm_name",
    "renewal": "contract_renewal",
    "arr": "contract_arr",
    "seats": "contract_seats",
    "currency": "contract_currency",
    "signed": "contract_signed",
    "segment": "internal_segment",
    "vendor": "vendor_name",
    "product": "product_name",
}
"""Short names for columns of the table `accounts`; every column's own name serves as well."""

_FORM = re.compile(r"^\s*([A-Za-z][A-Za-z0-9_]*)\s*(<=|>=|!=|=|<|>|~)\s*(.*?)\s*$", re.DOTALL)
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERED = {CellKind.NUMBER, CellKind.INTEGER, CellKind.DATE, CellKind.MONTH}


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a column of the table `accounts` with a value; `~` means contains."""

    column: Column
    sign: str
    value: Any

    def holds(self, account: Account) -> bool:
        """True when the account meets it; an empty field meets only `field=` and `field!=value`."""
        found: Any = account
        for step in self.column.path:
            found = None if found is None else getattr(found, str(step))
        if found in (None, ""):
            return (self.value is None) == (self.sign == "=")
        if self.sign in _ORDER:
            return self.value is not None and _ORDER[self.sign](found, self.value)
        if self.sign == "~":
            return str(self.value or "").casefold() in str(found).casefold()
        same = bool(_folded(found) == _folded(self.value))
        return same == (self.sign == "=")


def parse_condition(text: str) -> Condition:
    """The condition that a text such as `tier=enterprise` means; raises UsageError with what would be right."""
    match = _FORM.match(text)
    if match is None:
        raise UsageError(
            f"--where {text!r} is no condition. Write field=value, such as tier=enterprise or renewal<2027-01-31."
        )
    name, sign, written = match[1].lower(), match[2], match[3]
    accounts = tables()["accounts"]
    column = accounts.column(ALIASES.get(name, name))
    if column is None:
        names = [*ALIASES, *(each.name for each in accounts.columns)]
        near = difflib.get_close_matches(name, names, 1)
        hint = (
            f"Did you mean '{near[0]}'?"
            if near
            else f"Fields are {', '.join(ALIASES)}, tier, touch, industry and more."
        )
        raise UsageError(f"--where {text!r}: accounts have no field '{name}'. {hint}")
    if sign in _ORDER and column.kind not in _ORDERED:
        raise UsageError(f"--where {text!r}: {name} has no order; use =, != or ~.")
    if sign == "~":
        return Condition(column, sign, written)
    try:
        return Condition(column, sign, parse_cell(written, column) if written else None)
    except CellProblem as problem:
        raise UsageError(f"--where {text!r}: {problem}. {problem.remedy}") from None


def chosen(specs: Sequence[str | Path], where: Sequence[str], defaults: Defaults = ()) -> Iterator[Loaded | Rejected]:
    """The accounts of the specs that meet every condition of `where`; raises UsageError for what is none."""
    conditions = [parse_condition(each) for each in where]
    return select(survey(specs, defaults), conditions)


def select(found: Iterable[Loaded | Rejected], conditions: Sequence[Condition]) -> Iterator[Loaded | Rejected]:
    """Accounts that meet every condition; what could not be read is kept, because nobody knows what it held."""
    for each in found:
        if isinstance(each, Rejected) or all(condition.holds(each.account) for condition in conditions):
            yield each


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
