"""A check that somebody decided to set aside, with the reason and the day it ends."""

from __future__ import annotations

from pydantic import Field

from qbrgen.model.base import Day, Identifier, Line, Record, Text


class Waiver(Record):
    """Silences one check, for one place or the whole account, until the day it expires."""

    code: Identifier = Field(description="The code of the check.", examples=["QV101"])
    path: Text = Field("", description="The field it is silenced for; the whole account when left out.")
    reason: Line = Field(description="Why it is set aside.", examples=["Baseline arrives with the new data feed"])
    expires: Day = Field(description="The last day it is silenced.", examples=["2026-12-31"])
    by: Text = Field("", description="Who decided.")
