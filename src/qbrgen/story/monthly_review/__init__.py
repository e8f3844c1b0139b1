"""The monthly review for the customer's manager: operations, the team, use and support, next steps."""

from __future__ import annotations

from qbrgen.story.blocks import Story, Table
from qbrgen.story.changes import period_name
from qbrgen.story.evidence import appendix
from qbrgen.story.material import Material
from qbrgen.story.monthly_review.metrics import metrics_section
from qbrgen.story.monthly_review.steps import steps_section
from qbrgen.story.monthly_review.use import team_section, use_section
from qbrgen.story.sections import tell
from qbrgen.story.text import Given, text


def build(material: Material) -> Story:
    """Four messages and the evidence behind them; at most fifteen figures stand in their text."""
    account = material.account
    sections = (
        metrics_section(material),
        team_section(material),
        use_section(material),
        steps_section(material),
    )
    title = text("Monthly review: ", Given(account.name))
    subtitle = period_name(material.value.period)
    evidence = appendix(sections)
    # A page that says that there is nothing to show would be a third one for nothing.
    shown = (evidence,) if isinstance(evidence.blocks[0], Table) else ()
    return tell("monthly-review", material, title, subtitle, (*sections, *shown))
