"""STEP 3: what the numbers mean; numbers only, no wording."""

from qbrgen.value.explain import explain, figures
from qbrgen.value.figure import Evidence, Figure, Input, Unit, UnitKind
from qbrgen.value.measure import measure
from qbrgen.value.results import AccountValue

__all__ = ["AccountValue", "Evidence", "Figure", "Input", "Unit", "UnitKind", "explain", "figures", "measure"]
