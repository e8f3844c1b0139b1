"""The fonts charts are drawn with: which file can write a text, how wide it is, and its outline."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qbrgen.resources import template_path

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font
    from matplotlib.path import Path as Outline

BASE = {False: "fonts/Carlito-Regular.ttf", True: "fonts/Carlito-Bold.ttf"}
_EM = 100.0  # outlines and widths are taken at this many points, then scaled
# Tried for signs the chart's own font lacks, after "Noto Sans <script>"; those not installed are passed over.
_FAMILIES = (
    "Noto Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Arial Unicode MS", "Segoe UI", "Segoe UI Symbol",
    "Nirmala UI", "Leelawadee UI", "Arial", "Apple Symbols", "DejaVu Sans",
)  # fmt: skip
_HAN = {
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", "Meiryo", "Hiragino Sans"),
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo"),
    "zh_TW": ("Noto Sans CJK TC", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC"),
    "zh": ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB"),
}
_SCRIPT_OF = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "BOPOMOFO": "zh_TW"}
_CJK = {"CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}


@dataclass(frozen=True)
class Typeface:
    """The fonts of one chart: the theme's own files, then what else is installed, by script.

    `han` is the locale's language, so that Chinese, Japanese and Korean text gets its own shapes.
    """

    font_files: tuple[Path, ...] = ()
    han: str = "zh"

    def can_write(self, text: str) -> bool:
        """True when every sign of the text has a glyph in some font here."""
        return not any(self._home(sign, bold=False) is None for sign in _signs(text))

    def writable(self, text: str) -> str:
        """The text with each sign that no font here has replaced by a white square."""
        return "".join(
            sign if _ignorable(sign) or self._home(sign, bold=False) is not None else "\u25a1" for sign in text
        )

    def is_plain(self, text: str) -> bool:
        """True when the chart's own font writes the whole text, so that its line height is enough."""
        own = _charmap(self._files(bold=False)[0])
        return all(ord(sign) in own for sign in text)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width in points at `size`, never less than what is drawn (kerning only draws signs together)."""
        own = self._files(bold=bold)[0]
        advances = [_advance(own, sign) for sign in text]
        if None not in advances:
            return math.fsum(cast(list[float], advances)) * size
        return _shaped_width(self._chain(text, bold=bold), text) * size

    def outline(self, text: str, *, bold: bool = False) -> tuple[Outline | None, float]:
        """The text's outline with the origin at the start of its baseline, and where its ink ends, both in ems."""
        return _outline(self._chain(text, bold=bold), text)

    def _chain(self, text: str, *, bold: bool) -> tuple[Any, ...]:
        files = list(self._files(bold=bold))
        for sign in _signs(text):
            home = self._home(sign, bold=bold)
            if home is not None and home not in files:
                files.append(home)
        return tuple(files)

    def _files(self, *, bold: bool) -> tuple[Any, ...]:
        return self._heavy if bold else self._regular

    # Asked for at every sign that is measured, so that even the cache behind them would cost.
    @cached_property
    def _regular(self) -> tuple[Any, ...]:
        return _base_files(self.font_files, False)

    @cached_property
    def _heavy(self) -> tuple[Any, ...]:
        return _base_files(self.font_files, True)

    def _home(self, sign: str, *, bold: bool) -> Any:
        return _home(self._files(bold=bold), sign, bold, self.han)


@lru_cache(maxsize=64)
def typeface(font_files: tuple[Path, ...], locale: str) -> Typeface:
    """The Typeface of a theme's font files in a locale."""
    code = locale.replace("-", "_")
    traditional = code.startswith("zh") and any(part in code for part in ("TW", "HK", "Hant"))
    han = "zh_TW" if traditional else code.split("_")[0]
    return Typeface(font_files, han if han in _HAN else "zh")


def _signs(text: str) -> Iterator[str]:
    return (sign for sign in dict.fromkeys(text) if not _ignorable(sign))


def _ignorable(sign: str) -> bool:
    # Marks of direction and joining have no glyph of their own; shaping deals with them.
    return unicodedata.category(sign) in ("Cf", "Cc", "Zl", "Zp") or 0xFE00 <= ord(sign) <= 0xFE0F


