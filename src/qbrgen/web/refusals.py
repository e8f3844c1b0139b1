"""What the service refuses with words of its own; they say nothing of what exists."""

from __future__ import annotations

from qbrgen.errors import QbrgenError


class NotHere(QbrgenError):
    """What was asked for is not there, or is not for this visitor: the answer is the same."""

    http_status = 404


class NotAllowed(QbrgenError):
    """The visitor's role does not go that far, whatever is there."""

    http_status = 403


class NotSignedIn(QbrgenError):
    """Nobody is signed in."""

    http_status = 401


class SignInRefused(NotAllowed):
    """The provider knows who it is, and they may not come in; a page says so instead of asking again."""


class TooMany(QbrgenError):
    """Asked too often, or too much is under way; `seconds` says when to come again."""

    http_status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Busy(TooMany):
    """As many documents as may wait are waiting."""

    http_status = 503


class Conflict(QbrgenError):
    """It does not go with what was asked or answered before."""

    http_status = 409


class Gone(QbrgenError):
    """It was there, and is over: a link that ran out or was taken back, a job whose result was cleared away."""

    http_status = 410


def not_here() -> NotHere:
    """The one answer for what is absent and for what is another's."""
    return NotHere("there is nothing of that name for you. Check the address, or ask whose account it is.")
