"""The list for the author of a case study: what still needs consent or proof, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.model.kinds import ConsentScope
from qbrgen.story.blocks import Bullets, Role, Section
from qbrgen.story.case_study.proof import NEEDED, consent, quotes, unproved
from qbrgen.story.case_study.voice import Voice
from qbrgen.story.labels import CONSENT
from qbrgen.story.material import Material
from qbrgen.story.parts import counted, listed
from qbrgen.story.text import Given, Text, day_num, text


def author_section(material: Material, voice: Voice) -> Section:
    """Consents, quotes, results left out, sentences left out; to be taken out before publishing."""
    items = tuple(_items(material, voice))
    title = ("For the author: settle this and take the page out before publishing",)
    return Section("author", title, (Bullets("author", items),), Role.APPENDIX)


def _items(material: Material, voice: Voice) -> Iterator[Text]:
    account, as_of = material.account, material.value.as_of
    if voice.anonymous:
        yield ("Nobody is named here and no consent to a name is needed; let the customer read it all the same.",)
        yield ("Sentences with names, numbers or capitals of their own were left out.",)
        yield ("Read what is left for anything that only one company could have done.",)
    else:
        yield from _consents(material)
        yield ("Have the customer read and approve this text before it is published.",)
    usable = len(quotes(account, as_of))
    if silent := len(account.quotes) - usable:
        yield text(counted("quotes.silent", silent, "quotes"), " on record without consent; ask before using any.")
    if not account.quotes:
        yield ("No quote is on record. Ask for one sentence about what changed in the working day.",)
    waiting = unproved(material.value)
    if waiting and not voice.anonymous:
        names = listed([text("“", voice.metric(found), "”") for found in waiting[:3]])
        yield text("Left out because the customer has not validated it: ", names, ".")
    elif waiting:
        yield text(counted("results.unproved", len(waiting), "results"), " left out, not validated by the customer.")


def _consents(material: Material) -> Iterator[Text]:
    account, as_of = material.account, material.value.as_of
    for scope in NEEDED:
        given = consent(account, scope, as_of)
        if given is None:
            continue
        person = account.stakeholder(given.by)
        who = text(Given(person.name), ", ") if person else ()
        until = text(", until ", day_num(given.until)) if given.until else ()
        yield text("Consent to ", CONSENT[scope], ": ", who, day_num(given.on), until, ".")
    for scope in (ConsentScope.LOGO, ConsentScope.REFERENCE_CALL):
        if consent(account, scope, as_of) is None:
            yield text("No consent yet to ", CONSENT[scope], ".")
