"""The numbers of a chart as a table: the native chart, its workbook and the tests all take them from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qbrgen.story.chart_specs import BarsAgainst, BeforeAfter, ChartSpec, StageLine, Tone, Trend, Waterfall
from qbrgen.story.phrasing import say
from qbrgen.value.figure import DAYS, Figure, Unit

_TARGET = "Target"
_BENCHMARK = "Benchmark"


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers: its name, one value for each category (None where there is none), its tone.

    `tones` holds one tone for each value where they differ.
    """

    name: str
    values: tuple[Decimal | None, ...]
    tone: Tone
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Categories by row (`days` instead of words for a trend), series by column, one unit for all numbers.

    A waterfall has its signed steps and, as a total, the level a step of sign 0 stands at.
    """

    heading: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit
    days: tuple[date, ...] = ()


def table_of(spec: ChartSpec, locale: str) -> ChartTable:
    """The chart's numbers, its labels written in the locale."""
    return _TABLES[type(spec)](spec, locale)


def _before_after(spec: BeforeAfter, locale: str) -> ChartTable:
    bars = (spec.before, spec.after)
    series = Series("Value", tuple(bar.figure.value for bar in bars), Tone.AFTER, tuple(bar.tone for bar in bars))
    return ChartTable(
        "Measured",
        tuple(say(bar.label, locale) for bar in bars),
        (series, *_constant(_TARGET, spec.target, 2, Tone.TARGET)),
        spec.unit,
    )


def _waterfall(spec: Waterfall, locale: str) -> ChartTable:
    values = tuple(step.sign * step.figure.value if step.sign else step.figure.value for step in spec.steps)
    tones = tuple(step.tone for step in spec.steps)
    return ChartTable(
        "Step",
        tuple(say(step.label, locale) for step in spec.steps),
        (Series("Change or total", values, Tone.AFTER, tones),),
        spec.unit,
    )


def _trend(spec: Trend, locale: str) -> ChartTable:
    days = {point.day for line in spec.lines for point in line.points}
    if spec.target and spec.target_day:
        days.add(spec.target_day)
    ordered = tuple(sorted(days))
    series = []
    for line in spec.lines:
        # Of two values on one day the later one in the line is the one that stands.
        by_day = {point.day: point.value for point in line.points}
        series.append(Series(say(line.label, locale), tuple(by_day.get(day) for day in ordered), line.tone))
    series += _constant(_TARGET, spec.target, len(ordered), Tone.TARGET)
    return ChartTable("Date", tuple(day.isoformat() for day in ordered), tuple(series), spec.unit, ordered)


def _bars_against(spec: BarsAgainst, locale: str) -> ChartTable:
    values = tuple(bar.figure.value for bar in spec.bars)
    tones = tuple(bar.tone for bar in spec.bars)
    name = say(spec.benchmark_label, locale) or _BENCHMARK
    found = [spec.against(index) for index in range(len(values))]
    against = tuple(figure.value if figure else None for figure in found)
    benchmark = (Series(name, against, Tone.BENCHMARK),) if spec.benchmark else ()
    return ChartTable(
        "Measured",
        tuple(say(bar.label, locale) for bar in spec.bars),
        (Series("Value", values, Tone.AFTER, tones), *benchmark),
        spec.unit,
    )


def _stage_line(spec: StageLine, locale: str) -> ChartTable:
    elapsed = tuple(stage.elapsed.value if stage.elapsed else None for stage in spec.stages)
    targets = tuple(stage.target.value if stage.target else None for stage in spec.stages)
    series = [Series("Days since the start", elapsed, Tone.AFTER)]
    if any(value is not None for value in targets):
        series.append(Series("Target of the stage", targets, Tone.BENCHMARK))
    series += _constant(_TARGET, spec.target, len(elapsed), Tone.TARGET)
    return ChartTable("Stage", tuple(say(stage.label, locale) for stage in spec.stages), tuple(series), DAYS)


def _constant(name: str, figure: Figure | None, count: int, tone: Tone) -> tuple[Series, ...]:
    return (Series(name, (figure.value,) * count, tone),) if figure else ()


_TABLES: dict[type, Callable[[Any, str], ChartTable]] = {
    BeforeAfter: _before_after,
    Waterfall: _waterfall,
    Trend: _trend,
    BarsAgainst: _bars_against,
    StageLine: _stage_line,
}
