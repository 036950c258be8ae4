"""The desk of turns: what is coming, what waits for whose consent, and who may ask for what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.activity import Explanation
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.domain.text import explain, say
from scheduler.domain.text.reading import within
from scheduler.domain.turn_request import Side, TurnAct, TurnRequest
from scheduler.services import access
from scheduler.services.access import Action, Principal
from scheduler.services.gathering import coming, gather_readable
from scheduler.services.plans.waiting import Waiting, waiting
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.history import turn_days
from scheduler.services.turns.lapse import standing, turns_of
from scheduler.services.turns.places import manages, speaks
from scheduler.services.turns.standing import TurnView, joined, views
from scheduler.store import Session, Store, roster
from scheduler.store import turn_requests as stored

Names = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """A request as its reader sees it.

    ``wish`` says what is asked for; ``waits`` names the sides that have not agreed; ``may`` holds
    what the reader can do: agree, refuse, withdraw.
    """

    request: TurnRequest
    wish: str
    waits: tuple[str, ...]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """The turns of one alliance from today on, the requests about them, and the reader's part.

    ``mine`` are the members for which the reader speaks; a manager speaks for all. ``uneven`` says
    whose published turns no longer fit their ledger, and which turn mends it.
    """

    alliance: Body
    today: date
    turns: tuple[TurnView, ...]
    waiting: tuple[RequestSeen, ...]
    settled: tuple[RequestSeen, ...]
    mine: frozenset[str]
    manager: bool
    uneven: tuple[str, ...] = ()


SETTLED = 10
"""How many of the settled requests are shown, the newest first."""


def desk(store: Store, alliance: str, *, by: Principal, lang: str, now: datetime) -> Desk:
    """Show the turns of this year and the next, and the requests about them."""
    access.require(by, Action.VIEW, (alliance,), entity="alliance", key=alliance)
    today = now.astimezone(SHANGHAI).date()
    both = (today.year, today.year + 1)
    with store.read() as session:
        body = roster.alliances(session, [alliance])[0]
        years = [gather_readable(session, [alliance], year, now) for year in both]
        found = stored.listed(session, [alliance])
        days = turn_days(session, years[0])
        following = coming(session, (alliance,), today)
        seen = _seen(session, found, (by, lang), now)
        planned = waiting(store, session, [alliance], both, now)
    later = {view.rule: view.upcoming for view in views(years[1], alliance, lang, following)}
    turns = tuple(
        joined(view, later.get(view.rule, ()))
        for view in views(years[0], alliance, lang, following, days)
    )
    hosts = {turn.host for view in turns for turn in view.upcoming if turn.host}
    return Desk(
        alliance=body,
        today=today,
        turns=turns,
        waiting=_waiting(seen),
        settled=_settled(seen),
        mine=frozenset(member for member in hosts | _pool(turns) if speaks(by, member)),
        manager=manages(by, alliance),
        uneven=tuple(
            explain(each, within(lang, today.year), names=years[0].names)
            for each in _uneven(planned)
        ),
    )


def _waiting(seen: Iterable[RequestSeen]) -> tuple[RequestSeen, ...]:
    def order(each: RequestSeen) -> tuple[bool, datetime, str]:
        return (not each.may & {"agree"}, each.request.asked_at, each.request.id)

    return tuple(sorted((each for each in seen if each.request.is_open), key=order))


def _settled(seen: Iterable[RequestSeen]) -> tuple[RequestSeen, ...]:
    def order(each: RequestSeen) -> tuple[datetime, str]:
        return (each.request.settled_at or each.request.asked_at, each.request.id)

    found = (each for each in seen if not each.request.is_open)
    return tuple(sorted(found, key=order, reverse=True)[:SETTLED])


def _uneven(planned: Mapping[int, Waiting]) -> tuple[Explanation, ...]:
    """Take of each rotation what the earliest plan tells: each counts the turns of every year."""
    found: dict[tuple[str, str], Explanation] = {}
    for year in sorted(planned, reverse=True):
        found |= planned[year].uneven
    return tuple(found[key] for key in sorted(found))


def _pool(turns: Iterable[TurnView]) -> set[str]:
    return {member for view in turns for member, _ in view.pool}


def _seen(
    session: Session,
    found: Iterable[TurnRequest],
    reader: tuple[Principal, str],
    now: datetime,
) -> list[RequestSeen]:
    found, (by, lang) = tuple(found), reader
    turns = turns_of(session, found)
    requests = [standing(each, turns, now) for each in found]
    days = {uid: event.day() for uid, event in turns.events.items()}
    keys = {key for each in requests for key in (each.member, each.other) if key}
    names = {key: (name.short, name.en) for key, name in roster.names(session, keys).items()}
    return [
        RequestSeen(
            each,
            _wish(each, days, names, lang),
            tuple(_side(each, side, names, lang) for side in each.missing),
            turn_requests.may(each, by),
        )
        for each in requests
    ]


def _wish(request: TurnRequest, days: Mapping[str, date], names: Names, lang: str) -> str:
    member, other, amount = request.member, request.other, request.amount
    if request.act is TurnAct.CORRECTION and amount < 0:
        member, other, amount = other or "", member, -amount
    fields = {
        "member": member,
        "other": other,
        "day": days.get(request.uid),
        "other_day": days.get(request.other_uid),
        "amount": amount,
    }
    return say(f"turn_wish.{request.act}", fields, lang, names=names)


def _side(request: TurnRequest, side: Side, names: Names, lang: str) -> str:
    member = request.member if side is Side.MEMBER else request.other
    return (
        say("turn_side", {"member": member}, lang, names=names)
        if member
        else say("turn_side.alliance", {}, lang)
    )
