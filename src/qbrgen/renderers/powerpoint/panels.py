"""Slides with a layout of their own: cover, agenda, divider, statement, quote, closing."""

from __future__ import annotations

from collections.abc import Sequence

from qbrgen.renderers.powerpoint.laid import DENSITIES, Context
from qbrgen.renderers.powerpoint.placeholders import TITLE, Slot, emu
from qbrgen.renderers.powerpoint.slides import EMU_PER_POINT, Item, LayoutRole, Para, Run, Slide, TextItem
from qbrgen.renderers.powerpoint.template import Layout, Template
from qbrgen.renderers.powerpoint.text_blocks import is_callout, loosened, paragraphs, quoted
from qbrgen.renderers.powerpoint.titles import fit_title
from qbrgen.renderers.powerpoint.typeset import Typesetter, height
from qbrgen.story.blocks import Bullets, Paragraph, Quotation, Role, Section, Story
from qbrgen.story.text import Text, day_num

_PANEL_LINES = 8
_STATEMENT_SIZES = (24.0, 22.0, 20.0)
_QUOTE_SIZES = (26.0, 24.0, 22.0, 20.0)


def panel_slide(section: Section, story: Story, template: Template, setter: Typesetter) -> Slide | None:
    """The section on a layout of its own; None when it has none or what it says does not fit there."""
    maker = _Maker(section, story, template, setter)
    if section.role is Role.COVER:
        return maker.cover()
    texts = all(isinstance(block, Paragraph | Bullets) for block in section.blocks)
    if section.role is Role.DIVIDER and texts:
        return maker.divider()
    if section.role in (Role.AGENDA, Role.CLOSING) and texts and section.blocks and not section.source:
        return maker.panel(LayoutRole.AGENDA if section.role is Role.AGENDA else LayoutRole.CLOSING)
    if section.role is Role.BODY and len(section.blocks) == 1 and not section.source:
        block = section.blocks[0]
        if isinstance(block, Quotation):
            return maker.quote(block)
        if isinstance(block, Paragraph) and not is_callout(block):
            return maker.statement(block)
    return None


