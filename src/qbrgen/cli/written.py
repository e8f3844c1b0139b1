"""An account written as an account file: what is set, in the model's order, empty fields left out."""

from __future__ import annotations

import io
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qbrgen.model import Account


def as_yaml(account: Account) -> str:
    """The account as YAML that reads back as the same account."""
    from ruamel.yaml import YAML

    writer = YAML()
    writer.default_flow_style = False
    writer.width = 110
    out = io.StringIO()
    writer.dump(_plain(account.model_dump(exclude_defaults=True)), out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        # Text is exact where a float would not be; the model reads both.
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    return value
