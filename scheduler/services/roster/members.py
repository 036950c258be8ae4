"""Organisations and bodies join an alliance and leave it, from a day on.

A member belongs to an alliance once at a time, whatever its role.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from scheduler.domain.errors import ChoiceError, MemberTwiceError, NotFoundError
from scheduler.domain.moments import LAST_DAY, SHANGHAI
from scheduler.domain.roster import Membership
from scheduler.services.access import Action, Principal, require
from scheduler.services.roster import spans
from scheduler.store import Session, Store, belonging, ledger, matters, roster

PLAIN = "member"
"""The role of a member that has none in particular."""

_KINDS = ("organisation", "body")


@dataclass(frozen=True, slots=True)
class Ended:
    """A membership that ends, and the days of published events that its member is to host then.

    ``matters`` counts what of the alliance the member has in hand and did not settle yet.
    """

    membership: Membership
    days: tuple[date, ...] = ()
    matters: int = 0

    @property
    def hosting(self) -> int:
        """Count these events."""
        return len(self.days)


def add(store: Store, wanted: Membership, *, by: Principal, now: datetime) -> Membership:
    """Let a member join an alliance; the same again is not added.

    Raises ``ChoiceError`` for who or what does not exist, ``MemberTwiceError`` for a member that
    belongs to the alliance in that time, ``DateError`` for a day that cannot be.
    """
    require(by, Action.EDIT, [wanted.body], entity="alliance", key=wanted.body)
    spans.begun(wanted.tenure)
    with store.write() as session:
        _check_alliance(session, wanted.body)
        _check_member(session, wanted)
        check_joining(session, wanted)
        ledger.lock(session, [wanted.body], now)
        kept = belonging.memberships(session, wanted.body, wanted.member)
        if any(each.tie == wanted for each in kept):
            return wanted
        if spans.met(kept, wanted.tenure):
            body = f"body:{wanted.body}"
            names = roster.spoken(session, [wanted.member, body])
            raise MemberTwiceError(member=wanted.member, body=body, names=names)
        belonging.add(session, wanted)
        _log(session, wanted, "added", by, now)
    return wanted


def end(
    store: Store, alliance: str, member: str, until: date, *, by: Principal, now: datetime
) -> Ended:
    """Let a member leave: on that day it no longer belongs to the alliance.

    The same again changes nothing. Raises ``NotFoundError`` for what is no member, and what
    ``spans.ending`` refuses.
    """
    require(by, Action.EDIT, [alliance], entity="alliance", key=alliance)
    with store.write() as session:
        _check_alliance(session, alliance)
        ledger.lock(session, [alliance], now)
        kept = belonging.memberships(session, alliance, member)
        if not kept:
            raise NotFoundError(entity="membership", key=member)
        changed = spans.ending(kept, until, now.astimezone(SHANGHAI).date())
        for each in changed:
            belonging.set_until(session, each, until)
            _log(session, each.tie, "ended", by, now)
        return _ended(session, spans.ended(kept, changed, until), now)


def left(store: Store, alliance: str, member: str, *, by: Principal, now: datetime) -> Ended | None:
    """Show the membership of a member that was written down to end; None without any."""
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    with store.read() as session:
        kept = belonging.memberships(session, alliance, member)
        found = [each.tie for each in kept if each.tie.tenure.until is not None]
        return _ended(session, found[-1], now) if found else None


def _ended(session: Session, tie: Membership, now: datetime) -> Ended:
    until = tie.tenure.until or LAST_DAY
    since = max(now, datetime.combine(until, time(), SHANGHAI))
    starts = belonging.hosted(session, tie.body, tie.member, since)
    held = [
        each for each in matters.of_alliances(session, [tie.body]) if each.lies_with == tie.member
    ]
    days = tuple(start.astimezone(SHANGHAI).date() for start in starts)
    return Ended(tie, days, len(held))


def check_joining(session: Session, wanted: Membership) -> None:
    """Refuse a member of itself, and a role that nobody has; also of who is only supposed to."""
    if wanted.member == f"body:{wanted.body}":
        raise ChoiceError(field="member", value=wanted.member, reason="itself")
    check_role(session, wanted.role)


def check_role(session: Session, role: str) -> None:
    """Refuse a role that nobody has and that has no name: it would be a slip of the pen."""
    if (
        role != PLAIN
        and role not in belonging.roles(session) | roster.names(session, [role]).keys()
    ):
        allowed = ", ".join(sorted(belonging.roles(session) | {PLAIN}))
        raise ChoiceError(field="role", value=role, allowed=allowed)


def _check_alliance(session: Session, key: str) -> None:
    if not roster.alliances(session, [key]):
        raise NotFoundError(entity="alliance", key=key)


def _check_member(session: Session, wanted: Membership) -> None:
    kind = wanted.member.partition(":")[0]
    if kind not in _KINDS:
        raise ChoiceError(field="member", value=wanted.member, allowed="organisation:KEY, body:KEY")
    if wanted.member not in roster.names(session, [wanted.member]):
        raise ChoiceError(field="member", value=wanted.member, reason=f"no_{kind}")


def _log(session: Session, tie: Membership, kind: str, by: Principal, now: datetime) -> None:
    detail = {"role": tie.role, **spans.written(tie.tenure)}
    entry = ledger.Entry((tie.body,), "membership", tie.member, kind, detail=detail)
    ledger.append(session, [entry], by.id, now)
