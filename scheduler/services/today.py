"""Today: what a reader does now in the alliances within reach, and what changed there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.activity import EventStatus
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.judging.vacancies import Vacancy
from scheduler.services.access import Action, Principal
from scheduler.services.events import change_notes
from scheduler.services.events.change_origins import PLAIN
from scheduler.services.events.telling import in_place
from scheduler.services.judged import Promises, judged
from scheduler.services.matters import board as matter_board
from scheduler.services.matters.board import Card
from scheduler.services.overview import SOON, named
from scheduler.services.plans.deciding import undecided
from scheduler.services.roll_rights import may_mark, may_seal
from scheduler.services.turns import requests as turn_requests
from scheduler.store import Session, Store, feeds, overview, roster
from scheduler.store.events import Stored
from scheduler.store.feeds import EventChange
from scheduler.store.roster import Name

NEWS = 6


@dataclass(frozen=True, slots=True)
class News:
    """One change of an event, with the event's title and the sentence of what happened."""

    change: EventChange
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """What a reader does now, in the alliances that the grants reach, else in all.

    ``home`` is the only one of these, empty where there are several; ``promises`` are of all
    alliances that the reader sees.
    ``waiting`` are meetings that are over and not yet recorded, with the state of their register
    (empty: never opened); ``late`` the matters whose next step is overdue; ``vacancies`` the
    offices of an alliance that nobody holds; ``undecided`` the coming events that cannot stand, on
    which a person decides; ``asked`` counts the requests about turns that wait for the reader's
    answer, by alliance. All hold only what the reader can do something about.
    """

    today: date
    now: datetime
    promises: tuple[Promises, ...]
    home: str
    todays: int
    meeting: Stored | None
    waiting: tuple[tuple[Stored, str], ...]
    late: tuple[Card, ...]
    vacancies: tuple[tuple[str, Vacancy], ...]
    news: tuple[News, ...]
    names: Mapping[str, Name]
    may_roll: bool
    undecided: tuple[Stored, ...] = ()
    asked: Mapping[str, int] = field(default_factory=dict)


def today_view(store: Store, *, by: Principal, lang: str, now: datetime) -> TodayView:
    """Show what a reader does now."""
    today = now.astimezone(SHANGHAI).date()
    board = matter_board.board(store, by=by, now=now)
    with store.read() as session:
        seen = tuple(body for body in roster.alliances(session) if by.may(Action.VIEW, body.key))
        keys = [body.key for body in seen]
        own = [key for key in keys if any(key in grant.alliances for grant in by.grants)] or keys
        coming = overview.coming(session, own, now, now + SOON)
        waiting = overview.unfinished(session, own, now)
        states = overview.registers(session, (stored.event.uid for stored in waiting))
        changes = overview.news(session, own, NEWS)
        meeting = next(filter(_open, coming), None)
        promises = judged(store, session, seen, today, now)
        lacking = _vacancies(promises, own, by)
        editable = [key for key in own if by.may(Action.EDIT, key)]
        return TodayView(
            today=today,
            now=now,
            promises=promises,
            home=own[0] if len(own) == 1 else "",
            todays=sum(stored.event.day() == today for stored in coming),
            meeting=meeting,
            waiting=_waiting(waiting, states, by),
            late=_late(board.open, own, by),
            vacancies=lacking,
            news=_news(session, changes, lang, _named(changes, own, by)),
            names=roster.names(
                session,
                named([meeting] if meeting else []) | {each.role for _, each in lacking},
            ),
            may_roll=meeting is not None and may_mark(by, meeting.event),
            undecided=undecided(store, session, coming, editable, now),
            asked=turn_requests.awaited(session, own, by, now),
        )


CALLED = frozenset({"taken", "confirmed"})
"""The states of a register whose roll was called and that waits for its seal."""


def _late(cards: Iterable[Card], own: Iterable[str], by: Principal) -> tuple[Card, ...]:
    mine = {alliance for alliance in own if by.may(Action.HANDLE, alliance)}
    return tuple(card for card in cards if card.late and card.matter.alliance in mine)


def _open(stored: Stored) -> bool:
    """Tell whether it is a meeting still to be held."""
    return not stored.event.all_day and stored.event.status is EventStatus.PUBLISHED


def _waiting(
    found: Iterable[Stored], states: Mapping[str, str], by: Principal
) -> tuple[tuple[Stored, str], ...]:
    listed = ((stored, states.get(stored.event.uid, "")) for stored in found)
    return tuple(
        (stored, state)
        for stored, state in listed
        if (may_seal if state in CALLED else may_mark)(by, stored.event)
    )


def _vacancies(
    promises: Iterable[Promises], own: Iterable[str], by: Principal
) -> tuple[tuple[str, Vacancy], ...]:
    mine = frozenset(own)
    return tuple(
        (each.alliance.key, vacancy)
        for each in promises
        if each.alliance.key in mine and by.may(Action.EDIT, each.alliance.key)
        for vacancy in each.vacancies
    )


def _named(changes: Iterable[EventChange], own: Iterable[str], by: Principal) -> frozenset[str]:
    """List what the sentences of these changes name; persons only to whoever may see names."""
    listed = tuple(changes)
    persons = all(by.may(Action.NAMES, alliance) for alliance in own)
    return change_notes.keys(listed) | change_notes.absent(listed, persons=persons)


def _news(
    session: Session, changes: Iterable[EventChange], lang: str, named: Iterable[str]
) -> tuple[News, ...]:
    listed = tuple(changes)
    names = {key: (name.zh, name.en) for key, name in roster.names(session, named).items()}
    titles = overview.titles(session, (change.uid for change in listed))
    histories = feeds.of_events(session, (change.uid for change in listed))
    thens = in_place(session, histories)
    return tuple(
        News(
            change,
            _in(titles.get(change.uid, ("", "")), lang),
            change_notes.note(
                change, lang, names, then=thens.get(change_notes.identity(change), PLAIN)
            ),
        )
        for change in listed
    )


def _in(pair: tuple[str, str], lang: str) -> str:
    return pair[1] if lang == "en" and pair[1] else pair[0]
