"""What every record shares: frozen, unknown fields refused, text cleaned, numbers finite and exact."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

# XML 1.0 cannot hold these; Office would offer to repair the file.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text in NFC without control characters and lone surrogates, ends trimmed."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _no_bool(value: Any) -> Any:
    # YAML 1.1 readers turn "yes" into True, and bool is an int in Python: a flag is never a quantity.
    if isinstance(value, bool):
        raise ValueError("a number is needed here, not true or false")  # noqa: TRY004  (pydantic reports ValueError)
    if isinstance(value, float):
        return repr(value)
    return value


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("a finite number is needed here")
    if abs(value) >= Decimal(10) ** 18:
        raise ValueError("numbers of 10^18 and more are refused; check the unit")
    return value


Text = Annotated[str, BeforeValidator(_clean), StringConstraints(max_length=4000)]
"""Free text of the account."""
Line = Annotated[str, BeforeValidator(_clean), StringConstraints(min_length=1, max_length=400)]
"""A name or title: never empty."""
Identifier = Annotated[
    str,
    BeforeValidator(_clean),
    StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$"),
]
"""A short key that other records refer to: letters, digits, dot, dash, underscore."""
Number = Annotated[Decimal, BeforeValidator(_no_bool), AfterValidator(_finite)]
Amount = Annotated[Number, Field(ge=0)]
"""Money or a quantity that cannot be negative."""
Percent = Annotated[Number, Field(ge=0, le=100)]
"""0 to 100."""
Count = Annotated[int, BeforeValidator(_no_bool), Field(ge=0, le=10**12)]
Currency = Annotated[str, BeforeValidator(_clean), StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 4217 code."""


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, ser_json_inf_nan="null")