class _Maker:
    """Makes one slide of one section."""

    def __init__(self, section: Section, story: Story, template: Template, setter: Typesetter) -> None:
        self.section, self.story, self.template, self.setter = section, story, template, setter

    def cover(self) -> Slide | None:
        """Title of the document, for whom, which period, by whom, when."""
        layout = self.template.layout(LayoutRole.COVER)
        said = [block.text for block in self.section.blocks if isinstance(block, Paragraph) and block.text]
        subtitle = said[:1] or [self.story.subtitle]
        vendor = (self.story.vendor_name,) if self.story.vendor_name else ()
        details: list[Text] = [*said[1:], *([vendor] if vendor else []), (day_num(self.story.as_of),)]
        return self._filled(layout, LayoutRole.COVER, (subtitle, details), footer=False)

    def divider(self) -> Slide | None:
        """Name of the part and what it is about."""
        layout = self.template.layout(LayoutRole.SECTION)
        said = [block.text for block in self.section.blocks if isinstance(block, Paragraph)]
        return self._filled(layout, LayoutRole.SECTION, (said, []), footer=True)

    def _filled(
        self, layout: Layout, role: LayoutRole, groups: tuple[Sequence[Text], Sequence[Text]], *, footer: bool
    ) -> Slide | None:
        items = self._title(layout)
        if items is None:
            return None
        details = layout.named("details")
        slots = [layout.texts[0] if layout.texts else None, details[0] if details else None]
        if slots[1] is None:
            groups = ([*groups[0], *groups[1]], [])
        for slot, texts, words in zip(slots, groups, ("Subtitle", "Details"), strict=True):
            if slot is None or not texts:
                continue
            room = slot.box.width - slot.inset[0] - slot.inset[2]
            style = slot.level(0)
            paras = [
                self.setter.para(self.setter.runs(text), room, size, before=style.before, spacing=style.spacing,
                                 bold=style.bold, align=style.align)
                for text in texts
                for size in (max(style.size, 14.0),)
            ]  # fmt: skip
            kept: list[Para] = []
            for para in paras:
                if height([*kept, para]) <= slot.box.height - slot.inset[1] - slot.inset[3]:
                    kept.append(para)
            if kept:
                name = f"{words} [{self.section.id}]"
                items.append(TextItem(name, slot.box, tuple(kept), slot.index, slot.anchor, _inset(slot)))
        return self._slide(role, items, footer=footer)

    def panel(self, role: LayoutRole) -> Slide | None:
        """Title on the panel, list beside it; None when the list is too long."""
        layout = self.template.layout(role)
        items = self._title(layout)
        slot = layout.texts[0] if layout.texts else None
        if items is None or slot is None:
            return None
        room = slot.box.width - slot.inset[0] - slot.inset[2]
        for density in DENSITIES:
            context = Context(self.setter, density, self.section.id, slot.background)
            paras = [
                para
                for block in self.section.blocks
                if isinstance(block, Paragraph | Bullets)
                for para in paragraphs(block, room, density.body, context)
            ]
            spare = slot.box.height - slot.inset[1] - slot.inset[3] - height(paras)
            if spare >= 0:
                name = context.name("Text", *(block.id for block in self.section.blocks))
                text = TextItem(name, slot.box, loosened(paras, spare), slot.index, slot.anchor, _inset(slot))
                return self._slide(role, [*items, text], footer=True)
        return None

    def statement(self, block: Paragraph) -> Slide | None:
        """One sentence, large."""
        layout = self.template.layout(LayoutRole.STATEMENT)
        runs = self.setter.runs(block.text)
        return self._large(layout, LayoutRole.STATEMENT, runs, _STATEMENT_SIZES, f"Statement [{self.section.id}.{block.id}]", ())

    def quote(self, block: Quotation) -> Slide | None:
        """Somebody's words, large, and who said them."""
        layout = self.template.layout(LayoutRole.QUOTE)
        context = Context(self.setter, DENSITIES[0], self.section.id, layout.background)
        name = f"Quote [{self.section.id}.{block.id}]"
        return self._large(layout, LayoutRole.QUOTE, quoted(context, block), _QUOTE_SIZES, name, self.setter.runs(block.by))

    def _large(
        self, layout: Layout, role: LayoutRole, runs: tuple[Run, ...], sizes: Sequence[float], name: str,
        by: tuple[Run, ...],
    ) -> Slide | None:  # fmt: skip
        items = self._title(layout, most=2)
        texts = layout.texts
        if items is None or not texts or (by and len(texts) < 2):
            return None
        slot = texts[0]
        room = slot.box.width - slot.inset[0] - slot.inset[2]
        tall = slot.box.height - slot.inset[1] - slot.inset[3]
        for size in sizes:
            para = self.setter.para(runs, room, size)
            if height([para]) <= tall:
                items.append(TextItem(name, slot.box, (para,), slot.index, slot.anchor, _inset(slot)))
                break
        else:
            return None
        if by:
            under = texts[1]
            para = self.setter.para(by, under.box.width - under.inset[0] - under.inset[2], under.level(0).size)
            if height([para]) > under.box.height:
                return None
            items.append(TextItem(f"Speaker [{self.section.id}]", under.box, (para,), under.index, under.anchor, _inset(under)))
        return self._slide(role, items, footer=True)

    def _title(self, layout: Layout, most: int = _PANEL_LINES) -> list[Item] | None:
        slot = layout.title
        title = fit_title((self.section.title, *self.section.shorter_titles), slot, self.setter, most=most)
        if title.rest:
            return None
        return [TextItem(f"Title [{self.section.id}]", slot.box, (title.para,), TITLE, slot.anchor, _inset(slot))]

    def _slide(self, role: LayoutRole, items: list[Item], *, footer: bool) -> Slide:
        title = items[0].paras[0].text if isinstance(items[0], TextItem) else ""
        return Slide(role, self.section.id, title, tuple(items), footer=footer)


def _inset(slot: Slot) -> tuple[int, int]:
    return slot.inset[0], slot.inset[1]


__all__ = ["EMU_PER_POINT", "emu", "panel_slide"]
