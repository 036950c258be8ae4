"""Requests to change who takes a turn: asked with a reason, agreed upon by both sides, then done.

Members speak through their own people; a manager of the alliance may speak for every side. The
last consent and what it brings are one transaction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from scheduler.domain.errors import ForbiddenError, IdempotencyError, NotFoundError
from scheduler.domain.moments import aware
from scheduler.domain.turn_errors import (
    ClosedRequestError,
    ConsentGivenError,
    OpenRequestError,
)
from scheduler.domain.turn_request import (
    BETWEEN_MEMBERS,
    OF_MEMBERS,
    RequestState,
    Side,
    TurnRequest,
)
from scheduler.services import access
from scheduler.services.access import Action, Principal
from scheduler.services.turns.asking import Asking, NewRequest, resolved
from scheduler.services.turns.effects import Settling, check, settle
from scheduler.services.turns.lapse import standing, turns_of
from scheduler.services.turns.places import FoundTurn, find_turn, manages, speaks
from scheduler.store import Session, Store, ledger, turn_requests

__all__ = ["NewRequest", "agree", "ask", "awaited", "listed", "may", "refuse", "withdraw"]

_SPEAK = "speak"


def ask(store: Store, new: NewRequest, *, by: Principal, now: datetime) -> TurnRequest:
    """Ask for a change of a turn; where nobody else has to agree it is done at once."""
    moment = aware(now, "now")
    with store.write() as session:
        before = _sent_before(session, new, by)
        if before is not None:
            return before
        asking, request = resolved(Asking(session, by, moment), new)
        ledger.lock(session, _reached(request, asking.turns), moment)
        before = _sent_before(session, new, by)  # by somebody who held the locks until now
        if before is not None:
            return before
        _permit(request, by)
        check(Settling(request, asking.turns, asking.known, asking.most), moment)
        _check_alone(session, request, moment)
        turn_requests.add(session, request)
        sides = _sides(request, by)
        return _go_on(asking, request, tuple(Side) if _all_agreed(new, by, request) else sides)


def agree(store: Store, request_id: str, *, by: Principal, now: datetime) -> TurnRequest:
    """Agree for every side that the caller speaks for; the last consent does what was asked."""
    moment = aware(now, "now")
    with store.write() as session:
        asking, request = _opened(Asking(session, by, moment), request_id)
        sides = tuple(Side) if manages(by, request.alliance) else _sides(request, by)
        if not sides:
            raise ForbiddenError(action=_SPEAK)
        if not set(sides) & set(request.missing):
            raise ConsentGivenError(request=request.id)
        return _go_on(asking, request, sides)


def refuse(store: Store, request_id: str, *, by: Principal, now: datetime) -> TurnRequest:
    """Refuse a request for a side of it; nothing changes."""
    moment = aware(now, "now")
    with store.write() as session:
        asking, request = _opened(Asking(session, by, moment), request_id)
        if not (manages(by, request.alliance) or _sides(request, by)):
            raise ForbiddenError(action=_SPEAK)
        return _close(asking, request, RequestState.REFUSED)


def withdraw(store: Store, request_id: str, *, by: Principal, now: datetime) -> TurnRequest:
    """Take a request back, for who asked or a manager; nothing changes."""
    moment = aware(now, "now")
    with store.write() as session:
        asking, request = _opened(Asking(session, by, moment), request_id)
        if by.id != request.asked_by and not manages(by, request.alliance):
            raise ForbiddenError(action=_SPEAK)
        return _close(asking, request, RequestState.WITHDRAWN)


def may(request: TurnRequest, by: Principal) -> frozenset[str]:
    """Tell which of ``agree``, ``refuse`` and ``withdraw`` the caller can do."""
    if not request.is_open:
        return frozenset()
    manager = manages(by, request.alliance)
    sides = tuple(Side) if manager else _sides(request, by)
    found = {"agree", "refuse"} if set(sides) & set(request.missing) else set()
    return frozenset(found | ({"withdraw"} if manager or by.id == request.asked_by else set()))


def listed(
    store: Store,
    alliances: Iterable[str],
    states: Iterable[RequestState] = (),
    *,
    by: Principal,
    now: datetime,
) -> tuple[TurnRequest, ...]:
    """List the requests of these alliances by id; one that may not be seen is not found."""
    wanted = frozenset(states or RequestState)
    keys = sorted(set(alliances))
    for key in keys:
        access.require(by, Action.VIEW, (key,), entity="alliance", key=key)
    with store.read() as session:
        found = turn_requests.listed(session, keys)
        turns = turns_of(session, (each for each in found if each.is_open))
    told = (standing(each, turns, now) for each in found)
    return tuple(each for each in told if each.state in wanted)


def awaited(
    session: Session, alliances: Iterable[str], by: Principal, now: datetime
) -> Mapping[str, int]:
    """Count the requests of each of these alliances that wait for the caller's answer."""
    found = turn_requests.unsettled(session, alliances)
    turns = turns_of(session, found)
    told = (standing(each, turns, now) for each in found)
    return Counter(each.alliance for each in told if "agree" in may(each, by))


