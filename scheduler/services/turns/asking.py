"""What is asked about turns, and the turns that are meant by it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import (
    ChoiceError,
    InvalidError,
    MissingFieldError,
    NotFoundError,
    StaleVersionError,
    UnknownFieldError,
)
from scheduler.domain.moments import line
from scheduler.domain.refusing import noted, refuse
from scheduler.domain.turn_errors import NotATurnError
from scheduler.domain.turn_request import TurnAct, TurnRequest
from scheduler.rules.kinds import rotation
from scheduler.rules.turns.rotas import fills, rotations
from scheduler.services import access
from scheduler.services.access import Action, Principal
from scheduler.services.gathering import gather
from scheduler.services.turns.places import FoundTurn, find_turn
from scheduler.store import Session

REASON = 200
"""The most characters of a reason."""

_AMOUNT = re.compile(r"[+-]?\d+(\.\d+|/0*[1-9]\d*)?", re.ASCII)
_SHOWN = 20
"""The most characters of a number of turns; how many there can be, the rotation decides."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked for, under an id of the asker's choice: the same one again does nothing more.

    ``turn`` and ``other_turn`` are UIDs of events; ``version`` is the event's as the asker saw it.
    A correction names ``alliance``, ``rule`` and ``member`` instead of a turn. With ``settled``
    a manager says that every side has agreed.
    """

    id: str
    act: TurnAct
    reason: str
    turn: str = ""
    other_turn: str = ""
    other: str | None = None
    alliance: str = ""
    rule: str = ""
    member: str = ""
    amount: Fraction = Fraction(0)
    version: int | None = None
    settled: bool = False

    def __post_init__(self) -> None:
        """Refuse a reason that cannot be shown, and what the act needs and is not given."""
        object.__setattr__(self, "reason", line(self.reason, "reason", limit=REASON))
        for name in _NEEDS[self.act]:
            if not getattr(self, name):
                chosen = {} if name == "amount" else {"reason": "choose"}
                raise MissingFieldError(field=name, **chosen)

    def is_of(self, request: TurnRequest, asker: str) -> bool:
        """Tell whether a stored request is this one, sent before by the same asker."""
        stored = {"turn": "uid", "other_turn": "other_uid"}
        return (self.act, self.reason, asker) == (
            request.act,
            request.reason,
            request.asked_by,
        ) and all(
            getattr(self, name) == getattr(request, stored.get(name, name))
            for name in _NEEDS[self.act]
        )


_NEEDS: dict[TurnAct, tuple[str, ...]] = dict.fromkeys(TurnAct, ("turn",)) | {
    TurnAct.SWAP: ("turn", "other_turn"),
    TurnAct.COVER: ("turn", "other"),
    TurnAct.CORRECTION: ("alliance", "rule", "member", "other", "amount"),
}


_ALWAYS = frozenset({"id", "act", "reason", "settled"})


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants what when, and the transaction in which it is looked at."""

    session: Session
    by: Principal
    now: datetime
    turns: tuple[FoundTurn, ...] = ()
    known: frozenset[str] = field(default_factory=frozenset)
    most: int = 0


def amount_of(text: str) -> Fraction:
    """Read a signed number of turns, such as 1, -0.5 or 1/3; anything else is refused."""
    if not text.strip():
        raise MissingFieldError(field="amount")
    written = line(text, "amount", limit=_SHOWN)
    if not _AMOUNT.fullmatch(written):
        raise ChoiceError(field="amount", value=text[:_SHOWN], reason="amount")
    amount = Fraction(written)
    if amount == 0:
        raise ChoiceError(field="amount", value=text[:_SHOWN], reason="zero")
    return amount


def request_of(given: Mapping[str, Any]) -> NewRequest:
    """Read a request out of named fields; a field that its act does not use is refused by name.

    What the act lacks is told with that: the one may have been written for the other.
    """
    faults: list[InvalidError] = []
    values = dict(given)
    with noted(faults):
        if "amount" in given:
            values["amount"] = amount_of(given["amount"])
        new = NewRequest(**values)
    act = TurnAct(given["act"])
    used = _ALWAYS.union(_NEEDS[act], () if act is TurnAct.CORRECTION else ("version",))
    faults += [
        UnknownFieldError(field=field, reason="act", act=act.value)
        for field in sorted(given.keys() - used)
    ]
    refuse(faults)
    return new


def resolved(asking: Asking, new: NewRequest) -> tuple[Asking, TurnRequest]:
    """Find the turns that are meant, and write the request down as it would be stored."""
    base = TurnRequest(
        id=new.id,
        alliance=new.alliance,
        rule=new.rule,
        act=new.act,
        member=new.member,
        reason=new.reason,
        asked_by=asking.by.id,
        asked_at=asking.now,
        other=new.other,
        amount=new.amount,
    )
    if new.act is TurnAct.CORRECTION:
        known, most = _pool(asking, base)
        return replace(asking, known=known, most=most), base
    own = _turn(asking, new.turn, "turn")
    if new.version is not None and new.version != own.stored.version:
        raise StaleVersionError(entity="event", key=new.turn, revision=own.event.revision)
    turns: tuple[FoundTurn, ...] = (own,)
    other = new.other if new.act is TurnAct.COVER else None
    if new.act is TurnAct.SWAP:
        theirs = _turn(asking, new.other_turn, "other_turn", own)
        turns, other = (own, theirs), theirs.event.host
    request = replace(
        base,
        alliance=own.event.owner,
        rule=own.rule.key,
        member=own.event.host or "",
        uid=new.turn,
        other_uid=new.other_turn if new.act is TurnAct.SWAP else "",
        other=other,
        amount=Fraction(0),
    )
    return replace(asking, turns=turns), request


def _turn(asking: Asking, uid: str, field: str, beside: FoundTurn | None = None) -> FoundTurn:
    found = find_turn(asking.session, uid, asking.by, asking.now, beside)
    if found.event.host is None:
        raise NotATurnError(field=field, uid=uid)
    return found


def _pool(asking: Asking, request: TurnRequest) -> tuple[frozenset[str], int]:
    """List who stands in the pool of the rotation today, and count the turns of its year."""
    key = request.alliance
    access.require(asking.by, Action.VIEW, (key,), entity="alliance", key=key)
    source = gather(asking.session, [key], asking.now.year, asking.now)
    rule = rotations(source).get((key, request.rule))
    if rule is None:
        raise NotFoundError(entity="rule", key=request.rule)
    spec = rotation.parse(rule)
    pool = rotation.members(rule, spec, source.today, source)
    turns = sum(
        fills(rule, spec, event)
        for event in source.events
        if event.status is not EventStatus.CANCELLED and event.day().year == source.start.year
    )
    # Who left handed over what it owed: a correction would bring its account back.
    return frozenset(member for member, _ in pool), max(turns, 1)
