"""Key figures as cards, and timelines as shapes, measured."""

from __future__ import annotations

from dataclasses import replace

from qbrgen.renderers.powerpoint.laid import GUTTER, Context, Laid, Wanted
from qbrgen.renderers.powerpoint.placeholders import emu
from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, Box, MarkItem, Para, Run, TextItem
from qbrgen.renderers.powerpoint.typeset import MARKS, height, joined
from qbrgen.story.blocks import Cell, Column, KeyFigure, KeyFigures, Status, Table, Timeline, TimelineItem
from qbrgen.story.labels import STATUS

_CARD_INSET = (round(0.18 * EMU_PER_INCH), round(0.12 * EMU_PER_INCH))
_LEAST_SHARED = 32.0
_LEAST_CARD = round(1.3 * EMU_PER_INCH)
_MOST_CARD = 1.12
_ACROSS = 4
_MARK = round(0.2 * EMU_PER_INCH)
_RAIL = round(0.3 * EMU_PER_INCH)
_STEPS = 6
_LARGE_CARD = (48.0, 18.0, 14.0)
_LARGEST_CARD = round(2.2 * EMU_PER_INCH)
_LARGE_INSET = (round(0.22 * EMU_PER_INCH), round(0.3 * EMU_PER_INCH))


def key_figures(block: KeyFigures, width: int, context: Context, *, alone: bool = False) -> Laid | None:
    """The figures side by side as cards, larger where they have the slide to themselves.

    None when a number is too long for its card.
    """
    count = len(block.items)
    if not 1 <= count <= _ACROSS:
        return None
    shares = {1: (6, 6), 2: (6, 6), 3: (4, 4, 4), 4: (3, 3, 3, 3)}[count]
    widths = [box.width for box in Box(0, 0, width, 0).columns(shares, GUTTER)][:count]
    inset = _LARGE_INSET if alone else _CARD_INSET
    size = context.density
    sizes = _LARGE_CARD if alone else (size.number, size.label, size.detail)
    cards = [
        _card(item, across - 2 * inset[0], context, sizes) for item, across in zip(block.items, widths, strict=True)
    ]
    if any(card[0].lines > 1 for card in cards):
        return None
    if (least := max(min(card[0].size for card in cards), _LEAST_SHARED)) < sizes[0]:
        # Numbers side by side are of one size, unless one is so long that all would be small.
        cards = [
            _card(item, across - 2 * inset[0], context, (least, *sizes[1:]))
            for item, across in zip(block.items, widths, strict=True)
        ]
    tall = max(_LARGEST_CARD if alone else _LEAST_CARD, max(height(card) for card in cards) + 2 * inset[1])

    def build(box: Box) -> list[Wanted]:
        places = box.columns(shares, GUTTER)
        return [
            Wanted(
                "key figure",
                TextItem(
                    context.name(f"Key figure {_ORDER[index]}", block.id),
                    place,
                    card,
                    inset=inset,
                    fill=context.setter.theme.panel,
                ),
            )
            for index, (place, card) in enumerate(zip(places, cards, strict=False))
        ]

    return Laid(tall, build, round(tall * _MOST_CARD), keen=1)


_ORDER = ("one", "two", "three", "four")


def _card(item: KeyFigure, width: int, context: Context, sizes: tuple[float, float, float]) -> tuple[Para, ...]:
    setter = context.setter
    size, label, detail = sizes
    panel = setter.theme.panel
    accent = setter.theme.readable("accent1", panel, 3.0)
    value = setter.runs(item.value, bold=True, colour=accent)
    if not joined(value).strip():
        value = (Run("—", setter.language, bold=True, colour=accent),)
    number = setter.para(value, width, size)
    for smaller in (40.0, 32.0, 28.0, 24.0):
        if number.lines > 1 and smaller < number.size:
            number = setter.para(number.runs, width, smaller)
    # A number in a locale's letters stands where the others do and runs as it does in a sentence of ours.
    found = [
        replace(number, rtl=False),
        setter.para(setter.runs(item.label, bold=True, colour="tx1"), width, label, level=1),
    ]
    muted = setter.theme.readable("tx2", panel)
    if runs := setter.runs(item.comparison, colour=muted):
        found.append(setter.para(runs, width, detail, before=3.0, level=2))
    if item.status:
        found.append(
            setter.para(setter.status(item.status, panel, STATUS[item.status]), width, detail, before=3.0, level=2)
        )
    return tuple(found)


