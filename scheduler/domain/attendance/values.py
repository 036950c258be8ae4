"""Who is expected, what was marked, and the operations that marks are projected from."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from scheduler.domain.errors import ChoiceError, MissingFieldError
from scheduler.domain.moments import aware


class Expectation(StrEnum):
    """How a person stands to a meeting; only ``due`` enters the due number."""

    DUE = "due"
    NOT_COUNTED = "not_counted"
    OBSERVER = "observer"
    GUEST = "guest"
    BRANCHLESS_GUEST = "branchless_guest"
    STAFF = "staff"


class Presence(StrEnum):
    """What a mark says; making a meeting up is a record of its own and never a presence."""

    UNMARKED = "unmarked"
    PRESENT = "present"
    ONLINE = "online"
    LATE = "late"
    LEFT_EARLY = "left_early"
    OFFICIAL_LEAVE = "official_leave"
    SICK_LEAVE = "sick_leave"
    PERSONAL_LEAVE = "personal_leave"
    OTHER_LEAVE = "other_leave"
    ABSENT = "absent"


PRESENT = frozenset({Presence.PRESENT, Presence.ONLINE, Presence.LATE, Presence.LEFT_EARLY})
"""The presences that count as having come."""

LEAVE = frozenset(
    {
        Presence.OFFICIAL_LEAVE,
        Presence.SICK_LEAVE,
        Presence.PERSONAL_LEAVE,
        Presence.OTHER_LEAVE,
    }
)
"""The presences that count as leave."""


class Source(StrEnum):
    """Where an operation came from."""

    BULK = "bulk"
    SELF_SCAN = "self_scan"
    ROLL_CALL = "roll_call"
    LEAVE = "leave"
    PAPER = "paper"
    IMPORT = "import"

    @property
    def rank(self) -> int:
        """Give the class: 0 bulk, 1 self scan, 2 everything that someone stated explicitly."""
        return _RANK.get(self, 2)


_RANK = {Source.BULK: 0, Source.SELF_SCAN: 1}


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person of a register as frozen at its opening.

    ``voting`` marks a formal member with a vote in the deciding organisation; guests, observers
    and probationary members never have one. ``reason`` and ``approval`` say why a person is not
    counted and who agreed. ``home_branch`` is the branch on the day of the meeting.
    """

    person: str
    expectation: Expectation = Expectation.DUE
    voting: bool = False
    home_branch: str | None = None
    group: str = ""
    reason: str = ""
    approval: str = ""

    def __post_init__(self) -> None:
        """Refuse a vote of someone who is not due, and an exclusion without its reason."""
        if self.voting and self.expectation is not Expectation.DUE:
            raise ChoiceError(field="voting", value=self.expectation.value, allowed="due")
        if self.expectation is Expectation.NOT_COUNTED and not self.reason:
            raise MissingFieldError(field="reason")

    @property
    def due(self) -> bool:
        """Tell whether the person enters the due number."""
        return self.expectation is Expectation.DUE


@dataclass(frozen=True, slots=True)
class Op:
    """One statement about one person, or the withdrawal of earlier ones; never changed.

    ``op_id`` is the client's UUID; ``client_time`` is what the device's clock said, if anything.
    ``seen`` names the operations on screen when it was made. A withdrawal names operations of the
    same actor in ``retracts``, carries no value and may leave ``person`` empty.
    """

    op_id: str
    register: str
    source: Source
    actor: str
    server_time: datetime
    client_time: datetime | None = None
    person: str = ""
    value: Presence | None = None
    device: str = ""
    seen: frozenset[str] = frozenset()
    retracts: frozenset[str] = frozenset()
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a wrong id, naive instants, and anything but one value or one withdrawal."""
        object.__setattr__(self, "op_id", canonical_id(self.op_id, "op_id"))
        object.__setattr__(self, "server_time", aware(self.server_time, "server_time"))
        if self.client_time is not None:
            object.__setattr__(self, "client_time", aware(self.client_time, "client_time"))
        if self.retracts:
            if self.value is not None:
                raise ChoiceError(field="value", value=self.value.value, allowed="")
            return
        if self.value is None:
            raise MissingFieldError(field="value")
        if self.value is Presence.UNMARKED:
            raise ChoiceError(
                field="value",
                value=self.value.value,
                allowed=tuple(each.value for each in Presence if each is not Presence.UNMARKED),
            )
        if not self.person:
            raise MissingFieldError(field="person")


def canonical_id(text: str, name: str) -> str:
    """Give a UUID in its usual written form; anything else raises ``ChoiceError``."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise ChoiceError(field=name, value=text, allowed="UUID") from None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the operations come to for one person.

    ``ops`` are the operations that decide it: an answer to this mark names them as ``seen``. In a
    conflict ``presence`` is ``unmarked`` and ``conflict`` holds the values that contradict.
    """

    person: str
    presence: Presence = Presence.UNMARKED
    source: Source | None = None
    ops: tuple[str, ...] = ()
    conflict: tuple[Presence, ...] = ()


class RegisterState(StrEnum):
    """Where a register stands in its life."""

    PLANNED = "planned"
    OPEN = "open"
    TAKEN = "taken"
    CONFIRMED = "confirmed"
    SEALED = "sealed"
    CORRECTING = "correcting"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register as it stands: what an incoming operation is judged against.

    ``roster`` is by person, ``ops`` by op_id; ``online`` tells whether the meeting's type lets
    people take part from afar.
    """

    register: str
    state: RegisterState
    roster: Mapping[str, RosterLine]
    ops: Mapping[str, Op] = field(default_factory=lambda: MappingProxyType({}))
    online: bool = False
    sealed_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a naive instant."""
        if self.sealed_at is not None:
            object.__setattr__(self, "sealed_at", aware(self.sealed_at, "sealed_at"))
