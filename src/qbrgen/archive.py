"""Zip archives whose bytes depend on nothing but their entries; what lasts is compressed once for the process."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from qbrgen.errors import RenderError

# Version 2.0 of the format, and its first day, 1 January 1980 at midnight: Office writes the same.
_VERSION, _TIME, _DAY = 20, 0, (1 << 5) | 1
_UTF8 = 0x800
_STORED, _DEFLATED = 0, 8
_LEVEL = 6
# Read and write for the owner, as Python's own zipfile leaves it.
_ATTRIBUTES = 0o600 << 16
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_MOST_ENTRIES, _MOST_BYTES = 0xFFFE, 0xFFFFFFFE


class Packed(NamedTuple):
    """An entry's bytes as they stand in the archive, how they were packed, their checksum and their size before."""

    data: bytes
    method: int
    checksum: int
    size: int


def packed(data: bytes, *, deflate: bool = True) -> Packed:
    """The bytes ready to be put into an archive, compressed at zlib's level 6 unless they are to be stored."""
    if not deflate:
        return Packed(data, _STORED, zlib.crc32(data), len(data))
    return Packed(zlib.compress(data, _LEVEL, -zlib.MAX_WBITS), _DEFLATED, zlib.crc32(data), len(data))


# Kept under the bytes themselves, so that nothing else can come to stand in their place.
packed_once = lru_cache(maxsize=1024)(packed)
"""As `packed`, and kept for the process: for parts of templates, which every document holds."""


def archive(entries: Iterable[tuple[str, Packed]]) -> bytes:
    """The zip file of these entries in their order; raises RenderError over 4 GB or 65,534 entries."""
    written: list[bytes] = []
    central: list[bytes] = []
    at = 0
    for name, (data, method, checksum, size) in entries:
        try:
            words, flags = name.encode("ascii"), 0
        except UnicodeEncodeError:
            words, flags = name.encode(), _UTF8
        known = (_VERSION, flags, method, _TIME, _DAY, checksum, len(data), size, len(words), 0)
        if at > _MOST_BYTES or size > _MOST_BYTES:
            raise RenderError("the file would be larger than 4 GB. Leave some accounts or pictures out.")
        written += (_LOCAL.pack(b"PK\3\4", *known), words, data)
        # Made by version 2.0 for MS-DOS: no system's own marks; no comment, first disk, no kind of text.
        central += (_CENTRAL.pack(b"PK\1\2", _VERSION, *known, 0, 0, 0, _ATTRIBUTES, at), words)
        at += _LOCAL.size + len(words) + len(data)
    count, listing = len(central) // 2, b"".join(central)
    if count > _MOST_ENTRIES or at > _MOST_BYTES:
        raise RenderError("the file would have more parts than the zip format holds. Leave some accounts out.")
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), at, 0)
    return b"".join((*written, listing, end))
