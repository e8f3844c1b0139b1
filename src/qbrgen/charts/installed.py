"""Where a brand's own font is on this machine, so that charts are drawn with it; else the one of the same widths."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

# These are drawn with the twin that ships with qbrgen, and so look the same on every machine.
_SHIPPED = ("calibri", "carlito", "calibri light")
# Fonts that were made to have the widths of others: what they are put in the place of.
_TWINS = {
    "arial": ("liberation sans", "arimo"),
    "helvetica": ("liberation sans", "arimo", "nimbus sans"),
    "arial narrow": ("liberation sans narrow",),
    "times new roman": ("liberation serif", "tinos"),
    "courier new": ("liberation mono", "cousine"),
    "cambria": ("caladea",),
    "georgia": ("gelasio",),
    "segoe ui": ("selawik",),
}
_STYLES = ("Regular", "Bold", "Italic")
_SECONDS = 10.0


class Faces(NamedTuple):
    """The font that stands for a family here: its own name, and its files (regular, bold, italic)."""

    family: str
    files: tuple[Path, ...]


def is_shipped(family: str) -> bool:
    """True for a family whose twin ships with qbrgen."""
    return family.lower() in _SHIPPED


@lru_cache(maxsize=64)
def faces(family: str) -> Faces | None:
    """The files of that family or of one with its widths; None when neither is here, or one ships with us."""
    if not family or is_shipped(family):
        return None
    for wanted in (family, *_TWINS.get(family.lower(), ())):
        if files := _files(wanted):
            return Faces(wanted if wanted == family else wanted.title(), files)
    return None


def state() -> str:
    """What fonts this machine has, in one line: charts on a brand drawn with the same ones are the same."""
    program = shutil.which("fc-list")
    if program:
        command = [program, "--format", "%{file}|%{family}|%{style}\n"]
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            said = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
            return hashlib.sha256(b"\n".join(sorted(said.stdout.split(b"\n")))).hexdigest()
    from matplotlib import font_manager

    names = sorted(f"{entry.fname}|{entry.name}" for entry in font_manager.fontManager.ttflist)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _files(family: str) -> tuple[Path, ...]:
    program = shutil.which("fc-match")
    found = (_asked(program, family, style) if program else _listed(family, style) for style in _STYLES)
    return tuple(dict.fromkeys(path for path in found if path))


def _asked(program: str, family: str, style: str) -> Path | None:
    """What fontconfig has for it, when it is that family and no stand-in."""
    name = "".join(f"\\{sign}" if sign in "\\-:,=" else sign for sign in family)
    command = [program, "-f", "%{family}\n%{file}\n%{index}", f"{name}:style={style}"]
    try:
        said = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = said.stdout.decode(errors="replace").split("\n")
    if len(lines) != 3 or family.lower() not in lines[0].lower().split(","):
        return None
    # One file of several fonts, or a font with an axis of weights: its first shape alone would be drawn.
    path = Path(lines[1])
    return path if lines[2] == "0" and path.suffix.lower() in (".ttf", ".otf") and path.is_file() else None


def _listed(family: str, style: str) -> Path | None:
    """The same from matplotlib's list, on systems without fontconfig."""
    from matplotlib import font_manager

    wanted = font_manager.FontProperties(
        family=[family],
        weight="bold" if style == "Bold" else "normal",
        style="italic" if style == "Italic" else "normal",
    )
    try:
        return Path(str(font_manager.findfont(wanted, fallback_to_default=False)))
    except ValueError:
        return None
