"""Where every promise of one alliance stands in one year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event
from scheduler.domain.errors import NotFoundError, RuleError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.standing import Standing, standings
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.soundness import readable, uncounted
from scheduler.services import promise_notes
from scheduler.services.access import Action, Principal
from scheduler.services.gathering import coming, gather
from scheduler.services.turns import standing as turns
from scheduler.services.turns.standing import TurnView
from scheduler.services.vacancies import Offices, offices
from scheduler.services.visits import recording
from scheduler.services.visits.checks import is_list
from scheduler.store import Session, Store, overview, roster
from scheduler.store.events import Stored
from scheduler.store.roster import Name

SOON = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class YearView:
    """An alliance's year; a stranger to a public calendar sees no turns, offices and reasons.

    ``standings`` are in the order of the rules' page, joint promises of others last; ``notes``
    says what each rule, named by owner and key, promises; ``uncounted`` are the promises that
    cannot be counted now, for what they name is gone, with why.
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
    uncounted: tuple[tuple[Rule, RuleError], ...] = ()


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
        gathered = gather(session, (alliance,), year, now)
        source = readable(gathered)
        owners = {rule.owner for rule in source.rules}
        made = recording.recorded(session, source.rules, owners, year)
        soon = overview.coming(session, [alliance], now, now + SOON)
        names = roster.names(session, named(soon))
        inside = by is not None and by.may(Action.VIEW, alliance)
        held = offices(session, source, body, today) if inside else None
        following = coming(session, (alliance,), today) if inside else ()
    return YearView(
        alliance=body,
        year=year,
        today=today,
        standings=_in_page_order(source, alliance, standings(source, year, today, made)),
        notes={
            (rule.owner, rule.key): promise_notes.note(rule.on(today), lang)
            for rule in source.rules
        },
        turns=_turns(source, alliance, following, lang) if inside else (),
        soon=soon,
        names=names,
        may_plan=by is not None and by.may(Action.PLAN, alliance),
        offices=held,
        uncounted=uncounted(gathered, source) if inside else (),
    )


def _turns(
    source: PlanInput, alliance: str, following: tuple[Event, ...], lang: str
) -> tuple[TurnView, ...]:
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
    return turns.views(replace(source, rules=others), alliance, lang, following)


def _in_page_order(
    source: PlanInput, alliance: str, judged: Iterable[Standing]
) -> tuple[Standing, ...]:
    places = {(rule.owner, rule.key): place for place, rule in enumerate(source.rules)}
    return tuple(
        sorted(judged, key=lambda each: (each.owner != alliance, places[each.owner, each.rule]))
    )


def named(listed: Iterable[Stored]) -> set[str]:
    """List the hosts, themes and venues of events by key."""
    keys: set[str] = set()
    for stored in listed:
        event = stored.event
        keys.update(key for key in (event.host, event.theme) if key)
        if event.venue:
            keys.add(f"venue:{event.venue}")
    return keys
