"""A story page by page and as a whole file, with the style sheet both stand on."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import escape

from qbrgen.renderers.html.blocks import Canvas, size_of
from qbrgen.renderers.html.look import Look, Shade, look_of
from qbrgen.renderers.html.pictures import BESIDE, draw
from qbrgen.renderers.html.words import Writer, evidence
from qbrgen.renderers.powerpoint.logo import picture_kind
from qbrgen.renderers.untrusted import read_file
from qbrgen.resources import template_bytes
from qbrgen.settings import Settings
from qbrgen.story.blocks import (
    Align,
    Block,
    Bullets,
    Chart,
    Column,
    Paragraph,
    Quotation,
    Role,
    Section,
    Story,
    Table,
)
from qbrgen.story.documents import known
from qbrgen.story.evidence import figures_in
from qbrgen.story.evidence_rows import rows_of
from qbrgen.story.text import Text, day_num
from qbrgen.value.figure import UnitKind

_READ = (Bullets, Paragraph, Quotation)
_PROOF = "Where these numbers come from"


@dataclass(frozen=True, slots=True)
class Page:
    """One section: its id in the story, its title in plain words, and its HTML, an element of its own."""

    section: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Pages:
    """A story page by page for a page around it: every element needs `stylesheet` and an ancestor of class `q-doc`.

    There is no style attribute and no script in it, so that it stands under a strict content policy.
    """

    pages: tuple[Page, ...]
    stylesheet: str
    view: str
    title: str
    language: str


def pages_of(story: Story, settings: Settings) -> Pages:
    """The story page by page; raises TemplateError when the template in use cannot be read."""
    row = known(story.document)
    office = [each for each in row.formats if each in ("pptx", "docx")] if row else ["pptx"]
    look = look_of(settings)
    canvas = Canvas(Writer(story, shows_evidence=row is None or row.open_evidence), look)
    maker = _Maker(story, settings, canvas)
    made = tuple(maker.pages())
    view = "slides" if office[:1] == ["pptx"] else "text"
    sheet = _stylesheet(look, canvas.colours, settings)
    return Pages(made, sheet, view, canvas.write.plain(story.title), story.language)


def whole(story: Story, settings: Settings) -> str:
    """The story as one HTML document."""
    made = pages_of(story, settings)
    digest = base64.b64encode(hashlib.sha256(made.stylesheet.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    contents = "".join(
        f'<li><a href="#page-{number}">{escape(page.title)}</a></li>' for number, page in enumerate(made.pages, 1)
    )
    body = "\n".join(page.html for page in made.pages)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(made.language)}" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(made.title)}</title>\n<style>{made.stylesheet}</style>\n</head>\n"
        f'<body class="q-doc q-{made.view}">\n<a class="q-skip" href="#page-1">Skip to the document</a>\n'
        f'<nav class="q-contents" aria-label="Contents"><details><summary>Contents</summary><ol>{contents}</ol>'
        f"</details></nav>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def chart_alone(chart: Chart, settings: Settings, locale: str) -> tuple[str, str]:
    """One chart for a page around it, and its style sheet; both need what `Pages` needs."""
    look = look_of(settings)
    drawn = draw(chart.spec, look, locale, BESIDE)
    return f'<figure class="q-chart">{drawn.html}</figure>', _stylesheet(look, drawn.colours, settings)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the pages of one story."""

    story: Story
    settings: Settings
    canvas: Canvas

    def pages(self) -> Iterator[Page]:
        """Every section; a story without a cover begins with its title."""
        sections = self.story.sections
        if not sections or sections[0].role is not Role.COVER:
            line = Paragraph("line", self.story.subtitle)
            cover = Section("cover", self.story.title, (line,) if self.story.subtitle else (), Role.COVER)
            sections = (cover, *sections)
        for number, section in enumerate(sections, 1):
            yield self._page(section, number)

    def _page(self, section: Section, number: int) -> Page:
        write = self.canvas.write
        cover = section.role is Role.COVER
        level = "h1" if cover else "h2"
        title = f'<{level} id="title-{number}"{write.direction(section.title)}>{write(section.title)}</{level}>'
        parts = [f"<header>{title}{self._logo() if cover else ''}</header>"]
        parts += [self._body(section)]
        parts += [self._sources(section), self._proof(section), "" if cover else self._footer()]
        kind = f"q-page q-{section.role}"
        html = (
            f'<section class="{kind}" id="page-{number}" aria-labelledby="title-{number}">{"".join(parts)}</section>'
        )
        return Page(section.id, write.plain(section.title), html)

    def _body(self, section: Section) -> str:
        blocks = [block for block in section.blocks if _says(block)]
        kind = _columns(blocks)
        made = [(block, self.canvas.block(block, blocks)) for block in blocks]
        if kind == " q-one-chart":
            chart = next(html for block, html in made if isinstance(block, Chart))
            reading = "".join(html for block, html in made if isinstance(block, _READ))
            rest = "".join(html for block, html in made if not isinstance(block, (Chart, *_READ)))
            body = f'{chart}<div class="q-reading">{reading}</div>{rest}'
        else:
            body = "".join(html for _, html in made)
        return f'<div class="q-body{kind}">{body}</div>'

    def _sources(self, section: Section) -> str:
        charts = (block.spec.source for block in section.blocks if isinstance(block, Chart))
        told = [section.source] if section.source else list(dict.fromkeys(source for source in charts if source))
        return "".join(f'<p class="q-source">{self.canvas.write(source)}</p>' for source in told)

    def _proof(self, section: Section) -> str:
        """How each number of the page came about, folded away; the appendix tells it on paper."""
        if not self.canvas.write.shows_evidence or section.role is Role.APPENDIX:
            return ""
        figures = [
            figure
            for figure in figures_in((section,))
            if figure.unit.kind is not UnitKind.DATE and evidence(figure, self.story.locale)
        ]
        rows = rows_of(figures)
        if not rows:
            return ""
        table = Table("proof", _COLUMNS, rows)
        return f'<details class="q-proof"><summary>{_PROOF}</summary>{self.canvas.block(table)}</details>'

    def _footer(self) -> str:
        write, story = self.canvas.write, self.story
        said: Sequence[Text] = [story.title, story.subtitle]
        parts = [escape(self.settings.footer)] if self.settings.footer else [write(text) for text in said if text]
        if story.vendor_name and not self.settings.footer:
            parts.append(escape(story.vendor_name))
        day = write((day_num(story.as_of),))
        return f'<footer><span>{" · ".join(parts)}</span><span>{day}</span><span class="q-number"></span></footer>'

    def _logo(self) -> str:
        if self.settings.logo is None or self.settings.anonymous:
            return ""
        data = read_file(self.settings.logo)
        kind, width, height = picture_kind(data)
        source = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
        size = f'width="{width}" height="{height}"'
        return f'<img class="q-logo" alt="{escape(self.story.vendor_name)}" {size} src="{source}">'


