"""Time to value: the stages with their usual days, and the targets by product type and by tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qbrgen.model.kinds import ProductType, Tier
from qbrgen.value.reference.source import CREATION, REALIZATION


@dataclass(frozen=True, slots=True)
class StageWindow:
    """A stage on the way to value and the days after signing in which it is usually reached."""

    key: str
    label: str
    usual_from: int
    usual_to: int
    source: str = REALIZATION


@dataclass(frozen=True, slots=True)
class ProductTarget:
    """First value is due in fewer than `days` days for this type of product; `moment` is what counts as it."""

    product: ProductType
    days: int
    moment: str
    source: str = REALIZATION


@dataclass(frozen=True, slots=True)
class TierTarget:
    """First value is due in fewer than `days` days for accounts of this tier."""

    tier: Tier
    days: int
    source: str = CREATION


STAGES = (
    StageWindow("contract_signed", "Contract signed", 0, 0),
    StageWindow("first_login", "First login", 1, 3),
    StageWindow("first_action", "First action", 3, 7),
    StageWindow("first_outcome", "First outcome", 14, 30),
    StageWindow("full_value", "Full value", 30, 90),
)

PRODUCT_TARGETS: Mapping[ProductType, ProductTarget] = {
    row.product: row
    for row in (
        ProductTarget(ProductType.ANALYTICS, 7, "a first insight"),
        ProductTarget(ProductType.CRM, 14, "a first deal managed"),
        ProductTarget(ProductType.MARKETING_AUTOMATION, 14, "a first campaign sent"),
        ProductTarget(ProductType.DEV_TOOLS, 1, "a first deployment"),
        ProductTarget(ProductType.HR_SOFTWARE, 28, "a first process automated"),
        ProductTarget(ProductType.ERP, 84, "a first module live"),
    )
}

# The source has no row for strategic accounts; they are held to the enterprise target.
TIER_TARGETS: Mapping[Tier, TierTarget] = {
    row.tier: row
    for row in (
        TierTarget(Tier.STRATEGIC, 30),
        TierTarget(Tier.ENTERPRISE, 30),
        TierTarget(Tier.MID_MARKET, 45),
        TierTarget(Tier.SMB, 14),
    )
}
