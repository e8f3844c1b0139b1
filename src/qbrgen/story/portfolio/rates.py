"""The sheets of revenue: movements by account and wins one by one, retention and the team's return as formulas."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.story.portfolio.book import Book
from qbrgen.story.text import Given, text
from qbrgen.story.workbook import Entry, Formula, Sheet, SheetColumn
from qbrgen.value.exact import add_months
from qbrgen.value.figure import money
from qbrgen.value.making import recorded

_MOVED = ("starting", "expansion", "contraction", "churned")
_FIELDS = ("starting_arr", "expansion", "contraction", "churned")
_HEADINGS = ("Starting ARR", "Expansion", "Contraction", "Churn")


def movements_sheet(book: Book) -> Sheet:
    """How each account's revenue moved over twelve months."""
    columns = (
        SheetColumn("account", ("Account",)),
        SheetColumn("currency", ("Currency",)),
        *(SheetColumn(key, (heading,)) for key, heading in zip(_MOVED, _HEADINGS, strict=True)),
        SheetColumn("ending", ("Revenue now",)),
        SheetColumn("on", ("As of",)),
    )
    return Sheet("movements", "Movements", text("How revenue moved over twelve months"), columns,
                 tuple(_movements(book)))  # fmt: skip


def _movements(book: Book) -> Iterator[tuple[Entry, ...]]:
    for each in book.holdings:
        account, moved = each.account, each.account.internal.arr_movement
        if moved is None or (moved.as_of is not None and moved.as_of > book.whole.as_of):
            continue
        unit = money(account.currency)
        figures = [
            recorded(f"movement.{account.id}.{field}", heading, getattr(moved, field), unit,
                     f"internal.arr_movement.{field}")
            for field, heading in zip(_FIELDS, _HEADINGS, strict=True)
        ]  # fmt: skip
        ending = moved.starting_arr + moved.expansion - moved.contraction - moved.churned
        now = recorded(f"movement.{account.id}.ending", "Revenue now", ending, unit, "internal.arr_movement")
        yield (
            (Given(account.name),),
            (Given(account.currency),),
            *figures,
            Formula("{starting}+{expansion}-{contraction}-{churned}", now),
            moved.as_of,
        )


def retention_sheet(book: Book) -> Sheet:
    """NRR and GRR by currency, from the movements."""
    columns = (
        SheetColumn("currency", ("Currency",)),
        *(SheetColumn(key, (heading,)) for key, heading in zip(_MOVED, _HEADINGS, strict=True)),
        SheetColumn("ending", ("Revenue now",)),
        SheetColumn("nrr", ("Net revenue retention",)),
        SheetColumn("grr", ("Gross revenue retention",)),
        SheetColumn("growth", ("Contract growth",)),
        SheetColumn("renewed", ("Accounts that kept revenue",)),
    )
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            (Given(row.currency),),
            *(
                Formula(f"SUMIFS({{movements:{key}}},{{movements:currency}},{{currency}})", getattr(row, key))
                for key in _MOVED
            ),
            Formula("{starting}+{expansion}-{contraction}-{churned}", row.ending),
            Formula('IFERROR({ending}/{starting},"")', row.nrr),
            Formula('IFERROR(({starting}-{contraction}-{churned})/{starting},"")', row.grr),
            Formula('IFERROR({expansion}/{starting},"")', row.growth),
            row.renewed,
        )
        for row in book.whole.retention
    )
    return Sheet("retention", "Retention", text("Revenue kept and grown over twelve months"), columns, rows)


def wins_sheet(book: Book) -> Sheet:
    """Expansion found and churn prevented in the last twelve months, win by win."""
    columns = (
        SheetColumn("account", ("Account",)),
        SheetColumn("win", ("Win",)),
        SheetColumn("on", ("On",)),
        SheetColumn("currency", ("Currency",)),
        SheetColumn("expansion", ("Expansion found",)),
        SheetColumn("prevented", ("Churn prevented",)),
    )
    since = add_months(book.whole.as_of, -12)
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            (Given(each.account.name),),
            (Given(win.title),),
            win.date,
            (Given(each.account.currency),),
            recorded(f"win.{each.account.id}.{place}.expansion", "Expansion found", win.expansion_arr,
                     money(each.account.currency), f"internal.wins[{place}].expansion_arr"),
            recorded(f"win.{each.account.id}.{place}.prevented", "Churn prevented", win.churn_prevented_arr,
                     money(each.account.currency), f"internal.wins[{place}].churn_prevented_arr"),
        )
        for each in book.holdings
        for place, win in enumerate(each.account.internal.wins)
        if since < win.date <= book.whole.as_of
    )  # fmt: skip
    return Sheet("wins", "Wins", text("Wins of the last twelve months"), columns, rows)


def team_sheet(book: Book) -> Sheet:
    """What the success team brought against what it costs, by currency."""
    columns = (
        SheetColumn("currency", ("Currency",)),
        SheetColumn("expansion", ("Expansion found",)),
        SheetColumn("prevented", ("Churn prevented",)),
        SheetColumn("impact", ("Impact",)),
        SheetColumn("cost", ("Cost of the team",)),
        SheetColumn("net", ("Net",)),
        SheetColumn("multiple", ("Multiple",)),
        SheetColumn("roi", ("ROI",)),
    )
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            (Given(row.currency),),
            Formula("SUMIFS({wins:expansion},{wins:currency},{currency})", row.expansion),
            Formula("SUMIFS({wins:prevented},{wins:currency},{currency})", row.churn_prevented),
            Formula("{expansion}+{prevented}", row.impact),
            Formula("SUMIFS({accounts:cost},{accounts:currency},{currency})", row.cost),
            Formula("{impact}-{cost}", row.net),
            Formula('IFERROR({impact}/{cost},"")', row.multiple),
            Formula('IFERROR(({impact}-{cost})/{cost},"")', row.roi),
        )
        for row in book.whole.team
    )
    return Sheet("team", "Team return", text("What the success team brought against what it costs"), columns, rows)