_COLUMNS = (
    Column(("Figure",)),
    Column(("Value",), Align.END),
    Column(("How it was calculated",)),
    Column(("Inputs, source and date",)),
    Column(("Standing",)),
)


def _says(block: Block) -> bool:
    match block:
        case Paragraph(text=text):
            return bool(text)
        case Table(rows=rows):
            return bool(rows)
        case Chart():
            return True
        case _:
            return bool(getattr(block, "items", True))


def _columns(blocks: Sequence[Block]) -> str:
    """How the body of a slide is divided: by its charts, else by the number of its lists."""
    charts = [block for block in blocks if isinstance(block, Chart)]
    if len(charts) > 1:
        return " q-two-charts"
    if charts and size_of(charts[0], blocks) is BESIDE:
        return " q-one-chart"
    lists = sum(isinstance(block, Bullets) for block in blocks)
    return f" q-lists-{min(lists, 3)}" if len(blocks) == lists > 1 else ""


def _stylesheet(look: Look, colours: Iterable[tuple[str, str, str]], settings: Settings) -> str:
    """The rules of templates/html/story.css after the variables of both schemes."""
    light, dark = _variables(look.light), _variables(look.dark)
    for name, by_day, by_night in sorted(colours):
        light += f"{name}:{by_day};"
        dark += f"{name}:{by_night};"
    rules = template_bytes("html/story.css", settings.templates).decode("utf-8")
    faces = f"--q-heading:{look.heading};--q-body:{look.body};"
    if look.always_dark:
        where, dark = "screen", f"{dark}color-scheme:dark"
    else:
        where = "screen and (prefers-color-scheme:dark)"
    other = ".q-doc .q-light{display:none}.q-doc .q-dark{display:block}"
    screen = f"@media {where}{{.q-doc{{{dark}}}{other}}}"
    sheet = f".q-doc{{{faces}{light}color-scheme:light dark}}\n.q-doc .q-dark{{display:none}}\n{screen}\n{rules}"
    # Rules of one's own may not end the element that they stand in.
    return sheet.replace("</", "<\\/")


def _variables(shade: Shade) -> str:
    return "".join(f"--q-{name}:{value};" for name, value in shade.variables)
