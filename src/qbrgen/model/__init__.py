"""STEP 2: what an account is."""

from qbrgen.model.account import Account, CustomerAccount, Product, Vendor, slug
from qbrgen.model.period import Period, parse_period

__all__ = ["Account", "CustomerAccount", "Period", "Product", "Vendor", "parse_period", "slug"]
