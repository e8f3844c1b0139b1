"""How wide the columns of a table are: by what stands in them, within the shares that the story gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qbrgen.renderers.measure import Span, text_width

# A word longer than this part of the table breaks inside; it does not push the others aside.
_WIDEST_WORD = 0.4
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+|(?<=[^\W\d])-(?=[^\W\d])")


def column_widths(
    columns: Sequence[Sequence[str]], shares: Sequence[int], total: float, size: float, room: float
) -> list[float]:
    """The widths in points that add up to `total`.

    `columns` holds the texts of each column, `size` their type size and `room` the space left and right of them.
    A column that needs less than its share leaves the rest to those that need more; no column gets less than
    its longest word, as long as the table is wide enough for that.
    """
    natural = [max((_width(text, size) for text in texts), default=0.0) + room for texts in columns]
    words = [[word for text in texts for word in _BREAKS.split(text)] for texts in columns]
    longest = [max((_width(word, size) for word in found), default=0.0) + room for found in words]
    least = [min(width, total * _WIDEST_WORD) for width in longest]
    widths = _filled(natural, shares, total)
    lacking = sum(max(0.0, need - width) for need, width in zip(least, widths, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(least, widths, strict=True))
    if lacking and spare >= lacking:
        widths = [
            need if width < need else width - (width - need) * lacking / spare
            for need, width in zip(least, widths, strict=True)
        ]
    return widths


def _filled(natural: Sequence[float], shares: Sequence[int], total: float) -> list[float]:
    """Each column its share; what a column does not need goes to the others, in the end to all by their shares."""
    widths = [0.0] * len(natural)
    open_columns, left = set(range(len(natural))), total
    while open_columns:
        weight = sum(shares[index] for index in open_columns)
        content = {index for index in open_columns if natural[index] <= left * shares[index] / weight}
        if not content:
            for index in open_columns:
                widths[index] = left * shares[index] / weight
            return widths
        for index in content:
            widths[index] = natural[index]
        left -= sum(natural[index] for index in content)
        open_columns -= content
    return [width + left * share / sum(shares) for width, share in zip(widths, shares, strict=True)]


def _width(text: str, size: float) -> float:
    # Bold, for headings and totals: a little room is better than a broken line. Signs that lead a status count.
    return max((text_width([Span(line, bold=True)], size) for line in text.split("\n")), default=0.0)
