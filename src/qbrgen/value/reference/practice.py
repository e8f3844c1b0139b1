"""Good practice, bad practice and anti-patterns of value realization, each with the checks that look after it."""

from __future__ import annotations

from dataclasses import dataclass

from qbrgen.value.reference.source import REALIZATION


@dataclass(frozen=True, slots=True)
class Practice:
    """One habit: how it sounds, why it matters, and the codes of the checks that fire without it (or on it)."""

    key: str
    label: str
    sounds_like: str
    why: str
    checks: tuple[str, ...]
    source: str = REALIZATION


GOOD = (
    Practice("outcome_focused", "Talk about outcomes", "Which business result are you after?",
             "an outcome is what the customer bought; a feature is a means", ("QV102",)),
    Practice("measurable_criteria", "Success criteria that can be measured", "Close deals a fifth faster",
             "without a number nobody can say that it was reached", ("QV101", "QV103", "QV104", "QV108")),
    Practice("documented_baseline", "A documented baseline", "Before, it took this many days on average",
             "an improvement is a difference and needs its first term", ("QV201", "QV203")),
    Practice("regular_demonstration", "Value shown regularly", "Here is what this quarter brought",
             "at least a report a quarter, so that the renewal is no surprise", ("QV509",)),
    Practice("validated_roi", "ROI that the customer validated", "Your finance team confirmed these inputs",
             "a number that the customer stands behind survives the meeting", ("QV301", "QV309")),
    Practice("many_dimensions", "Value in several dimensions", "Money, operations and strategy",
             "savings alone miss why the executive bought", ("QV324",)),
)  # fmt: skip

BAD = (
    Practice("feature_focused", "A plan about features", "Take up so many features in the first quarter",
             "features are not outcomes", ("QV102",)),
    Practice("no_baseline", "No baseline measured", "Things are better now",
             "without before and after nothing can be quantified", ("QV201", "QV202")),
    Practice("vendor_roi", "ROI made by the vendor", "We worked out what you saved",
             "the customer did not validate it", ("QV301", "QV302")),
    Practice("only_at_renewal", "Value only at renewal", "Before you renew, let me show you the value",
             "it should be a running conversation", ("QV510",)),
    Practice("generic_statement", "Generic statements", "You are getting value from the platform",
             "not specific, so not credible", ("QV326",)),
    Practice("no_soft_value", "Soft value ignored", "Only money is counted",
             "strategic importance is missed", ("QV323",)),
)  # fmt: skip

ANTI_PATTERNS = (
    Practice("adoption_as_outcome", "Feature adoption told as an outcome", "", "use is not yet value", ("QV102",)),
    Practice("no_baseline", "No baseline", "", "improvement cannot be proved without a before", ("QV201", "QV202")),
    Practice("internal_roi", "ROI worked out internally", "", "the customer has to validate it", ("QV301", "QV309")),
    Practice("value_at_renewal_only", "Value only at renewal", "", "it should be continuous", ("QV510",)),
    Practice("one_size_fits_all", "The same metrics for everybody", "", "customers differ in what they are after",
             ("QV801",)),
    Practice("no_qualitative_value", "Qualitative value ignored", "", "strategic value counts too", ("QV323",)),
    Practice("plan_forgotten", "A plan set and forgotten", "", "a success plan is a living document", ("QV501",)),
    Practice("assumed_value", "Value assumed", "They keep paying, so it must be worth it", "payment proves nothing",
             ("QV325",)),
)  # fmt: skip
