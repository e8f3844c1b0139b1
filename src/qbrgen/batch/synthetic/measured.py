"""Objectives with the course that real ones take, and the value that came of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from qbrgen.batch.synthetic.words import SOFT, VAGUE, Aim

# How far towards the target (1: reached) an objective has come at the end, and how often that happens.
_COURSES = (((0.7, 1.0), 45), ((0.25, 0.65), 27), ((1.0, 1.25), 10), ((-0.05, 0.1), 9), ((-0.5, -0.1), 9))
_QUARTER = 91


def objectives(
    draw: random.Random,
    aims: Sequence[Aim],
    who: Sequence[dict[str, Any]],
    signed: date,
    as_of: date,
    most: int,
) -> list[dict[str, Any]]:
    """Up to `most` of the aims; now and then one is vague, or lacks its source or its target."""
    chosen = draw.sample(list(aims), draw.randint(1, min(most, len(aims))))
    found = [_objective(draw, aim, number, who, signed, as_of) for number, aim in enumerate(chosen, 1)]
    if draw.random() < 0.08:
        found.append({"id": "vague", "title": draw.choice(VAGUE), "priority": len(found) + 1})
    return found


def _objective(
    draw: random.Random, aim: Aim, priority: int, who: Sequence[dict[str, Any]], signed: date, as_of: date
) -> dict[str, Any]:
    start = _rounded(draw.uniform(*aim.start))
    gain = draw.uniform(*aim.gain)
    target = _rounded(start * (1 - gain if aim.better == "lower" else 1 + gain))
    owner = draw.choice(list(who))
    system = draw.choice(("CRM export", "Operations report", "Finance", "Help desk"))
    found: dict[str, Any] = {
        "id": aim.key,
        "title": aim.title.format(start=_plain(start), target=_plain(target)),
        "priority": priority,
        "owner": owner["id"],
        "metric": {"name": aim.metric, "unit": aim.unit, "better": aim.better},
        "baseline": {"value": start, "date": signed - timedelta(days=12), "source": system,
                     "method": "Mean of the three months before"},
        "target": {"value": target, "date": as_of + timedelta(days=draw.randint(-40, 200))},
        "readings": _readings(draw, aim, start, target, signed, as_of, system),
        "success_criterion": "The mean of a full quarter is at the target or better",
        "driver": aim.driver,
        "agreed_on": signed + timedelta(days=14),
    }  # fmt: skip
    if draw.random() < 0.07:
        found["baseline"] = {"value": start}
    if draw.random() < 0.06:
        del found["target"], found["success_criterion"]
    return found


def _readings(
    draw: random.Random, aim: Aim, start: float, target: float, signed: date, as_of: date, system: str
) -> list[dict[str, Any]]:
    reach = draw.uniform(*draw.choices([row[0] for row in _COURSES], [row[1] for row in _COURSES])[0])
    # Some teams stop measuring.
    stale = draw.choice((4, 4, 8, 12, 20, 150))
    last = max(signed + timedelta(days=45), as_of - timedelta(days=stale))
    days = [last - timedelta(days=_QUARTER * back) for back in range(6)]
    days = sorted(day for day in days if day > signed + timedelta(days=20) and day <= as_of)
    found = []
    for number, day in enumerate(days, 1):
        share = reach * number / len(days) + draw.uniform(-0.04, 0.04)
        value = start + (target - start) * share
        if aim.unit == "%":
            value = min(99.0, value)
        standing = draw.choice(("customer_validated", "customer_validated", "customer_reported"))
        found.append({"date": day, "value": _rounded(value), "source": system, "standing": standing})
    return found


def value_items(
    draw: random.Random,
    aims: Sequence[dict[str, Any]],
    who: Sequence[dict[str, Any]],
    arr: float,
    signed: date,
    as_of: date,
) -> list[dict[str, Any]]:
    """Hard value in proportion to the contract, and something soft for most."""
    found: list[dict[str, Any]] = []
    lived = max(60, (as_of - signed).days - 30)
    worth = arr * draw.uniform(0.4, 2.6)
    for number, aim in enumerate((each for each in aims if "metric" in each), 1):
        since = signed + timedelta(days=min(lived - 20, draw.randint(40, 200)))
        found.append(
            {"id": f"v{number}", "title": f"Gained: {aim['metric']['name'][0].lower()}{aim['metric']['name'][1:]}",
             "objective": aim["id"], "since": since, "attribution_percent": draw.choice((50, 70, 80, 100)),
             "source": "Inputs agreed in the last review", **_formula(draw, worth / number, since),
             **_standing(draw, who, since, as_of)}
        )  # fmt: skip
    if draw.random() < 0.7:
        category, title, told = draw.choice(SOFT)
        found.append({"id": "soft", "title": title, "category": category, "since": signed + timedelta(days=50),
                      "standing": "customer_reported", "story": told})  # fmt: skip
    return found


def _formula(draw: random.Random, worth: float, since: date) -> dict[str, Any]:
    del since
    kind = draw.choice(("time_saved", "amount", "change", "one_off"))
    if kind == "time_saved":
        people, rate = draw.randint(3, 60), draw.choice((35, 42, 50, 65))
        hours = max(0.5, min(12, round(worth / (people * rate * 46) * 2) / 2))
        saved = {"hours_per_person_per_week": hours, "people": people, "hourly_rate": rate, "weeks": 46}
        return {"category": "time_saved", "time_saved": saved}
    if kind == "change":
        before = draw.randint(12, 60)
        after = max(1, round(before * draw.uniform(0.6, 0.9)))
        volume = max(10, round(worth / max(1, before - after)))
        change = {"before": before, "after": after, "volume": volume, "unit": "order"}
        return {"category": "costs_reduced", "change": change}
    amount = {"amount": int(round(worth, -2)) or 100}
    if kind == "one_off":
        return {"category": "revenue_increased", "recurrence": "one_off", **amount}
    return {"category": draw.choice(("costs_reduced", "revenue_increased")), **amount}


def _standing(draw: random.Random, who: Sequence[dict[str, Any]], since: date, as_of: date) -> dict[str, Any]:
    standing = draw.choices(("customer_validated", "customer_reported", "vendor_estimate"), (55, 25, 20))[0]
    if standing != "customer_validated":
        return {"standing": standing}
    finance = [person for person in who if person["role"] == "finance"] or list(who)
    on = min(as_of, since + timedelta(days=draw.randint(10, 200)))
    return {"standing": standing, "validated_by": finance[0]["id"], "validated_on": on}


def _rounded(value: float) -> float:
    return round(value, 1) if value < 15 else float(round(value))


def _plain(value: float) -> str:
    return f"{value:g}"
