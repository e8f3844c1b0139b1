"""How mature a customer is, in which phase of the value lifecycle it stands, and how time is best spread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qbrgen.model.account import CustomerAccount
from qbrgen.value.exact import months_between
from qbrgen.value.figure import PERCENT, Figure, Input
from qbrgen.value.making import derived
from qbrgen.value.reference.lifecycle import PHASES, Phase, PhaseRow
from qbrgen.value.reference.pillars import MATURITY_STAGES, MaturityRow, Pillar
from qbrgen.value.results import AccountValue, ProgressState


@dataclass(frozen=True, slots=True)
class MaturityStage:
    """The stage, and the share of the success manager's time for each pillar, in percent."""

    row: MaturityRow
    allocation: tuple[tuple[Pillar, Figure], ...]


def maturity_of(account: CustomerAccount, as_of: date) -> MaturityStage:
    """The stage by months since the contract began; a contract that has not begun is being onboarded."""
    begins = account.contract.begins
    months = months_between(begins, as_of) if as_of >= begins else 0
    row = next(row for row in reversed(MATURITY_STAGES) if months >= row.from_month)
    inputs = [Input("first day of the contract", begins, path="contract.start"), Input("today", as_of)]
    return MaturityStage(
        row,
        tuple(
            (
                pillar,
                derived(
                    f"maturity.{pillar}",
                    f"Share of time for {pillar}",
                    share,
                    PERCENT,
                    "as published for the stage",
                    inputs,
                    source=row.source,
                ),
            )
            for pillar, share in row.percent.items()
        ),
    )


def phase_of(account: CustomerAccount, value: AccountValue) -> PhaseRow:
    """The lifecycle phase by days since signing, on the day spoken from.

    The last two phases run side by side from day ninety; an account develops once something is proved: value that
    the customer validated, or an objective achieved. Before that it still has to demonstrate.
    """
    days = (value.as_of - account.contract.signed).days
    rows = {row.phase: row for row in PHASES}
    for phase in (Phase.DEFINE, Phase.DELIVER):
        to_day = rows[phase].to_day
        if to_day is not None and days <= to_day:
            return rows[phase]
    achieved = any(outcome.state is ProgressState.ACHIEVED for outcome in value.outcomes)
    proved = achieved or value.cumulative.validated.value > 0
    return rows[Phase.DEVELOP if proved else Phase.DEMONSTRATE]
