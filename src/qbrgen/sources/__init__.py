"""STEP 1: where accounts come from."""

from qbrgen.sources.load import SOURCES, load, survey
from qbrgen.sources.place import Place, Spot
from qbrgen.sources.raw import Loaded, Raw, Rejected

__all__ = ["SOURCES", "Loaded", "Place", "Raw", "Rejected", "Spot", "load", "survey"]
