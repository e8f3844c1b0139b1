"""The neutral document: a Story of sections made of blocks, which every renderer takes and none makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qbrgen.model.period import Period
from qbrgen.story.chart_specs import ChartSpec
from qbrgen.story.text import Text


class Status(StrEnum):
    """How something stands; renderers show word, shape and colour together."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    WORSE = "worse"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"
    OPEN = "open"
    UNKNOWN = "unknown"


class BlockTone(StrEnum):
    """What a paragraph or callout is for."""

    NORMAL = "normal"
    LEAD = "lead"  # the one sentence to remember
    CAUTION = "caution"  # a caveat that a check found, in words fit for the customer
    MISSING = "missing"  # data that is not there, and what is needed
    ASK = "ask"  # a decision or question put to the reader


class Role(StrEnum):
    """What a section is in the argument; renderers choose a layout from role and blocks."""

    COVER = "cover"
    AGENDA = "agenda"
    DIVIDER = "divider"
    BODY = "body"
    CLOSING = "closing"
    APPENDIX = "appendix"


class Align(StrEnum):
    """Alignment of a table column."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    id: str
    text: Text
    tone: BlockTone = BlockTone.NORMAL


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `ordered` numbers it, from `start` where it goes on from another page."""

    id: str
    items: tuple[Text, ...]
    ordered: bool = False
    heading: Text = ()
    start: int = 1


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A big number, one line of meaning, and what it compares with."""

    value: Text
    label: Text
    comparison: Text = ()
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """At most four key figures."""

    id: str
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: heading, alignment, share of the width."""

    heading: Text
    align: Align = Align.START
    weight: int = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; a status adds its word's shape and colour, `strong` emphasises (totals)."""

    text: Text
    status: Status | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row of `columns` is the header, rows may page."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Text = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the sentence that says what it shows."""

    id: str
    spec: ChartSpec
    caption: Text = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words, who said them and in which capacity."""

    id: str
    words: Text
    by: Text


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One entry of a timeline."""

    when: Text
    what: Text
    detail: Text = ()
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated steps in order."""

    id: str
    items: tuple[TimelineItem, ...]


Block = Paragraph | Bullets | KeyFigures | Table | Chart | Quotation | Timeline


@dataclass(frozen=True, slots=True)
class Section:
    """One message: its action title, its blocks, what to say about it, where its numbers come from.

    A section is one slide (with continuations where it must) and one heading in a document. Sections of one
    `group` repeat (one for each leading objective). Ids are unique in a story and stable between runs.
    `shorter_titles` say the same in fewer words, longest first, for a place where the title does not fit in
    two lines. `source` and the sources of charts are whole sentences ("Source: ...").
    """

    id: str
    title: Text
    blocks: tuple[Block, ...] = ()
    role: Role = Role.BODY
    group: str = ""
    notes: tuple[Text, ...] = ()
    source: Text = ()
    shorter_titles: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A whole document for one reader, in no format."""

    document: str
    title: Text
    subtitle: Text
    account_id: str
    account_name: str
    vendor_name: str
    locale: str
    currency: str
    period: Period
    as_of: date
    sections: tuple[Section, ...]
    internal: bool = False

    @property
    def language(self) -> str:
        """The language of our own words (BCP 47); numbers and dates follow `locale`."""
        return "en-US"
