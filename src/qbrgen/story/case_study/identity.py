"""What of an account's words could tell who it is; used where a customer must not be recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from qbrgen.model.account import CustomerAccount

_GENERIC = frozenset((
    "the", "and", "for", "und", "der", "die", "das", "les", "des", "group", "gruppe", "company", "companies",
    "corporation", "corp", "incorporated", "inc", "limited", "ltd", "llc", "gmbh", "plc", "holding", "holdings",
    "international", "global", "partners", "services", "service", "solutions", "systems", "consortium",
    "cooperative", "association", "team", "teams", "sales", "marketing", "support", "operations", "finance",
    "business", "manager", "director", "head", "chief", "officer", "customer", "success", "user", "users", "desk",
    "order", "west", "east", "north", "south", "central", "general",
))  # fmt: skip
"""Words of names that tell nothing by themselves."""
_ACRONYMS = frozenset((
    "I", "IT", "HR", "CRM", "ERP", "NPS", "CSAT", "ROI", "KPI", "SLA", "API", "CEO", "CFO", "COO", "CIO", "CTO",
    "CRO", "VP", "PDF", "FTE", "QA", "R&D",
))  # fmt: skip
_ADDRESS = re.compile(r"[@#]|://|\bwww\.|\w\.\w{2,}")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "–", "—", "“", '"')
_SHORTEST = 3
_SUBSTRING_FROM = 5
"""Letters from which a name is looked for inside other words too (compounds, inflections, addresses)."""


def folded(words: str) -> str:
    """Lower case, without accents and compatibility forms, so that spellings of one name compare equal."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def names_of(account: CustomerAccount) -> frozenset[str]:
    """The folded words that identify the account: of its name and id, its people, their addresses, its teams."""
    ours = _tokens(_ours(account))
    return frozenset(_tokens(_theirs(account)) | (_tokens(_around(account)) - ours)) - _GENERIC


def _tokens(several: Iterable[str]) -> set[str]:
    tokens = {token for words in several for token in re.split(r"[\W_\d]+", folded(words))}
    return {token for token in tokens if len(token) >= _SHORTEST or (token and _without_case(token))}


def _theirs(account: CustomerAccount) -> Iterator[str]:
    """The customer's own names."""
    yield account.name
    yield account.id
    for person in account.stakeholders:
        yield person.name
        # The last label of an address (com, example) is nobody's name.
        yield (person.email or "").rpartition(".")[0]


def _around(account: CustomerAccount) -> Iterator[str]:
    """Names that stand in the account's records; some of them may be the vendor's."""
    if account.csm:
        yield from (account.csm.name, (account.csm.email or "").rpartition(".")[0])
    for month in account.usage:
        yield from (team.team for team in month.teams)
    owned = (account.milestones, account.commitments, account.actions, account.risks)
    yield from (item.owner for items in owned for item in items)
    yield from (change.by for change in account.changes)


def _ours(account: CustomerAccount) -> Iterator[str]:
    """The vendor's names."""
    if account.vendor:
        yield account.vendor.name
    if account.product:
        yield account.product.name
        yield from (feature.name for feature in account.product.features)


def names_nobody(words: str, names: frozenset[str]) -> bool:
    """True when none of the names stands in the words, not even inside a longer word or an address."""
    plain = folded(words)
    parts = set(re.split(r"[\W_]+", plain))
    return not any(name in parts or (len(name) >= _SUBSTRING_FROM and name in plain) for name in names)


def tells_nothing(words: str, account: CustomerAccount, names: frozenset[str]) -> bool:
    """True when the words hold no name, address or number that could identify the account.

    Strict on purpose: a capital inside a sentence may be a name, and so may any word of a script without
    capitals; such words are left out, and the author decides.
    """
    if not words or any(sign.isdigit() for sign in words) or _ADDRESS.search(words):
        return False
    if any(_without_case(sign) for sign in words if sign.isalpha()):
        return False
    if not names_nobody(words, names):
        return False
    ours = {part for name in _ours(account) for part in name.split()}
    return not any(_may_be_a_name(word, ours) for word in _inside_sentences(words))


def _may_be_a_name(word: str, ours: set[str]) -> bool:
    core = word.strip(".,;:!?()[]\"'“”‘’…")
    return any(sign.isupper() for sign in core) and core not in _ACRONYMS and core not in ours


def _inside_sentences(words: str) -> Iterator[str]:
    first = True
    for word in words.split():
        # A first word in capitals throughout is no ordinary start of a sentence.
        if not first or (len(word) > 1 and word.isupper()):
            yield word
        first = word.endswith(_SENTENCE_ENDS)


def _without_case(letters: str) -> bool:
    return any(sign.isalpha() and sign.lower() == sign.upper() for sign in letters)
