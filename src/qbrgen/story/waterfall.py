"""The return as a waterfall: validated value by category, less the investment, and what is not validated apart."""

from __future__ import annotations

from dataclasses import replace

from qbrgen.story.blocks import Chart
from qbrgen.story.changes import joined, span_noun
from qbrgen.story.chart_specs import Step, Tone, Waterfall
from qbrgen.story.evidence import source_line
from qbrgen.story.labels import CATEGORY
from qbrgen.story.text import Num, Style, Text, text
from qbrgen.value.figure import Figure
from qbrgen.value.results import AccountValue


def returned(value: AccountValue, chart_id: str = "return") -> Chart | None:
    """Value of the period against its investment; needs value of some standing.

    Validated value builds up by category, the investment comes off, the validated net stands on the axis; only
    then follow the reported and the estimated value and the net there would be if all of it were confirmed.
    Where nothing is validated there is no validated net to show.
    """
    back = value.returned
    if not any(part.total.value for _, part in value.by_category):
        return None
    validated = [
        _step((CATEGORY[category],), part.validated, Tone.VALIDATED)
        for category, part in value.by_category
        if part.validated.value
    ]
    invested = (
        [Step(("Investment",), back.investment.total, -1, Tone.INVESTMENT)] if back.investment.total.value else []
    )
    rest = [
        _step(label, figure, tone)
        for label, figure, tone in (
            (("Reported by you",), value.in_period.reported, Tone.REPORTED),
            (("Our estimate",), value.in_period.estimated, Tone.ESTIMATED),
        )
        if figure.value
    ]
    net, net_of_all = (
        Step(("Net, validated",), back.net, 0, Tone.NET),
        Step(("Net if all is confirmed",), back.net_all, 0, Tone.NET),
    )
    if not validated:
        # Of what nobody confirmed the net is drawn like its largest part, not like a confirmed one.
        largest = max(rest, key=lambda step: step.figure.value).tone if rest else Tone.NET
        steps = [*rest, *invested, replace(net_of_all, tone=largest if back.net_all.value > 0 else Tone.NET)]
    else:
        steps = [*validated, *invested, net, *([*rest, net_of_all] if rest else [])]
    spec = Waterfall(
        chart_id,
        tuple(steps),
        back.net.unit,
        text(f"Waterfall chart of the {span_noun(value.period)}: ", joined([_told(step) for step in steps])),
        source_line(
            value.in_period.validated, value.in_period.reported, value.in_period.estimated, back.investment.total
        ),
    )
    return Chart(chart_id, spec, text(f"Value by category less the investment in the {span_noun(value.period)}"))


def _step(label: Text, figure: Figure, tone: Tone) -> Step:
    # A loss of one category comes off like a cost; its size is its distance from zero.
    if figure.value < 0:
        return Step(label, replace(figure, key=f"{figure.key}.loss", value=-figure.value), -1, Tone.WORSE)
    return Step(label, figure, 1, tone)


def _told(step: Step) -> Text:
    return text(_lowered(step.label), " ", "less " if step.sign < 0 else "", Num(step.figure, Style.SHORT))


def _lowered(label: Text) -> Text:
    return tuple(piece.lower() if isinstance(piece, str) else piece for piece in label)
