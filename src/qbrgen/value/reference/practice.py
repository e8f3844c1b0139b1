"""Good practice, bad practice and anti-patterns of value realization, as rows that checks refer to by key."""

from __future__ import annotations

from dataclasses import dataclass

from qbrgen.value.reference.source import CREATION, REALIZATION


@dataclass(frozen=True, slots=True)
class Practice:
    """One habit, good or bad: what it is, how it sounds and why it matters."""

    key: str
    label: str
    sounds_like: str
    why: str
    source: str = REALIZATION


GOOD = (
    Practice("outcome_focused", "Talk about outcomes", "Which business result are you after?",
             "an outcome is what the customer bought; a feature is a means"),
    Practice("measurable_criteria", "Success criteria that can be measured", "Close deals a fifth faster",
             "without a number nobody can say that it was reached"),
    Practice("documented_baseline", "A documented baseline", "Before, it took this many days on average",
             "an improvement is a difference and needs its first term"),
    Practice("regular_demonstration", "Value shown regularly", "Here is what this quarter brought",
             "at least a report a quarter, so that the renewal is no surprise"),
    Practice("validated_roi", "ROI that the customer validated", "Your finance team confirmed these inputs",
             "a number that the customer stands behind survives the meeting"),
    Practice("many_dimensions", "Value in several dimensions", "Money, operations and strategy",
             "savings alone miss why the executive bought"),
)  # fmt: skip

BAD = (
    Practice("feature_focused", "A plan about features", "Take up so many features in the first quarter",
             "features are not outcomes"),
    Practice("no_baseline", "No baseline measured", "Things are better now",
             "without before and after nothing can be quantified"),
    Practice("vendor_roi", "ROI made by the vendor", "We worked out what you saved",
             "the customer did not validate it"),
    Practice("only_at_renewal", "Value only at renewal", "Before you renew, let me show you the value",
             "it should be a running conversation"),
    Practice("generic_statement", "Generic statements", "You are getting value from the platform",
             "not specific, so not credible"),
    Practice("no_soft_value", "Soft value ignored", "Only money is counted",
             "strategic importance is missed"),
)  # fmt: skip

ANTI_PATTERNS = (
    Practice("adoption_as_outcome", "Feature adoption told as an outcome", "", "use is not yet value"),
    Practice("no_baseline", "No baseline", "", "improvement cannot be proved without a before"),
    Practice("internal_roi", "ROI worked out internally", "", "the customer has to validate it"),
    Practice("value_at_renewal_only", "Value only at renewal", "", "it should be continuous"),
    Practice("one_size_fits_all", "The same metrics for everybody", "", "customers differ in what they are after"),
    Practice("no_qualitative_value", "Qualitative value ignored", "", "strategic value counts too"),
    Practice("plan_forgotten", "A plan set and forgotten", "", "a success plan is a living document"),
    Practice("assumed_value", "Value assumed", "They keep paying, so it must be worth it", "payment proves nothing"),
)

PRINCIPLES = (
    Practice("customer_centric", "Value in the customer's terms", "",
             "success is measured by the customer's own goals and figures", CREATION),
    Practice("business_centric", "Value to the business", "",
             "the same work retains and grows revenue; both sides win", CREATION),
    Practice("proactive", "Act first", "",
             "leading signs are watched so that needs are met before they become problems", CREATION),
)  # fmt: skip

COST_OF_UNCLEAR_VALUE = (
    "time goes into work that moves neither retention nor growth",
    "renewals turn into talks about price",
    "satisfied customers are never asked to speak",
    "effort is spread evenly instead of where value can be had",
    "the team cannot show what it is worth",
)
"""What a check guards against; shown by `explain` where a check says why it matters."""
