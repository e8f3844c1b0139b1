"""What a sign-off is about: the numbers of a value item as one digest, so that it holds for no other numbers."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from qbrgen.model.value_item import FORMULAS, ValueItem

_OTHERS = ("category", "recurrence", "since", "attribution_percent")


def claim_of(item: ValueItem, currency: str) -> str:
    """SHA-256 of everything that the item's amount comes from; `currency` is the contract's.

    Wording, source, standing and the day a gain ended are left out: a better title does not undo a sign-off.
    """
    numbers = {name: _plain(getattr(item, name)) for name in (*FORMULAS, *_OTHERS)}
    told = json.dumps(numbers | {"currency": item.currency or currency}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.normalize())
    if hasattr(value, "model_dump"):
        return {name: _plain(each) for name, each in value.model_dump().items()}
    return None if value is None else str(value)
