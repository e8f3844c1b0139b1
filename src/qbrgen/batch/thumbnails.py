"""A small picture of each file's first page, made by LibreOffice, named after the file's content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from qbrgen.batch.journal import THUMBNAILS
from qbrgen.batch.places import Place
from qbrgen.batch.records import Record
from qbrgen.errors import RenderError

_AT_A_TIME = 20
_DPI = 30
_PICTURED = ("pptx", "docx", "pdf", "pptx-pdf", "docx-pdf")


def thumbnails(records: Sequence[Record], place: Place, as_of: date, told: Callable[[str], None]) -> dict[str, str]:
    """The path of the picture by the path of the file; what is there already is used again.

    Raises DependencyMissing without LibreOffice or Poppler; a file that cannot be pictured is left out.
    """
    wanted = [each for each in records if each.has_file and each.format in _PICTURED]
    pictures = {each.path: f"{THUMBNAILS}/{each.sha256[:16]}.png" for each in wanted}
    lacking = [each for each in wanted if place.read(pictures[each.path]) is None]
    done: set[str] = set()
    for first in range(0, len(lacking), _AT_A_TIME):
        group = lacking[first : first + _AT_A_TIME]
        told(f"pictures of {group[0].account}")
        for path, picture in _pictures(group, place, as_of):
            place.write(pictures[path], picture)
            done.add(path)
    failed = {each.path for each in lacking} - done
    return {path: picture for path, picture in pictures.items() if path not in failed}


def _pictures(group: Sequence[Record], place: Place, as_of: date) -> Iterator[tuple[str, bytes]]:
    from qbrgen.renderers.office import pdftoppm, to_pictures
    from qbrgen.renderers.pdf import convert

    pdftoppm()
    files = {each.path: data for each in group if (data := place.read(each.path))}
    office = {path: data for path, data in files.items() if not path.endswith(".pdf")}
    try:
        pages = files | (convert(office, as_of) if office else {})
        for path, pdf in pages.items():
            yield path, to_pictures(pdf, _DPI)[0]
    except RenderError:
        return
