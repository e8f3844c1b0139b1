"""Files that ship with qbrgen: templates, fonts and sample accounts, found from a checkout or a wheel alike."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path, PurePosixPath

from qbrgen.errors import TemplateError


def template_path(name: str, override: Path | None = None) -> Path:
    """The template `name` (pptx/qbrgen-light.pptx): from `override`, else from the package or the checkout.

    Raises TemplateError when it is in none of them.
    """
    return _find("templates", name, override)


def template_bytes(name: str, override: Path | None = None) -> bytes:
    """The bytes of the template `name`; raises TemplateError as `template_path` does."""
    return template_path(name, override).read_bytes()


def sample_path(name: str = "") -> Path:
    """A sample account shipped with qbrgen, or their folder."""
    return _find("fixtures", name, None)


def _find(folder: str, name: str, override: Path | None) -> Path:
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise TemplateError(f"'{name}' is not a name inside {folder}/")
    tried = []
    for root in _roots(folder, override):
        tried.append(root)
        if (found := root / name).exists():
            return found
    raise TemplateError(
        f"no {folder}/{name} in {', '.join(str(root) for root in tried)}. Reinstall qbrgen or give --templates."
    )


def _roots(folder: str, override: Path | None) -> Iterator[Path]:
    """A checkout before the package: an editable install leaves an unused copy in site-packages that goes stale."""
    if override:
        yield override
    yield Path(__file__).parents[2] / folder
    yield Path(str(files("qbrgen"))) / folder
