"""What made-up accounts are made of: names, industries, people, and what each function wants to achieve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_FIRST = """
Alder Amber Arbor Aster Auburn Basalt Beacon Birch Bramble Bridger Calder Canyon Cedar Cinder Clover Copper
Coral Corvid Crane Crescent Cypress Dakota Delft Dunmore Eastwick Elm Ember Fallow Fennel Fjord Forge Garnet
Gilt Glen Granby Grove Harrow Hazel Heron Hollow Indigo Iron Ivory Jasper Juno Kestrel Kiln Lark Linden Lumen
Maple Marlow Meadow Mistral Moss Nettle Nimbus North Oakum Onyx Opal Orchard Osprey Pebble Pine Quarry Raven
Reed Rowan Saffron Sable Sequoia Sorrel Sparrow Sterling Summit Tamarack Teal Thistle Umber Vale Verdant Walnut
Willow Wren Yarrow
"""
FIRST = tuple(_FIRST.split())
_SECOND = """
Bay Bridge Brook Cape Cliff Coast Cove Creek Crest Cross Dale Delta Field Ford Gate Harbor Haven Heath Hill Isle
Junction Key Lake Landing Ledge March Meadows Mill Moor Park Pass Peak Point Pond Port Reach Ridge Rock Run
Shore Spring Square Stone Terrace Tower Trail Valley View Wharf Wood
"""
SECOND = tuple(_SECOND.split())
_PEOPLE = """
Aisha Bennett, Amara Osei, Anders Holm, Beatriz Campos, Caleb Whitaker, Carmen Ruiz, Chen Wei, Dalia Haddad,
Dmitri Orlov, Elise Fontaine, Emeka Obi, Farah Siddiqui, Gareth Pugh, Grace Kimani, Hana Sato, Henrik Lund,
Imani Clarke, Ines Duarte, Jakob Brandt, Joy Mensah, Kavya Rao, Kenji Mori, Laila Nasser, Liam Doyle, Lucia
Ferri, Mateo Silva, Mei Tan, Mira Kovac, Nadia Petrova, Noah Fischer, Olga Lewandowska, Omar Aziz, Paula Jensen,
Pieter de Vries, Quinn Harper, Rania Khalil, Ravi Menon, Rosa Marin, Samuel Adeyemi, Sofia Lindgren, Tariq
Hassan, Tess Novak, Tomas Varga, Uma Iyer, Vera Santos, Victor Chow, Wanjiru Kamau, Xavier Roy, Yara Costa, Zoe
Papas
"""
PEOPLE = tuple(" ".join(each.split()) for each in _PEOPLE.split(","))
MANAGERS = ("Robin Ellery", "Sasha Merrick", "Toni Blackwood", "Uri Castellan", "Val Hartigan", "Wyn Prescott")


@dataclass(frozen=True, slots=True)
class Trade:
    """An industry, and the words that end its companies' names."""

    industry: str
    endings: tuple[str, ...]


TRADES = (
    Trade("Food and beverage", ("Foods", "Provisions")),
    Trade("Logistics", ("Freight", "Logistics")),
    Trade("Health care", ("Clinics", "Health")),
    Trade("Insurance", ("Insurance", "Mutual")),
    Trade("Retail", ("Stores", "Outfitters")),
    Trade("Manufacturing", ("Works", "Instruments")),
    Trade("Energy", ("Energy", "Power")),
    Trade("Education", ("Academies", "Learning")),
    Trade("Hospitality", ("Hotels", "Inns")),
    Trade("Professional services", ("Advisory", "Partners")),
)


@dataclass(frozen=True, slots=True)
class Aim:
    """One objective a function may have: its metric, where it usually starts, and the share that can be gained."""

    key: str
    title: str
    metric: str
    unit: str
    better: str
    start: tuple[float, float]
    gain: tuple[float, float]
    driver: str


@dataclass(frozen=True, slots=True)
class Line:
    """What is sold to one function: the product, its type, features and the aims that go with it."""

    product: str
    type: str
    features: tuple[tuple[str, str, str], ...]
    aims: tuple[Aim, ...]


