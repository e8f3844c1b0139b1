"""The 256 colours of a theme's pictures: its own, and the shades between two of them where edges are smoothed."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from qbrgen.charts.theme import ChartTheme
from qbrgen.charts.tones import mixed

_ON_GROUND = 9  # shades between a colour and the background: most edges
_BETWEEN = 3  # between two other colours
_UNKNOWN = 255

Pixels = np.ndarray[Any, Any]


class Palette:
    """Finds the palette's nearest colour for each pixel, by its five highest bits a channel, remembered."""

    def __init__(self, solid: list[str], shades: list[str]) -> None:
        colours = list(dict.fromkeys([*solid, *shades]))[:_UNKNOWN]
        self.flat = [int(colour[at : at + 2], 16) for colour in colours for at in (0, 2, 4)]
        self._colours = np.array(self.flat, dtype=np.int32).reshape(-1, 3)
        self._found = np.full(1 << 15, _UNKNOWN, dtype=np.uint8)
        # Areas keep their very colour: theirs is the bucket they fall in, whatever shade is nearer to its middle.
        for index in reversed(range(len(solid))):
            red, green, blue = (int(part) >> 3 for part in self._colours[index])
            self._found[red | green << 5 | blue << 10] = index

    def indices(self, pixels: Pixels) -> Pixels:
        """The palette index of each pixel of an RGBA picture, row after row."""
        words = np.ascontiguousarray(pixels).view("<u4").ravel()
        # A chart is mostly even areas: each run of one colour is looked up once.
        starts = np.concatenate(([0], np.flatnonzero(words[1:] != words[:-1]) + 1))
        firsts = words[starts]
        keys = ((firsts >> 3) & 0x1F) | ((firsts >> 6) & 0x3E0) | ((firsts >> 9) & 0x7C00)
        found: Pixels = self._found[keys]
        if (unknown := found == _UNKNOWN).any():
            self._learn(np.unique(keys[unknown]))
            found = self._found[keys]
        return np.repeat(found, np.diff(np.append(starts, words.size)))

    def _learn(self, keys: Pixels) -> None:
        # A bucket's own middle decides, not the pixel seen first: any order of pictures gives the same answer.
        middles = np.stack([(keys >> shift & 0x1F) * 8 + 4 for shift in (0, 5, 10)], axis=1).astype(np.int32)
        distances = ((middles[:, None, :] - self._colours[None, :, :]) ** 2).sum(axis=2)
        self._found[keys] = distances.argmin(axis=1).astype(np.uint8)


@lru_cache(maxsize=16)
def palette_of(theme: ChartTheme) -> Palette:
    """The palette of the theme's colours."""
    ground = theme.background
    own = [theme.text, theme.muted, theme.accent, theme.accent_soft, theme.neutral, theme.dark, theme.good, theme.bad]
    solid = list(dict.fromkeys([ground, *own, mixed(theme.muted, ground, 0.25)]))
    shades = [mixed(one, ground, step / (_ON_GROUND + 1)) for one in solid[1:] for step in range(1, _ON_GROUND + 1)]
    between = [
        mixed(one, other, step / (_BETWEEN + 1))
        for one, other in combinations(solid[1:], 2)
        for step in range(1, _BETWEEN + 1)
    ]
    return Palette(solid, [*shades, *between])
