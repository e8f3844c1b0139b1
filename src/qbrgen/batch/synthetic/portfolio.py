"""Made-up accounts by number: the same seed, day and number give the same account, however many are asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from qbrgen.batch.synthetic import words
from qbrgen.batch.synthetic.measured import objectives, value_items
from qbrgen.batch.synthetic.months import support, usage
from qbrgen.model import Account, slug

_ENDINGS = [(trade.industry, ending) for trade in words.TRADES for ending in trade.endings]
_NAMES = len(words.FIRST) * len(words.SECOND) * len(_ENDINGS)
MOST = _NAMES
"""So many accounts can have names of their own."""
# Tier, share of the book, ARR in dollars, people among the stakeholders, months between reviews.
_TIERS = (
    ("strategic", 5, (220_000, 900_000), 6, 1),
    ("enterprise", 20, (100_000, 300_000), 5, 3),
    ("mid_market", 35, (25_000, 95_000), 4, 3),
    ("smb", 40, (4_000, 24_000), 2, 6),
)
_ROLES = ("executive_sponsor", "champion", "finance", "technical_owner", "manager", "user")
_TITLES = (
    "Chief Operating Officer",
    "Programme Lead",
    "Finance Partner",
    "Head of Systems",
    "Team Manager",
    "Analyst",
)


def portfolio(accounts: int, seed: int, as_of: date) -> Iterator[Account]:
    """So many accounts (up to MOST), one by one, as they stand on `as_of`."""
    order = list(range(_NAMES))
    random.Random(f"names {seed}").shuffle(order)  # noqa: S311  (made-up data, no secret)
    for number in range(accounts):
        yield _account(order[number], random.Random(f"{seed} {number} {as_of}"), as_of)  # noqa: S311  (as above)


def _account(name_key: int, draw: random.Random, as_of: date) -> Account:
    first, rest = divmod(name_key, len(words.SECOND) * len(_ENDINGS))
    second, last = divmod(rest, len(_ENDINGS))
    industry, ending = _ENDINGS[last]
    name = f"{words.FIRST[first]} {words.SECOND[second]} {ending}"
    tier, _, arr_range, people, every = draw.choices(_TIERS, [row[1] for row in _TIERS])[0]
    locale, currency, rate = draw.choice(words.REGIONS)
    arr = round(draw.uniform(*arr_range) * rate, -2)
    function = draw.choice(list(words.LINES))
    line = words.LINES[function]
    signed = as_of - timedelta(days=draw.randint(120, 1100))
    seats = max(5, int(arr / rate / draw.uniform(700, 1400)))
    who = _stakeholders(draw, slug(name), people, as_of)
    aims = objectives(draw, line.aims, who, signed, as_of, 2 if tier == "smb" else 3)
    health = draw.betavariate(5, 2)
    months = usage(draw, line.features, seats, health, as_of)
    data: dict[str, Any] = {
        "id": slug(name),
        "name": name,
        "industry": industry,
        "function": function,
        "tier": tier,
        "locale": locale,
        "vendor": {"name": "Tessaly"},
        "product": {"name": line.product, "type": line.type,
                    "features": [{"id": key, "name": label, "benefit": told} for key, label, told in line.features]},
        "contract": {"signed": signed, "renewal": _renewal(signed, as_of), "currency": currency, "arr": int(arr),
                     "seats": seats, "discount_percent": draw.choice((0, 0, 5, 8, 12))},
        "investments": _investments(draw, arr, signed),
        "csm": {"name": draw.choice(words.MANAGERS)},
        "stakeholders": who,
        "lifecycle": _lifecycle(draw, signed, as_of),
        "objectives": aims,
        "value_items": value_items(draw, aims, who, arr, signed, as_of),
        "milestones": _milestones(draw, aims, who, as_of),
        "risks": _risks(draw),
        "usage": months,
        "support": support(draw, seats, health, as_of),
        "nps": _nps(draw, who, health, as_of),
        "actions": _actions(draw, who, as_of),
        "reviews": _reviews(draw, signed, as_of, every),
        "decision": draw.choice(("", "", "Roll the product out to the second site", "Name an owner for the data")),
        "internal": _internal(draw, arr, seats, health, months, as_of),
    }  # fmt: skip
    return Account.model_validate(data)


def _stakeholders(draw: random.Random, company: str, people: int, as_of: date) -> list[dict[str, Any]]:
    found = []
    for role, title, name in zip(_ROLES, _TITLES, draw.sample(words.PEOPLE, people), strict=False):
        if role == "executive_sponsor" and draw.random() < 0.08:
            continue
        key = slug(name)
        found.append({"id": key, "name": name, "role": role, "title": title, "email": f"{key}@{company}.example",
                      "mood": draw.choice(("advocate", "positive", "positive", "neutral", "critical")),
                      "mood_on": as_of - timedelta(days=draw.randint(5, 100))})  # fmt: skip
    return found


def _renewal(signed: date, as_of: date) -> date:
    years = 1 + (as_of - signed).days // 365
    return signed + timedelta(days=365 * years)


def _investments(draw: random.Random, arr: float, signed: date) -> list[dict[str, Any]]:
    launch = int(arr * draw.uniform(0.05, 0.2))
    found: list[dict[str, Any]] = [{"id": "launch", "kind": "services", "label": "Launch services",
                                    "amount": launch, "since": signed, "source": "Statement of work"}]  # fmt: skip
    if draw.random() < 0.6:
        found.append({"id": "own-effort", "kind": "internal_effort", "label": "Administrator, part of the week",
                      "amount": int(arr * draw.uniform(0.04, 0.15)), "recurrence": "recurring", "since": signed,
                      "source": "Customer's estimate"})  # fmt: skip
    return found


def _lifecycle(draw: random.Random, signed: date, as_of: date) -> dict[str, date]:
    days, found = 0, {}
    for stage, least, most in (("kickoff", 2, 12), ("first_login", 1, 10), ("first_action", 1, 20),
                               ("first_outcome", 5, 60), ("full_value", 20, 120)):  # fmt: skip
        days += draw.randint(least, most)
        if (day := signed + timedelta(days=days)) <= as_of:
            found[stage] = day
    return found


def _milestones(
    draw: random.Random, aims: list[dict[str, Any]], who: list[dict[str, Any]], as_of: date
) -> list[dict[str, Any]]:
    found = []
    for number, title in enumerate(
        ("Connect the source systems", "Train every team", "Switch off the old reports"), 1
    ):
        due = as_of + timedelta(days=draw.randint(-60, 10) + 45 * (number - 1))
        done = due <= as_of and draw.random() < 0.8
        state = {"state": "done", "done_on": due - timedelta(days=draw.randint(0, 9))} if done else {}
        found.append({"id": f"m{number}", "title": title, "due": due, "owner": draw.choice(who)["name"],
                      "objective": draw.choice(aims)["id"], "success_criterion": "The owner has confirmed it",
                      **state})  # fmt: skip
    return found


def _risks(draw: random.Random) -> list[dict[str, Any]]:
    return [
        {"id": key, "title": title, "mitigation": told, "likelihood": draw.choice(("low", "medium", "high"))}
        for key, title, told in draw.sample(words.RISKS, draw.randint(0, 2))
    ]


def _nps(draw: random.Random, who: list[dict[str, Any]], health: float, as_of: date) -> list[dict[str, Any]]:
    return [
        {"date": as_of - timedelta(days=draw.randint(3, 85)), "stakeholder": person["id"],
         "score": max(0, min(10, round(draw.gauss(3 + 7 * health, 1.5))))}
        for person in who if draw.random() < 0.7
    ]  # fmt: skip


def _actions(draw: random.Random, who: list[dict[str, Any]], as_of: date) -> list[dict[str, Any]]:
    titles = ("Agree the next target", "Name a second administrator", "Review access of leavers")
    return [
        {"id": f"a{number}", "title": title, "owner": draw.choice(who)["name"],
         "due": as_of + timedelta(days=draw.randint(7, 80))}
        for number, title in enumerate(draw.sample(titles, draw.randint(1, 3)), 1)
    ]  # fmt: skip


def _reviews(draw: random.Random, signed: date, as_of: date, every: int) -> list[dict[str, Any]]:
    """Reviews by the tier's cadence; some accounts have been let slip."""
    until = as_of - timedelta(days=draw.choice((5, 20, 40, 70, 160, 300)))
    day, found = signed + timedelta(days=30 * every), []
    while day <= until:
        found.append({"date": day, "kind": draw.choice(("qbr", "qbr", "value_report", "success_plan"))})
        day += timedelta(days=30 * every + draw.randint(-4, 9))
    return found


