"""Where every promise stands: an alliance's year, and today over all that a reader sees."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.standing import Standing, standings
from scheduler.rules.judging.vacancies import Vacancy
from scheduler.rules.kinds import rotation
from scheduler.services import promise_notes
from scheduler.services.access import Action, Principal
from scheduler.services.attendance import rights
from scheduler.services.events import change_notes
from scheduler.services.gathering import gather_readable
from scheduler.services.judged import Promises, judged
from scheduler.services.matters import board as matter_board
from scheduler.services.matters.board import Card
from scheduler.services.plans.deciding import undecided
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns import standing as turns
from scheduler.services.turns.standing import TurnView
from scheduler.services.vacancies import Offices, offices
from scheduler.services.visits import recording
from scheduler.services.visits.checks import is_list
from scheduler.store import Session, Store, overview, roster
from scheduler.store.events import Stored
from scheduler.store.feeds import EventChange
from scheduler.store.roster import Name

SOON = timedelta(weeks=6)
NEWS = 6


@dataclass(frozen=True, slots=True)
class YearView:
    """An alliance's year; a stranger to a public calendar sees no turns, offices and reasons.

    ``standings`` are in the order of the rules' page, joint promises of others last; ``notes``
    says what each rule, named by owner and key, promises.
    """

    alliance: Body
    year: int
    today: date
    standings: tuple[Standing, ...]
    notes: Mapping[tuple[str, str], str]
    turns: tuple[TurnView, ...]
    soon: tuple[Stored, ...]
    names: Mapping[str, Name]
    may_plan: bool
    offices: Offices | None = None


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


def visible(session: Session, alliance: str, by: Principal | None) -> Body:
    """Find an alliance that the reader may see: its own, or one with a public calendar."""
    found = roster.alliances(session, [alliance])
    seen = found and (
        found[0].public_calendar or (by is not None and by.may(Action.VIEW, alliance))
    )
    if not seen:
        raise NotFoundError(entity="alliance", key=alliance)
    return found[0]


def year_view(
    store: Store, alliance: str, year: int, *, by: Principal | None, lang: str, now: datetime
) -> YearView:
    """Show an alliance's year; raises ``NotFoundError`` where the reader may not see it."""
    today = now.astimezone(SHANGHAI).date()
    with store.read() as session:
        body = visible(session, alliance, by)
        source = gather_readable(session, (alliance,), year, now)
        owners = {rule.owner for rule in source.rules}
        made = recording.recorded(session, source.rules, owners, year)
        soon = overview.coming(session, [alliance], now, now + SOON)
        names = roster.names(session, _named(soon))
        inside = by is not None and by.may(Action.VIEW, alliance)
        held = offices(session, source, body, today) if inside else None
    return YearView(
        alliance=body,
        year=year,
        today=today,
        standings=_in_page_order(source, alliance, standings(source, year, today, made)),
        notes={
            (rule.owner, rule.key): promise_notes.note(rule.on(today), lang)
            for rule in source.rules
        },
        turns=_turns(source, alliance, lang) if inside else (),
        soon=soon,
        names=names,
        may_plan=by is not None and by.may(Action.PLAN, alliance),
        offices=held,
    )


def _turns(source: PlanInput, alliance: str, lang: str) -> tuple[TurnView, ...]:
    """Show the rotations that fill events; those of visits stand on the page of due lists."""
    own = [rule for rule in source.rules if rule.owner == alliance]
    lists = {rule.key for rule in own if is_list(rule)}
    visiting = {
        rule.key
        for rule in own
        if rule.type == "rotation" and lists.issuperset(rotation.parse(rule).targets)
    }
    others = tuple(
        rule for rule in source.rules if rule.owner != alliance or rule.key not in visiting
    )
    return turns.views(replace(source, rules=others), alliance, lang)


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
            late=tuple(
                card
                for card in board.open
                if card.late
                and card.matter.alliance in own
                and by.may(Action.HANDLE, card.matter.alliance)
            ),
            vacancies=lacking,
            news=_news(session, changes, lang),
            names=roster.names(
                session,
                _named([meeting] if meeting else []) | {each.role for _, each in lacking},
            ),
            may_roll=meeting is not None and _allows(rights.marking, by, meeting),
            undecided=undecided(store, session, coming, editable, now),
            asked=turn_requests.awaited(session, own, by, now),
        )


CALLED = frozenset({"taken", "confirmed"})
"""The states of a register whose roll was called and that waits for its seal."""


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
        if _allows(rights.sealing if state in CALLED else rights.marking, by, stored)
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


def _allows(right: Callable[[Principal, Event], object], by: Principal, stored: Stored) -> bool:
    try:
        right(by, stored.event)
    except (ForbiddenError, NotFoundError):
        return False
    return True


def _in_page_order(
    source: PlanInput, alliance: str, judged: Iterable[Standing]
) -> tuple[Standing, ...]:
    places = {(rule.owner, rule.key): place for place, rule in enumerate(source.rules)}
    return tuple(
        sorted(judged, key=lambda each: (each.owner != alliance, places[each.owner, each.rule]))
    )


def _named(listed: Iterable[Stored]) -> set[str]:
    keys: set[str] = set()
    for stored in listed:
        event = stored.event
        keys.update(key for key in (event.host, event.theme) if key)
        if event.venue:
            keys.add(f"venue:{event.venue}")
    return keys


def _news(session: Session, changes: Iterable[EventChange], lang: str) -> tuple[News, ...]:
    listed = tuple(changes)
    names = {
        key: (name.zh, name.en)
        for key, name in roster.names(session, change_notes.keys(listed)).items()
    }
    titles = overview.titles(session, (change.uid for change in listed))
    return tuple(
        News(
            change,
            _in(titles.get(change.uid, ("", "")), lang),
            change_notes.note(change, lang, names),
        )
        for change in listed
    )


def _in(pair: tuple[str, str], lang: str) -> str:
    return pair[1] if lang == "en" and pair[1] else pair[0]
