"""The framework documents that the tables of this package come from."""

from __future__ import annotations

REALIZATION = "Value Realization Frameworks"
CREATION = "Value Creation Frameworks"
OWN = "qbrgen"
"""A threshold that neither document gives and this method sets; docs/method.md says why."""
