"""The reference tables as rows of plain cells, for a command or a page that prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qbrgen.value.reference import growth, health, portfolio, practice, reports, tiers
from qbrgen.value.reference.lifecycle import PHASES
from qbrgen.value.reference.pillars import MATURITY_STAGES, PILLARS
from qbrgen.value.reference.source import CREATION, OWN, REALIZATION
from qbrgen.value.reference.success_plan import DISCOVERY, MILESTONE_STEPS
from qbrgen.value.reference.templates import TEMPLATE_PARTS
from qbrgen.value.reference.time_to_value import PRODUCT_TARGETS, STAGES, TIER_TARGETS
from qbrgen.value.reference.value_metrics import CATEGORIES, METRICS

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """One table of the field: its title, the document it comes from, its columns and rows.

    A cell is words, a number in the unit its column names, or None where there is no bound.
    """

    key: str
    title: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


_ACRONYMS = frozenset({"crm", "erp", "hr", "it", "smb"})


def _words(items: Sequence[str]) -> str:
    return ", ".join(items)


def _plain(name: str) -> str:
    words = name.replace("_", " ")
    return " ".join(word.upper() if word in _ACRONYMS else word for word in words.split())


def _practices(rows: Sequence[practice.Practice]) -> tuple[Row, ...]:
    return tuple((row.label, row.sounds_like, row.why, _words(row.checks)) for row in rows)


_PRACTICE = ("practice", "how it sounds", "why it matters", "checks")
_SPECS: tuple[tuple[str, str, str, tuple[str, ...], Callable[[], tuple[Row, ...]]], ...] = (
    ("phases", "Phases of the value lifecycle", REALIZATION, ("phase", "brings about", "from day", "to day"),
     lambda: tuple((row.label, row.yields, row.from_day, row.to_day) for row in PHASES)),
    ("templates", "Parts of the templates and where they stand", REALIZATION, ("document", "part", "section"),
     lambda: tuple((row.document, row.part, row.section) for row in TEMPLATE_PARTS)),
    ("milestones", "Milestones of a success plan", REALIZATION, ("milestone", "days after the start"),
     lambda: tuple((row.label, row.days) for row in MILESTONE_STEPS)),
    ("discovery", "Discovery questions", f"{REALIZATION}; {CREATION}", ("question", "what its answer tells", "fills"),
     lambda: tuple((row.question, row.learns, row.fills) for row in DISCOVERY)),
    ("stages", "Stages on the way to value", REALIZATION, ("stage", "usually from day", "to day"),
     lambda: tuple((row.label, row.usual_from, row.usual_to) for row in STAGES)),
    ("product_targets", "Time to first value by type of product", REALIZATION,
     ("product", "fewer days than", "what counts as first value"),
     lambda: tuple((_plain(row.product), row.days, row.moment) for row in PRODUCT_TARGETS.values())),
    ("tier_targets", "Time to first value by tier", CREATION, ("tier", "fewer days than"),
     lambda: tuple((_plain(row.tier), row.days) for row in TIER_TARGETS.values())),
    ("categories", "Value categories", REALIZATION, ("category", "formula"),
     lambda: tuple((_plain(row.category), row.formula or "told, never counted") for row in CATEGORIES)),
    ("metrics", "Value metrics by function", REALIZATION, ("function", "metrics"),
     lambda: tuple((_plain(key), _words([row.name for row in rows])) for key, rows in METRICS.items())),
    ("audiences", "What each reader looks for", REALIZATION, ("reader", "looks for", "documents"),
     lambda: tuple((row.label, _words(row.focus), _words(row.documents)) for row in reports.AUDIENCES)),
    ("plan_reviews", "Reviews of the success plan by tier", REALIZATION, ("tier", "every months", "depth"),
     lambda: tuple((_plain(row.tier), row.months, row.depth.value) for row in tiers.PLAN_REVIEWS.values())),
    ("touch_tiers", "Touch tiers", CREATION,
     ("touch", "ARR above, dollars", "up to", "criteria", "engagement", "check-in every days",
      "business review every months", "accounts per manager from", "to", "focus"),
     lambda: tuple(
         (row.touch.value, row.arr_above, row.arr_to, _words(row.criteria), _words(row.engagement),
          row.check_in_days, row.review_months, row.accounts_from, row.accounts_to, _words(row.focus))
         for row in tiers.TOUCH_TIERS.values())),
    ("adoption", "Feature adoption expected by tier", CREATION, ("tier", "percent of features, at least"),
     lambda: tuple((_plain(row.tier), row.feature_percent) for row in tiers.ADOPTION_BENCHMARKS.values())),
    ("pillars", "Pillars of value creation", CREATION, ("pillar", "objective", "actions", "metrics"),
     lambda: tuple((row.label, row.objective, _words(row.actions), _words(row.metrics)) for row in PILLARS)),
    ("maturity", "Time of a success manager by customer maturity", CREATION,
     ("stage", "from month", "to month", "adoption, percent", "outcomes, percent", "advocacy, percent"),
     lambda: tuple((row.label, row.from_month, row.to_month, *row.percent.values()) for row in MATURITY_STAGES)),
    ("signals", "Expansion signals", REALIZATION, ("signal", "expansion", "action"),
     lambda: tuple((row.label, row.expansion_label, row.action) for row in growth.SIGNALS.values())),
    ("triggers", "Reasons to reach out first", CREATION, ("trigger", "basis", "threshold, percent or days", "action"),
     lambda: tuple((row.label, row.basis, row.threshold, row.action) for row in growth.TRIGGERS.values())),
    ("occasions", "More occasions to reach out", CREATION, ("occasion", "basis", "who looks after it"),
     lambda: tuple((row.occasion, row.basis, row.seen_in) for row in growth.OCCASIONS)),
    ("outreach", "Outreach calendar", CREATION, ("task", "every days"),
     lambda: tuple((row.task, row.days) for row in portfolio.OUTREACH)),
    ("measures", "Measures of a book of accounts", REALIZATION, ("measure", "definition", "more than, percent"),
     lambda: tuple((row.label, row.definition, row.target) for row in portfolio.MEASURES)),
    ("revenue", "Revenue measures", CREATION, ("measure", "formula"),
     lambda: tuple((row.label, row.formula) for row in portfolio.REVENUE)),
    ("health", "Parts of the health score", f"{CREATION}; {OWN}", ("part", "weight, percent", "made of"),
     lambda: tuple((row.label, row.weight, row.made_of) for row in health.HEALTH_PARTS)),
    ("good", "Good practice", REALIZATION, _PRACTICE, lambda: _practices(practice.GOOD)),
    ("bad", "Bad practice", REALIZATION, _PRACTICE, lambda: _practices(practice.BAD)),
    ("anti_patterns", "Anti-patterns", REALIZATION, _PRACTICE, lambda: _practices(practice.ANTI_PATTERNS)),
)  # fmt: skip

TABLES: Mapping[str, ReferenceTable] = {
    key: ReferenceTable(key, title, source, columns, rows()) for key, title, source, columns, rows in _SPECS
}
"""Every table of the field by its key."""
