"""Every option of a run, frozen, with its default; the doors read their defaults from here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

ChartMode = Literal["picture", "native"]
Theme = Literal["light", "dark"]


def clock(environ: Mapping[str, str] | None = None) -> datetime:
    """The moment of this run in UTC: SOURCE_DATE_EPOCH where it is set, else the system's clock."""
    epoch = (os.environ if environ is None else environ).get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), tz=UTC)
    return datetime.now(tz=UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was asked to do; nothing below the doors reads the environment or the clock.

    `as_of` is the day the documents speak from: readings after it are not used.
    `template` is one Office file to use instead of the built-in one of its kind (a company's .potx or .pptx).
    `discount_rate` follows Forrester's Total Economic Impact (10 % unless set).
    """

    as_of: date = field(default_factory=lambda: clock().date())
    templates: Path | None = None
    template: Path | None = None
    charts: ChartMode = "picture"
    theme: Theme = "light"
    strict: bool = False
    anonymous: bool = False
    discount_rate: Decimal = Decimal("0.10")
    author: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings with defaults taken from QBRGEN_* variables and SOURCE_DATE_EPOCH."""
        env = os.environ if environ is None else environ
        templates = env.get("QBRGEN_TEMPLATES", "")
        return cls(as_of=clock(env).date(), templates=Path(templates) if templates else None)
