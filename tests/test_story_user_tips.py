"""Tips for end users: their own team's gain and what is worth trying, on one screen, without money."""

from __future__ import annotations

from datetime import date
from typing import Any

from qbrgen.model import parse_period
from qbrgen.story import user_tips
from qbrgen.story.blocks import Story
from qbrgen.story.evidence import figures_in
from qbrgen.value.figure import UnitKind
from tests.telling import ACCOUNTS, account, fixture_account, material, objective, page, read, saving, section

SEPTEMBER = parse_period("2026-09")
AS_OF = date(2026, 10, 5)
PRODUCT = {
    "name": "Harbour",
    "features": [
        {"id": "f1", "name": "Planner", "benefit": "Plan in minutes", "how": "Press Plan"},
        {"id": "f2", "name": "Board", "benefit": "One board for all.", "how": "Open Board."},
        {"id": "f3", "name": "Archive"},
        {"id": "f4", "name": "Export", "benefit": "Numbers where you need them", "how": "Press Export"},
    ],
}


def tips(**changes: Any) -> Story:
    return user_tips.build(material(account(**changes), SEPTEMBER, AS_OF))


def used(**percents: int) -> list[dict[str, Any]]:
    features = [{"feature": key, "percent": percent} for key, percent in percents.items()]
    return [{"month": "2026-09", "active_users": 10, "features": features}]


def test_the_teams_gain_leads() -> None:
    teams = [
        {"team": "West", "active_users": 5, "hours_saved_per_person": 4},
        {"team": "East", "active_users": 5, "hours_saved_per_person": 6},
        {"team": "North", "active_users": 5},
    ]
    found = section(tips(usage=[{"month": "2026-09", "active_users": 15, "teams": teams}]), "gained")
    assert read(found.title) == "East got back 6 hours a person in September"
    assert "West: 4 hours saved per person" in page(found)
    assert "North" not in page(found)


def test_the_least_used_features_that_can_be_explained_are_worth_trying() -> None:
    story = tips(product=PRODUCT, usage=used(f1=90, f2=10, f3=0, f4=40))
    assert read(section(story, "try").title) == "Worth trying: Board and Export"
    assert "Board, used so far by 10% of you. One board for all. How: Open Board." in page(section(story, "try"))
    assert "Archive" not in page(section(story, "try"))


def test_a_widely_used_feature_is_not_called_rare() -> None:
    one = {"name": "Harbour", "features": PRODUCT["features"][:1]}
    assert "Planner. Plan in minutes. How: Press Plan." in page(section(tips(product=one, usage=used(f1=90)), "try"))


def test_end_users_read_no_money() -> None:
    """Money of a metric of their own may stand there; value, investment and return never do."""
    for path in ACCOUNTS:
        for owner in fixture_account(path):
            story = user_tips.build(material(owner, SEPTEMBER, AS_OF))
            for figure in figures_in(story.sections):
                assert figure.unit.kind is not UnitKind.MONEY or figure.key.startswith("objective.")
    told = page(section(tips(value_items=[saving()]), "gained"))
    assert "Deal cycle fell from 45 to 32 days" in told
    assert "$" not in told


def test_nothing_counted_yet_asks_for_one_number() -> None:
    story = tips(objectives=[objective(45, [])], product=PRODUCT)
    assert read(story.title) == "Getting more out of Harbour"
    assert "Nobody has counted yet what your team gains" in page(section(story, "gained"))


def test_whom_to_ask_closes_the_mail() -> None:
    story = tips(csm={"name": "Jo Avery", "email": "jo@harbour.example"})
    assert "Ask Jo Avery, jo@harbour.example." in page(section(story, "try"))


def test_a_mail_fits_one_screen() -> None:
    for path in ACCOUNTS:
        for owner in fixture_account(path):
            story = user_tips.build(material(owner, SEPTEMBER, AS_OF))
            assert len(story.sections) == 2
            assert sum(len(page(found)) for found in story.sections) < 1800
