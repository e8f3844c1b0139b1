"""The evidence behind a story's numbers: a source line for a page, and the appendix that writes itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date

from qbrgen.story.blocks import Cell, Paragraph, Role, Section, Table
from qbrgen.story.labels import STANDING
from qbrgen.story.parts import NOTHING, cell, column, counted
from qbrgen.story.text import Given, Num, Style, Text, day_num, text
from qbrgen.value.figure import Figure, Input, UnitKind

_NOT_ON_THE_PAGE = {"notes", "shorter_titles"}
_SOURCES_SHOWN = 3


def figures_in(sections: Iterable[Section]) -> tuple[Figure, ...]:
    """The Figures on the pages of these sections, in reading order, each key once."""
    found: dict[str, Figure] = {}
    for section in sections:
        for figure in _walk(section):
            found.setdefault(figure.key, figure)
    return tuple(found.values())


def _walk(thing: object) -> Iterator[Figure]:
    if isinstance(thing, Figure):
        yield thing
    elif isinstance(thing, tuple):
        for item in thing:
            yield from _walk(item)
    elif is_dataclass(thing):
        for entry in fields(thing):
            if entry.name not in _NOT_ON_THE_PAGE:
                yield from _walk(getattr(thing, entry.name))


def source_line(*figures: Figure | None, validated_by: Text = ()) -> Text:
    """One sentence that says where the figures come from: their sources, each with its latest day."""
    sources: dict[str, date | None] = {}
    for figure in figures:
        for source, day in _sources(figure) if figure is not None else ():
            known = sources.get(source)
            sources[source] = max(known, day) if known and day else known or day
    if not sources:
        return text("Source: the account's own records", "; ", validated_by) if validated_by else ()
    shown = [
        text(Given(source), ", ", day_num(day)) if day else (Given(source),)
        for source, day in list(sources.items())[:_SOURCES_SHOWN]
    ]
    pieces: list[Text | str] = ["Sources: " if len(sources) > 1 else "Source: "]
    for position, source_text in enumerate(shown):
        pieces += ["; ", source_text] if position else [source_text]
    if len(sources) > _SOURCES_SHOWN:
        pieces += [" and ", (counted("sources.more", len(sources) - _SOURCES_SHOWN),), " more"]
    return text(*pieces, "; " if validated_by else "", validated_by)


def _sources(figure: Figure) -> Iterator[tuple[str, date | None]]:
    evidence = figure.evidence
    if evidence.source:
        yield evidence.source, evidence.on
    for entry in evidence.inputs:
        if entry.source and entry.source != evidence.source:
            yield entry.source, entry.on
    for part in evidence.parts:
        yield from _sources(part)


def appendix(sections: Sequence[Section]) -> Section:
    """How each number of these sections was calculated: formula, inputs, source, date, standing."""
    figures = _worth_a_row(figures_in(sections))
    count = counted("evidence.figures", len(figures), "figures")
    blocks = (
        Table(
            "evidence",
            (
                column("Figure", 5),
                column("Value", 3, end=True),
                column("How it was calculated", 5),
                column("Inputs, source and date", 8),
                column("Standing", 3),
            ),
            tuple(_row(figure) for figure in figures),
        )
        if figures
        else Paragraph("evidence", ("No figure with a calculation is shown in this document.",)),
    )
    title = text("How each of the ", count, " was calculated") if len(figures) > 1 else text("How it was calculated")
    return Section("evidence", title, blocks, Role.APPENDIX)


def _worth_a_row(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that need a row: not days and counts of rows, and not what another figure's inputs show."""
    told = [figure for figure in figures if figure.unit.kind is not UnitKind.DATE and _has_evidence(figure)]
    return [figure for figure in told if not any(_covers(other, figure) for other in told if other is not figure)]


def _has_evidence(figure: Figure) -> bool:
    evidence = figure.evidence
    return bool(evidence.formula or evidence.inputs or evidence.source or evidence.parts)


def _covers(other: Figure, figure: Figure) -> bool:
    if figure.evidence.formula or figure.evidence.parts or not figure.evidence.inputs:
        return False
    shown = {entry.path for entry in other.evidence.inputs if entry.path}
    own = {entry.path for entry in figure.evidence.inputs}
    return own < shown


def _row(figure: Figure) -> tuple[Cell, ...]:
    evidence = figure.evidence
    return (
        cell(words(figure.label)),
        Cell((Num(figure, Style.FULL),)),
        cell(words(evidence.formula) if evidence.formula else "As recorded"),
        Cell(_inputs(figure) or NOTHING),
        cell(STANDING[figure.standing] if figure.standing else ()),
    )


def words(sentence: str) -> Text:
    """A label or formula as a text: a number in it is a name or a constant of the formula, not a figure."""
    return (Given(sentence),) if re.search(r"\d", sentence) else (sentence,)


def _inputs(figure: Figure) -> Text:
    evidence = figure.evidence
    entries = [_input(figure, entry) for entry in evidence.inputs]
    entries += [text(words(part.label), " ", Num(part, Style.FULL)) for part in evidence.parts]
    if evidence.source:
        entries.append(text("source: ", Given(evidence.source), _on(evidence.on)))
    pieces: list[Text | str] = []
    for position, entry in enumerate(entries):
        pieces += ["; ", entry] if position else [entry]
    return text(*pieces)


def _input(figure: Figure, entry: Input) -> Text:
    name = words(entry.name)
    if isinstance(entry.value, str):
        shown: Text = (Given(entry.value),)
    elif isinstance(entry.value, date):
        shown = (day_num(entry.value),)
    else:
        own = Figure(f"{figure.key}.input.{entry.name}", entry.name, entry.value, entry.unit)
        shown = (Num(own, Style.FULL),)
    source = entry.source if entry.source != figure.evidence.source else ""
    where = text(" (", Given(source), _on(entry.on), ")") if source else ()
    return text(name, " ", shown, where)


def _on(day: date | None) -> Text:
    return text(", ", day_num(day)) if day else ()
