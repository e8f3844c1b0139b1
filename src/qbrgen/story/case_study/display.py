"""The validated results of a case study: in a phrase, as a key figure, as a chart, in a table."""

from __future__ import annotations

from collections.abc import Sequence

from qbrgen.story.blocks import Cell, Chart, KeyFigure, Table
from qbrgen.story.case_study.proof import Result
from qbrgen.story.case_study.voice import Voice
from qbrgen.story.changes import from_to, size, went
from qbrgen.story.chart_specs import Bar, BeforeAfter, Tone
from qbrgen.story.parts import NOTHING, column
from qbrgen.story.text import Num, Style, Text, text
from qbrgen.value.figure import Figure


def headline(voice: Voice, result: Result) -> Text:
    """What changed, in a phrase: Average time to close a deal fell 29%."""
    return text(voice.metric(result.outcome), f" {went(result.outcome)}", _before(" ", amount(voice, result)))


def amount(voice: Voice, result: Result) -> Text:
    """How big the change was, without its sign; empty where no such number can be given."""
    told = size(result.outcome)
    return voice.number(told[0].figure, Style.SIZE) if told and isinstance(told[0], Num) else ()


def ends(voice: Voice, result: Result) -> Text:
    """Both ends of the change, where both can be told as single numbers."""
    before, after = result.outcome.baseline, result.outcome.now
    if before is None or after is None or not (voice.is_exact(before) and voice.is_exact(after)):
        return ()
    return from_to(voice.figure(before), voice.figure(after))


def within(voice: Voice, result: Result) -> Text:
    """How long it took: in 21 months."""
    return text("in ", voice.number(result.months))


def key_figure(voice: Voice, result: Result) -> KeyFigure:
    """The change as a big number, its metric, and what it is measured from."""
    way = " lower" if went(result.outcome) == "fell" else " higher"
    told = amount(voice, result)
    both = ends(voice, result)
    value = text(told, way) if told else both or (way.strip(),)
    compared = text(both, ", ", within(voice, result)) if both and told else within(voice, result)
    return KeyFigure(value, voice.metric(result.outcome), compared)


def before_after(voice: Voice, result: Result) -> Chart | None:
    """Before and after of one result as two bars; None where the ends are only known as ranges."""
    found, both = result.outcome, ends(voice, result)
    if not both or found.baseline is None or found.now is None:
        return None
    before, after = voice.figure(found.baseline), voice.figure(found.now)
    first = found.objective.baseline.date if found.objective.baseline else None
    days = (first, found.last_read)
    bars = [
        Bar(text(word, _before(", ", voice.month(day)) if day else ()), figure, tone)
        for word, figure, tone, day in zip(
            ("Before", "After"), (before, after), (Tone.BEFORE, Tone.AFTER), days, strict=True
        )
    ]
    told = amount(voice, result)
    difference = text(told, " lower" if went(found) == "fell" else " higher")
    alt = text("Bar chart of before and after: ", headline(voice, result), ", ", both)
    spec = BeforeAfter("lead", bars[0], bars[1], difference, None, before.unit, alt)
    return Chart("lead", spec, voice.metric(found))


def table(voice: Voice, shown: Sequence[Result]) -> Table:
    """Every result with baseline, outcome and timeframe."""
    columns = (
        column("Measure", 6),
        column("Before", 4, end=True),
        column("After", 4, end=True),
        column("Change", 3),
        column("Time", 3),
    )
    return Table("results", columns, tuple(_row(voice, result) for result in shown))


def _row(voice: Voice, result: Result) -> tuple[Cell, ...]:
    found = result.outcome
    way = " lower" if went(found) == "fell" else " higher"
    baseline = found.objective.baseline
    return (
        Cell(voice.metric(found)),
        Cell(_end(voice, found.baseline, voice.month(baseline.date) if baseline and baseline.date else ())),
        Cell(_end(voice, found.now, voice.month(found.last_read) if found.last_read else ())),
        Cell(text(amount(voice, result), way)),
        Cell(voice.number(result.months)),
    )


def _end(voice: Voice, figure: Figure | None, when: Text) -> Text:
    if figure is None or not voice.tells(figure):
        return NOTHING
    return text(voice.number(figure), " (", when, ")")


def _before(separator: str, words: Text) -> Text:
    return text(separator, words) if words else ()
