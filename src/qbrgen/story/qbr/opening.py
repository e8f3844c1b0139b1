"""The review's opening: cover, agenda with what was agreed last time, executive summary."""

from __future__ import annotations

from qbrgen.model.plan import Commitment
from qbrgen.story import plans
from qbrgen.story.blocks import Block, Bullets, KeyFigures, Paragraph, Role, Section
from qbrgen.story.caveats import About, beside
from qbrgen.story.changes import period_name
from qbrgen.story.evidence import source_line
from qbrgen.story.highlights import findings, key_figures
from qbrgen.story.highlights import summary as summary_titles
from qbrgen.story.material import Material
from qbrgen.story.notes import notes
from qbrgen.story.parts import missing
from qbrgen.story.sections import Titles, section
from qbrgen.story.text import Given, Text, day_num, text

AGENDA = (
    "What we agreed last time",
    "The quarter in brief: findings, scorecard, value",
    "Your leading objectives, one by one",
    "Adoption, support and what you asked for",
    "Risks, recommendations and the next plan",
)


def cover(material: Material) -> Section:
    """Whose review it is, of which period, and who presents it."""
    account = material.account
    people = [person for person in (_presenter(material), _vendor(material)) if person]
    lines: list[Text] = [text("Quarterly business review, ", period_name(material.value.period)), *people]
    return section(
        "cover",
        (text(Given(account.name)), ("Quarterly business review",)),
        account.locale,
        *(Paragraph(f"line-{name}", line) for name, line in zip(("period", "who", "vendor"), lines, strict=False)),
        role=Role.COVER,
        notes=notes(
            ("Welcome; check who is in the room and how much time there is.",),
            ("What would make this hour worth your while?",),
        ),
    )


def _presenter(material: Material) -> Text:
    csm, day = material.account.csm, day_num(material.value.as_of)
    return text(Given(csm.name), ", ", Given(csm.title), ", ", day) if csm and csm.title else text("As of ", day)


def _vendor(material: Material) -> Text:
    vendor, product = material.account.vendor, material.account.product
    if vendor is None:
        return (Given(product.name),) if product else ()
    return text(Given(vendor.name), text(" – ", Given(product.name)) if product else ())


def last_commitments(material: Material) -> tuple[Commitment, ...]:
    """The commitments of the latest review: those of its day where days are given, else all of them."""
    days = [item.agreed_on for item in material.account.commitments if item.agreed_on]
    if not days:
        return material.account.commitments
    return tuple(item for item in material.account.commitments if item.agreed_on in (None, max(days)))


def agenda(material: Material) -> Section:
    """The agenda, and what became of each commitment of the last review."""
    account, as_of = material.account, material.value.as_of
    items = last_commitments(material)
    title: Titles = (("No commitment from the last review is recorded",),)
    block: Block = missing(
        "commitments",
        "Not recorded: what both sides agreed at the last review. From today on each promise is written down "
        "with a name and a day.",
    )
    if items:
        title, block = plans.commitment_titles(items, as_of), plans.commitments(items, as_of)
    agreed = max((item.agreed_on for item in items if item.agreed_on), default=None)
    when = text(" on ", day_num(agreed)) if agreed else ()
    return section(
        "agenda",
        title,
        account.locale,
        block,
        Bullets("agenda", tuple((line,) for line in AGENDA), ordered=True, heading=("Today",)),
        role=Role.AGENDA,
        notes=notes(
            text("Start with what we promised each other", when, "; own what is late or dropped and say why."),
            ("Is there anything you expected from us that is missing here?",),
        ),
        source=text("Source: commitments of the last review", when) if items else (),
    )


def summary(material: Material) -> Section:
    """Three to five findings with numbers and four key figures."""
    account, value = material.account, material.value
    figures = key_figures(value)
    return section(
        "summary",
        summary_titles(value),
        account.locale,
        KeyFigures("summary-figures", figures),
        Bullets("findings", findings(value, account.locale, 4, money=False)),
        beside(material, About.ACCOUNT),
        notes=notes(
            ("If you remember one slide, let it be this one; each finding has its own slide behind it.",),
            ("Which of these findings surprises you?",),
            (value.in_period.validated, value.returned.multiple, value.returned.roi, value.adoption.activation),
        ),
        source=source_line(value.in_period.validated, value.returned.investment.total, value.adoption.active_users),
    )
