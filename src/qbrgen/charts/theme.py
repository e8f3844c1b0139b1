"""The colours and font of a chart, taken from the template in use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """Colours as RRGGBB without '#', and the font; `font_files` are tried in order, then what matplotlib ships."""

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
