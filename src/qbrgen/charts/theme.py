"""The colours and font of a chart, taken from the template in use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SchemeColour:
    """A colour of the Office theme by reference: its slot, made darker or lighter in thousandths of a percent."""

    slot: str
    lum_mod: int | None = None
    lum_off: int | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """Which theme slot a native chart refers to for each colour of a `ChartTheme`.

    The built-in templates keep these slots; a renderer on another template hands in its own. The colours of the
    ChartTheme are what the slots come to in that template, so that picture and native chart look the same.
    """

    background: SchemeColour = SchemeColour("bg1")
    text: SchemeColour = SchemeColour("tx1")
    muted: SchemeColour = SchemeColour("tx2")
    accent: SchemeColour = SchemeColour("accent1")
    accent_soft: SchemeColour = SchemeColour("accent2")
    neutral: SchemeColour = SchemeColour("accent3")
    dark: SchemeColour = SchemeColour("tx2")
    good: SchemeColour = SchemeColour("accent5")
    bad: SchemeColour = SchemeColour("accent6")


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """Colours as RRGGBB without '#', and the font; `font_files` are tried in order, then what matplotlib ships.

    A picture that is `see_through` shows what it stands on where its background would be.
    """

    background: str = "FFFFFF"
    text: str = "1F2933"
    muted: str = "616E7C"
    accent: str = "0B6E6E"
    accent_soft: str = "8CC5C0"
    neutral: str = "A3ADB8"
    dark: str = "3E4C59"
    good: str = "1B7F4B"
    bad: str = "B3261E"
    font: str = "Calibri"
    font_files: tuple[Path, ...] = field(default=())
    scheme: Scheme = field(default_factory=Scheme)
    see_through: bool = False
