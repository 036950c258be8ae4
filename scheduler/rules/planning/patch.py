"""What if: a patch of a plan's input that is never saved, and the input as it would be with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import (
    CancelledEventError,
    ChoiceError,
    HeldEventError,
    MemberTwiceError,
    NotFoundError,
    NoticeError,
)
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.calendar.notices import Notice
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planning.published import midnight


@dataclass(frozen=True, slots=True)
class Leave:
    """A member leaves a body: from that day on it is not there any more."""

    member: str
    body: str
    day: date


@dataclass(frozen=True, slots=True)
class Pin:
    """An event of a target is moved by hand to a day, at the same time of day, and stays there."""

    uid: str
    day: date


@dataclass(frozen=True, slots=True)
class GivenNotice:
    """A holiday notice and the day on which it was given."""

    notice: Notice
    day: date


@dataclass(frozen=True, slots=True)
class Patch:
    """What would be different: nothing named changes nothing.

    A rule takes the place of the one with its owner and key, or is added; ``removed`` names rules
    by (owner, key).
    """

    rules: tuple[Rule, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    notices: tuple[GivenNotice, ...] = ()
    joins: tuple[Membership, ...] = ()
    leaves: tuple[Leave, ...] = ()
    pins: tuple[Pin, ...] = ()


UNCHANGED = Patch()
"""The patch that changes nothing."""


def patched(source: PlanInput, patch: Patch) -> PlanInput:
    """Give the input as it would be; the base stays, for nothing has happened.

    Raises ``NotFoundError`` for a rule, membership or event that is not there, ``ChoiceError`` for
    a joint event that another alliance arranges, ``MemberTwiceError`` for a member who would join
    what it belongs to, ``HeldEventError`` and ``CancelledEventError`` for an event that cannot be
    moved any more, ``NoticeError`` for a notice that came before the one in force. ``at`` leads to
    the entry.
    """
    return replace(
        source,
        rules=_rules(source.rules, patch),
        calendar=_calendar(source.calendar, patch.notices, source.today),
        members=_members(source.members, patch),
        blackouts=(*source.blackouts, *patch.blackouts),
        events=_events(source, patch.pins),
    )


def _rules(rules: tuple[Rule, ...], patch: Patch) -> tuple[Rule, ...]:
    known = {(rule.owner, rule.key): rule for rule in rules}
    for index, place in enumerate(patch.removed):
        if place not in known:
            raise NotFoundError(entity="rule", key=place[1], at=("patch", "removed", index))
    known |= {(rule.owner, rule.key): rule for rule in patch.rules}
    return tuple(rule for place, rule in known.items() if place not in patch.removed)


def _calendar(
    calendar: WorkdayCalendar, notices: Iterable[GivenNotice], today: date
) -> WorkdayCalendar:
    """Take the notices over; what held before them goes on to hold for terms that run."""
    for index, given in enumerate(notices):
        try:
            after = calendar.with_notice(given.notice, given.day)
        except NoticeError as fault:
            at = ("patch", "notices", index)
            raise NoticeError(**fault.fields | {"at": at, "supposed": True}) from fault
        if after is not calendar:
            calendar = replace(after, earlier=(*after.earlier, (today, calendar)))
    return calendar


def _members(
    members: Mapping[str, tuple[Membership, ...]], patch: Patch
) -> dict[str, tuple[Membership, ...]]:
    found = dict(members)
    leaves = sorted(enumerate(patch.leaves), key=lambda each: each[1].day)
    # Who leaves what it joins in this patch leaves after that; who comes back has left before.
    later = [(index, leave) for index, leave in leaves if not _leave(found, leave)]
    for index, joined in enumerate(patch.joins):
        here = found.get(joined.body, ())
        if any(each.member == joined.member and each.tenure.meets(joined.tenure) for each in here):
            at = ("patch", "joins", index, "member")
            raise MemberTwiceError(member=joined.member, body=f"body:{joined.body}", at=at)
        found[joined.body] = (*here, joined)
    for index, leave in later:
        if not _leave(found, leave):
            place = ("patch", "leaves", index)
            raise NotFoundError(entity="membership", key=leave.member, at=place)
    return found


def _leave(members: dict[str, tuple[Membership, ...]], leave: Leave) -> bool:
    """Let a member leave where it belongs to the body by then, and tell whether it does."""
    here = members.get(leave.body, ())
    if not any(_belongs(each, leave) for each in here):
        return False
    members[leave.body] = tuple(
        _left(each, leave.day) if _belongs(each, leave) else each for each in here
    )
    return True


def _belongs(membership: Membership, leave: Leave) -> bool:
    until = membership.tenure.until
    return membership.member == leave.member and (until is None or until > leave.day)


def _left(membership: Membership, day: date) -> Membership:
    """End a membership on the day; one that would only begin later never begins."""
    since = membership.tenure.since
    return replace(membership, tenure=Tenure(since, day if since is None else max(since, day)))


def _events(source: PlanInput, pins: Iterable[Pin]) -> tuple[Event, ...]:
    days = {}
    targets = frozenset(source.targets)
    known = {event.uid for event in source.events if event.owner in targets}
    others = {
        event.uid: f"body:{event.owner}"
        for event in source.events
        if event.owner not in targets and not targets.isdisjoint(event.alliances)
    }
    for index, pin in enumerate(pins):
        if pin.uid in others:
            told = {"value": pin.uid, "reason": "others_event", "alliance": others[pin.uid]}
            raise ChoiceError(field="uid", **told, at=("patch", "pins", index))
        if pin.uid not in known:
            raise NotFoundError(entity="event", key=pin.uid, at=("patch", "pins", index, "uid"))
        days[pin.uid] = pin.day
    return tuple(
        _pinned(event, days[event.uid]) if event.uid in days else event for event in source.events
    )


def _pinned(event: Event, day: date) -> Event:
    if event.status is EventStatus.HELD:
        raise HeldEventError(uid=event.uid)
    if event.status is EventStatus.CANCELLED:
        raise CancelledEventError(uid=event.uid)
    later = midnight(day) - midnight(event.day())
    return replace(event, start=event.start + later, end=event.end + later, pinned=True)
