"""A check that somebody decided to set aside, with the reason and the day it ends."""

from __future__ import annotations

import datetime as dt

from qbrgen.model.base import Identifier, Line, Record, Text


class Waiver(Record):
    """Silences one check, for one place or the whole account, until the day it expires."""

    code: Identifier
    path: Text = ""
    reason: Line
    expires: dt.date
    by: Text = ""
