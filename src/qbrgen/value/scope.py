"""Which days count: one account, one period, seen from one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qbrgen.errors import UsageError
from qbrgen.model.account import CustomerAccount
from qbrgen.model.period import Period
from qbrgen.value.exact import Span, month_end


@dataclass(frozen=True, slots=True)
class Scope:
    """An account, a period and the day the documents speak from."""

    account: CustomerAccount
    period: Period
    as_of: date

    @property
    def cutoff(self) -> date:
        """The last day whose facts are used: the period's end, or the day spoken from when that is earlier."""
        return min(self.as_of, self.period.end)

    @property
    def begins(self) -> date:
        """First day of the contract; value before it is not counted."""
        return self.account.contract.begins

    @property
    def span(self) -> Span:
        """The days of the period on which value and investment are counted."""
        return Span(max(self.period.start, self.begins), self.cutoff)

    @property
    def to_date(self) -> Span:
        """The days from the start of the contract."""
        return Span(self.begins, self.cutoff)

    def holds_month(self, month: date) -> bool:
        """True when the month's record belongs to the period and was begun by the day spoken from."""
        return self.period.start <= month and month_end(month) <= self.period.end and month <= self.as_of

    def before(self) -> Scope | None:
        """The same account in the period before; None when the contract had not begun by then."""
        if self.begins >= self.period.start:
            return None
        try:
            return Scope(self.account, self.period.previous(), self.as_of)
        except (OverflowError, UsageError):  # the calendar ends here
            return None
