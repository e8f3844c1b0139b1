"""Advocacy: referrals, quotes that may be published, and consent to case studies and reference calls."""

from __future__ import annotations

from qbrgen.model.kinds import ConsentScope
from qbrgen.value.figure import Figure, Input, count
from qbrgen.value.making import derived
from qbrgen.value.results import Advocacy
from qbrgen.value.scope import Scope


def advocacy_of(scope: Scope) -> Advocacy:
    """What the customer has done for the product by the cutoff; a consent counts while it is in force."""
    account, as_of = scope.account, scope.as_of
    brought = [(at, lead) for at, lead in enumerate(account.referrals) if lead.date <= scope.cutoff]
    published = [
        at
        for at, quote in enumerate(account.quotes)
        if quote.consent and quote.consent.covers(ConsentScope.QUOTE, as_of)
    ]
    return Advocacy(
        _counted("referrals", "Referrals", [f"referrals[{at}]" for at, _ in brought]),
        _counted(
            "qualified_referrals",
            "Qualified referrals",
            [f"referrals[{at}]" for at, lead in brought if lead.qualified],
        ),
        _counted("testimonials", "Quotes with consent", [f"quotes[{at}]" for at in published]),
        any(consent.covers(ConsentScope.CASE_STUDY, as_of) for consent in account.consents),
        any(consent.covers(ConsentScope.REFERENCE_CALL, as_of) for consent in account.consents),
    )


def _counted(name: str, label: str, paths: list[str]) -> Figure:
    inputs = [Input("record", "", path=path) for path in paths]
    return derived(f"advocacy.{name}", label, len(paths), count(label.lower()), "records counted", inputs)
