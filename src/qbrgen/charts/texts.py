"""Every text of a chart that comes from its spec, as it is written in the locale."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.story.chart_specs import BarsAgainst, BeforeAfter, ChartSpec, StageLine, Trend, Waterfall
from qbrgen.story.phrasing import say, say_figure, say_number
from qbrgen.story.text import Text
from qbrgen.value.figure import Figure


def texts_of(spec: ChartSpec, locale: str) -> Iterator[str]:
    """The labels, values and source of the chart."""
    for content in _contents(spec):
        yield say(content, locale)
    for figure in figures_in(spec):
        yield say_figure(figure, locale)
    if isinstance(spec, Trend):
        for line in spec.lines:
            yield from (say_number(point.value, spec.unit, locale) for point in line.points)


def figures_in(spec: ChartSpec) -> Iterator[Figure]:
    """The Figures a chart shows, in its own order."""
    match spec:
        case BeforeAfter():
            found = [spec.before.figure, spec.after.figure, spec.target]
        case Waterfall():
            found = [step.figure for step in spec.steps]
        case Trend():
            found = [*(line.last for line in spec.lines), spec.target]
        case BarsAgainst():
            found = [*(bar.figure for bar in spec.bars), spec.benchmark]
        case StageLine():
            found = [spec.target, *(figure for stage in spec.stages for figure in (stage.elapsed, stage.target))]
    yield from (figure for figure in found if figure is not None)


def _contents(spec: ChartSpec) -> Iterator[Text]:
    match spec:
        case BeforeAfter():
            yield from (spec.before.label, spec.after.label, spec.difference)
        case Waterfall():
            yield from (step.label for step in spec.steps)
        case Trend():
            yield from (line.label for line in spec.lines)
        case BarsAgainst():
            yield from (spec.benchmark_label, *(bar.label for bar in spec.bars))
        case StageLine():
            yield from (stage.label for stage in spec.stages)
    yield spec.source
