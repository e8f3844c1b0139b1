"""The colours of a page: the template's own, by light and by dark, each readable on what it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from qbrgen.charts.theme import ChartTheme
from qbrgen.renderers.powerpoint import template_for
from qbrgen.renderers.powerpoint.theme import Theme, contrast
from qbrgen.settings import Settings

# What a brand's slides become for a reader who asks for the other: grounds of ours, the brand's accents.
_DARK = {"bg1": "13212C", "tx1": "F4F7F8", "bg2": "1E303D", "tx2": "B4C1CB"}
_LIGHT = {"bg1": "FFFFFF", "tx1": "1F2933", "bg2": "F0F4F5", "tx2": "52606D"}
_READABLE = 4.5
_FALLBACK_FONTS = "Carlito, Calibri, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Shade:
    """One scheme: the values of the style sheet's colour variables, and the theme of its charts."""

    variables: tuple[tuple[str, str], ...]
    charts: ChartTheme


@dataclass(frozen=True, slots=True)
class Look:
    """Both schemes of a page, its faces, and whether it is dark whatever the reader's screen asks for."""

    light: Shade
    dark: Shade
    heading: str
    body: str
    always_dark: bool = False


def look_of(settings: Settings) -> Look:
    """The look of the template in use; raises TemplateError when that cannot be read."""
    own = template_for(settings).theme
    if settings.template is None and settings.brand_template is None:
        themes = [template_for(replace(settings, theme=theme)).theme for theme in ("light", "dark")]
    else:
        themes = [own if own.dark is dark else _turned(own, dark=dark) for dark in (False, True)]
    light, dark = (_shade(_key(theme)) for theme in themes)
    return Look(light, dark, _faces(own.major), _faces(own.minor), own.dark)


def _turned(theme: Theme, *, dark: bool) -> Theme:
    """The theme on the other kind of ground; what it chose for its own ground does not hold there."""
    return Theme({**theme.colours, **(_DARK if dark else _LIGHT)}, theme.major, theme.minor)


_Key = tuple[tuple[tuple[str, str], ...], str, str, tuple[tuple[str, str], ...]]


def _key(theme: Theme) -> _Key:
    return _items(theme.colours), theme.major, theme.minor, _items(theme.meanings)


def _items(mapping: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(mapping.items()))


@lru_cache(maxsize=32)
def _shade(key: _Key) -> Shade:
    colours, major, minor, meanings = key
    theme = Theme(dict(colours), major, minor, dict(meanings))
    panel = theme.panel
    on_both = {
        name: theme.rgb(_readable(theme, colour, panel))
        for name, colour in (
            ("ink", "tx1"), ("soft", "tx2"), ("accent", "accent1"), ("good", "accent1"), ("caution", theme.caution),
            ("bad", theme.bad),
        )
    }  # fmt: skip
    band, on_band = _band(theme)
    variables = {
        "page": theme.rgb("bg1"),
        "panel": theme.rgb(panel),
        "line": theme.rgb(theme.neutral),
        "band": band,
        "on-band": on_band,
        **on_both,
    }
    return Shade(tuple((name, f"#{rgb}") for name, rgb in variables.items()), theme.chart_theme())


def _band(theme: Theme) -> tuple[str, str]:
    """The ground of a cover and its text: the accent itself where white or the theme's text reads on it."""
    if theme.dark:
        ground = theme.rgb("bg2")
        return ground, theme.rgb(theme.readable("tx1", ground))
    accent = theme.rgb("accent1")
    for ink in ("FFFFFF", theme.rgb("tx1")):
        if contrast(ink, accent) >= _READABLE:
            return accent, ink
    return theme.rgb(theme.readable("accent1", "FFFFFF")), "FFFFFF"


def _readable(theme: Theme, colour: str, panel: str) -> str:
    """The colour, or one of its hue, that can be read on the page and on its panels."""
    found = theme.readable(colour, "bg1")
    return theme.readable(found, panel)


def _faces(name: str) -> str:
    plain = "".join(sign for sign in name if sign.isalnum() or sign in " -")
    return f"'{plain}', {_FALLBACK_FONTS}" if plain else _FALLBACK_FONTS
