"""Tells an objective that counts use of the product from one that names a business result.

Silent unless sure: the words must ask for the product, a module or a feature to be used, and no result with a
number may follow. "Adopt 5 features in 90 days" is such an objective; "Increase adoption of safety procedures
among drivers by 20 %" and "Use the platform to cut reporting by 40 %" are not.
"""

from __future__ import annotations

import re

from qbrgen.checks.words import DOWN, UP, counts, word_set, words
from qbrgen.model.account import Account
from qbrgen.model.kinds import Better
from qbrgen.model.objective import Objective

_VERBS = "adopt|use|activate|enable|roll out|rollout|deploy|implement|configure|install|switch on|turn on|embrace"
_THING = (
    r"features?|modules?|functionalit(?:y|ies)|capabilit(?:y|ies)|licen[cs]es?|seats?|dashboards?|widgets?|plug-?ins?"
    r"|add-?ons?|platform|product|tool|software|app|application|integrations?|automations?|workflows?"
)
_ASKS_FOR_USE = re.compile(
    rf"^(?:fully |successfully |have |get )?(?:{_VERBS})\b(?:\W+\w+){{0,4}}?\W+(?:{_THING})\b", re.IGNORECASE
)
_USE_NOUN = re.compile(
    r"\b(?:features?|product|platform|modules?|tool|software|licen[cs]e|seat|app)(?:'s)?[\s-]+"
    r"(?:adoption|usage|utili[sz]ation|activation|uptake|rollout|roll-out)\b"
    r"|\b(?:adoption|usage|uptake|rollout|roll-out) of (?:the |our |your |all |new |\d+ )*"
    r"(?:features?|product|platform|modules?|tool|software|app|dashboards?)\b",
    re.IGNORECASE,
)
_LOG_IN = re.compile(r"\b(?:log|sign)(?:s|ged|ging|ning)?[\s-]?in(?:to)?\b|\blogins?\b", re.IGNORECASE)
# A company may well want its own customers to adopt its own product.
_OF_ITS_OWN = re.compile(
    r"\b(?:by|of|among|amongst|for|with|from|our|their) (?:\w+ ){0,2}"
    r"(?:customers?|clients?|consumers?|shoppers?|patients?|members?|subscribers?|students?|guests?|visitors?)\b",
    re.IGNORECASE,
)
# How fast, how often, how few: a rate is a result, whatever it is a rate of.
_RATE = re.compile(
    r"\b(?:faster|sooner|quicker|earlier|cheaper|fewer|less|more often|twice|without|instead of"
    r"|times an? \w+|(?:per|a|each|every) (?:day|week|sprint|month|quarter|year))\b",
    re.IGNORECASE,
)
_RESULT = re.compile(r"\b(?:to|and|by|so that|so|which|in order to|that)\b(.*)", re.IGNORECASE | re.DOTALL)
_RESULT_VERBS = word_set(
    """
    save saves saving cuts cutting reduces reducing lowers lowering shortens shortening halves halving increases
    increasing raises raising grows growing lifts lifting improves improving boosts boosting doubles doubling win
    wins winning close closes closing earn earns earning avoid avoids avoiding prevent prevents preventing
    """
)


def is_feature(account: Account, objective: Objective) -> bool:
    """True when the objective's title asks for use of the product and for nothing else."""
    title = objective.title
    if _OF_ITS_OWN.search(title) or _RATE.search(title) or _names_a_result(title) or _measures_less(objective):
        return False
    return bool(
        _ASKS_FOR_USE.search(title)
        or _USE_NOUN.search(title)
        or (_LOG_IN.search(title) and "user" in title.casefold())
        or _asks_for_product(account, title)
    )


def _asks_for_product(account: Account, title: str) -> bool:
    """The verb stands before the product's own name, or a feature's of two words and more."""
    if account.product is None:
        return False
    names = [account.product.name, *(feature.name for feature in account.product.features if " " in feature.name)]
    asked = rf"^(?:fully |successfully )?(?:{_VERBS})\b(?:\W+\w+){{0,3}}?\W+"
    return any(re.search(rf"{asked}{re.escape(name)}\b", title, re.IGNORECASE) for name in names)


def _names_a_result(title: str) -> bool:
    """A verb of change with a number after it: "... to cut reporting by 40 %"."""
    found = _RESULT.search(title)
    if not found:
        return False
    rest = found[1]
    return counts(rest) and any(word in _RESULT_VERBS | DOWN | UP for word in words(rest))


def _measures_less(objective: Objective) -> bool:
    """A metric that should fall (failed logins, unused licences) is not about using more."""
    return objective.metric is not None and objective.metric.better is Better.LOWER
