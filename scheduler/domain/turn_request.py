"""Requests to change who takes a turn: what is asked, of whom, and who has agreed so far."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction


class TurnAct(StrEnum):
    """What a request does to a turn, or to the accounts."""

    SWAP = "swap"
    COVER = "cover"
    EXCUSE = "excuse"
    DEFER = "defer"
    FORFEIT = "forfeit"
    CORRECTION = "correction"
    CANCELLED = "cancelled"


BETWEEN_MEMBERS = frozenset({TurnAct.SWAP, TurnAct.COVER})
"""Two members agree on these."""

OF_MEMBERS = BETWEEN_MEMBERS | {TurnAct.EXCUSE, TurnAct.DEFER}
"""A member asks for these; where no other member is concerned, the alliance is the other side."""

RELEASES = frozenset({TurnAct.EXCUSE, TurnAct.DEFER, TurnAct.FORFEIT})
"""These leave a turn without a host until the next plan names one."""

ON_TURNS = OF_MEMBERS | {TurnAct.FORFEIT}
"""These change a turn that is still to come."""


class RequestState(StrEnum):
    """Where a request stands; ``agreed`` is by one side of two.

    ``lapsed`` is never stored: an open request lapses when its turn is over.
    """

    ASKED = "asked"
    AGREED = "agreed"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = frozenset({RequestState.ASKED, RequestState.AGREED})


class Side(StrEnum):
    """Whose turn it is, and who steps in or lets go."""

    MEMBER = "member"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """A wish about the turn of ``member`` at the event ``uid``.

    ``other`` steps in, exchanges its own turn (``other_uid``) or balances a correction of
    ``amount``; None is the alliance.
    """

    id: str
    alliance: str
    rule: str
    act: TurnAct
    member: str
    reason: str
    asked_by: str
    asked_at: datetime
    uid: str = ""
    other_uid: str = ""
    other: str | None = None
    amount: Fraction = Fraction(0)
    state: RequestState = RequestState.ASKED
    member_agreed_by: str | None = None
    other_agreed_by: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits for somebody."""
        return self.state in OPEN

    @property
    def missing(self) -> tuple[Side, ...]:
        """List the sides that have not agreed."""
        agreed = ((Side.MEMBER, self.member_agreed_by), (Side.OTHER, self.other_agreed_by))
        return tuple(side for side, by in agreed if by is None)