def figures_table(block: KeyFigures) -> Table:
    """The same figures as a table, for numbers that no card holds."""
    columns = (
        Column(("Figure",), weight=3),
        Column(("What it means",), weight=4),
        Column(("Compared with",), weight=4),
    )
    rows = tuple(
        (Cell(item.value, strong=True), Cell(item.label, item.status), Cell(item.comparison)) for item in block.items
    )
    return Table(block.id, columns, rows)


def timeline(block: Timeline, width: int, context: Context) -> Laid | None:
    """The steps on a rail, left to right; None when there are too many or a text is too long for its place."""
    count = len(block.items)
    if not 1 <= count <= _STEPS:
        return None
    shares = (1,) * count
    across = Box(0, 0, width, 0).columns(shares, GUTTER)[0].width
    # A word that would break in two asks for the table instead.
    steps = [_step(item, across, context) for item in block.items]
    if any(when.lines > 2 or sum(para.lines for para in below) > 12 for when, below in steps):
        return None
    above = max(height([when]) for when, _ in steps)
    below = max(height(texts) for _, texts in steps)
    tall = above + _RAIL + emu(10) + below

    def build(box: Box) -> list[Wanted]:
        rail = box.top + above + _RAIL // 2 + emu(2)
        line = Box(box.left, rail, box.width, 0)
        found = [
            Wanted(
                "", MarkItem(f"Rail [{context.section}.{block.id}]", line, "line", line=context.setter.theme.neutral)
            )
        ]
        for place, item, (when, texts) in zip(box.columns(shares, GUTTER), block.items, steps, strict=True):
            words = joined(context.setter.runs(item.what))[:60]
            mark = MARKS[item.status or Status.OPEN]
            spot = Box(place.left, rail - _MARK // 2, _MARK, _MARK)
            name = context.name("Step", block.id)
            found += [
                Wanted("", TextItem(f"When {name}", place.take_top(above), (when,), anchor="b")),
                Wanted(
                    "",
                    MarkItem(
                        f"Mark {name}", spot, mark.geometry, context.setter.meant(mark.colour),
                        alt=f"{STATUS[item.status]}: {words}" if item.status else "",
                    ),
                ),
                Wanted("", TextItem(name, Box(place.left, rail + _RAIL // 2 + emu(8), place.width, below), texts)),
            ]  # fmt: skip
        return found

    return Laid(tall, build, 0, keen=0)


def _step(item: TimelineItem, width: int, context: Context) -> tuple[Para, tuple[Para, ...]]:
    setter = context.setter
    colour = setter.theme.readable("accent1", context.background)
    muted = setter.theme.readable("tx2", context.background)
    when = setter.para(setter.runs(item.when, bold=True, colour=colour), width, context.density.label)
    below = [setter.para(setter.runs(item.what, bold=True, colour="tx1"), width, context.density.label)]
    if runs := setter.runs(item.detail, colour=muted):
        below.append(setter.para(runs, width, context.density.detail, before=3.0))
    if item.status:
        below.append(
            setter.para(
                setter.status(item.status, context.background, STATUS[item.status]),
                width,
                context.density.detail,
                before=3.0,
            )
        )
    return when, tuple(below)


def timeline_table(block: Timeline) -> Table:
    """The same steps as a table, for more of them than a rail holds."""
    columns = (Column(("When",)), Column(("What",), weight=4), Column(("Detail",), weight=5), Column(("Status",)))
    rows = tuple(
        (
            Cell(item.when), Cell(item.what, strong=True), Cell(item.detail),
            Cell((STATUS[item.status],), item.status) if item.status else Cell(()),
        )
        for item in block.items
    )  # fmt: skip
    return Table(block.id, columns, rows)


__all__ = ["figures_table", "key_figures", "timeline", "timeline_table"]
