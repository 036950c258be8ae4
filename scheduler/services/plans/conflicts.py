"""An event that no plan moves and that cannot stand: what a person can do about it, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text.reading import beside
from scheduler.domain.text.values import weekday
from scheduler.rules.inputs import FREEZE_DAYS
from scheduler.rules.plan import Conflict
from scheduler.services.access import Action, Principal
from scheduler.services.plans import planning
from scheduler.services.plans.people import seen
from scheduler.services.plans.words import Words, absent, names_of
from scheduler.store import Store
from scheduler.store.events import Stored

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """Another day on which a person may put an event, with the time of day that it keeps."""

    day: date
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands against an event, and the ways out: ``possible`` where ``why`` names one.

    ``choices`` are other days, ``places`` other places on its own day, by key and sentence.
    """

    text: str
    why: str
    possible: bool
    choices: tuple[Choice, ...] = ()
    places: tuple[Pair, ...] = ()


def keys_of(conflicts: Iterable[Conflict]) -> frozenset[str]:
    """List the opaque keys of the places that conflicts offer."""
    return frozenset(f"venue:{key}" for each in conflicts for key in each.venues)


def decision(words: Words, conflict: Conflict, stored: Stored | None) -> Decision:
    """Say why the event cannot stand, which days and places are free, or why there is none."""
    text = words.say("plan.gone", cause=conflict.cause)
    longer = timedelta(0) if stored is None else stored.event.last_day() - stored.event.day()
    said = [_days(words, conflict, longer)]
    if conflict.venues:
        venues = [f"venue:{key}" for key in conflict.venues]
        said.append(words.say("plan.places_free", venues=venues))
    why = (" " if words.lang == "en" else "").join(said)
    possible = bool(conflict.proposals or conflict.venues) or _freed(conflict.relaxation)
    if stored is None:
        return Decision(text, why, possible)
    clock = f"{stored.event.start.astimezone(SHANGHAI):%H:%M}"
    return Decision(
        text,
        why,
        possible,
        tuple(
            Choice(day, clock, words.say("plan.move_to", day=_span(words, day, longer)))
            for day in conflict.proposals
        ),
        tuple((key, words.say("plan.place_to", venue=f"venue:{key}")) for key in conflict.venues),
    )


def is_for_people(event: Event, today: date) -> bool:
    """Tell whether it is an event to come that no plan moves: pinned, or close at hand."""
    fixed = event.pinned or event.day() < today + timedelta(days=FREEZE_DAYS)
    return fixed and event.status is EventStatus.PUBLISHED and event.day() > today


def of_event(
    store: Store, stored: Stored, lang: str, *, by: Principal, now: datetime
) -> Decision | None:
    """Tell what stands against one event, to those who may decide it; None where it can stand."""
    event, today = stored.event, now.astimezone(SHANGHAI).date()
    if not (is_for_people(event, today) and by.may(Action.EDIT, event.owner)):
        return None
    draft = planning.draft(store, (event.owner,), event.day().year, by=by, now=now)
    found = next((each for each in draft.plan.conflicts if each.uid == event.uid), None)
    if found is None:
        return None
    named = keys_of([found]) | seen(absent(draft.plan), draft.source, by)
    with store.read() as session:
        words = Words(lang, names_of(session, draft.plan, named))
    return decision(words, found, stored)


def _span(words: Words, first: date, longer: timedelta) -> str:
    """Write a day on which an event could be, or the first and the last of several."""
    lang = beside(words.lang, (first, first + longer))
    return " – ".join(dict.fromkeys(weekday(each, lang) for each in (first, first + longer)))


def _days(words: Words, conflict: Conflict, longer: timedelta) -> str:
    if conflict.proposals and longer:
        return words.say(
            "plan.proposals", days=[_span(words, day, longer) for day in conflict.proposals]
        )
    if conflict.proposals:
        return words.say("plan.proposals", days=list(conflict.proposals))
    if conflict.cause["code"] == "others_plan":
        return ""
    if not conflict.causes:
        return words.say("plan.stuck")
    if set(conflict.causes) == {"period_over"}:
        return words.say("plan.no_day_left", relaxation=conflict.relaxation)
    causes, way_out = dict(conflict.causes), conflict.relaxation
    return words.say("plan.no_days", causes=causes, away=conflict.away, relaxation=way_out)


def _freed(relaxation: Mapping[str, object]) -> bool:
    return relaxation.get("code", "relax_none") != "relax_none"
