"""Finds the files behind what was asked for: a file, a folder of them, a pattern, or standard input."""

from __future__ import annotations

import difflib
import glob
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from qbrgen.errors import SourceError
from qbrgen.sources.text import STDIN, unreadable

_SKIPPED = ".schema.json"


def expand(spec: str | Path, extensions: Collection[str]) -> Iterator[Path]:
    """The files of one spec, those of a folder sorted by path; raises SourceError when there is none.

    In a folder only files with one of the `extensions` count; hidden ones and JSON schemas do not.
    """
    path = Path(spec)
    if str(spec) == STDIN:
        yield path
    elif path.is_dir():
        yield from _in_folder(path, extensions)
    elif path.exists():
        yield path
    elif any(sign in str(spec) for sign in "*?["):
        yield from _matching(str(spec))
    else:
        raise SourceError(_missing(path))


def _in_folder(folder: Path, extensions: Collection[str]) -> Iterator[Path]:
    refused: list[OSError] = []
    found = [
        Path(root) / name
        for root, _, names in os.walk(folder, onerror=refused.append)
        for name in names
        if _is_account(name, extensions) and not any(part.startswith(".") for part in _below(folder, Path(root)))
    ]
    if refused:
        raise SourceError(unreadable(Path(str(refused[0].filename)), refused[0]))
    if not found:
        kinds = ", ".join(sorted(extensions))
        raise SourceError(f"{folder}: holds no account file ({kinds}). 'qbrgen new' writes one to start from.")
    yield from sorted(found, key=lambda path: path.as_posix())


def _below(folder: Path, root: Path) -> tuple[str, ...]:
    return root.relative_to(folder).parts


def _is_account(name: str, extensions: Collection[str]) -> bool:
    return (
        Path(name).suffix.lower() in extensions and not name.startswith(".") and not name.lower().endswith(_SKIPPED)
    )


def _matching(pattern: str) -> Iterator[Path]:
    # Windows leaves it to the program to read *.yaml.
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
    if not found:
        raise SourceError(f"{pattern}: matches no file. Check the folder and the pattern.")
    yield from (Path(name) for name in found)


def _missing(path: Path) -> str:
    try:
        beside = [each.name for each in path.parent.iterdir()]
    except OSError:
        return f"{path}: there is no such file, and no folder {path.parent}. Check the path."
    near = difflib.get_close_matches(path.name, beside, n=1)
    hint = (
        f"Did you mean {path.parent / near[0]}?" if near else "Check the path; 'qbrgen new' writes a first account."
    )
    return f"{path}: there is no such file. {hint}"
