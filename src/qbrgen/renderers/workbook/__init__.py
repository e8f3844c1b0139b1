"""A neutral workbook as .xlsx: tables that filter, formulas that recompute, numbers in their units."""

from __future__ import annotations

from qbrgen.renderers.workbook.write import render

__all__ = ["render"]
