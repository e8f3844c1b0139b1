"""Text filled to the width of a terminal; elsewhere it stays on its line, for grep and for logs."""

from __future__ import annotations

import shutil
import textwrap
from typing import TextIO

import click

_WIDEST = 120


def filled(text: str, stream: TextIO, first: str = "", rest: str = "") -> str:
    """The text behind `first`, its further lines behind `rest`; broken between words on a terminal only."""
    if not stream.isatty():
        return first + text
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    # Colours take no room on the screen.
    room = " " * len(click.unstyle(first))
    shown = textwrap.fill(
        text, width, initial_indent=room, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return first + shown.removeprefix(room)
