"""After step 7: many accounts in one run, on any executor, into any place; what did not change is left as it is."""

from qbrgen.batch.places import open_place
from qbrgen.batch.processes import Processes
from qbrgen.batch.records import Record
from qbrgen.batch.runner import Batch

__all__ = ["Batch", "Processes", "Record", "open_place"]
