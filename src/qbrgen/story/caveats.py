"""What the checks found, in words fit for the customer, beside what it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from qbrgen.checks.finding import Finding, Severity
from qbrgen.model.account import CustomerAccount
from qbrgen.story.blocks import BlockTone, Paragraph
from qbrgen.story.material import InternalMaterial, Material
from qbrgen.story.parts import counted, listed
from qbrgen.story.text import Given, Text, text

Words = Callable[[Text], Text]
_NAME_LENGTH = 60
_NAMED = 2


class About(StrEnum):
    """What a finding is about, and so beside what it is shown."""

    OBJECTIVES = "objectives"
    VALUE = "value"
    ACCOUNT = "account"


def beside(material: Material | InternalMaterial, *about: About, block_id: str = "caveats") -> Paragraph | None:
    """The caveats about these things as one paragraph; None where there is nothing to say.

    Every error is told. Of the rest, what has words for the customer. The three kinds together cover every
    finding, so a document that calls this for each of them leaves no error out.
    """
    account = material.account
    by_code: dict[str, list[Finding]] = {}
    for finding in material.findings:
        if _about(account, finding) in about and (
            finding.severity is Severity.ERROR or finding.code in CUSTOMER_WORDS
        ):
            by_code.setdefault(finding.code, []).append(finding)
    sentences = [_sentence(account, code, found) for code, found in by_code.items()]
    pieces: list[Text | str] = []
    for position, sentence in enumerate(sentences):
        pieces += [" ", sentence] if position else [sentence]
    return Paragraph(block_id, text(*pieces), BlockTone.CAUTION) if pieces else None


def _about(account: CustomerAccount, finding: Finding) -> About:
    if finding.subject and account.objective(finding.subject) is not None:
        return About.OBJECTIVES
    if any(item.id == finding.subject for item in account.value_items):
        return About.VALUE
    return About.ACCOUNT


def _sentence(account: CustomerAccount, code: str, found: Iterable[Finding]) -> Text:
    return CUSTOMER_WORDS.get(code, _STILL_CHECKED)(_names(account, [finding.subject for finding in found]))


def _names(account: CustomerAccount, subjects: list[str]) -> Text:
    known = {
        **{item.id: item.title for item in account.value_items},
        **{one.id: one.metric.name if one.metric else one.title for one in account.objectives},
    }
    named = list(dict.fromkeys(known[subject] for subject in subjects if subject in known))
    if not named:
        return ("the account",)
    if len(named) > _NAMED or any(len(name) > _NAME_LENGTH for name in named):
        return (counted("caveats.subjects", len(named), "entries"),)
    return listed([text("“", Given(name), "”") for name in named])


def _STILL_CHECKED(names: Text) -> Text:  # noqa: N802  (stands in the table's place)
    return text("Still being checked together: ", names, ".")


CUSTOMER_WORDS: Mapping[str, Words] = {}
