"""Days on which somebody or some place is away, so that no plan counts on them.

An absence reaches every alliance in whose plans the resource counts; people of any of these may
write it down. The ledgers of those who plan the joint events that it touches hold it too. What
is over stays as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.blackout_errors import (
    BlackoutBegunError,
    BlackoutError,
    BlackoutOneDayError,
    BlackoutPastError,
)
from scheduler.domain.errors import DateError, NotFoundError
from scheduler.domain.moments import SHANGHAI, line
from scheduler.domain.roster import Body
from scheduler.rules.inputs import Blackout
from scheduler.services.access import Action, Principal, require
from scheduler.services.names import Name
from scheduler.store import Session, Store, belonging, ledger, roster
from scheduler.store import blackouts as stored
from scheduler.store.blackouts import Kept

LONGEST = timedelta(days=3 * 366)
"""How long an absence may be, and how far ahead it may end."""

_PRIVATE = "person:"


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence as a reader may see it; ``end`` is exclusive.

    ``begun`` tells that it can only be ended, no longer taken back. ``may_edit`` tells whether the
    reader may do so.
    """

    key: int
    blackout: Blackout
    name: Name
    alliances: tuple[str, ...]
    begun: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Added:
    """An absence just written down, with the published events that it touches, by alliance."""

    absence: Absence
    struck: tuple[tuple[Body, int], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something of an alliance that may be away; ``group`` is the kind of its key."""

    key: str
    group: str
    name: Name


def listed(
    store: Store, *, by: Principal, now: datetime, alliance: str | None = None
) -> tuple[Absence, ...]:
    """List the absences that are not over, of the alliances that the reader may see.

    Those of persons are for people who may change something or see names there.
    """
    if alliance is not None:
        require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    today = _today(now)
    with store.read() as session:
        return _absences(session, stored.until(session, today), by, today, alliance)


def choices(store: Store, alliance: str, *, by: Principal, now: datetime) -> tuple[Choice, ...]:
    """List what of an alliance may be away: itself, its bodies, members, officers and venues.

    Those that have left it are not, nor are the officers of such a body.
    """
    require(by, Action.EDIT, [alliance], entity="alliance", key=alliance)
    with store.read() as session:
        return _choices(session, alliance, _today(now))


def add(store: Store, wanted: Blackout, *, by: Principal, now: datetime) -> Added:
    """Write down an absence; others at the same time do not matter, the same again is not added.

    Raises ``BlackoutError`` for what counts in no alliance, ``DateError`` for days that are over,
    in the wrong order or too far ahead.
    """
    today = _today(now)
    _check_days(wanted, today)
    reason = line(wanted.reason, "reason", limit=120) if wanted.reason.strip() else ""
    blackout = Blackout(wanted.resource, wanted.start, wanted.end, reason)
    with store.write() as session:
        reach = _reach(session, blackout.resource)
        if not reach:
            raise BlackoutError(field="resource", name=blackout.resource)
        require(by, Action.EDIT, reach, entity="blackout", key=blackout.resource)
        if _has_left(session, blackout, reach):
            raise BlackoutError(field="resource", **_named(session, blackout.resource))
        told = reach | stored.owners_struck(session, blackout, now)
        ledger.lock(session, told, now)
        kept = stored.same(session, blackout)
        if kept is None:
            kept = stored.add(session, blackout)
            _log(session, kept, "added", told, (by, now))
        return _added(session, kept, by, now)


def view(store: Store, key: int, *, by: Principal, now: datetime) -> Added:
    """Show one absence to people who may change it, with the events that it touches."""
    with store.read() as session:
        kept = stored.get(session, key)
        if kept is None:
            raise NotFoundError(entity="blackout", key=str(key))
        reach = _reach(session, kept.blackout.resource)
        require(by, Action.EDIT, reach, entity="blackout", key=str(key))
        return _added(session, kept, by, now)


def end(
    store: Store, key: int, *, by: Principal, now: datetime, day: date | None = None
) -> Absence:
    """End an absence early: from that day on, or from today on, it no longer holds.

    Raises ``BlackoutOneDayError`` for one that can only be taken back.
    """
    today = _today(now)
    with store.write() as session:
        kept, reach = _changeable(session, key, by, today)
        last = today if day is None else day
        _check_end(kept, today, last)
        told = reach | stored.owners_struck(session, kept.blackout, now)
        stored.set_end(session, key, last)
        ended = Kept(key, _ending(kept.blackout, last))
        _log(session, ended, "ended", told, (by, now))
        (absence,) = _absences(session, [ended], by, today, None)
    return absence


def remove(store: Store, key: int, *, by: Principal, now: datetime) -> Absence:
    """Take back an absence that has not begun, and give what was taken back."""
    today = _today(now)
    with store.write() as session:
        kept, reach = _changeable(session, key, by, today)
        if kept.blackout.start < today:
            raise BlackoutBegunError(key=str(key), start=kept.blackout.start)
        (absence,) = _absences(session, [kept], by, today, None)
        told = reach | stored.owners_struck(session, kept.blackout, now)
        stored.remove(session, key)
        _log(session, kept, "removed", told, (by, now))
    return absence


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def _check_days(wanted: Blackout, today: date) -> None:
    if wanted.end <= wanted.start:
        raise DateError(field="end", value=wanted.end, start=wanted.start, reason="span")
    furthest = today + LONGEST
    if wanted.end <= today:
        raise DateError(field="end", value=wanted.end, reason="over")
    if wanted.end > furthest:
        raise DateError(field="end", value=wanted.end, reason="ahead", last=furthest)
    if wanted.end - wanted.start > LONGEST:
        raise DateError(field="start", value=wanted.start, reason="long", most=LONGEST.days)


def _check_end(kept: Kept, today: date, last: date) -> None:
    first = max(today, kept.blackout.start + timedelta(days=1))
    until = kept.blackout.end - timedelta(days=1)
    if first > until:
        raise BlackoutOneDayError(key=str(kept.key), start=kept.blackout.start)
    if not first <= last <= until:
        raise DateError(field="end", value=last, reason="between", first=first, last=until)


def _ending(blackout: Blackout, day: date) -> Blackout:
    return Blackout(blackout.resource, blackout.start, day, blackout.reason)


def _reach(session: Session, resource: str) -> frozenset[str]:
    return stored.reached(session, [resource]).get(resource, frozenset())


def _has_left(session: Session, blackout: Blackout, reach: Iterable[str]) -> bool:
    """Tell whether it counts in no plan by the days on which it would be away: it left by then."""
    prefix, _, key = blackout.resource.partition(":")
    if prefix == "body":
        return belonging.has_left(session, key, blackout.start)
    alliances = reach if prefix == "organisation" else ()
    spans = [
        kept.tie.tenure
        for alliance in alliances
        for kept in belonging.memberships(session, alliance, blackout.resource)
    ]
    return bool(spans) and all(span.is_over(blackout.start) for span in spans)


def _named(session: Session, resource: str) -> dict[str, str]:
    name = roster.names(session, [resource]).get(resource) or _unnamed(resource)
    return {"name": name.short, "name_en": name.en}


def _changeable(
    session: Session, key: int, by: Principal, today: date
) -> tuple[Kept, frozenset[str]]:
    kept = stored.get(session, key)
    if kept is None:
        raise NotFoundError(entity="blackout", key=str(key))
    reach = _reach(session, kept.blackout.resource)
    require(by, Action.EDIT, reach, entity="blackout", key=str(key))
    if kept.blackout.end <= today:
        raise BlackoutPastError(key=str(key), end=kept.blackout.end - timedelta(days=1))
    return kept, reach


def _added(session: Session, kept: Kept, by: Principal, now: datetime) -> Added:
    (absence,) = _absences(session, [kept], by, _today(now), None)
    bodies = {body.key: body for body in roster.alliances(session, absence.alliances)}
    counts = stored.struck(session, kept.blackout, now)
    return Added(absence, tuple((bodies[key], counts[key]) for key in counts if key in bodies))


def _log(
    session: Session,
    kept: Kept,
    kind: str,
    reach: Iterable[str],
    when: tuple[Principal, datetime],
) -> None:
    by, now = when
    blackout = kept.blackout
    detail = {"start": blackout.start.isoformat(), "end": blackout.end.isoformat()}
    if blackout.reason and not blackout.resource.startswith(_PRIVATE):
        detail["reason"] = blackout.reason
    entry = ledger.Entry(sorted(reach), "blackout", blackout.resource, kind, detail=detail)
    ledger.append(session, [entry], by.id, now)


def _absences(
    session: Session, found: Iterable[Kept], by: Principal, today: date, alliance: str | None
) -> tuple[Absence, ...]:
    kept = tuple(found)
    resources = {each.blackout.resource for each in kept}
    reach = stored.reached(session, resources)
    names = roster.names(session, resources)
    return tuple(
        Absence(
            key=each.key,
            blackout=each.blackout,
            name=names.get(each.blackout.resource) or _unnamed(each.blackout.resource),
            alliances=tuple(sorted(reach[each.blackout.resource])),
            begun=each.blackout.start < today,
            may_edit=by.may_in_any(Action.EDIT, reach[each.blackout.resource]),
        )
        for each in kept
        if _is_seen(each.blackout, by, reach, alliance)
    )


def _is_seen(
    blackout: Blackout, by: Principal, reach: Mapping[str, frozenset[str]], alliance: str | None
) -> bool:
    reached = reach[blackout.resource]
    if alliance is not None and alliance not in reached:
        return False
    if blackout.resource.startswith(_PRIVATE):
        return by.may_in_any(Action.EDIT, reached) or by.may_in_any(Action.NAMES, reached)
    return by.may_in_any(Action.VIEW, reached)


def _unnamed(key: str) -> Name:
    text = key.partition(":")[2] or key
    return Name(text, text, "")


def _choices(session: Session, alliance: str, today: date) -> tuple[Choice, ...]:
    below = belonging.bodies(session, [alliance], today, coming=True)
    bodies = [f"body:{alliance}", *(f"body:{body.key}" for body in below)]
    entries = roster.memberships(session, [alliance])[alliance]
    staying = (entry.member for entry in entries if not entry.tenure.is_over(today))
    members = list(dict.fromkeys(staying))
    offices = roster.officers(session, [alliance, *(body.key for body in below)])
    people = [f"person:{office.person}" for rows in offices.values() for office in rows]
    every = [f"venue:{key}" for key in roster.venues(session)]
    reach = stored.reached(session, every)
    venues = [key for key in every if alliance in reach[key]]
    keys = list(dict.fromkeys([*bodies, *members, *people, *venues]))
    names = roster.names(session, keys)
    return tuple(Choice(key, key.partition(":")[0], names[key]) for key in keys if key in names)
