"""A person comes to a branch or takes an office, and leaves it, from a day on.

Names are needed for all of it: only people who may see those of the body's alliance do this.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Affiliation, AffiliationKind, Officer
from scheduler.domain.roster_errors import TieTwiceError
from scheduler.services.access import Action, Principal, require
from scheduler.services.roster import spans
from scheduler.services.roster.members import check_role
from scheduler.store import Session, Store, accounts, belonging, blackouts, ledger, roster
from scheduler.store.belonging import Kept

Own = TypeVar("Own", Affiliation, Officer)
"""A tie of a person."""


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
    with _changing(store, Place(wanted.person, wanted.body), by, now) as change:
        kept = belonging.affiliations(change.session, [wanted.person])
        if any(each.tie == wanted for each in kept):
            return wanted
        for tie in spans.met(kept, wanted.tenure):
            home = tie.kind is wanted.kind is AffiliationKind.HOME
            if home or (tie.body, tie.kind) == (wanted.body, wanted.kind):
                raise _twice(change.session, tie.body, home=home)
        change.add(wanted)
    return wanted


def unsettle(
    store: Store, at: Place, kind: AffiliationKind, until: date, *, by: Principal, now: datetime
) -> Affiliation:
    """Let a person belong to a body no longer: on that day it is over."""
    with _changing(store, at, by, now) as change:
        kept = tuple(
            each
            for each in belonging.affiliations(change.session, [at.person])
            if (each.tie.body, each.tie.kind) == (at.body, kind)
        )
        if not kept:
            raise NotFoundError(entity="affiliation", key=at.body)
        return change.end(kept, until)


def appoint(store: Store, wanted: Officer, *, by: Principal, now: datetime) -> Officer:
    """Give a person an office of a body; the same again is not added.

    ``TieTwiceError`` where the person holds that office on one of these days.
    """
    spans.begun(wanted.tenure)
    at = Place(wanted.person, wanted.body)
    with _changing(store, at, by, now) as change:
        check_role(change.session, wanted.role)
        kept = _offices(change.session, at, wanted.role)
        if any(each.tie == wanted for each in kept):
            return wanted
        if spans.met(kept, wanted.tenure):
            raise _twice(change.session, wanted.body, home=False)
        change.add(wanted)
    return wanted


def release(
    store: Store, at: Place, role: str, until: date, *, by: Principal, now: datetime
) -> Officer:
    """Let a person hold an office no longer: on that day it is over."""
    with _changing(store, at, by, now) as change:
        kept = _offices(change.session, at, role)
        if not kept:
            raise NotFoundError(entity="officer", key=role)
        return change.end(kept, until)


@dataclass(frozen=True, slots=True)
class _Change:
    """An open change of somebody's ties: the alliances that it reaches, and by whom and when."""

    session: Session
    reach: tuple[str, ...]
    by: Principal
    now: datetime

    def add(self, tie: Affiliation | Officer) -> None:
        """Write a tie down."""
        belonging.add(self.session, tie)
        self._tell([tie], "added")

    def end(self, kept: Sequence[Kept[Own]], until: date) -> Own:
        """Let ties end on a day, and give the one that does."""
        changed = spans.ending(kept, until, self.now.astimezone(SHANGHAI).date())
        for each in changed:
            belonging.set_until(self.session, each, until)
        self._tell([each.tie for each in changed], "ended")
        return spans.ended(kept, changed, until)

    def _tell(self, ties: Sequence[Affiliation | Officer], kind: str) -> None:
        entries = [
            ledger.Entry(self.reach, _entity(tie), tie.person, kind, detail=_detail(tie))
            for tie in ties
        ]
        ledger.append(self.session, entries, self.by.id, self.now)


@contextmanager
def _changing(store: Store, at: Place, by: Principal, now: datetime) -> Iterator[_Change]:
    """Open a change of what ties a person to a body, under the ledgers of all that it reaches."""
    with store.write() as session:
        reach = _reached(session, at, by)
        ledger.lock(session, reach, now)
        yield _Change(session, reach, by, now)


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


def _entity(tie: Affiliation | Officer) -> str:
    return "officer" if isinstance(tie, Officer) else "affiliation"


def _detail(tie: Affiliation | Officer) -> dict[str, str | None]:
    named = {"role": tie.role} if isinstance(tie, Officer) else {"kind": tie.kind.value}
    return {"body": tie.body, **named, **spans.written(tie.tenure)}
