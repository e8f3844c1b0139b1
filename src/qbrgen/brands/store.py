"""Where brands are kept: a folder `brands` beside the project, and the user's own configuration folder."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from qbrgen.brands.brand import FILE, Brand, read_brand
from qbrgen.errors import OutputError, TemplateError
from qbrgen.renderers.powerpoint.layouts import Layout
from qbrgen.renderers.powerpoint.slides import LayoutRole
from qbrgen.renderers.powerpoint.template import Template, load_template
from qbrgen.renderers.untrusted import read_file

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def folders(environ: Mapping[str, str] | None = None, here: Path | None = None) -> tuple[Path, ...]:
    """Where brands are looked for: QBRGEN_BRANDS where it is set, else ./brands, then the user's folder."""
    from platformdirs import user_config_path

    named = (os.environ if environ is None else environ).get("QBRGEN_BRANDS", "")
    first = Path(named) if named else (here or Path()) / "brands"
    return first, user_config_path("qbrgen", appauthor=False) / "brands"


def adopted(places: Iterable[Path]) -> dict[str, Path]:
    """Every brand by name, with its folder; an earlier place hides a later one."""
    found: dict[str, Path] = {}
    for place in places:
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if (folder / FILE).is_file():
                    found.setdefault(folder.name, folder)
    return found


def find_brand(name: str, places: Iterable[Path] | None = None) -> Brand:
    """The brand of that name; raises TemplateError when there is none or its brand.yaml is wrong."""
    places = tuple(places if places is not None else folders())
    known = adopted(places)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        meant = f" Did you mean '{near[0]}'?" if near else " Make one with 'qbrgen template adopt FILE --name NAME'."
        where = " or ".join(str(place) for place in places)
        raise TemplateError(f"there is no brand '{name}' in {where}.{meant}")
    return read_brand(known[name])


def adopt(source: Path, name: str, place: Path) -> Path:
    """Save the template under the name, with a brand.yaml to edit; the folder it is in.

    Raises TemplateError when the template cannot be used, OutputError when the name is taken or nothing can be
    written.
    """
    if not _NAME.fullmatch(name):
        raise TemplateError(f"'{name}' cannot be a brand's name. Write small letters, digits and dashes.")
    data = read_file(source)
    template = load_template(data, source.name)
    folder = place / name
    if (folder / FILE).exists():
        raise OutputError(f"the brand '{name}' is already in {folder} and was left alone. Give another name.")
    kept = f"template{source.suffix.lower()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / kept).write_bytes(data)
        (folder / FILE).write_text(written(template, kept, source.name), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written ({error.strerror}). Choose another place.") from None
    return folder


def written(template: Template, kept: str, source: str) -> str:
    """The brand.yaml of a template: what was chosen for each role, as comments where nothing was corrected."""
    theme = template.theme
    lines = [
        f"# The brand made from {source}. Everything here may be changed; what is left out stays as chosen.",
        "",
        f"template: {kept}",
        "",
        "# For accounts that say nothing else:",
        "# vendor: Northwind Software",
        "# currency: USD",
        "# locale: en-US",
        "",
        "# On every slide; without a footer here the template's own words stand, else document, account and period:",
        "# footer: Northwind Software, confidential",
        "# logo: logo.png",
        "",
        "# Which layout each message takes. The template has: " + _names(template.every_layout),
        "layouts:",
        *(f"  {role.value}: {_quoted(template.layout(role).name)}" for role in LayoutRole),
        "",
        "# Where content may stand on a layout, in centimetres, where it is not what its placeholders say:",
        "# areas:",
        *dict.fromkeys(f"#   {_quoted(each.name)}: {_area(each)}" for each in template.layouts.values()),
        "",
        "# Which colour of the theme means what, where another one should:",
        "# colours:",
        *(
            f"#   {meaning}: {colour.partition('*')[0] if colour.partition('*')[0] in theme.colours else 'accent2'}"
            for meaning, colour in (("caution", theme.caution), ("bad", theme.bad), ("neutral", theme.neutral),
                                    ("panel", theme.panel))
        ),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _names(layouts: Iterable[Layout]) -> str:
    return ", ".join(_quoted(layout.name) for layout in layouts)


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _area(layout: Layout) -> str:
    sides = (("left", layout.area.left), ("top", layout.area.top), ("width", layout.area.width),
             ("height", layout.area.height))  # fmt: skip
    return "{" + ", ".join(f"{name}: {value / 360000:.2f}" for name, value in sides) + "}"
