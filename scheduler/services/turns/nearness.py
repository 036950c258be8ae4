"""Requests about turns after which a member would host again too soon, or nobody else could."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.turn_request import RELEASES, RequestState, TurnAct, TurnRequest
from scheduler.services.gathering import gather_readable
from scheduler.services.turns.standing import TurnView, joined, views
from scheduler.store import Store

_LIVE = frozenset({RequestState.ASKED, RequestState.AGREED, RequestState.DONE})
_GIVEN = frozenset({TurnAct.SWAP, TurnAct.COVER})


@dataclass(frozen=True, slots=True)
class Near:
    """The turn after which ``member`` would host again with fewer than ``cooldown`` in between.

    Without a member it is a turn that is let go, and whoever takes it would.
    """

    turn: str
    day: date
    member: str | None
    cooldown: int

    @property
    def code(self) -> str:
        """Give the code of its sentence."""
        return "turn_near" if self.member else "turn_near_all"

    @property
    def fields(self) -> dict[str, object]:
        """Give the fields of its sentence."""
        return {"member": self.member, "day": self.day, "turns": self.cooldown}


def near(view: TurnView, hosts: Mapping[str, str | None]) -> tuple[Near, ...]:
    """List those of these hosts, by turn, that would also host within the cooldown of it."""
    order = [*view.before, *(hosts.get(turn.uid, turn.host) for turn in view.upcoming)]
    first, many = len(view.before), view.cooldown
    return tuple(
        Near(turn.uid, turn.day, host, many)
        for at, turn in enumerate(view.upcoming, start=first)
        for host in (order[at],)
        if turn.uid in hosts
        and host is not None
        and host in {*order[max(at - many, 0) : at], *order[at + 1 :][:many]}
    )


def nearness(turns: Iterable[TurnView], request: TurnRequest) -> tuple[Near, ...]:
    """Tell what a request that waits would break, or one that was done has broken."""
    view = next((view for view in turns if view.rule == request.rule), None)
    if view is None or request.state not in _LIVE:
        return ()
    if request.act in RELEASES:
        return let_go(view, request.uid, request.member)
    if request.act not in _GIVEN:
        return ()
    given = {request.uid: request.other, request.other_uid: request.member}
    if request.state is RequestState.DONE:  # another one may have followed it
        hosts = {turn.uid: turn.host for turn in view.upcoming}
        given = {uid: host for uid, host in given.items() if hosts.get(uid) == host}
    return near(view, given)


def let_go(view: TurnView, uid: str, member: str) -> tuple[Near, ...]:
    """Tell whether whoever else took this turn of a member would host again too soon."""
    turn = next((turn for turn in view.upcoming if turn.uid == uid), None)
    others = [key for key, _ in view.pool if key != member]
    if turn is None or turn.host not in {member, None} or not others:
        return ()
    hasty = all(near(view, {uid: other}) for other in others)
    return (Near(uid, turn.day, None, view.cooldown),) if hasty else ()


def listed(
    store: Store, requests: Iterable[TurnRequest], *, now: datetime
) -> Mapping[str, tuple[Near, ...]]:
    """Tell it of each of these requests by id; what is over breaks nothing any more."""
    found = [each for each in requests if each.uid and each.state in _LIVE]
    alliances = sorted({each.alliance for each in found})
    if not alliances:
        return {}
    year = now.astimezone(SHANGHAI).year
    with store.read() as session:
        this, following = (gather_readable(session, alliances, year + more, now) for more in (0, 1))
    turns: dict[str, list[TurnView]] = {}
    for key in alliances:
        later = {view.rule: view.upcoming for view in views(following, key, "zh", ())}
        shown = views(this, key, "zh", ())
        turns[key] = [joined(view, later.get(view.rule, ())) for view in shown]
    return {each.id: nearness(turns[each.alliance], each) for each in found}
