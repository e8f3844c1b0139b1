"""LibreOffice without a window: Office files to PDF, and PDF pages to pictures; nothing of a run is left behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from qbrgen.errors import DependencyMissing, RenderError

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
)
_FILTERS = {".docx": "writer", ".pptx": "impress", ".xlsx": "calc"}
# Tagged, so that a screen reader finds headings and tables; fields of the document are no form to fill in.
_OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportFormFields": {"type": "boolean", "value": "false"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
}
# A first start unpacks a profile, which takes seconds on a slow disk.
START_SECONDS, SECONDS_PER_FILE = 90.0, 20.0


def soffice() -> str:
    """Where LibreOffice is; raises DependencyMissing when it is nowhere."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    found = found or next((str(place) for place in _USUAL_PLACES if place.exists()), None)
    if found is None:
        raise DependencyMissing(
            "PDF and pictures of Office files need LibreOffice, which is not installed here or not on the PATH. Get "
            "it from libreoffice.org, with 'apt install libreoffice' or with 'brew install --cask libreoffice'; or "
            "make pptx or docx instead."
        )
    return found


def pdftoppm() -> str:
    """Where Poppler's pdftoppm is; raises DependencyMissing when it is nowhere."""
    found = shutil.which("pdftoppm")
    if found is None:
        raise DependencyMissing(
            "Pictures of pages need pdftoppm of Poppler, which is not on the PATH. Get it with "
            "'apt install poppler-utils', 'brew install poppler' or from poppler.freedesktop.org."
        )
    return found


def needed(programs: Sequence[Callable[[], str]]) -> None:
    """Raises one DependencyMissing for all of the programs that are not there, so that nobody comes back twice."""
    lacking = []
    for find in programs:
        try:
            find()
        except DependencyMissing as error:
            lacking.append(str(error))
    if lacking:
        raise DependencyMissing(" ".join(lacking))


def to_pdf(files: Mapping[str, bytes], seconds: float | None = None) -> dict[str, bytes]:
    """Each Office file as PDF, by the same names; files of one kind share one start of LibreOffice.

    `files` maps a name that ends in .docx, .pptx or .xlsx to the content. `seconds` bounds each start (90, and 20
    more for each file, unless given). Raises DependencyMissing without LibreOffice, RenderError when it fails.
    """
    program = soffice()
    made: dict[str, bytes] = {}
    for suffix, group in groupby(sorted(files, key=_suffix), key=_suffix):
        if suffix not in _FILTERS:
            raise RenderError(f"'{suffix}' files cannot become PDF. Give {', '.join(_FILTERS)}.")
        names = list(group)
        limit = seconds if seconds is not None else START_SECONDS + SECONDS_PER_FILE * len(names)
        made |= _convert(program, {name: files[name] for name in names}, suffix, limit)
    return {name: made[name] for name in files}


def to_pictures(pdf: bytes, dpi: int = 110, seconds: float = 120.0) -> list[bytes]:
    """The pages as PNG files; raises DependencyMissing without pdftoppm, RenderError when it fails."""
    with _workplace() as folder:
        (folder / "document.pdf").write_bytes(pdf)
        _run([pdftoppm(), "-png", "-r", str(dpi), "document.pdf", "page"], folder, seconds, "pdftoppm")
        return [path.read_bytes() for path in sorted(folder.glob("page-*.png"))]


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _convert(program: str, files: Mapping[str, bytes], suffix: str, seconds: float) -> dict[str, bytes]:
    with _workplace() as folder:
        source, target = folder / "in", folder / "out"
        source.mkdir()
        # Names of our own: what an account is called may not be a file name here.
        places = {name: source / f"{number}{suffix}" for number, name in enumerate(files)}
        for name, path in places.items():
            path.write_bytes(files[name])
        command = [
            program,
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            f"pdf:{_FILTERS[suffix]}_pdf_Export:{json.dumps(_OPTIONS)}",
            "--outdir",
            str(target),
            *map(str, places.values()),
        ]
        said = _run(command, folder, seconds, "LibreOffice")
        results = {name: target / f"{path.stem}.pdf" for name, path in places.items()}
        if lacking := [name for name, path in results.items() if not path.exists()]:
            raise RenderError(f"LibreOffice made no PDF of {', '.join(lacking)} ({said[-300:].strip()}). Try again.")
        return {name: path.read_bytes() for name, path in results.items()}


@contextlib.contextmanager
def _workplace() -> Iterator[Path]:
    """A folder of its own that is gone afterwards, whatever happened."""
    with tempfile.TemporaryDirectory(prefix="qbrgen-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _run(command: Sequence[str], folder: Path, seconds: float, called: str) -> str:
    """What the program said; it and all it started are ended when the time is over."""
    process = subprocess.Popen(  # noqa: S603  (a program found by us, arguments of our own)
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        message = f"{called} took longer than {seconds:.0f} seconds and was stopped. Try fewer files at a time."
        raise RenderError(message) from None
    finally:
        if process.poll() is None:
            _end(process)
    words = said.decode(errors="replace")
    if process.returncode:
        raise RenderError(f"{called} failed ({words[-300:].strip() or process.returncode}). Try again.")
    return words


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything in its group."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)  # noqa: S603, S607
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
