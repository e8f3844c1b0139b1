"""What a company sets for all of its accounts, put where an account says nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from qbrgen.sources.raw import Raw

Defaults = Iterable[tuple[str, str]]
"""Pairs of a field's path (locale, vendor.name, contract.currency) and its value."""


def with_defaults(raw: Raw, defaults: Defaults) -> Raw:
    """The raw account with each default that it has no value for; a record that is no mapping is left as it is."""
    data = raw.data
    for path, value in defaults:
        data = _set(data, path.split("."), value)
    return raw if data is raw.data else replace(raw, data=data)


def _set(data: Any, path: list[str], value: str) -> Any:
    if not isinstance(data, Mapping):
        return data
    name, *rest = path
    there = data.get(name)
    if not rest:
        return data if there not in (None, "") else {**data, name: value}
    inner = _set({} if there is None else there, rest, value)
    # A contract is not made up from its currency: what it lacks is told by its own name.
    if there is None and name == "contract":
        return data
    return data if inner is there else {**data, name: inner}
