"""Who may do what: roles, permissions and which accounts a visitor reaches; the only place that decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum, StrEnum

from qbrgen.errors import UsageError
from qbrgen.model import Account
from qbrgen.model.kinds import ConsentScope


class Role(StrEnum):
    """What a user is to the company."""

    CSM = "csm"
    LEADER = "leader"
    MARKETING = "marketing"
    ADMIN = "admin"


class Permission(Enum):
    """What a route lets one do; the value is how it is told."""

    SIGNED_IN = "see who one is"
    BOOK = "list accounts"
    ACCOUNT = "see accounts whole"
    DOCUMENT = "make documents"
    CHECK = "check accounts"
    BATCH = "make many documents at once"
    LEDGER = "see and add to the ledger"
    LINK = "send sign-off links"
    PORTFOLIO = "see the portfolio"
    REJECTED = "look after the source"
    USERS = "manage users"
    AUDIT = "read the audit trail"


_EVERYBODY = frozenset(Role)
_SELLERS = frozenset({Role.CSM, Role.LEADER})
MAY: Mapping[Permission, frozenset[Role]] = {
    Permission.SIGNED_IN: _EVERYBODY,
    Permission.BOOK: _SELLERS | {Role.MARKETING},
    Permission.ACCOUNT: _SELLERS,
    Permission.DOCUMENT: _SELLERS | {Role.MARKETING},
    Permission.CHECK: _SELLERS,
    Permission.BATCH: _SELLERS,
    Permission.LEDGER: _SELLERS,
    Permission.LINK: _SELLERS,
    Permission.PORTFOLIO: _SELLERS,
    Permission.REJECTED: frozenset({Role.LEADER}),
    Permission.USERS: frozenset({Role.ADMIN}),
    Permission.AUDIT: frozenset({Role.ADMIN}),
}
"""The roles that have each permission; which accounts they have it for, `reach` says."""

PUBLIC_DOCUMENTS = frozenset({"case-study", "case-study-short"})
"""What marketing may make."""


class Reach(IntEnum):
    """How much of one account a visitor sees: nothing, what a case study holds, or all of it."""

    NONE = 0
    CASE_STUDY = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks; `by` says how that is known: "session", "token", or "local" where nobody has to sign in."""

    id: str
    email: str
    name: str
    roles: frozenset[Role]
    by: str = "session"

    def may(self, permission: Permission) -> bool:
        """True when one of the roles has the permission."""
        return bool(self.roles & MAY[permission])

    @property
    def reads_whole_accounts(self) -> bool:
        """True when there may be accounts that the visitor sees whole."""
        return self.may(Permission.ACCOUNT)


LOCAL = Visitor("local", "local", "You", frozenset({Role.LEADER}), "local")
"""The one visitor of a service without users: whoever sits at this machine."""


def reach(visitor: Visitor, account: Account, as_of: date) -> Reach:
    """How much of the account the visitor sees on that day.

    A leader sees every account whole, a success manager the ones whose `csm` has the user's address (or, where the
    account names no address, the user's name), marketing those with a consent to case studies in force. An admin
    manages users and sees no account.
    """
    if Role.LEADER in visitor.roles or (Role.CSM in visitor.roles and _own(visitor, account)):
        return Reach.WHOLE
    cleared = any(each.covers(ConsentScope.CASE_STUDY, as_of) for each in account.consents)
    return Reach.CASE_STUDY if Role.MARKETING in visitor.roles and cleared else Reach.NONE


def _own(visitor: Visitor, account: Account) -> bool:
    csm = account.csm
    if csm is None:
        return False
    if csm.email:
        return csm.email.casefold() == visitor.email.casefold()
    return bool(visitor.name) and csm.name.casefold() == visitor.name.casefold()


def roles_of(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The roles of these names, in a fixed order, each once; raises UsageError for one that is none."""
    if wrong := [each for each in names if each not in set(Role)]:
        raise UsageError(f"there is no role '{wrong[0]}'. Choose from: {', '.join(Role)}.")
    if not names:
        raise UsageError(f"a user needs a role. Choose from: {', '.join(Role)}.")
    return tuple(role.value for role in Role if role.value in names)