def _internal(
    draw: random.Random, arr: float, seats: int, health: float, months: list[dict[str, Any]], as_of: date
) -> dict[str, Any]:
    # A few contracts are new: twelve months ago there was nothing to compare with.
    share = months[-1]["active_users"] / seats
    found: dict[str, Any] = {
        "arr_movement": {"starting_arr": int(arr * draw.uniform(0.8, 1.05)),
                         "expansion": int(arr * draw.choice((0, 0, 0.1, 0.2))),
                         "contraction": int(arr * draw.choice((0, 0, 0, 0.08))), "as_of": as_of},
        "health": [{"id": "usage", "label": "Usage", "score": round(100 * min(1, share)), "weight": 2},
                   {"id": "relations", "label": "Relations", "score": round(100 * health), "weight": 1}],
        "csm_hours_per_month": draw.randint(1, 16),
        "success_team_cost": int(arr * 0.05),
        "renewal_likelihood_percent": round(40 + 58 * health),
    }  # fmt: skip
    if share > 0.9:
        found["expansion_signals"] = [{"id": "seats", "kind": "high_usage", "seen_on": as_of - timedelta(days=6),
                                       "detail": "Nearly every seat is in use",
                                       "potential_arr": int(arr * 0.2)}]  # fmt: skip
    if health < 0.55:
        found["churn_risks"] = [{"id": "low-use", "title": "Use has fallen since summer", "likelihood": "high",
                                 "arr_at_risk": int(arr), "plan": "Sponsor meeting this month"}]  # fmt: skip
    return found
