"""A template's colours and fonts: what the names of theme colours stand for, and whether text on them can be read."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from qbrgen.charts.installed import faces
from qbrgen.charts.theme import ChartTheme, Scheme, SchemeColour
from qbrgen.renderers.powerpoint.xml import Element, find, find_all, local_name
from qbrgen.resources import template_path

_MAPPED = ("bg1", "tx1", "bg2", "tx2")
# What a presentation without its own map means by them.
_USUAL_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
SYSTEM_COLOURS = {"windowText": "000000", "window": "FFFFFF"}


# Colours of a warning and of something bad, for themes without an orange or a red of their own: on light, on dark.
_CAUTION, _BAD = ("8F5B00", "F2B84B"), ("B3361E", "FF9B85")
_ORANGE, _RED = (22, 62), (-20, 22)
_ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
# Office's own steps of darker and lighter, then further ones: luminance multiplied and raised.
_DARKER = tuple((mod, 0) for mod in (85000, 75000, 65000, 50000, 40000, 30000))
_LIGHTER = ((80000, 20000), (60000, 40000), (40000, 60000), (20000, 80000))
_SLOTS = frozenset(("bg1", "tx1", "bg2", "tx2", "dk1", "lt1", "dk2", "lt2", "hlink", "folHlink", *_ACCENTS))
# WCAG 2, level AA: 4.5 to 1, and 3 to 1 for text of 24 points and more.
USUAL, LARGE = 4.5, 3.0
LARGE_SIZE = 24.0
_GREY = 0.2
"""The most saturation that still reads as grey."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as RRGGBB by their names (tx1, bg2, accent1 ...), and the faces of headings and body.

    What a colour is for is found among the theme's own: `caution` is its orange, `bad` its red, `neutral` its grey
    accent, `panel` a background that text can be read on.
    """

    colours: Mapping[str, str]
    major: str
    minor: str
    meanings: Mapping[str, str] = field(default_factory=dict)

    def rgb(self, name: str) -> str:
        """The colour of that name; a colour given as RRGGBB is itself, `accent1*75000+0` is one made darker."""
        slot, _, change = name.partition("*")
        if not change:
            return self.colours.get(name, name)
        mod, _, off = change.partition("+")
        return changed(self.colours.get(slot, slot), int(mod), int(off))

    def readable(self, name: str, background: str, least: float = 4.5) -> str:
        """The colour where it can be read on the background, else a darker or lighter one of its hue that can.

        A theme without such a colour gives its text colour; one whose text colours fail too gives black or white.
        """
        behind = self.rgb(background)
        if contrast(self.rgb(name), behind) >= least:
            return name
        if name == "tx1" and contrast(self.rgb("bg1"), behind) >= least:
            # What was written in black is written in white where the ground is dark, and not in grey.
            return "bg1"
        hued = name if name in self.colours else ""
        steps = [f"{hued}*{mod}+{off}" for mod, off in (_LIGHTER if is_dark(behind) else _DARKER) if hued]
        for step in (*steps, "tx1", "bg1"):
            if contrast(self.rgb(step), behind) >= least:
                return step
        return max(("000000", "FFFFFF"), key=lambda one: contrast(one, behind))

    @property
    def dark(self) -> bool:
        """True when the slides' background is dark."""
        return is_dark(self.rgb("bg1"))

    @property
    def caution(self) -> str:
        """The colour of a warning."""
        return self.meanings.get("caution") or self._hued(_ORANGE) or _CAUTION[self.dark]

    @property
    def bad(self) -> str:
        """The colour of what went wrong."""
        return self.meanings.get("bad") or self._hued(_RED) or _BAD[self.dark]

    @property
    def neutral(self) -> str:
        """A grey that is seen on the background, for what was before and for rules."""
        if chosen := self.meanings.get("neutral"):
            return chosen
        grey = (name for name in _ACCENTS if _hsl(self.rgb(name))[1] <= _GREY and self._seen(name, 1.8))
        between = "tx1*50000+0" if self.dark and not is_dark(self.rgb("tx1")) else "tx1*50000+50000"
        return next(grey, "tx2" if _hsl(self.rgb("tx2"))[1] <= _GREY and self._seen("tx2", 1.8) else between)

    @property
    def panel(self) -> str:
        """The fill of cards and callouts."""
        if chosen := self.meanings.get("panel"):
            return chosen
        return "bg2" if contrast(self.rgb("tx1"), self.rgb("bg2")) >= 4.5 else "bg1"

    def _hued(self, hues: tuple[int, int]) -> str:
        for name in _ACCENTS[1:]:
            hue, saturation, _ = _hsl(self.rgb(name))
            turned = hue - 360 if hue > 340 else hue
            if hues[0] <= turned < hues[1] and saturation > 0.4:
                seen = self.readable(name, "bg1")
                if seen.startswith(name):
                    return seen
        return ""

    def _seen(self, name: str, least: float) -> bool:
        return contrast(self.rgb(name), self.rgb("bg1")) >= least

    def chart_theme(self, background: str = "bg1", *, even: bool = True) -> ChartTheme:
        """The same colours and font for charts drawn as pictures, and where native charts refer for them.

        On a `background` that is not `even` all over, a picture has none of its own.
        """
        here = self.standing_on(background)
        soft = here._soft()
        text, muted, good = (here.readable(name, "bg1") for name in ("tx1", "tx2", "accent1"))
        # A bar is seen from 3 to 1 on.
        accent = here.readable("accent1", "bg1", LARGE)
        scheme = Scheme(
            text=_slot(text),
            accent_soft=soft,
            accent=_slot(accent),
            muted=_slot(muted),
            neutral=_slot(here.neutral),
            dark=_slot(muted),
            good=_slot(good),
            bad=_slot(here.bad),
        )
        return ChartTheme(
            background=here.rgb("bg1"),
            text=here.rgb(text),
            muted=here.rgb(muted),
            accent=here.rgb(accent),
            accent_soft=changed(here.rgb(soft.slot), soft.lum_mod, soft.lum_off),
            neutral=here.rgb(here.neutral),
            dark=here.rgb(muted),
            good=here.rgb(good),
            bad=here.rgb(here.bad),
            font=self.minor,
            font_files=font_files(self.minor),
            scheme=scheme,
            see_through=not even,
        )

    def standing_on(self, background: str) -> Theme:
        """The theme as it works on slides of that background, a colour of its own or RRGGBB."""
        rgb = self.rgb(background)
        return self if rgb == self.rgb("bg1") else replace(self, colours={**self.colours, "bg1": rgb})

    def _soft(self) -> SchemeColour:
        """A paler accent: the second one where it is of the first's hue, else the first one changed."""
        first, second = _hsl(self.rgb("accent1")), _hsl(self.rgb("accent2"))
        if abs(first[0] - second[0]) <= 20 and abs(first[2] - second[2]) > 0.1:
            return SchemeColour("accent2")
        return SchemeColour("accent1", 50000) if self.dark else SchemeColour("accent1", 40000, 60000)


