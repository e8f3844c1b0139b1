"""How wide text is and how it breaks into lines, the same on every machine."""

from qbrgen.renderers.measure.fit import SLACK, FitResult, count_lines, fit, height_of, text_width, widest_word
from qbrgen.renderers.measure.fonts import LINE_HEIGHT, Span, covered, is_emoji, is_known, line_height, wideness

__all__ = [
    "LINE_HEIGHT",
    "SLACK",
    "FitResult",
    "Span",
    "count_lines",
    "covered",
    "fit",
    "height_of",
    "is_emoji",
    "is_known",
    "line_height",
    "text_width",
    "wideness",
    "widest_word",
]
