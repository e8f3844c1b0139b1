"""The JSON Schema of an account file, so that editors complete it and say what a field means."""

from __future__ import annotations

from typing import Any

from qbrgen.model.account import Account, CustomerAccount
from qbrgen.model.base import Record

INTERNAL = "x-internal"
# pydantic leaves the limits of a number that passes through a validator under its own names.
_NUMBER_OR_TEXT = [{"type": "number"}, {"type": "string"}]
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


def account_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one account or a list of them; internal fields carry "x-internal": true."""
    schema = Account.model_json_schema()
    definitions = schema.pop("$defs")
    definitions["Account"] = schema
    for kind in _records(Account):
        described = definitions[kind.__name__]
        for name in described["properties"]:
            if is_internal(kind, name):
                described["properties"][name][INTERNAL] = True
    # The id is made from the name where it is left out.
    schema["required"] = [name for name in schema["required"] if name != "id"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "qbrgen account",
        "description": "One customer account, or a list of them.",
        "anyOf": [
            {"$ref": "#/$defs/Account"},
            {"type": "array", "items": {"$ref": "#/$defs/Account"}, "minItems": 1},
        ],
        "$defs": {name: _plain(definitions[name]) for name in sorted(definitions)},
    }


def _plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {_LIMITS.get(key, key): _plain(each) for key, each in schema.items()}
    if plain.get("anyOf") == _NUMBER_OR_TEXT:
        plain = {**plain, "type": "number"}
        del plain["anyOf"]
    default = plain.get("default")
    if not default or isinstance(default, dict):
        # A default of "nothing there" tells an editor nothing.
        plain.pop("default", None)
    elif plain.get("type") == "number":
        plain["default"] = float(default)
    return plain


def is_internal(kind: type[Record], name: str) -> bool:
    """True for a field that the customer's view has no place for."""
    if kind is Account:
        return name not in CustomerAccount.model_fields
    wider = kind.__mro__[1]
    return kind in _with_more_than_the_customer_sees() and name not in getattr(wider, "model_fields", {})


def _with_more_than_the_customer_sees() -> set[type[Record]]:
    return _records(Account) - _records(CustomerAccount)


def _records(kind: type[Record]) -> set[type[Record]]:
    found: set[type[Record]] = set()
    pending: list[Any] = [kind]
    while pending:
        each = pending.pop()
        if isinstance(each, type) and issubclass(each, Record) and each not in found:
            found.add(each)
            pending.extend(field.annotation for field in each.model_fields.values())
        else:
            pending.extend(getattr(each, "__args__", ()))
    return found
