"""What a request about turns does once all have agreed: hosts change, the ledger records it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from scheduler.domain.activity import EventStatus, Explanation
from scheduler.domain.errors import CancelledEventError, ChoiceError, HeldEventError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text.values import exact
from scheduler.domain.turn import EntryKind, TurnEntry, held_turns
from scheduler.domain.turn_errors import (
    IneligibleError,
    LeftHostError,
    NotChargedError,
    PastTurnError,
    SameMemberError,
    TakenTurnError,
    TurnRulesError,
)
from scheduler.domain.turn_request import RELEASES, TurnAct, TurnRequest
from scheduler.rules.explain import explained
from scheduler.services import charging
from scheduler.services.access import Principal
from scheduler.services.events.writing import Act, alter
from scheduler.services.turns.places import FoundTurn
from scheduler.store import Session
from scheduler.store.turns import Charge

FINEST = 1_000_000
"""The largest denominator of a correction."""

_HANDED = frozenset({"host_swapped", "host_covering"})


@dataclass(frozen=True, slots=True)
class Settling:
    """A request with the turns that it is about: the member's, and the other's in a swap.

    A correction is between ``known`` members of the pool and moves at most so many turns.
    """

    request: TurnRequest
    turns: tuple[FoundTurn, ...]
    known: frozenset[str] = frozenset()
    most: int = 0

    @property
    def own(self) -> FoundTurn:
        """Give the turn of the member."""
        return self.turns[0]


def check(settling: Settling, now: datetime) -> None:
    """Refuse what cannot be done now, whoever agrees."""
    request = settling.request
    if request.other == request.member:
        raise SameMemberError(field="other", member=request.member)
    if request.act is TurnAct.CORRECTION:
        _check_correction(settling)
    elif request.act is TurnAct.CANCELLED:
        _charged(settling)
    else:
        _check_turns(settling, now)


def settle(session: Session, settling: Settling, by: Principal, now: datetime) -> None:
    """Exchange the hosts and write the entries; the ledgers of changes are locked already."""
    request, today = settling.request, now.astimezone(SHANGHAI).date()
    for turn, host, why in _handed(settling):
        fields = turn.hosted_by(host)
        act = Act(turn.event.uid, by, now, reason=request.act.value, note=request.reason)
        alter(session, turn.stored, act, "host", {**fields, "why_host": why})
    written = _ENTRIES[request.act](settling, today)
    charges = [
        Charge(request.alliance, request.rule, replace(entry, reason=request.reason))
        for entry in written
    ]
    charging.write(session, charges, by.id, now)


def _check_correction(settling: Settling) -> None:
    request = settling.request
    for field, member in (("member", request.member), ("other", request.other)):
        if member not in settling.known:
            raise ChoiceError(field=field, value=member, reason="pool")
    amount, told = request.amount, exact(request.amount, "zh")
    if amount.denominator > FINEST:
        raise ChoiceError(field="amount", value=told, reason="finest", high=FINEST)
    if abs(amount) > settling.most:
        high = settling.most
        raise ChoiceError(field="amount", value=told, reason="turns", high=high)


def _charged(settling: Settling) -> TurnEntry:
    """Give the turn entry that is to be taken back."""
    turn = settling.own
    entries = turn.source.turns.get((turn.rule.owner, turn.rule.key), ())
    charged = [entry for entry in held_turns(entries) if entry.uid == turn.event.uid]
    if not charged:
        raise NotChargedError(uid=turn.event.uid)
    return charged[-1]


def _check_turns(settling: Settling, now: datetime) -> None:
    request = settling.request
    for turn, host in zip(settling.turns, (request.member, request.other), strict=False):
        _check_open(turn, host, now)
    if len({turn.rule.key for turn in settling.turns}) > 1:
        field, rule = "other_turn", settling.turns[1].rule.key
        raise TurnRulesError(field=field, rule=request.rule, other=rule)
    taken = zip(settling.turns, (request.other, request.member), strict=False)
    for turn, taker in taken:
        if taker is not None and taker not in turn.takers:
            day = turn.event.day()
            raise IneligibleError(uid=turn.event.uid, member=taker, day=day)


def _check_open(turn: FoundTurn, host: str | None, now: datetime) -> None:
    event = turn.event
    if event.status is EventStatus.HELD:
        raise HeldEventError(uid=event.uid)
    if event.status is EventStatus.CANCELLED:
        raise CancelledEventError(uid=event.uid)
    if event.start <= now:
        raise PastTurnError(uid=event.uid, day=event.day())
    if event.host != host:
        raise TakenTurnError(uid=event.uid, member=host)
    if turn.left:  # nobody can agree for it, and the next plan takes the turn from it
        raise LeftHostError(uid=event.uid, day=event.day())


def _handed(settling: Settling) -> list[tuple[FoundTurn, str | None, Explanation]]:
    """Say which events get which host, and why; after a release the next plan names one."""
    request = settling.request
    member, other = request.member, request.other
    if request.act is TurnAct.SWAP:
        own, theirs = settling.turns
        return [
            (own, other, _why("host_swapped", request, own, other)),
            (theirs, member, _why("host_swapped", request, theirs, member)),
        ]
    if request.act is TurnAct.COVER:
        own = settling.own
        return [(own, other, _why("host_covering", request, own, other))]
    if request.act in RELEASES:
        return [(settling.own, None, {})]
    return []


def _why(code: str, request: TurnRequest, turn: FoundTurn, host: str | None) -> Explanation:
    """Tell who handed a turn to its new host; one that comes back has its former reason again.

    ``for_both`` tells that one person agreed for both sides.
    """
    told: Explanation = turn.event.why_host
    while told.get("code") in _HANDED:
        fields = told.get("fields")
        if not isinstance(fields, Mapping) or "before" not in fields:
            break
        told = fields["before"]
        if fields["other"] == host:
            return told
    for_both = request.member_agreed_by == request.other_agreed_by
    return explained(
        code, host=host, other=turn.event.host, before=turn.event.why_host, for_both=for_both
    )


def _given(settling: Settling, day: date) -> Sequence[TurnEntry]:
    """Record who gave which turn to whom."""
    request = settling.request
    kind = EntryKind(request.act.value)
    pairs = ((request.member, request.other), (request.other, request.member))
    return [
        TurnEntry(kind, day, host=giver, uid=turn.event.uid, counter=taker)
        for turn, (giver, taker) in zip(settling.turns, pairs, strict=False)
    ]


def _released(settling: Settling, day: date) -> Sequence[TurnEntry]:
    request, turn = settling.request, settling.own
    charged = request.act is TurnAct.FORFEIT
    return [
        TurnEntry(
            EntryKind(request.act.value),
            day,
            turn.eligible if charged else (),
            request.member,
            turn.event.uid,
        )
    ]


def _corrected(settling: Settling, day: date) -> Sequence[TurnEntry]:
    request = settling.request
    return [
        TurnEntry(
            EntryKind.CORRECTION,
            day,
            host=request.member,
            amount=request.amount,
            counter=request.other,
        )
    ]


def _taken_back(settling: Settling, _: date) -> Sequence[TurnEntry]:
    return [replace(_charged(settling), kind=EntryKind.CANCELLED)]


_ENTRIES: Mapping[TurnAct, Callable[[Settling, date], Sequence[TurnEntry]]] = MappingProxyType(
    {
        TurnAct.SWAP: _given,
        TurnAct.COVER: _given,
        TurnAct.EXCUSE: _released,
        TurnAct.DEFER: _released,
        TurnAct.FORFEIT: _released,
        TurnAct.CORRECTION: _corrected,
        TurnAct.CANCELLED: _taken_back,
    }
)
