"""The one tabular layout of accounts, read from the model: which tables there are, their keys, columns and types.

Every table holds the rows of all accounts and names the account in `account_id`; a list inside a list is a
table of its own that also names its parent (readings name their objective). A record inside a record is laid
flat with its name in front (contract_arr, csm_name).
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from qbrgen.model.account import Account, CustomerAccount
from qbrgen.model.activity import Month
from qbrgen.model.base import Record

ACCOUNT_ID = "account_id"
_FLAT_YEARS = 10  # a business case has at most as many


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    MONTH = "month"
    FLAG = "yes/no"
    CHOICE = "choice"
    CHOICES = "choices, separated by ;"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, where it goes in the record (`path`), its kind and what it means."""

    name: str
    path: tuple[str | int, ...]
    kind: CellKind
    required: bool = False
    choices: tuple[str, ...] = ()
    internal: bool = False
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: where its rows go in the account, the columns that name its parent, and its own columns.

    `path` leads from the account (or from the parent's record) to the list. `parent` is the table whose rows
    hold this one's, matched on `parent_key` (column here, column there). `scalar` tables hold bare texts.
    """

    name: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: str = ""
    parent_key: tuple[str, str] = ("", "")
    scalar: bool = False
    internal: bool = False
    meaning: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)


# How a row of a parent table is named by its children: by its id, or by its month.
_CHILD_KEYS = {"objectives": ("objective", "id"), "usage": ("month", "month")}
_SHORT = {
    ("objectives", "readings"): "readings",
    ("north_star", "readings"): "north_star_readings",
    ("product", "features"): "features",
    ("usage", "features"): "feature_usage",
    ("usage", "teams"): "team_usage",
    ("business_case", "benefits"): "case_benefits",
    ("business_case", "costs"): "case_costs",
}


@cache
def tables() -> Mapping[str, Table]:
    """Every table of the layout by name, `accounts` first."""
    columns = tuple(_columns(Account, (), "", internal=False))
    found = [Table("accounts", (), columns, meaning="One row an account: who it is, its contract, its dates.")]
    found += _lists(Account, (), "", internal=False)
    return {table.name: table for table in found}


def _lists(kind: type[Record], path: tuple[str, ...], parent: str, *, internal: bool) -> Iterator[Table]:
    for name, field in kind.model_fields.items():
        hidden = internal or _is_internal(kind, name)
        declared = _bare(field.annotation)
        if _record(declared) and not _listed(field.annotation):
            yield from _lists(declared, (*path, name), parent, internal=hidden)
        elif item := _listed(field.annotation):
            yield from _list_table(name, item, path, parent, field, internal=hidden)


def _list_table(
    name: str, item: Any, path: tuple[str, ...], parent: str, field: FieldInfo, *, internal: bool
) -> Iterator[Table]:
    if not _record(item) and item is not str:
        return  # choices and yearly amounts are columns of their record
    if not _record(item) and _is_column(field):
        return
    title = _table_name(name, path, parent)
    own: tuple[Column, ...]
    if _record(item):
        own = tuple(_columns(item, (), "", internal=internal))
        meaning = (item.__doc__ or "").split("\n")[0]
    else:
        own = (Column("text", (), CellKind.TEXT, required=True, meaning="The text."),)
        meaning = "One text a row."
    key = ("", "")
    if parent:
        child, there = _CHILD_KEYS[parent]
        key = (child, there)
        kind = CellKind.MONTH if there == "month" else CellKind.TEXT
        own = (Column(child, (), kind, required=True, meaning=f"The {child} of the row in {parent}."), *own)
    yield Table(title, (*path, name), own, parent, key, not _record(item), internal, meaning)
    if _record(item):
        yield from _lists(item, (), title, internal=internal)


def _table_name(name: str, path: tuple[str, ...], parent: str) -> str:
    owner = parent or (path[-1] if path else "")
    return _SHORT.get((owner, name)) or ("_".join((*path, name)) if not parent else f"{parent}_{name}")


def _columns(
    kind: type[Record], path: tuple[str | int, ...], prefix: str, *, internal: bool, optional: bool = False
) -> Iterator[Column]:
    for name, field in kind.model_fields.items():
        hidden = internal or _is_internal(kind, name)
        declared = _bare(field.annotation)
        title, place = f"{prefix}{name}", (*path, name)
        needed = field.is_required() and not optional
        if item := _listed(field.annotation):
            if _is_enum(item):
                choices = tuple(str(choice) for choice in item)
                yield Column(title, place, CellKind.CHOICES, needed, choices, hidden, meaning(kind, name))
            elif item is Decimal:
                for year in range(_FLAT_YEARS):
                    yield Column(
                        f"{prefix}year_{year + 1}", (*place, year), CellKind.NUMBER, needed and year == 0,
                        internal=hidden, meaning="The amount of that year.",
                    )  # fmt: skip
        elif _record(declared):
            inner = optional or _may_be_none(field.annotation) or not field.is_required()
            yield from _columns(declared, place, f"{title}_", internal=hidden, optional=inner)
        else:
            choices = tuple(str(choice) for choice in declared) if _is_enum(declared) else ()
            # An account's id may be left out in a file; in tables it is what joins them.
            needed = needed or (kind is Account and name == "id")
            shown = ACCOUNT_ID if kind is Account and name == "id" else title
            yield Column(shown, place, _kind(field, declared), needed, choices, hidden, meaning(kind, name))


def meaning(kind: type[Record], name: str) -> str:
    """What a field means, from the model."""
    described = kind.model_fields[name].description
    return described or name.replace("_", " ").capitalize()


def _kind(field: FieldInfo, declared: Any) -> CellKind:
    if _is_enum(declared):
        return CellKind.CHOICE
    if declared is dt.date:
        first_of_month = get_args(Month)[-1]
        return CellKind.MONTH if first_of_month in field.metadata else CellKind.DATE
    return {bool: CellKind.FLAG, int: CellKind.INTEGER, Decimal: CellKind.NUMBER}.get(declared, CellKind.TEXT)


def _is_internal(kind: type[Record], name: str) -> bool:
    if kind is Account:
        return name not in CustomerAccount.model_fields
    bases = (base for base in kind.__mro__[1:] if issubclass(base, Record) and base is not Record)
    wider = next((base for base in bases if base.model_fields), None)
    # A record class that adds to the customer's own (StakeholderRecord) holds the internal fields.
    return kind.__name__.endswith("Record") and wider is not None and name not in wider.model_fields


def _bare(annotation: Any) -> Any:
    """The type without Annotated and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [item for item in get_args(annotation) if item is not type(None)]
        return _bare(inner[0]) if len(inner) == 1 else annotation
    return annotation


def _listed(annotation: Any) -> Any:
    """The item type of a tuple[X, ...], bare; None for what is not one."""
    bare = _bare(annotation)
    return _bare(get_args(bare)[0]) if get_origin(bare) is tuple else None


def _may_be_none(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def _record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _is_column(field: FieldInfo) -> bool:
    item = _listed(field.annotation)
    return _is_enum(item) or item is Decimal
