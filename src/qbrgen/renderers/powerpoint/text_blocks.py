"""Running text, lists, callouts and quotations, measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qbrgen.renderers.powerpoint.laid import Context, Laid, Wanted
from qbrgen.renderers.powerpoint.placeholders import emu
from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, Box, Bullet, MarkItem, Para, Run, TextItem
from qbrgen.renderers.powerpoint.typeset import height, joined
from qbrgen.story.blocks import BlockTone, Bullets, Paragraph, Quotation

_PARAGRAPH = 8.0
_ITEM = 6.0
_HEADING = 12.0
_LOOSEST = 14.0
_BAR = round(0.06 * EMU_PER_INCH)
_CALLOUT_INSET = (round(0.18 * EMU_PER_INCH), round(0.1 * EMU_PER_INCH))
_LARGE_INSET = (round(0.25 * EMU_PER_INCH), round(0.22 * EMU_PER_INCH))
_CALLOUT = {
    # tone: words of its name, sign, colour of sign and bar
    BlockTone.CAUTION: ("Note", "▲", "caution"),
    BlockTone.MISSING: ("Missing", "○", "tx2"),
}
_ASK = 20.0
Running = Paragraph | Bullets


def is_callout(block: object) -> bool:
    """True for a paragraph that stands in a box of its own."""
    return isinstance(block, Paragraph) and (block.tone in _CALLOUT or block.tone is BlockTone.ASK)


def paragraphs(block: Running, width: int, size: float, context: Context) -> list[Para]:
    """The block as measured paragraphs at `size`, the space above each included."""
    setter = context.setter
    if isinstance(block, Paragraph):
        lead = block.tone is BlockTone.LEAD
        runs = setter.runs(block.text, bold=lead)
        return [setter.para(runs, width, size, before=_PARAGRAPH, mirrored=True)] if runs else []
    found = []
    accent = setter.theme.readable("accent1", context.background)
    if heading := setter.runs(block.heading, bold=True, colour=accent):
        found.append(setter.para(heading, width, size, before=_HEADING, mirrored=True))
    bullet = Bullet.NUMBER if block.ordered else Bullet.SIGN
    for number, item in enumerate(block.items, start=block.start):
        if runs := setter.runs(item):
            found.append(setter.para(runs, width, size, before=_ITEM, bullet=bullet, start=number, mirrored=True))
    return in_one_direction(found)


def in_one_direction(paras: Sequence[Para]) -> list[Para]:
    """Paragraphs that stand together: unless all read from the right, they begin on the same side as ours."""
    if all(para.rtl for para in paras):
        return list(paras)
    return [replace(para, rtl=False, align="l") if para.rtl else para for para in paras]


def running(blocks: Sequence[Running], width: int, size: float, context: Context, words: str = "Text") -> Laid:
    """The blocks as one flow of text, its paragraphs moved apart where there is room."""
    paras = in_one_direction([para for block in blocks for para in paragraphs(block, width, size, context)])
    if paras:
        paras[0] = replace(paras[0], before=0.0)
    name = context.name(words, *(block.id for block in blocks))
    natural = height(paras)

    def build(box: Box) -> list[Wanted]:
        if not paras:
            return []
        return [Wanted("body", TextItem(name, box, loosened(paras, box.height - natural)))]

    return Laid(
        natural, build, natural + emu(_LOOSEST * max(len(paras) - 1, 0) * 0.6), keen=1 if len(paras) > 1 else 0
    )


def loosened(paras: Sequence[Para], spare: int) -> tuple[Para, ...]:
    """The paragraphs with up to a line more between them, as far as the room that is left allows."""
    gaps = len(paras) - 1
    if gaps < 1 or spare <= 0:
        return tuple(paras)
    # Whole points, so that lists of the same kind look the same on every slide.
    more = float(int(min(spare / 12700 / gaps, _LOOSEST * 0.6)))
    return (paras[0], *(replace(para, before=para.before + more) for para in paras[1:]))


def callout(block: Paragraph, width: int, context: Context, *, alone: bool = False) -> Laid:
    """A caveat or a gap in a tinted box with a bar in its colour; what we ask for in the accent colour.

    Where callouts are `alone` on a slide they are set as its text.
    """
    if block.tone is BlockTone.ASK:
        return _ask(block, width, context)
    words, sign, meaning = _CALLOUT[block.tone]
    setter = context.setter
    panel, colour = setter.theme.panel, setter.meant(meaning)
    inset, size = (_LARGE_INSET, context.density.body) if alone else (_CALLOUT_INSET, context.density.note)
    mark = Run(f"{sign} ", setter.language, bold=True, colour=setter.theme.readable(colour, panel))
    para = setter.para((mark, *setter.runs(block.text, colour="tx1")), width - _BAR - 2 * inset[0], size)
    tall = height([para]) + 2 * inset[1]

    def build(box: Box) -> list[Wanted]:
        bar, rest = _barred(box.take_top(tall))
        return [
            Wanted("", TextItem(context.name(words, block.id), rest, (para,), anchor="ctr", inset=inset, fill=panel)),
            Wanted("", MarkItem(f"Bar [{context.section}.{block.id}]", bar, "rect", colour)),
        ]

    return Laid(tall, build)


def _ask(block: Paragraph, width: int, context: Context) -> Laid:
    setter = context.setter
    inset = (round(0.25 * EMU_PER_INCH), round(0.2 * EMU_PER_INCH))
    colour = setter.theme.readable("bg1", "accent1")
    para = setter.para(setter.runs(block.text, bold=True, colour=colour), width - 2 * inset[0], _ASK)
    tall = height([para]) + 2 * inset[1]

    def build(box: Box) -> list[Wanted]:
        name = context.name("What we ask", block.id)
        return [Wanted("", TextItem(name, box.take_top(tall), (para,), anchor="ctr", inset=inset, fill="accent1"))]

    return Laid(tall, build)


def quotation(block: Quotation, width: int, context: Context, size: float = 16.0) -> Laid:
    """Somebody's words beside a bar, and who said them."""
    setter = context.setter
    inset = (round(0.2 * EMU_PER_INCH), 0)
    room = width - _BAR - 2 * inset[0]
    said = setter.para(quoted(context, block, italic=True), room, size)
    by = setter.para(setter.runs(block.by, colour="tx2"), room, 14.0 if size < 20 else 16.0, before=4.0)
    paras = (said, by) if by.text else (said,)
    tall = height(paras)

    def build(box: Box) -> list[Wanted]:
        bar, rest = _barred(box.take_top(tall))
        return [
            Wanted("", MarkItem(f"Bar [{context.section}.{block.id}]", bar, "rect", "accent1")),
            Wanted("", TextItem(context.name("Quote", block.id), rest, paras, inset=inset)),
        ]

    return Laid(tall, build)


def _barred(box: Box) -> tuple[Box, Box]:
    """A narrow bar at the left of the box, and the rest of it."""
    return Box(box.left, box.top, _BAR, box.height), Box(box.left + _BAR, box.top, box.width - _BAR, box.height)


def quoted(context: Context, block: Quotation, *, italic: bool = False) -> tuple[Run, ...]:
    """The words in quotation marks, unless they came with their own."""
    runs = list(context.setter.runs(block.words, italic=italic))
    if runs and joined(runs)[:1] not in '"“„«»「『':
        runs[0] = replace(runs[0], text=f"“{runs[0].text}")
        runs[-1] = replace(runs[-1], text=f"{runs[-1].text}”")
    return tuple(runs)
