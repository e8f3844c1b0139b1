"""The diagonal lines of a hatched bar, cut at its edges."""

from __future__ import annotations

from qbrgen.charts.marks import Box, Spot

STEP = 5.0  # points between two lines, measured along the bar's edge


def hatch_lines(box: Box) -> list[tuple[Spot, Spot]]:
    """Lines rising to the right at 45 degrees; one grid for all bars, so that neighbours go on."""
    first = int((box.left + box.top) // STEP) + 1
    last = int((box.right + box.bottom) // STEP)
    lines = []
    for index in range(first, last + 1):
        total = index * STEP  # x + y along the line
        left, right = max(box.left, total - box.bottom), min(box.right, total - box.top)
        if right - left > 0.1:
            lines.append(((left, total - left), (right, total - right)))
    return lines
