"""Office packages as plain parts: read with bounds, written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from qbrgen.errors import TemplateError

CONTENT_TYPES = "[Content_Types].xml"
# The earliest day a zip can hold: an entry's date says nothing about a document.
_DAY = (1980, 1, 1, 0, 0, 0)
# Pressed already: pressing them again costs time and saves nothing.
_STORED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".docx", ".pptx")
_LARGEST_PACKAGE = 200 << 20
_MOST_PARTS = 10_000


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one zip: content types first, then by name, fixed dates, pressed once."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, not name.startswith("_rels/"), name)):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_STORED) else zipfile.ZIP_DEFLATED
            target.writestr(entry, parts[name])
    return buffer.getvalue()


def unpack(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a package by name; `name` is what messages call it.

    Raises TemplateError when it is no Office package, is encrypted or unfolds to more than Office would write.
    """
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise TemplateError(
            f"{name} is protected by a password or from an Office before 2007. Save it without a password "
            "in today's format."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            entries = [entry for entry in source.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST_PACKAGE:
                raise TemplateError(f"{name} unfolds to more than {_LARGEST_PACKAGE >> 20} MB. Use a smaller file.")
            parts = {entry.filename: source.read(entry) for entry in entries}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise TemplateError(f"{name} is not an Office file or is damaged ({error}). Save it again in Office.") from None
    if CONTENT_TYPES not in parts:
        raise TemplateError(f"{name} is a zip but not an Office file. Save it in Office.")
    return parts
