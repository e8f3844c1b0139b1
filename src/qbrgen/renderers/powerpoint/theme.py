"""A template's colours and fonts: what the names of theme colours stand for, and whether text on them can be read."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

from qbrgen.charts.theme import ChartTheme, Scheme, SchemeColour
from qbrgen.renderers.powerpoint.xml import Element, find, find_all, local_name
from qbrgen.resources import template_path

_MAPPED = ("bg1", "tx1", "bg2", "tx2")
# What a presentation without its own map means by them.
_USUAL_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_SYSTEM = {"windowText": "000000", "window": "FFFFFF"}


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as RRGGBB by their names (tx1, bg2, accent1 ...), and the faces of headings and body."""

    colours: Mapping[str, str]
    major: str
    minor: str

    def rgb(self, name: str) -> str:
        """The colour of that name; a colour given as RRGGBB is itself."""
        return self.colours.get(name, name)

    def readable(self, name: str, background: str, least: float = 4.5) -> str:
        """The colour where it can be read on the background, else the text colour that can."""
        if contrast(self.rgb(name), self.rgb(background)) >= least:
            return name
        return max(("tx1", "bg1"), key=lambda one: contrast(self.rgb(one), self.rgb(background)))

    def chart_theme(self, background: str = "bg1") -> ChartTheme:
        """The same colours and font for charts drawn as pictures."""
        fonts = [f"fonts/Carlito-{style}.ttf" for style in ("Regular", "Bold", "Italic")]
        return ChartTheme(
            background=self.rgb(background),
            text=self.rgb("tx1"),
            muted=self.rgb(self.readable("tx2", background)),
            accent=self.rgb("accent1"),
            accent_soft=self.rgb("accent2"),
            neutral=self.rgb("accent3"),
            dark=self.rgb("tx2"),
            good=self.rgb(self.readable("accent1", background)),
            bad=self.rgb(self.readable("accent6", background)),
            font=self.minor,
            font_files=tuple(template_path(font) for font in fonts),
            scheme=Scheme(dark=SchemeColour("tx2"), good=SchemeColour("accent1")),
        )


def read_theme(part: Element, colour_map: Mapping[str, str]) -> Theme:
    """The theme part's colours through the master's colour map, and its fonts."""
    scheme: dict[str, str] = {}
    for slot in find_all(part, "a:themeElements/a:clrScheme/*"):
        value = slot[0] if len(slot) else None
        if value is not None:
            given = value.get("val", "")
            usual = given if len(given) == 6 else "000000"
            scheme[local_name(slot)] = value.get("lastClr", _SYSTEM.get(given, usual))
    colours = dict(scheme)
    for name in _MAPPED:
        usual = "000000" if name.startswith("t") else "FFFFFF"
        colours[name] = scheme.get(colour_map.get(name, _USUAL_MAP[name]), usual)
    for name, target in colour_map.items():
        if name not in _MAPPED and target in scheme:
            colours[name] = scheme[target]
    for number in range(1, 7):
        colours.setdefault(f"accent{number}", colours["tx1"])
    return Theme(colours, _face(part, "majorFont"), _face(part, "minorFont"))


def _face(part: Element, which: str) -> str:
    latin = find(part, f"a:themeElements/a:fontScheme/a:{which}/a:latin")
    return (latin.get("typeface") if latin is not None else "") or "Calibri"


def colour_of(fill: Element | None, theme: Theme) -> str:
    """The RRGGBB of a solid fill's colour, its luminance changes applied; empty for none."""
    if fill is None or not len(fill):
        return ""
    colour = fill[0]
    value = colour.get("val", "")
    rgb = theme.rgb(value) if local_name(colour) == "schemeClr" else colour.get("lastClr", _SYSTEM.get(value, value))
    if len(rgb) != 6:
        return ""
    for change in colour:
        amount = int(change.get("val", "100000")) / 100000
        kind = local_name(change)
        hue, light, sat = colorsys.rgb_to_hls(*(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4)))
        if kind == "lumMod":
            light *= amount
        elif kind == "lumOff":
            light += amount
        rgb = "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, min(max(light, 0), 1), sat))
    return rgb


def mix(first: str, second: str, share: float) -> str:
    """The colour between two, `share` of the way to the second."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, by WCAG 2: 1 (none) to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(rgb[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
