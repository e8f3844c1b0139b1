"""The colours and font of a Word template, for the charts that stand in it."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from qbrgen.charts.theme import ChartTheme
from qbrgen.renderers.powerpoint.theme import read_theme
from qbrgen.renderers.word.xml import parse


@lru_cache(maxsize=32)
def chart_theme(part: bytes | None) -> ChartTheme:
    """What a template's theme part comes to in a chart; the built-in colours where it has none."""
    if part is None:
        return ChartTheme()
    try:
        return read_theme(parse(part), {}).chart_theme()
    except etree.XMLSyntaxError:
        return ChartTheme()
