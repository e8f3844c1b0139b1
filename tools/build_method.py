"""Writes the tables of docs/method.md from the reference tables of the value engine; --check only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from qbrgen.value.reference.tables import TABLES, Cell, ReferenceTable

PAGE = Path(__file__).parent.parent / "docs" / "method.md"
_PLACE = re.compile(r"(<!-- tables: [^>]*-->\n).*?(<!-- end of tables -->)", re.DOTALL)


def tables() -> str:
    """Every reference table in Markdown."""
    return "\n".join(["\n## The tables", *(_table(table) for table in TABLES.values())]) + "\n\n"


def page(text: str) -> str:
    """The page with its tables up to date."""
    return _PLACE.sub(lambda found: found[1] + tables() + found[2], text)


def _table(table: ReferenceTable) -> str:
    lines = ["", f"### {table.title}", f"Source: {table.source}.", ""]
    lines += [_row(table.columns), _row(["---"] * len(table.columns))]
    return "\n".join([*lines, *(_row([_cell(cell) for cell in row]) for row in table.rows)])


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "–"
    return cell if isinstance(cell, str) else f"{cell:,}"


def main(arguments: list[str]) -> int:
    """Writes the page, or says that it is out of date."""
    stored = PAGE.read_text("utf-8")
    wanted = page(stored)
    if stored == wanted:
        return 0
    if "--check" in arguments:
        print("docs/method.md is out of date: run python tools/build_method.py")
        return 1
    PAGE.write_text(wanted, "utf-8", newline="\n")
    print("docs/method.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
