"""A company's own look and defaults, kept under a name: its templates, logo, footer, currency and locale."""

from qbrgen.brands.brand import Brand
from qbrgen.brands.store import adopt, adopted, find_brand, folders
from qbrgen.brands.use import settings_with

__all__ = ["Brand", "adopt", "adopted", "find_brand", "folders", "settings_with"]
