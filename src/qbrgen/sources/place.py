"""Where each field of an account stands in its source, so that messages can point there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a text file or a cell of a table (`Objectives!D7`, `usage.csv row 12 column seats`)."""

    line: int | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The file (or table, or database) of one account, and the spot of each field path in it.

    Paths are written as in messages: contract.renewal, objectives[0].baseline.value.
    """

    file: str = ""
    spots: Mapping[str, Spot] = field(default_factory=dict)

    def spot(self, path: str) -> Spot:
        """The spot of the path, or of the nearest thing around it that has one."""
        while path:
            if path in self.spots:
                return self.spots[path]
            path = re.sub(r"(?:\.[^.\[\]]+|\[\d+\]|^[^.\[\]]+)$", "", path)
        return self.spots.get("", Spot())
