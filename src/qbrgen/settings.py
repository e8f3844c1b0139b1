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
KeepSlides = Literal["none", "before", "after"]


def clock(environ: Mapping[str, str] | None = None) -> datetime:
    """The moment of this run in UTC: SOURCE_DATE_EPOCH where it is set, else the system's clock."""
    epoch = (os.environ if environ is None else environ).get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), tz=UTC)
    return datetime.now(tz=UTC)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody corrected in the reading of a template.

    `layouts` are pairs of role and layout name, `areas` of layout name and left, top, width, height in centimetres,
    `colours` of meaning (caution, bad, neutral, panel) and theme colour.
    """

    layouts: tuple[tuple[str, str], ...] = ()
    areas: tuple[tuple[str, tuple[float, float, float, float]], ...] = ()
    colours: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was asked to do; nothing below the doors reads the environment or the clock.

    `as_of` is the day the documents speak from: readings after it are not used.
    `template` is one Office file to use instead of the built-in one of its kind (a company's .potx or .pptx).
    `brand_template` and `choices` are a brand's own deck and what was corrected in it; `footer` and `logo` stand on
    every slide. `keep_slides` says whether slides inside a template stay, and where. `defaults` are fields of an
    account with the value that stands where it says nothing.
    `discount_rate` follows Forrester's Total Economic Impact (10 % unless set).
    """

    as_of: date = field(default_factory=lambda: clock().date())
    templates: Path | None = None
    template: Path | None = None
    brand_template: Path | None = None
    choices: Choices = field(default_factory=Choices)
    footer: str = ""
    logo: Path | None = None
    keep_slides: KeepSlides = "none"
    defaults: tuple[tuple[str, str], ...] = ()
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
