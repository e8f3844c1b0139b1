"""What happens to an account whose worker came to an end before it was done."""

from __future__ import annotations

from typing import Any

from qbrgen.errors import RenderError


class AccountLost(RenderError):
    """The worker of an account is gone; `document` is the one it had begun, `over` says that its time was over."""

    def __init__(self, message: str, document: str = "", *, over: bool = False) -> None:
        super().__init__(message)
        self.document = document
        self.over = over

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions travel between machines by their arguments.
        return _again, (str(self), self.document, self.over)


def _again(message: str, document: str, over: bool) -> AccountLost:  # noqa: FBT001  (pickle passes by position)
    return AccountLost(message, document, over=over)
