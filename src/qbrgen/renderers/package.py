"""Office packages (zip files of parts) read into memory and written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Mapping

from qbrgen.archive import Packed, archive, packed, packed_once
from qbrgen.errors import TemplateError

CONTENT_TYPES = "[Content_Types].xml"
_STORED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx", ".zip")
_FIRST = (CONTENT_TYPES, "_rels/.rels")
_LARGEST = 512 * 1024 * 1024


def read_package(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of the package by their names; `name` says in errors which file it was.

    Raises TemplateError when it is not a zip file or unpacks to over 512 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise TemplateError(f"{name} unpacks to more than 512 MB. Choose a smaller template.")
            return {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise TemplateError(
            f"{name} is not an Office file ({error}). Save it again from Office, without a password."
        ) from None


def write_package(parts: Mapping[str, bytes], lasting: Container[str] = ()) -> bytes:
    """The package of these parts: content types first, then the others as given, each compressed once.

    The zip entries carry no time of day and no system, so equal parts give equal bytes. Parts named in `lasting`
    come with a template and stay compressed for the next document.
    """
    ordered = [name for name in _FIRST if name in parts] + [name for name in parts if name not in _FIRST]
    return archive((name, _packed(name, parts[name], name in lasting)) for name in ordered)


def _packed(name: str, data: bytes, lasts: bool) -> Packed:  # noqa: FBT001
    if name.lower().endswith(_STORED):
        return packed(data, deflate=False)
    # Relationships differ by their numbers alone, and most decks hold the same.
    return packed_once(data) if lasts or name.endswith(".rels") else packed(data)
