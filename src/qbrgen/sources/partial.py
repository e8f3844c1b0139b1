"""Checks the rules between fields of an account that has other errors, so that all are told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from qbrgen.model.account import Account
from qbrgen.model.base import Fault, Record
from qbrgen.sources.shape import Location, bare, is_record, item_of


def faults_beside(data: Any, failed: frozenset[Location]) -> Iterator[tuple[Location, Fault]]:
    """The faults of every rule whose fields are valid, in records that hold a failed location.

    `failed` are the locations that the model has refused; records without one were checked by the model itself.
    """
    if isinstance(data, dict):
        partial = _Partial(failed)
        partial.record(Account, data, ())
        yield from partial.found


@dataclass
class _Partial:
    """Rebuilds records from their valid fields and collects what their rules find."""

    failed: frozenset[Location]
    found: list[tuple[Location, Fault]] = field(default_factory=list)

    @cached_property
    def _holding(self) -> frozenset[Location]:
        """Every place that is a failed location or holds one."""
        return frozenset(each[:length] for each in self.failed for length in range(len(each) + 1))

    def record(self, kind: type[Record], data: dict[str, Any], at: Location) -> Record:
        """The record with its valid fields only; a list or group with an error keeps what is valid in it."""
        values: dict[str, Any] = {}
        lacking: set[str] = set()
        for name, declared in kind.model_fields.items():
            place = (*at, name)
            if data.get(name) is None:
                lacking.update({name} if declared.is_required() else ())
                continue
            if not self._holds_failure(place):
                try:
                    values[name] = _adapter(kind, name).validate_python(data[name])
                    continue
                except ValidationError:
                    pass
            lacking.add(name)
            if (inner := self._inner(declared.annotation, data[name], place)) is not None:
                values[name] = inner
        record = kind.model_construct(**values)
        if self._holds_failure(at):
            rules = (rule for rule in kind.rules if not lacking.intersection(rule.needs))
            self.found.extend((at, fault) for rule in rules for fault in rule.check(record))
        return record

    def _inner(self, annotation: Any, data: Any, place: Location) -> Any:
        kind, item = bare(annotation), item_of(annotation)
        if is_record(kind) and isinstance(data, dict):
            return self.record(kind, data, place)
        if is_record(item) and isinstance(data, list | tuple):
            return tuple(
                self.record(item, each, (*place, index)) if isinstance(each, dict) else None
                for index, each in enumerate(data)
            )
        return None

    def _holds_failure(self, place: Location) -> bool:
        return place in self._holding


@cache
def _adapter(kind: type[Record], name: str) -> TypeAdapter[Any]:
    declared = kind.model_fields[name]
    shape: Any = declared.annotation
    return TypeAdapter(Annotated[shape, *declared.metadata] if declared.metadata else shape)
