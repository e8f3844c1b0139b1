"""The case study draft for marketing: only what is validated and consented, long or on one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qbrgen.errors import ClaimRefused
from qbrgen.model.period import parse_period
from qbrgen.story.blocks import Section, Story
from qbrgen.story.case_study.display import headline
from qbrgen.story.case_study.proof import readiness, results
from qbrgen.story.case_study.telling import long, short
from qbrgen.story.case_study.voice import Voice
from qbrgen.story.material import Material
from qbrgen.story.phrasing import say
from qbrgen.story.sections import tell
from qbrgen.story.text import text

__all__ = ["build", "build_short", "readiness"]

_NEUTRAL_ID = "anonymous-customer"
_NEUTRAL_LOCALE = "en-US"


def build(material: Material) -> Story:
    """The whole draft, two pages; raises ClaimRefused with what is missing."""
    voice = _voice(material)
    return _told("case-study", material, voice, long(material, voice))


def build_short(material: Material) -> Story:
    """The form that fits one page; raises ClaimRefused with what is missing."""
    voice = _voice(material)
    return _told("case-study-short", material, voice, short(material, voice))


def _voice(material: Material) -> Voice:
    anonymous = material.settings.anonymous
    lacking = readiness(material.account, material.value, material.value.as_of, anonymous=anonymous)
    if lacking:
        raise ClaimRefused(f"a case study of {material.account.id} may not be written yet", lacking)
    return Voice.of(material.account, anonymous=anonymous)


def _told(document: str, material: Material, voice: Voice, sections: tuple[Section, ...]) -> Story:
    key = headline(voice, results(material.value)[0])
    title = text(voice.name(), ": ", key)
    subtitle = text("Case study draft, ", voice.month(material.value.as_of))
    story = tell(document, material, title, subtitle, sections)
    if not voice.anonymous:
        return story
    year = material.value.period.end.year
    return replace(
        story,
        account_id=_NEUTRAL_ID,
        account_name=say(voice.name(), _NEUTRAL_LOCALE),
        vendor_name=say(voice.ours(story.vendor_name), _NEUTRAL_LOCALE),
        locale=_NEUTRAL_LOCALE,
        currency="",
        period=parse_period(str(year)),
        as_of=date(year, 12, 31),
    )
