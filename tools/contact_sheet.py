"""One picture per document of all its pages: python tools/contact_sheet.py FOLDER [--out FOLDER] [--width PIXELS].

Takes every .pptx, .docx, .xlsx and .pdf of the folder; needs LibreOffice and pdftoppm.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from qbrgen.errors import QbrgenError
from qbrgen.renderers.contact_sheet import contact_sheet
from qbrgen.renderers.office import to_pictures
from qbrgen.renderers.pdf import convert

_OFFICE = (".pptx", ".docx", ".xlsx")
# As many as LibreOffice converts in one start without growing large.
_AT_A_TIME = 25


def sheets(files: Sequence[Path], out: Path, width: int) -> list[Path]:
    """A contact sheet beside each other in `out` for each of the files; their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for start in range(0, len(files), _AT_A_TIME):
        batch = files[start : start + _AT_A_TIME]
        contents = {path.name: path.read_bytes() for path in batch}
        office = {name: content for name, content in contents.items() if Path(name).suffix.lower() in _OFFICE}
        made = convert(office, date(2000, 1, 1)) if office else {}
        for path in batch:
            pages = to_pictures(made.get(path.name, contents[path.name]), 96)
            columns = 3 if path.suffix.lower() == ".pptx" else 4
            target = out / f"{path.stem}.{path.suffix.lstrip('.')}.png"
            target.write_bytes(contact_sheet(pages, width, columns))
            written.append(target)
    return written


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the sheets; 0 when all went well, 2 when nothing could be shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the documents")
    parser.add_argument("--out", type=Path, help="where the pictures go (the folder itself unless given)")
    parser.add_argument("--width", type=int, default=2000, help="width of a sheet in pixels")
    options = parser.parse_args(arguments)
    kinds = (*_OFFICE, ".pdf")
    files = sorted(path for path in options.folder.glob("*") if path.suffix.lower() in kinds)
    if not files:
        print(f"no {', '.join(kinds)} in {options.folder}", file=sys.stderr)
        return 2
    try:
        for path in sheets(files, options.out or options.folder, options.width):
            print(path)
    except QbrgenError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