def font_files(family: str) -> tuple[Path, ...]:
    """The files that charts are drawn with: the family's own where this machine has it, then the ones that ship."""
    found = faces(family)
    shipped = (template_path(f"fonts/Carlito-{style}.ttf") for style in ("Regular", "Bold", "Italic"))
    return (found.files if found else ()) or tuple(shipped)


def is_dark(rgb: str) -> bool:
    """True when white stands out from the colour more than black does."""
    return contrast(rgb, "FFFFFF") > contrast(rgb, "000000")


def _slot(name: str) -> SchemeColour:
    """The colour for native charts."""
    slot, _, change = name.partition("*")
    mod, _, off = change.partition("+")
    if slot.isalnum() and len(slot) == 6 and slot not in _SLOTS:
        return SchemeColour("tx1")
    return SchemeColour(slot, int(mod), int(off) or None) if change else SchemeColour(slot)


def _hsl(rgb: str) -> tuple[float, float, float]:
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    return hue * 360, saturation, light


def changed(rgb: str, lum_mod: int | None, lum_off: int | None) -> str:
    """The colour with its luminance multiplied and raised, both in thousandths of a percent."""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    light = light * (lum_mod or 100000) / 100000 + (lum_off or 0) / 100000
    return "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation))


def read_theme(part: Element, colour_map: Mapping[str, str]) -> Theme:
    """The theme part's colours through the master's colour map, and its fonts."""
    scheme: dict[str, str] = {}
    for slot in find_all(part, "a:themeElements/a:clrScheme/*"):
        value = slot[0] if len(slot) else None
        if value is not None:
            given = value.get("val", "")
            usual = given if len(given) == 6 else "000000"
            scheme[local_name(slot)] = value.get("lastClr", SYSTEM_COLOURS.get(given, usual))
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


@lru_cache(maxsize=4096)
def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, by WCAG 2: 1 (none) to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(rgb[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
