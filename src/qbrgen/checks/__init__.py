"""STEP 4: what must not be claimed."""

from qbrgen.checks.check import Check, Concern
from qbrgen.checks.finding import Finding, Severity
from qbrgen.checks.runner import for_customer, run, run_book
from qbrgen.checks.table import CHECKS, Example, example, explain

__all__ = [
    "CHECKS",
    "Check",
    "Concern",
    "Example",
    "Finding",
    "Severity",
    "example",
    "explain",
    "for_customer",
    "run",
    "run_book",
]
