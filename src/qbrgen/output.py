"""Stores a finished file whole or not at all: written beside its place, flushed to the disk, then moved there."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from qbrgen.errors import OutputError

# A file whose name begins with one of these and a dot cannot exist on Windows.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Free some space, or give another folder with --out"),
    errno.EDQUOT: ("your quota on that disk is used up", "Free some space, or give another folder with --out"),
    errno.EFBIG: ("the file is larger than may be written there", "Give another folder with --out"),
    errno.EROFS: ("that disk cannot be written to", "Give another folder with --out"),
    errno.EACCES: ("you may not write there", "Close the file if Office has it open, or give another --out"),
    errno.EPERM: ("you may not write there", "Give a folder of yours with --out"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "Give a folder with --out"),
    errno.EEXIST: ("a file stands where the folder should be", "Give a folder with --out"),
    errno.EISDIR: ("a folder stands where the file should be", "Rename the folder or give another with --out"),
    errno.ENAMETOOLONG: ("the path is too long", "Give a folder with a shorter path with --out"),
}  # fmt: skip


def is_reserved(stem: str) -> bool:
    """True for a name that Windows keeps for a device, whatever follows its first dot."""
    return stem.split(".", maxsplit=1)[0].lower() in _RESERVED


def store(path: Path, data: bytes) -> Path:
    """Writes the file, its folder too, replacing one that is there; returns the path.

    Raises OutputError; whatever happens, also Ctrl-C, there is the old file or the whole new one, and no other.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        reason, remedy = _REMEDIES.get(
            error.errno or 0, (error.strerror or str(error), "Check the disk and the path")
        )
        raise OutputError(f"{path}: cannot be written: {reason}. {remedy}.") from None
    return path


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name[:60]}.{secrets.token_hex(6)}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _keep_the_name(path.parent)


def _keep_the_name(folder: Path) -> None:
    # A rename survives a power cut only once its folder is on the disk; Windows has no such call.
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
