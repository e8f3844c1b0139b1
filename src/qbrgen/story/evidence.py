"""The evidence behind a story's numbers: a source line for a page, and the appendix that writes itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date

from qbrgen.model.kinds import Standing
from qbrgen.story.blocks import Cell, Paragraph, Role, Section, Table
from qbrgen.story.labels import STANDING
from qbrgen.story.parts import NOTHING, cell, column, counted, listed
from qbrgen.story.text import Given, Num, Style, Text, day_num, text
from qbrgen.value.figure import Figure, Input, UnitKind

_NOT_ON_THE_PAGE = {"notes", "shorter_titles"}
_SOURCES_SHOWN = 3
_ONE_FIGURE: Text = ("How the figure in this document came about",)
_SOURCE_LENGTH = 60
_AS_IT_IS = {"as recorded", "as measured", "as agreed"}
"""Formulas of figures that were not worked out but taken from the account as they are."""
VALIDATED_BY = "validated by"
"""The input of a value item's formula that names who validated it."""


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


def source_line(*figures: Figure | None) -> Text:
    """One sentence that says where the figures come from: who validated them, their sources and latest days."""
    sources: dict[str, date | None] = {}
    people: dict[str, None] = {}
    for figure in figures:
        for source, day in _sources(figure) if figure is not None else ():
            name = _short(source)
            known = sources.get(name)
            sources[name] = max(known, day) if known and day else known or day
        people.update(dict.fromkeys(_endorsers(figure)) if figure is not None else {})
    parts = [
        text(Given(source), ", ", day_num(day, style=Style.MONTH)) if day else (Given(source),)
        for source, day in list(sources.items())[:_SOURCES_SHOWN]
    ]
    if len(sources) > _SOURCES_SHOWN:
        parts.append(text(counted("sources.more", len(sources) - _SOURCES_SHOWN), " more"))
    endorsed = text("validated by ", listed([(Given(name),) for name in list(people)[:_SOURCES_SHOWN]]))
    if people:
        parts.append(endorsed)
    pieces: list[Text | str] = []
    for position, part in enumerate(parts):
        pieces += ["; ", part] if position else [part]
    return text("Sources: " if len(sources) > 1 else "Source: ", *pieces) if pieces else ()


def _short(source: str) -> str:
    """A long source by its name alone: what stands before its first comma."""
    name = source.split(",", 1)[0].strip()
    return name if len(source) > _SOURCE_LENGTH and name else source


def _sources(figure: Figure) -> Iterator[tuple[str, date | None]]:
    if figure.evidence.parts and not figure.value:
        return
    evidence = figure.evidence
    if evidence.source:
        yield evidence.source, evidence.on
    for entry in evidence.inputs:
        if entry.source and entry.source != evidence.source:
            yield entry.source, entry.on
    for part in evidence.parts:
        if part.value:
            yield from _sources(part)


def _endorsers(figure: Figure) -> Iterator[str]:
    if figure.standing is Standing.CUSTOMER_VALIDATED:
        for entry in figure.evidence.inputs:
            if entry.name == VALIDATED_BY and isinstance(entry.value, str):
                yield entry.value
    for part in figure.evidence.parts:
        if part.value:
            yield from _endorsers(part)


def items_appendix(sections: Sequence[Section]) -> Section | None:
    """How each value item was calculated that a total of these sections was added up from; None without any."""
    items = list({figure.key: figure for total in figures_in(sections) for figure in _leaves(total)}.values())
    if not items:
        return None
    columns = (
        column("Value item", 5),
        column("Value", 3, end=True),
        column("Formula", 4),
        column("Inputs, source and date", 9),
        column("Standing", 3),
    )
    rows = tuple(_row([figure]) for figure in items)
    count = counted("evidence.items", len(items), "value items")
    title = (
        text("How each of the ", count, " was calculated") if len(items) > 1 else text("How the value was calculated")
    )
    return Section("evidence-items", title, (Table("items", columns, rows),), Role.APPENDIX)


def _leaves(figure: Figure) -> Iterator[Figure]:
    """The value items that a total comes from: the parts of its parts that have a formula of their own."""
    for part in figure.evidence.parts:
        if not part.value:
            continue
        if part.evidence.parts:
            yield from _leaves(part)
        elif part.subject and part.evidence.inputs and part.unit.kind is UnitKind.MONEY and part.standing:
            yield part


