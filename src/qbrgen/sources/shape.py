"""The shape of an account, read from the model: which record stands at a path and which fields it has."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from qbrgen.model.account import Account
from qbrgen.model.base import Record

Location = tuple[int | str, ...]


def path_of(location: Location) -> str:
    """objectives[0].metric.better, as messages write it."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def bare(annotation: Any) -> Any:
    """The type without Annotated and without None."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [item for item in get_args(annotation) if item is not type(None)]
        return bare(inner[0]) if len(inner) == 1 else annotation
    return annotation


def item_of(annotation: Any) -> Any:
    """The item type of a list field, None for what is no list."""
    kind = bare(annotation)
    return bare(get_args(kind)[0]) if get_origin(kind) is tuple else None


def is_record(kind: Any) -> bool:
    """True for a record class."""
    return isinstance(kind, type) and issubclass(kind, Record)


def record_at(location: Location) -> type[Record] | None:
    """The record class that stands at the location, None where a list or a scalar does."""
    kind: Any = Account
    for part in location:
        if isinstance(part, int):
            kind = item_of(kind)
        elif is_record(kind) and part in kind.model_fields:
            kind = kind.model_fields[part].annotation
        else:
            return None
    kind = bare(kind)
    return kind if is_record(kind) else None


def field_at(location: Location) -> Any:
    """The pydantic field at the location, None where there is none."""
    owner = record_at(location[:-1]) if location else None
    return owner.model_fields.get(str(location[-1])) if owner else None


@cache
def everywhere() -> dict[str, tuple[str, ...]]:
    """Every field name of an account and the paths it stands at (lists as objectives[])."""
    found: dict[str, list[str]] = {}
    for path, name in _walk(Account, ""):
        found.setdefault(name, []).append(path)
    return {name: tuple(paths) for name, paths in found.items()}


def _walk(kind: type[Record], prefix: str) -> Iterator[tuple[str, str]]:
    for name, field in kind.model_fields.items():
        path = f"{prefix}{name}"
        yield path, name
        inner, item = bare(field.annotation), item_of(field.annotation)
        if is_record(inner):
            yield from _walk(inner, f"{path}.")
        elif is_record(item):
            yield from _walk(item, f"{path}[].")
