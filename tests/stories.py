"""Stories of every block kind for renderers' tests, with words of any kind put where an account's words go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from qbrgen.model.period import parse_period
from qbrgen.story.blocks import (
    Align,
    Block,
    BlockTone,
    Bullets,
    Cell,
    Chart,
    Column,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Quotation,
    Role,
    Section,
    Status,
    Story,
    Table,
    Timeline,
    TimelineItem,
)
from qbrgen.story.chart_specs import Bar, BeforeAfter, Tone
from qbrgen.story.labels import STATUS
from qbrgen.story.text import Given, Num, day_num
from qbrgen.value.figure import DAYS, Figure, Unit, money

USD = money("USD")


def num(value: str, unit: Unit = USD, key: str = "sample") -> Num:
    return Num(Figure(key, "Sample", Decimal(value), unit))


def every_block(words: str, value: Decimal = Decimal(420000)) -> tuple[Block, ...]:
    """One block of every kind and tone, `words` standing where an account's own words would."""
    own = Given(words)
    figure = num(str(value))
    before = Bar(("Before",), num("45", DAYS).figure, Tone.BEFORE)
    after = Bar(("Now",), num("32", DAYS).figure, Tone.AFTER)
    alt = ("Days to close, from before to now",)
    spec = BeforeAfter("speed", before, after, ("down ", num("13", DAYS)), None, DAYS, alt)
    cells = tuple(Cell((STATUS[status],), status) for status in Status)
    tones = tuple(
        Paragraph(f"tone-{tone}", ("This is the ", tone.value, " paragraph: ", own), tone) for tone in BlockTone
    )
    findings = (("First finding: ", own), ("Second finding worth ", figure), ("Third finding",))
    total = (Cell(("Total",), strong=True), Cell((figure,), strong=True), Cell(("—",)))
    return (
        KeyFigures(
            "key",
            (
                KeyFigure((figure,), ("value validated by you",), ("against ", num("310000"), " the quarter before")),
                KeyFigure((num("120000"),), ("invested in the same quarter",)),
                KeyFigure((num("32", DAYS),), (own,), (), Status.ON_TRACK),
                KeyFigure((num("900"),), ("net",), ("as planned",), Status.AT_RISK),
            ),
        ),
        *tones,
        Bullets("findings", findings, heading=("Findings",)),
        Bullets("steps", (("Agree the baseline",), ("Measure again",)), ordered=True),
        Bullets("more-steps", (("Starts at one again",), ("Second",)), ordered=True),
        Chart("speed", spec, ("Deals close faster than a year ago",)),
        Table(
            "scorecard",
            (Column(("Objective",), weight=4), Column(("Now",), Align.END), Column(("Status",), weight=3)),
            (*((Cell((own,)), Cell((figure,)), cell) for cell in cells), total),
            ("Every objective, with its status",),
        ),
        Quotation("quote", (own,), ("Dana Whitfield, VP Sales Operations",)),
        Timeline(
            "plan",
            (
                TimelineItem((day_num(date(2026, 10, 3)),), ("Agree it with ", own), ("Kickoff",), Status.DONE),
                TimelineItem((day_num(date(2026, 11, 20)),), ("Measure again",), (), Status.LATE),
                TimelineItem((day_num(date(2026, 12, 20)),), ("Review",)),
            ),
        ),
        Timeline("plain-plan", (TimelineItem((day_num(date(2026, 12, 20)),), ("Review with ", own)),)),
    )


def sample_story(
    words: str = "Meridian Freight",
    *,
    locale: str = "en-US",
    document: str = "sample",
    value: Decimal = Decimal(420000),
) -> Story:
    """A story with a cover, a section of every block, a group of two and an appendix."""
    own = Given(words)
    row = (
        Cell(("Value validated",)),
        Cell(
            (
                "The items that ",
                own,
                " validated",
            )
        ),
        Cell((num("1200000"),)),
    )
    evidence = Table(
        "figures",
        (Column(("Figure",)), Column(("How it was calculated",), weight=5), Column(("Value",), Align.END)),
        (row, row, row),
    )
    return Story(
        document,
        ("Value delivered to ", own),
        ("Executive business review of the third quarter",),
        "sample",
        words,
        "Northwind Software",
        locale,
        "USD",
        parse_period("2026-Q3"),
        date(2026, 10, 5),
        (
            Section("cover", ("Cover",), (Paragraph("promise", ("Prepared for ", own), BlockTone.LEAD),), Role.COVER),
            Section(
                "return",
                ("The return is ", num("420000"), " this quarter"),
                every_block(words, value),
                source=("Source: ", own),
            ),
            Section("objective.deal-speed", ("Deals close faster",), every_block(words)[1:3], group="leading"),
            Section("objective.onboarding", ("Onboarding is flat",), every_block(words)[2:4], group="leading"),
            Section("evidence", ("How the numbers were calculated",), (evidence,), Role.APPENDIX),
        ),
    )
