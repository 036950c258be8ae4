"""The next step that a matter owes, and who sees to it once it is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.matter import Matter, MatterState
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.kinds import trigger
from scheduler.rules.model import Rule
from scheduler.services.access import Action, Principal
from scheduler.services.matters.catalogues import triggers
from scheduler.store import Session, roster
from scheduler.store.matters import StepTaken
from scheduler.store.roster import Name

_NEXT_STEP = {
    MatterState.RAISED: "dispatch",
    MatterState.DISPATCHED: "accept",
    MatterState.ACCEPTED: "resolve",
    MatterState.CONSULTED: "resolve",
}


@dataclass(frozen=True, slots=True)
class Due:
    """The next step that somebody owes, its last day, and how many days are left (< 0: late).

    ``escalate`` is the role that sees to it once it is late; empty where the rule names none.
    """

    step: str
    day: date
    left: int
    escalate: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """To whom a late step went: a role, and those who hold it, as far as the reader may see names.

    ``vacant`` tells that nobody holds it.
    """

    role: Name
    holders: tuple[Name, ...]
    vacant: bool


def due(
    matter: Matter,
    taken: Iterable[StepTaken],
    last: date | None,
    rules: Iterable[Rule],
    when: tuple[WorkdayCalendar, date],
) -> Due | None:
    """Give the next step that is owed on a day, by the trigger rules of the matter's alliance.

    ``taken`` are the steps of a matter that lies with a department, oldest first; ``last`` is the
    last day of the consultation that it waits for, which it owes first. Of several rules that fit
    the matter the earliest term counts.
    """
    calendar, today = when
    step = _NEXT_STEP.get(matter.state)
    if step is None:
        return None
    own = [rule for rule in rules if rule.owner == matter.alliance]
    if last is not None:
        return Due("consult", last, (last - today).days)
    ended = {each.step: each.at for each in taken}
    owed = [
        Due(step, each.due, (each.due - today).days, spec.escalate)
        for spec in triggers(own, matter.raised_at.astimezone(SHANGHAI).date())
        if spec.fits(matter)
        for each in trigger.step_dues(matter, spec, ended, calendar)
        if each.do == step
    ]
    return min(owed, key=lambda each: (each.day, not each.escalate), default=None)


def escalated(
    session: Session, matter: Matter, due: Due | None, by: Principal, now: datetime
) -> Escalation | None:
    """Name who sees to a late step; persons for those who may see names or handle matters."""
    alliance = matter.alliance
    if due is None or due.left >= 0 or not due.escalate:
        return None
    today = now.astimezone(SHANGHAI).date()
    people = [
        f"person:{each.person}"
        for each in roster.officers(session, [alliance])[alliance]
        if each.role == due.escalate and each.tenure.holds(today)
    ]
    names = roster.names(session, [due.escalate, *people])
    named = by.may(Action.NAMES, alliance) or by.may(Action.HANDLE, alliance)
    return Escalation(
        role=names.get(due.escalate, unnamed(due.escalate)),
        holders=tuple(names[key] for key in people if key in names) if named else (),
        vacant=not people,
    )


def unnamed(key: str) -> Name:
    """Give a key that has no name as its own name."""
    text = key.partition(":")[2] or key
    return Name(text, text, "")