def _sent_before(session: Session, new: NewRequest, by: Principal) -> TurnRequest | None:
    """Give the request that was stored under this id, if it asked for the same."""
    before = turn_requests.get(session, new.id)
    if before is None:
        return None
    if not by.may(Action.VIEW, before.alliance) or not new.is_of(before, by.id):
        raise IdempotencyError(key=new.id)
    return before


def _reached(request: TurnRequest, turns: Iterable[FoundTurn]) -> frozenset[str]:
    return frozenset({request.alliance, *(key for turn in turns for key in turn.event.alliances)})


def _check_alone(session: Session, request: TurnRequest, now: datetime) -> None:
    """Refuse a second request about a turn while the first one waits."""
    found = turn_requests.waiting(session, filter(None, (request.uid, request.other_uid)))
    turns = turns_of(session, found)
    for each in found:
        if standing(each, turns, now).is_open:
            raise OpenRequestError(uid=each.uid, request=each.id)


def _permit(request: TurnRequest, by: Principal) -> None:
    manager = manages(by, request.alliance)
    if request.act not in OF_MEMBERS and not manager:
        raise ForbiddenError(action=Action.EDIT.value)
    if not (manager or _sides(request, by)):
        raise ForbiddenError(action=_SPEAK)


def _sides(request: TurnRequest, by: Principal) -> tuple[Side, ...]:
    """List the sides whose own people the caller is one of; the alliance's are its managers."""
    found = [Side.MEMBER] if speaks(by, request.member) else []
    other = request.other
    if other is None:
        own = manages(by, request.alliance)
    else:
        own = request.act in BETWEEN_MEMBERS and speaks(by, other)
    return (*found, Side.OTHER) if own else tuple(found)


def _all_agreed(new: NewRequest, by: Principal, request: TurnRequest) -> bool:
    """Tell whether a manager asks who decides alone, or says that all have agreed."""
    manager = manages(by, request.alliance)
    return manager and (new.settled or request.act not in OF_MEMBERS)


def _opened(asking: Asking, request_id: str) -> tuple[Asking, TurnRequest]:
    """Find an open request with its turns under the locks of all that it reaches."""
    session, by = asking.session, asking.by
    request = turn_requests.get(session, request_id)
    if request is None or not by.may(Action.VIEW, request.alliance):
        raise NotFoundError(entity="turn_request", key=request_id)
    own = find_turn(session, request.uid, by, asking.now)
    turns: tuple[FoundTurn, ...] = (own,)
    if request.other_uid:
        turns = (own, find_turn(session, request.other_uid, by, asking.now, own))
    ledger.lock(session, _reached(request, turns), asking.now)
    request = turn_requests.get(session, request_id) or request
    if not request.is_open:
        raise ClosedRequestError(request=request.id, state=request.state)
    return replace(asking, turns=turns), request


def _go_on(asking: Asking, request: TurnRequest, sides: Iterable[Side]) -> TurnRequest:
    """Note the consents; once none is missing, do what was asked."""
    by, now = asking.by, asking.now
    for side in sides:
        if side in request.missing:
            request = replace(request, **{f"{side}_agreed_by": by.id})  # type: ignore[arg-type]  # one of two names
    if not request.missing:
        settling = Settling(request, asking.turns, asking.known, asking.most)
        check(settling, now)
        settle(asking.session, settling, by, now)
        return _close(asking, request, RequestState.DONE)
    waits = RequestState.AGREED if len(request.missing) == 1 else RequestState.ASKED
    return _store(asking, replace(request, state=waits))


def _close(asking: Asking, request: TurnRequest, state: RequestState) -> TurnRequest:
    settled = replace(request, state=state, settled_at=asking.now, settled_by=asking.by.id)
    return _store(asking, settled)


def _store(asking: Asking, request: TurnRequest) -> TurnRequest:
    turn_requests.rewrite(asking.session, request)
    detail = {
        "act": request.act.value,
        "uid": request.uid,
        "other_uid": request.other_uid,
        "member": request.member,
        "other": request.other,
    }
    entry = ledger.Entry(
        (request.alliance,), "turn_request", request.id, request.state.value, detail=detail
    )
    ledger.append(asking.session, [entry], asking.by.id, asking.now)
    return request
