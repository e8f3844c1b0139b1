"""The layouts of the PowerPoint templates: what stands where on one grid of twelve columns, in inches and points."""

from __future__ import annotations

from dataclasses import dataclass, field

from pptx_parts import Palette

SIZE = (12192000, 6858000)
INCH = 914400
PAGE = (SIZE[0] / INCH, SIZE[1] / INCH)
MARGIN, COLUMNS, GUTTER = 0.6, 12, 0.2
COLUMN = (PAGE[0] - 2 * MARGIN - (COLUMNS - 1) * GUTTER) / COLUMNS
TITLE_TOP, TITLE_HEIGHT = 0.4, 0.9
TOP, BOTTOM = 1.46, 6.5
SOURCE_TOP, SOURCE_HEIGHT = 6.57, 0.36
FOOT_TOP, FOOT_HEIGHT = 7.04, 0.24
MESSAGE = "The message of this slide, with its number"
Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Level:
    """How one list level of a placeholder differs from the master: size in points, weight, colour, bullet."""

    size: float
    colour: str = ""
    bold: bool = False
    bullet: bool = False
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """One placeholder of a layout: `place` is left, top, width, height; `prompts` one line for each level."""

    name: str
    kind: str
    index: int | None
    place: Place
    prompts: tuple[str, ...]
    levels: tuple[Level, ...] = ()
    anchor: str = "t"
    fill: str = ""
    inset: tuple[float, float] = (0, 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle of the layout's own; `fill` is the XML of its colour."""

    name: str
    place: Place
    fill: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One layout: its name in PowerPoint's gallery, its placeholders, and what stands behind them.

    A layout without a `title` of its own takes the master's. `panel` layouts hide the master's footer line.
    """

    name: str
    holders: tuple[Holder, ...]
    kind: str = ""
    title: Holder | None = None
    background: str = ""
    shapes: tuple[Shape, ...] = ()
    footer: bool = True
    footer_column: int = 1
    footer_colour: str = ""
    panel: bool = False
    prompt: str = field(default=MESSAGE)


def span(first: int, count: int, top: float = TOP, height: float = BOTTOM - TOP) -> Place:
    """The box over `count` columns from column `first` (1 to 12)."""
    left = MARGIN + (first - 1) * (COLUMN + GUTTER)
    return (left, top, count * COLUMN + (count - 1) * GUTTER, height)


def scheme(colour: str) -> str:
    """The XML of a theme colour."""
    return f'<a:schemeClr val="{colour}"/>'


def heading(place: Place, level: Level, prompt: str, anchor: str = "t", kind: str = "title") -> Holder:
    """A title that differs from the master's."""
    return Holder("Title", kind, None, place, (prompt,), (level,), anchor)


def body(index: int, place: Place, size: float = 18, name: str = "Text") -> Holder:
    """Running text with the master's bullets."""
    levels = (Level(size, bullet=True), Level(max(size - 2, 14), bullet=True))
    return Holder(name, "body", index, place, ("Text",), levels)


def plain(name: str, index: int, place: Place, *levels: Level, prompts: tuple[str, ...], anchor: str = "t") -> Holder:
    """Text without bullets."""
    return Holder(name, "body", index, place, prompts, levels, anchor)


def exhibit(index: int, place: Place, name: str = "Exhibit") -> Holder:
    """A place for a chart, a table or a picture."""
    return Holder(name, "", index, place, ("Chart, table or picture",), (Level(16, bullet=True),))


def caption(index: int, place: Place, name: str) -> Holder:
    """One line over an exhibit that says what it shows."""
    return plain(name, index, place, Level(14, "tx1", bold=True), prompts=("What the exhibit shows",), anchor="b")


def key_figure(number: int) -> Holder:
    """A key figure: big number, what it means, what it compares with, one list level each."""
    levels = (
        Level(36, "accent1", bold=True, before=0),
        Level(14, "tx1", bold=True, before=0),
        Level(12, "tx2", before=3),
    )
    prompts = ("Number", "What it means", "What it compares with")
    place = span(3 * number - 2, 3, TOP, 1.75)
    return Holder(f"Key figure {number}", "body", 20 + number, place, prompts, levels, "t", "bg2", (0.18, 0.12))


SOURCE = plain(
    "Source",
    31,
    span(1, 12, SOURCE_TOP, SOURCE_HEIGHT),
    Level(10, "tx2", before=0),
    prompts=("Source",),
    anchor="b",
)
LEAD = plain("Lead", 32, span(1, 12, TOP, 0.62), Level(18, "tx1", bold=True), prompts=("The sentence to remember",))
FIGURES = tuple(key_figure(number) for number in range(1, 5))


def layouts(palette: Palette) -> tuple[Plan, ...]:
    """The layouts, in the order of PowerPoint's gallery."""
    return (*_full_pages(palette), *_messages(), *_panels(palette), _appendix())


def _full_pages(palette: Palette) -> tuple[Plan, ...]:
    """Cover and section: the whole page in the panel's colour."""
    on, muted = palette.on_panel, palette.on_panel_muted
    panel = f"<a:solidFill>{palette.panel}</a:solidFill>"
    rule = Shape("Rule", (MARGIN, 4.28, 1.1, 0.05), scheme(palette.panel_line))
    cover = (
        plain("Subtitle", 1, span(1, 9, 4.52, 0.8), Level(20, on, before=0), prompts=("For whom, which period",)),
        plain("Details", 13, span(1, 9, 6.2, 0.7), Level(14, muted, before=2), prompts=("Who, when",), anchor="b"),
    )
    about = plain("Subtitle", 1, span(1, 9, 4.52, 1.2), Level(18, muted), prompts=("What it is about",))
    big, large = Level(40, on, bold=True), Level(36, on, bold=True)
    return (
        Plan(
            "Cover",
            cover,
            "title",
            heading(span(1, 10, 1.2, 2.9), big, "Title of the document", "b", "ctrTitle"),
            panel,
            (rule,),
            footer=False,
            panel=True,
        ),
        Plan(
            "Section",
            (about,),
            "secHead",
            heading(span(1, 9, 1.6, 2.5), large, "Name of the section", "b"),
            panel,
            (rule,),
            footer_colour=muted,
            panel=True,
        ),
    )


def _messages() -> tuple[Plan, ...]:
    """Pages with a message on top and its proof below."""
    left, right = span(1, 6, TOP + 0.42, BOTTOM - TOP - 0.42), span(7, 6, TOP + 0.42, BOTTOM - TOP - 0.42)
    lower = (3.42, BOTTOM - 3.42)
    said = (Level(26, "tx1"), Level(16, "tx2", before=10))
    words = (MARGIN + 0.4, 1.9, span(1, 10)[2], 4.0)
    statement = (Level(24, "tx1"), Level(16, "tx2"))
    thirds = ((1, 1, "Text left"), (14, 5, "Text middle"), (15, 9, "Text right"))
    return (
        Plan(
            "Statement",
            (plain("Statement", 1, span(1, 10), *statement, prompts=("The statement",), anchor="ctr"), SOURCE),
        ),
        Plan("Key figures", (*FIGURES, body(1, span(1, 12, *lower)), SOURCE)),
        Plan(
            "Key figures and exhibit",
            (*FIGURES, exhibit(13, span(1, 8, *lower)), body(1, span(9, 4, *lower), 16, "Reading"), SOURCE),
        ),
        Plan("Exhibit", (exhibit(13, span(1, 12)), SOURCE), "obj"),
        Plan("Exhibit and reading", (exhibit(13, span(1, 8)), body(1, span(9, 4), 16, "Reading"), SOURCE)),
        Plan(
            "Two exhibits",
            (
                caption(41, span(1, 6, TOP, 0.36), "Caption left"),
                exhibit(13, left, "Exhibit left"),
                caption(42, span(7, 6, TOP, 0.36), "Caption right"),
                exhibit(14, right, "Exhibit right"),
                SOURCE,
            ),
        ),
        Plan("Table", (exhibit(13, span(1, 12), "Table"), SOURCE)),
        Plan("Timeline", (LEAD, SOURCE)),
        Plan(
            "Quote",
            (plain("Quote", 1, words, *said, prompts=("The words", "Who said them"), anchor="ctr"), SOURCE),
            shapes=(Shape("Mark", (MARGIN, 1.9, 0.06, 4.0), scheme("accent1")),),
        ),
        Plan("Text", (body(1, span(1, 12)), SOURCE), "obj"),
        Plan("Two columns", (body(1, span(1, 6)), body(14, span(7, 6), 18, "Text right"), SOURCE)),
        Plan("Three columns", (*(body(index, span(at, 4), 16, name) for index, at, name in thirds), SOURCE)),
    )


def _panels(palette: Palette) -> tuple[Plan, ...]:
    """Agenda and closing: the title on a panel, the list beside it."""
    panel = span(1, 4)
    side = Shape("Panel", (0, 0, panel[0] + panel[2] + GUTTER, PAGE[1]), palette.panel)
    level = Level(30, palette.on_panel, bold=True)
    rows = (("Agenda", "Agenda", "Agenda", 2.6), ("Closing", "Text", "What we ask for", 4.4))
    return tuple(
        Plan(
            name,
            (body(1, span(6, 7, 0.95, 5.6), name=text),),
            title=heading(span(1, 4, 0.95, height), level, prompt),
            shapes=(side,),
            footer_column=6,
            panel=True,
        )
        for name, text, prompt, height in rows
    )


def _appendix() -> Plan:
    title = heading(span(1, 12, TITLE_TOP, TITLE_HEIGHT), Level(26, "tx2"), "What is proven here")
    return Plan("Appendix", (exhibit(13, span(1, 12), "Table"), SOURCE), title=title)
