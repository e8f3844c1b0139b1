"""What a visitor may ask of a document, checked against tables: no path, address or template is ever taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from qbrgen.brands import adopted, find_brand, folders, settings_with
from qbrgen.errors import UsageError
from qbrgen.model import parse_period
from qbrgen.pipeline import Order
from qbrgen.renderers import RENDERERS
from qbrgen.settings import Settings
from qbrgen.story.documents import BOOKS, DOCUMENTS, Document, document
from qbrgen.web.access import PUBLIC_DOCUMENTS, Reach, Visitor
from qbrgen.web.refusals import NotAllowed

ChartMode = Literal["picture", "native"]
Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A document as a page or a program asks for it; "" is the document's own format, last period or no brand."""

    document: str
    format: str = ""
    period: str = ""
    brand: str = ""
    charts: ChartMode = "picture"
    theme: Theme = "light"
    strict: bool = False
    anonymous: bool = False

    def settled(self, settings: Settings, brand: str) -> tuple[Order, Settings]:
        """The order, with its format and period, and the settings it is made with; `brand` where none is asked for.

        Raises UsageError for a document, format, period or brand that does not exist, or that do not go together.
        """
        wanted = BOOKS.get(self.document) or document(self.document)
        chosen = self.format or wanted.formats[0]
        if chosen not in wanted.formats or chosen not in RENDERERS:
            raise UsageError(f"{wanted.name} is not made as '{chosen}'. Choose one of: {', '.join(wanted.formats)}.")
        if self.anonymous and wanted.name not in PUBLIC_DOCUMENTS:
            raise UsageError(f"{wanted.name} cannot be made anonymous; {' and '.join(sorted(PUBLIC_DOCUMENTS))} can.")
        period = parse_period(self.period) if self.period else wanted.period(settings.as_of)
        made = replace(settings, charts=self.charts, theme=self.theme, strict=self.strict, anonymous=self.anonymous)
        return Order(wanted.name, chosen, period), with_brand(made, self.brand or brand)

    @property
    def reach(self) -> Reach:
        """How much of an account one has to see to have this made of it."""
        return Reach.CASE_STUDY if self.document in PUBLIC_DOCUMENTS else Reach.WHOLE


def brands() -> tuple[str, ...]:
    """The brands that there are."""
    return tuple(sorted(adopted(folders())))


def with_brand(settings: Settings, name: str) -> Settings:
    """The settings on a brand ("": on none); raises UsageError for one that there is not."""
    if not name:
        return settings
    known = brands()
    if name not in known:
        raise UsageError(f"there is no brand '{name}'. Choose one of: {', '.join(known) or 'none has been adopted'}.")
    return settings_with(settings, find_brand(name))


def offered(visitor: Visitor) -> tuple[Document, ...]:
    """The documents that the visitor may have made of some account, those about many accounts last."""
    rows = (*DOCUMENTS.values(), *BOOKS.values())
    return tuple(row for row in rows if visitor.reads_whole_accounts or row.name in PUBLIC_DOCUMENTS)


def check_offered(visitor: Visitor, name: str) -> None:
    """Raises UsageError for a document that there is not, NotAllowed for one that the role never makes.

    This comes before any account is looked up, so that the answer does not depend on what there is.
    """
    wanted = BOOKS.get(name) or document(name)
    if wanted not in offered(visitor):
        roles = ", ".join(sorted(visitor.roles))
        raise NotAllowed(f"your role ({roles}) may not make {name}.")