@lru_cache(maxsize=32)
def _base_files(font_files: tuple[Path, ...], bold: bool) -> tuple[Any, ...]:  # noqa: FBT001  (cache key)
    own = [str(path) for path in font_files if path.is_file()]
    own.sort(key=lambda path: _is_bold(path) is not bold)
    return (*own, str(template_path(BASE[bold])))


@lru_cache(maxsize=64)
def _is_bold(path: str) -> bool:
    from matplotlib.ft2font import StyleFlags

    return StyleFlags.BOLD in _open((path,)).style_flags


@lru_cache(maxsize=4096)
def _home(files: tuple[Any, ...], sign: str, bold: bool, han: str) -> Any:  # noqa: FBT001  (cache key)
    for candidate in (*files, *_installed(_families(sign, han), bold)):
        if ord(sign) in _charmap(candidate):
            return candidate
    return None


def _families(sign: str, han: str) -> tuple[str, ...]:
    script = unicodedata.name(sign, "").split(" ")[0].split("-")[0]
    if script in _CJK:
        first = _SCRIPT_OF.get(script, han)
        return tuple(family for key in (first, *_HAN) for family in _HAN[key]) + _FAMILIES
    return (f"Noto Sans {script.title()}", *_FAMILIES)


@lru_cache(maxsize=256)
def _installed(families: tuple[str, ...], bold: bool) -> tuple[Any, ...]:  # noqa: FBT001  (cache key)
    table = _font_table()
    found = (table.get((family, weight)) for family in families for weight in ((700, 400) if bold else (400,)))
    return tuple(font for font in found if font is not None)


@lru_cache(maxsize=1)
def _font_table() -> dict[tuple[str, int], Any]:
    from matplotlib.font_manager import FontPath, fontManager

    # Sorted, so that two copies of one font give the same choice on every run.
    entries = sorted(fontManager.ttflist, key=lambda entry: (entry.fname, entry.index), reverse=True)
    return {
        (entry.name, 700 if _heavy(entry.weight) else 400): FontPath(entry.fname, entry.index)
        for entry in entries
        if entry.style == "normal" and entry.weight in (400, 700, "normal", "regular", "book", "bold")
    }


def _heavy(weight: int | str) -> bool:
    return weight in (700, "bold")


@lru_cache(maxsize=64)
def _charmap(file: Any) -> frozenset[int]:
    return frozenset(_open((file,)).get_charmap())


def _open(files: Iterable[Any]) -> FT2Font:
    from matplotlib.font_manager import get_font

    # Cached there by file and thread: a font object must not cross threads.
    return get_font(tuple(files))


@lru_cache(maxsize=8192)
def _advance(file: Any, sign: str) -> float | None:
    """Advance width in ems, None where the font lacks the sign; a combining mark takes no room."""
    from matplotlib.ft2font import LoadFlags

    if ord(sign) not in _charmap(file):
        return None
    if unicodedata.category(sign) in ("Mn", "Cf"):
        return 0.0
    font = _open((file,))
    font.set_size(_EM, 72)
    return font.load_char(ord(sign), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _EM


@lru_cache(maxsize=4096)
def _shaped_width(files: tuple[Any, ...], text: str) -> float:
    # A space leaves no ink, so the ink's width is taken between two signs that do.
    bar = _outline(files, "|")[1] + (_advance(files[0], "|") or 0.0)
    return _outline(files, f"|{text}|")[1] - bar


@lru_cache(maxsize=4096)
def _outline(files: tuple[Any, ...], text: str) -> tuple[Outline | None, float]:
    import numpy as np
    from matplotlib.path import Path as Outline
    from matplotlib.textpath import text_to_path

    font = _open(files)
    font.set_size(text_to_path.FONT_SCALE, 72)
    placed, glyphs, _ = text_to_path.get_glyphs_with_font(font, text)
    scale = 1 / text_to_path.FONT_SCALE
    vertices: list[Any] = []
    codes: list[Any] = []
    for glyph, x, y, size in placed:
        shape, commands = glyphs[glyph]
        if len(shape):
            vertices.append((shape * size + (x, y)) * scale)
            codes.append(commands)
    if not vertices:
        return None, 0.0
    points = np.concatenate(vertices)
    path = Outline(points, np.concatenate(codes), readonly=True)
    path.should_simplify = False
    return path, float(points[:, 0].max())
