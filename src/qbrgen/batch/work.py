"""The task of a worker: one account with all its documents, measured, checked and told once."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from qbrgen.batch.beats import beat
from qbrgen.errors import ClaimRefused, QbrgenError
from qbrgen.model import Account
from qbrgen.pipeline import Artifact, Order, Workbench
from qbrgen.settings import Settings

# Where an executor works with threads: what draws charts and reads fonts is not made for two at a time.
_alone = threading.Lock()


@dataclass(frozen=True, slots=True)
class Task:
    """One account and what is to be made of it."""

    account: Account
    orders: tuple[Order, ...]
    settings: Settings
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one order: the file, or the reason why there is none."""

    order: Order
    status: Literal["made", "refused", "failed"]
    name: str = ""
    data: bytes = b""
    sha256: str = ""
    findings: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0
    reason: str = ""


Work = Callable[[Task], list[Made]]


def make_account(task: Task) -> list[Made]:
    """Every order of the task; what goes wrong with one does not stop the next."""
    with _alone:
        bench = Workbench(task.account, task.settings)
        return [_made(bench, order) for order in task.orders]


def _made(bench: Workbench, order: Order) -> Made:
    beat(order.document)
    begun = time.perf_counter()

    def none(status: Literal["refused", "failed"], reason: str) -> Made:
        return Made(order, status, seconds=_since(begun), reason=reason)

    try:
        artifact = bench.make(order)
    except ClaimRefused as error:
        return none("refused", str(error))
    except QbrgenError as error:
        return none("failed", str(error))
    except MemoryError:
        return none("failed", "the memory ran out. Try fewer --workers, or a machine with more.")
    except Exception as error:  # noqa: BLE001  (one bad account never stops the rest)
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        return none("failed", f"qbrgen failed in a way it should not have: {what}. Make it alone with --debug.")
    digest = hashlib.sha256(artifact.data).hexdigest()
    return Made(order, "made", artifact.name, artifact.data, digest, _counted(artifact), _since(begun))


def _counted(artifact: Artifact) -> tuple[tuple[str, int], ...]:
    counts = Counter(str(finding.severity) for finding in artifact.findings)
    return tuple(sorted(counts.items()))


def _since(begun: float) -> float:
    return round(time.perf_counter() - begun, 3)
