"""A person comes to a branch or takes an office, and leaves it, from a day on.

Names are needed for all of it: only people who may see those of the body's alliance do this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Affiliation, AffiliationKind, Officer
from scheduler.domain.roster_errors import TieTwiceError
from scheduler.services.access import Action, Principal, require
from scheduler.services.roster import spans
from scheduler.services.roster.members import check_role
from scheduler.store import Session, Store, accounts, belonging, blackouts, ledger, roster
from scheduler.store.belonging import Kept


@dataclass(frozen=True, slots=True)
class Place:
    """A person in a body: at home there, in it in another way, or in an office of it."""

    person: str
    body: str


def settle(store: Store, wanted: Affiliation, *, by: Principal, now: datetime) -> Affiliation:
    """Let a person belong to a body; the same again is not added.

    ``TieTwiceError`` where the person has a home on one of these days and this is another, or
    belongs to the body so already.
    """
    spans.begun(wanted.tenure)
    with store.write() as session:
        reach = _reached(session, Place(wanted.person, wanted.body), by)
        ledger.lock(session, reach, now)
        kept = belonging.affiliations(session, [wanted.person])
        if any(each.tie == wanted for each in kept):
            return wanted
        for tie in spans.met(kept, wanted.tenure):
            home = tie.kind is wanted.kind is AffiliationKind.HOME
            if home or (tie.body, tie.kind) == (wanted.body, wanted.kind):
                raise _twice(session, tie.body, home=home)
        belonging.add(session, wanted)
        detail = _detail(wanted)
        entry = ledger.Entry(reach, "affiliation", wanted.person, "added", detail=detail)
        ledger.append(session, [entry], by.id, now)
    return wanted


def unsettle(
    store: Store, at: Place, kind: AffiliationKind, until: date, *, by: Principal, now: datetime
) -> Affiliation:
    """Let a person belong to a body no longer: on that day it is over."""
    with store.write() as session:
        reach = _reached(session, at, by)
        ledger.lock(session, reach, now)
        kept = tuple(
            each
            for each in belonging.affiliations(session, [at.person])
            if (each.tie.body, each.tie.kind) == (at.body, kind)
        )
        if not kept:
            raise NotFoundError(entity="affiliation", key=at.body)
        changed = spans.ending(kept, until, now.astimezone(SHANGHAI).date())
        for each in changed:
            belonging.set_until(session, each, until)
        _tell_ended(session, changed, reach, by, now)
    return spans.ended(kept, changed, until)


def appoint(store: Store, wanted: Officer, *, by: Principal, now: datetime) -> Officer:
    """Give a person an office of a body; the same again is not added.

    ``TieTwiceError`` where the person holds that office on one of these days.
    """
    spans.begun(wanted.tenure)
    with store.write() as session:
        reach = _reached(session, Place(wanted.person, wanted.body), by)
        check_role(session, wanted.role)
        ledger.lock(session, reach, now)
        kept = _offices(session, Place(wanted.person, wanted.body), wanted.role)
        if any(each.tie == wanted for each in kept):
            return wanted
        if spans.met(kept, wanted.tenure):
            raise _twice(session, wanted.body, home=False)
        belonging.add(session, wanted)
        entry = ledger.Entry(reach, "officer", wanted.person, "added", detail=_detail(wanted))
        ledger.append(session, [entry], by.id, now)
    return wanted


def release(
    store: Store, at: Place, role: str, until: date, *, by: Principal, now: datetime
) -> Officer:
    """Let a person hold an office no longer: on that day it is over."""
    with store.write() as session:
        reach = _reached(session, at, by)
        ledger.lock(session, reach, now)
        kept = _offices(session, at, role)
        if not kept:
            raise NotFoundError(entity="officer", key=role)
        changed = spans.ending(kept, until, now.astimezone(SHANGHAI).date())
        for each in changed:
            belonging.set_until(session, each, until)
        _tell_ended(session, changed, reach, by, now)
    return spans.ended(kept, changed, until)


def _offices(session: Session, at: Place, role: str) -> tuple[Kept[Officer], ...]:
    return tuple(
        each
        for each in belonging.offices(session, [at.person])
        if (each.tie.body, each.tie.role) == (at.body, role)
    )


def _reached(session: Session, at: Place, by: Principal) -> tuple[str, ...]:
    """Give the alliances that a change reaches: the body's, and where the person is in office.

    A person whom one may not see is as one who does not exist.
    """
    alliance = accounts.alliances_of_bodies(session, [at.body]).get(at.body, "")
    require(by, Action.EDIT, [alliance], entity="body", key=at.body)
    if not alliance:
        raise NotFoundError(entity="body", key=at.body)
    if not by.may(Action.NAMES, alliance):
        raise ForbiddenError(action=Action.NAMES.value)
    bodies = {each.tie.body for each in belonging.affiliations(session, [at.person])}
    bodies |= {each.tie.body for each in belonging.offices(session, [at.person])}
    known = set(accounts.alliances_of_bodies(session, bodies).values())
    seen = Action.NAMES in by.everywhere or by.may_in_any(Action.NAMES, known)
    if not seen or not roster.people(session, [at.person]):
        raise NotFoundError(entity="person", key=at.person)
    resource = f"person:{at.person}"
    return tuple(sorted({alliance, *blackouts.reached(session, [resource])[resource]}))


def _twice(session: Session, body: str, *, home: bool) -> TieTwiceError:
    key = f"body:{body}"
    reason = {"reason": "home"} if home else {}
    return TieTwiceError(body=key, names=roster.spoken(session, [key]), **reason)


def _tell_ended(
    session: Session,
    changed: Iterable[Kept[Affiliation]] | Iterable[Kept[Officer]],
    reach: tuple[str, ...],
    by: Principal,
    now: datetime,
) -> None:
    entries = [
        ledger.Entry(
            reach,
            "officer" if isinstance(each.tie, Officer) else "affiliation",
            each.tie.person,
            "ended",
            detail=_detail(each.tie),
        )
        for each in changed
    ]
    ledger.append(session, entries, by.id, now)


def _detail(tie: Affiliation | Officer) -> dict[str, str | None]:
    named = {"role": tie.role} if isinstance(tie, Officer) else {"kind": tie.kind.value}
    return {"body": tie.body, **named, **spans.written(tie.tenure)}
