"""A section from its alternative titles and its blocks, and a story from its sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qbrgen.story.blocks import Block, Role, Section, Story
from qbrgen.story.material import InternalMaterial, Material
from qbrgen.story.phrasing import say
from qbrgen.story.text import Given, Text, text

Titles = tuple[Text, ...]
"""One message in several lengths, longest first; the last holds nothing of unknown length."""
TITLE_LENGTH = 95
"""Characters that two lines of a slide's title hold in the usual case."""


def section(
    section_id: str,
    titles: Titles,
    locale: str,
    *blocks: Block | None,
    role: Role = Role.BODY,
    group: str = "",
    notes: Iterable[Text] = (),
    source: Text = (),
) -> Section:
    """The section under the longest of its titles that fits two lines; blocks that are None are left out."""
    position = chosen(titles, locale)
    return Section(
        section_id,
        titles[position],
        tuple(block for block in blocks if block is not None),
        role,
        group,
        tuple(note for note in notes if note),
        source,
        _shorter(titles, position, locale),
    )


def _shorter(titles: Titles, position: int, locale: str) -> Titles:
    """The alternatives after the chosen one that are shorter than it, each shorter than the one before."""
    kept: list[Text] = []
    length = len(say(titles[position], locale))
    for title in titles[position + 1 :]:
        if (found := len(say(title, locale))) < length:
            kept.append(title)
            length = found
    return tuple(kept)


def chosen(titles: Titles, locale: str, limit: int = TITLE_LENGTH) -> int:
    """The position of the first title of at most `limit` characters, else of the last one."""
    for position, title in enumerate(titles):
        if len(say(title, locale)) <= limit:
            return position
    return len(titles) - 1


def shortest_fit(alternatives: Titles, locale: str, limit: int = TITLE_LENGTH) -> Text:
    """The longest alternative that keeps to the limit, else the last: for sentences and labels."""
    return alternatives[chosen(alternatives, locale, limit)]


def tell(
    document: str,
    material: Material | InternalMaterial,
    title: Text,
    subtitle: Text,
    sections: Sequence[Section | None],
) -> Story:
    """The story of one account for one reader; titles that would repeat are told apart."""
    account = material.account
    return Story(
        document=document,
        title=title,
        subtitle=subtitle,
        account_id=account.id,
        account_name=account.name,
        vendor_name=account.vendor.name if account.vendor else "",
        locale=account.locale,
        currency=account.currency,
        period=material.value.period,
        as_of=material.settings.as_of,
        sections=_told_apart([found for found in sections if found is not None], account.locale),
        internal=isinstance(material, InternalMaterial),
    )


def _told_apart(sections: Sequence[Section], locale: str) -> tuple[Section, ...]:
    """Screen readers and the outline need unique titles; two alike get their group's place in words."""
    seen: set[str] = set()
    result = []
    for found in sections:
        current = found
        for place in ("", *_PLACES):
            current = replace(found, title=text(found.title, place)) if place else found
            if say(current.title, locale) not in seen:
                break
        seen.add(say(current.title, locale))
        result.append(current)
    return tuple(result)


_PLACES = tuple(
    f" ({word})" for word in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
)


def given(words: str) -> Text:
    """The account's words as a Text; empty for no words."""
    return (Given(words),) if words else ()
