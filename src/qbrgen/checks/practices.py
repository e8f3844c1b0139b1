"""Which checks guard which practice of the value framework, good or bad, by the practice's key."""

from __future__ import annotations

from collections.abc import Mapping

GUARDS: Mapping[str, tuple[str, ...]] = {
    "outcome_focused": ("QV102",),
    "measurable_criteria": ("QV101", "QV103", "QV104", "QV108", "QV109"),
    "documented_baseline": ("QV201", "QV203"),
    "regular_demonstration": ("QV509",),
    "validated_roi": ("QV301", "QV303", "QV309"),
    "many_dimensions": ("QV324",),
    "feature_focused": ("QV102",),
    "no_baseline": ("QV201", "QV202"),
    "vendor_roi": ("QV301", "QV302"),
    "only_at_renewal": ("QV509", "QV510"),
    "generic_statement": ("QV326",),
    "no_soft_value": ("QV323",),
    "adoption_as_outcome": ("QV102",),
    "internal_roi": ("QV301", "QV302", "QV304"),
    "value_at_renewal_only": ("QV509", "QV510"),
    "one_size_fits_all": ("QV801", "QV802"),
    "no_qualitative_value": ("QV323",),
    "plan_forgotten": ("QV501", "QV511"),
    "assumed_value": ("QV325",),
}