LINES: Mapping[str, Line] = {
    "sales": Line(
        "Tessaly Deals",
        "crm",
        (("guided-steps", "Guided steps", "Every deal shows what to do next."),
         ("quotes", "Quote desk", "A correct quote in minutes."),
         ("forecast", "Forecast board", "One agreed forecast for the team.")),
        (Aim("deal-cycle", "Shorten the time to close deals from {start} to {target} days", "Time to close a deal",
             "days", "lower", (38, 75), (0.2, 0.4), "Quotes no longer wait for price approval"),
         Aim("win-rate", "Raise the share of deals won from {start} % to {target} %", "Deals won", "%", "higher",
             (14, 28), (0.2, 0.4), "The next step of every deal is on the screen"),
         Aim("admin-time", "Cut administration from {start} to {target} hours a week per seller",
             "Administration per seller", "hours/week", "lower", (6, 12), (0.35, 0.6), "Reports write themselves")),
    ),
    "support": Line(
        "Tessaly Care",
        "other",
        (("routing", "Routing", "Tickets reach the right team at once."),
         ("answers", "Suggested answers", "The usual answer is one click away."),
         ("portal", "Customer portal", "Customers see the state of their case.")),
        (Aim("resolution", "Solve customers' cases in {target} instead of {start} hours", "Time to solve a case",
             "hours", "lower", (24, 60), (0.25, 0.5), "Cases reach the right team at the first attempt"),
         Aim("first-contact", "Solve {target} % of cases at first contact, up from {start} %",
             "Cases solved at first contact", "%", "higher", (42, 60), (0.15, 0.35),
             "Suggested answers are kept current"),
         Aim("backlog", "Bring open cases down from {start} to {target}", "Open cases at month end", "cases", "lower",
             (120, 480), (0.3, 0.6), "The portal answers the simple questions")),
    ),
    "operations": Line(
        "Tessaly Flow",
        "erp",
        (("planning", "Shared plan", "One plan for orders, stock and people."),
         ("alerts", "Early alerts", "Late steps show a day before they matter."),
         ("scans", "Mobile scans", "Stock is counted on the phone.")),
        (Aim("lead-time", "Cut order lead time from {start} to {target} days", "Order lead time", "days", "lower",
             (9, 24), (0.2, 0.45), "Planning and purchasing work on one plan"),
         Aim("on-time", "Deliver {target} % of orders on time, up from {start} %", "Orders delivered on time", "%",
             "higher", (76, 88), (0.06, 0.12), "Late steps show a day earlier"),
         Aim("rework", "Bring rework down from {start} to {target} orders a month", "Orders reworked in a month",
             "orders", "lower", (40, 160), (0.3, 0.6), "Scans catch wrong parts at the shelf")),
    ),
    "finance": Line(
        "Tessaly Ledger",
        "analytics",
        (("close", "Close calendar", "Every step of the close has an owner."),
         ("matching", "Matching", "Payments find their invoices."),
         ("board", "Board pack", "Figures and comments in one place.")),
        (Aim("close-days", "Close the month in {target} instead of {start} days", "Days to close the month", "days",
             "lower", (8, 14), (0.3, 0.5), "Every step of the close has an owner and a day"),
         Aim("unmatched", "Bring unmatched payments down from {start} to {target}", "Unmatched payments at month end",
             "payments", "lower", (150, 700), (0.4, 0.7), "Payments are matched by reference and amount"),
         Aim("manual-entries", "Cut manual entries from {start} to {target} a month", "Manual entries in a month",
             "entries", "lower", (200, 900), (0.3, 0.6), "Recurring entries are booked by rule")),
    ),
}  # fmt: skip
VAGUE = ("Improve collaboration between teams", "Roll out the dashboard to everybody", "Get more from our data")
SOFT = (
    (
        "risk_reduced",
        "Fewer surprises at the end of the quarter",
        "Late steps are seen while they can still be mended.",
    ),
    ("employee_satisfaction", "Evenings without spreadsheets", "The team says month ends have become quiet."),
    (
        "customer_experience",
        "Customers get one answer",
        "Customers no longer hear different dates from different people.",
    ),
    (
        "compliance_improved",
        "The audit found its papers",
        "Auditors took samples from the system without asking for files.",
    ),
)
RISKS = (
    ("data-quality", "Old records are incomplete", "Owners clean up their part each Friday"),
    ("one-admin", "Only one administrator knows the set-up", "A second one is trained this quarter"),
    ("reorganisation", "A reorganisation may move the team", "The sponsor keeps the goals on the new agenda"),
)
REGIONS = (
    ("en-US", "USD", 1.0),
    ("en-US", "USD", 1.0),
    ("en-GB", "GBP", 0.8),
    ("de-DE", "EUR", 0.9),
    ("en-CA", "CAD", 1.3),
)
