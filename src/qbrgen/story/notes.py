"""Speaker notes: what to say, what to ask, where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterable

from qbrgen.story.evidence_rows import words
from qbrgen.story.text import Given, Num, Text, day_num, text
from qbrgen.value.figure import Figure

_FIGURES = 4


def notes(say: Text = (), ask: Text = (), figures: Iterable[Figure | None] = ()) -> tuple[Text, ...]:
    """One note each for what to say, what to ask and how the figures came about; empty ones are left out."""
    told = [_how(figure) for figure in figures if figure is not None and figure.evidence.formula][:_FIGURES]
    pieces: list[Text | str] = []
    for position, one in enumerate(told):
        pieces += ["; ", one] if position else [one]
    parts = (("Say: ", say), ("Ask: ", ask), ("Where the numbers come from: ", text(*pieces)))
    return tuple(text(opening, content) for opening, content in parts if content)


def _how(figure: Figure) -> Text:
    about = text(" (", Given(figure.subject), ")") if figure.subject else ()
    evidence = figure.evidence
    source = text(", ", Given(evidence.source)) if evidence.source else ()
    day = text(", ", day_num(evidence.on)) if evidence.source and evidence.on else ()
    return text(words(figure.label), about, " ", Num(figure), " = ", words(evidence.formula), source, day)