def appendix(sections: Sequence[Section]) -> Section:
    """How each number of these sections was calculated: formula, inputs, source, date, standing."""
    figures = _worth_a_row(figures_in(sections))
    rows = [_row(group) for group in _grouped(figures)]
    if not rows:
        nothing = Paragraph("evidence", ("No figure in this document was calculated or taken from a record.",))
        return Section("evidence", ("How the numbers were calculated",), (nothing,), Role.APPENDIX)
    columns = (
        column("Figure", 5),
        column("Value", 3, end=True),
        column("How it was calculated", 5),
        column("Inputs, source and date", 8),
        column("Standing", 3),
    )
    count = counted("evidence.figures", len(figures), "figures")
    title = text("How the ", count, " in this document came about") if len(figures) > 1 else _ONE_FIGURE
    return Section("evidence", title, (Table("evidence", columns, tuple(rows)),), Role.APPENDIX)


def _worth_a_row(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that need a row: not days and counts of rows, and not what another figure's inputs show."""
    told = [figure for figure in figures if figure.unit.kind is not UnitKind.DATE and _has_evidence(figure)]
    shown = {entry.path for figure in told for entry in figure.evidence.inputs if len(figure.evidence.inputs) > 1}
    return [figure for figure in told if not (_as_it_is(figure) and _paths(figure) and _paths(figure) <= shown)]


def _has_evidence(figure: Figure) -> bool:
    evidence = figure.evidence
    return bool(evidence.formula or evidence.inputs or evidence.source or evidence.parts)


def _as_it_is(figure: Figure) -> bool:
    return not figure.evidence.parts and figure.evidence.formula in _AS_IT_IS


def _paths(figure: Figure) -> set[str]:
    return {entry.path for entry in figure.evidence.inputs if entry.path}


def _grouped(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The figures by row: those taken as they are share one where label, source and day are the same."""
    rows: dict[object, list[Figure]] = {}
    for figure in figures:
        evidence = figure.evidence
        alike = _as_it_is(figure) and figure.subject
        key = (figure.label, evidence.formula, evidence.source, evidence.on) if alike else figure.key
        rows.setdefault(key, []).append(figure)
    return list(rows.values())


def _row(group: Sequence[Figure]) -> tuple[Cell, ...]:
    first = group[0]
    evidence = first.evidence
    if len(group) > 1:
        each = [text(Given(figure.subject), " ", Num(figure, Style.FULL)) for figure in group]
        return (
            cell(words(first.label)),
            Cell(NOTHING),
            cell(words(evidence.formula)),
            Cell(_semicolons([*each, *_source(first)])),
            cell(STANDING[first.standing] if first.standing else ()),
        )
    about = text(": ", Given(first.subject)) if first.subject else ()
    return (
        cell(words(first.label), about),
        Cell((Num(first, Style.FULL),)),
        cell(words(evidence.formula) if evidence.formula else "as recorded"),
        Cell(_semicolons([*_inputs(first), *_source(first)]) or NOTHING),
        cell(STANDING[first.standing] if first.standing else ()),
    )


def words(sentence: str) -> Text:
    """A label or formula as a text: a number in it is a name or a constant of the formula, not a figure."""
    return (Given(sentence),) if re.search(r"\d", sentence) else (sentence,)


def _inputs(figure: Figure) -> list[Text]:
    evidence = figure.evidence
    if evidence.inputs and not _as_it_is(figure):
        return [_input(figure, entry) for entry in evidence.inputs]
    return [
        text(Given(part.subject) if part.subject else words(part.label), " ", Num(part, Style.FULL))
        for part in evidence.parts
        if part.value
    ]


def _input(figure: Figure, entry: Input) -> Text:
    name = words(entry.name)
    if isinstance(entry.value, str):
        shown: Text = (Given(entry.value),)
    elif isinstance(entry.value, date):
        shown = (day_num(entry.value),)
    else:
        shown = (Num(Figure(f"{figure.key}.input.{entry.name}", entry.name, entry.value, entry.unit), Style.FULL),)
    source = entry.source if entry.source != figure.evidence.source else ""
    where = text(" (", Given(source), _on(entry.on), ")") if source else ()
    return text(name, " ", shown, where)


def _source(figure: Figure) -> list[Text]:
    evidence = figure.evidence
    return [text("source: ", Given(evidence.source), _on(evidence.on))] if evidence.source else []


def _on(day: date | None) -> Text:
    # What was counted over a month carries the month's first day.
    return text(", ", day_num(day, style=Style.MONTH if day.day == 1 else Style.SHORT)) if day else ()


def _semicolons(entries: Sequence[Text]) -> Text:
    pieces: list[Text | str] = []
    for position, entry in enumerate(entries):
        pieces += ["; ", entry] if position else [entry]
    return text(*pieces)
