"""Use and support month by month, better where the account is in good health."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

_MONTHS = 9


def usage(
    draw: random.Random, features: Sequence[tuple[str, str, str]], seats: int, health: float, as_of: date
) -> list[dict[str, Any]]:
    """The last full months, oldest first."""
    share = min(0.98, 0.25 + 0.7 * health)
    trend = draw.choice((0.02, 0.015, 0.01, 0.0, -0.02))
    popular = [draw.uniform(0.1, 0.95) for _ in features]
    found = []
    for back, month in _back(as_of):
        level = max(0.05, min(1.0, share - trend * back + draw.uniform(-0.02, 0.02)))
        active = max(1, round(seats * level))
        found.append(
            {"month": month, "active_users": active, "seats": seats, "key_actions": active * draw.randint(20, 60),
             "logins": active * draw.randint(12, 25), "source": "Product analytics",
             "features": [{"feature": feature[0], "percent": round(100 * min(1.0, liked * (0.8 + 0.02 * (9 - back))))}
                          for feature, liked in zip(features, popular, strict=True)]}
        )  # fmt: skip
    return found


def support(draw: random.Random, seats: int, health: float, as_of: date) -> list[dict[str, Any]]:
    """The last full months, oldest first."""
    found, waiting = [], draw.randint(0, 6)
    for _, month in _back(as_of):
        opened = max(0, round(draw.gauss(2 + seats * 0.06 * (1.4 - health), 1.5)))
        solved = min(waiting + opened, max(0, round(opened * draw.uniform(0.8, 1.2))))
        waiting += opened - solved
        found.append(
            {"month": month, "opened": opened, "solved": solved, "open_at_end": waiting,
             "first_response_hours": round(draw.uniform(0.5, 6), 1),
             "resolution_hours": round(draw.uniform(5, 40), 1),
             "csat_percent": round(70 + 28 * health), "csat_answers": max(1, opened // 2), "source": "Help desk"}
        )  # fmt: skip
    return found


def _back(as_of: date) -> list[tuple[int, str]]:
    last = as_of.year * 12 + as_of.month - 1
    months = [(back, last - back) for back in range(_MONTHS, 0, -1)]
    return [(back, f"{number // 12}-{number % 12 + 1:02}") for back, number in months]
