"""Published turns that no longer fit the ledger: they stay until somebody puts one of them off.

A plan keeps every published host that can stand, so a correction of an account, or a member who
joined, changes no turn by itself. It is told instead, with the turn by which it would be mended.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import ceil, floor

from scheduler.domain.activity import Event, EventStatus, Explanation
from scheduler.rules.explain import explained, two_places
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.plan import ChangeKind, Plan
from scheduler.rules.turns.newcomers import settled_turn
from scheduler.rules.turns.rotas import fills, leaves_to_come, ledger, named, rotations
from scheduler.rules.turns.walk import Turn, fair_numbers
from scheduler.rules.views import Views

_AGREED = frozenset({"host_swapped", "host_covering"})
"""Hosts that people agreed on: their turns count, but are not to be given to another."""

_GIVEN = frozenset({ChangeKind.ADD, ChangeKind.MOVE, ChangeKind.HOST})
"""What makes a turn one of this plan, which has given it to its host just now."""


def uneven(
    source: PlanInput, plan: Plan, following: Iterable[Event] = ()
) -> tuple[Explanation, ...]:
    """Tell of each rotation whose turns are shared otherwise than its ledger asks for.

    Judged is what the plan leads to: ``source`` is its input with the plan ``applied``. All turns
    that are not held yet count, of whatever year: ``following`` are published events that the input
    may lack. A turn that is not committed yet can be given to another where the plan leaves its
    host and day; without one nothing is told.
    """
    return tuple(uneven_by_rule(source, plan, following).values())


def uneven_by_rule(
    source: PlanInput, plan: Plan, following: Iterable[Event] = ()
) -> dict[tuple[str, str], Explanation]:
    """Tell the same as ``uneven`` by the owner and the key of each rotation."""
    placed = {each.uid for each in plan.placements}
    known = {event.uid: event for event in (*following, *source.events)}
    views = Views(replace(source, events=tuple(_coming(source, placed, known.values()))))
    moved = {change.uid for change in plan.changes if change.kind in _GIVEN}
    found = {
        (owner, key): _told(views.owned(owner), rule, placed - moved)
        for (owner, key), rule in sorted(rotations(source).items())
        if owner in source.targets
    }
    return {key: told for key, told in found.items() if told}


def _coming(source: PlanInput, placed: Container[str], events: Iterable[Event]) -> Iterator[Event]:
    """Give the published events with a host, in the planned span those of the plan."""
    for event in events:
        meant = event.uid in placed or not source.start <= event.day() < source.end
        if event.status is EventStatus.PUBLISHED and event.host and meant:
            yield event


def _fills(rule: Rule, event: Event) -> bool:
    spec = rotation.parse(rule.on(event.day()))
    by_rule = event.why_host.get("code") == "host_set"
    return spec.fills is rotation.Fills.HOST and not by_rule and fills(rule, spec, event)


def _told(source: PlanInput, rule: Rule, kept: Container[str]) -> Explanation:
    events = [event for event in source.events if _fills(rule, event)]
    turns = [settled_turn(source, rule, each, each.host) for each in events]
    turns.sort(key=lambda turn: (turn.day, turn.uid))
    accounts = ledger(source, rule, {turn.uid for turn in turns})
    due = fair_numbers(turns, accounts, leaves_to_come(source, rule, turns))
    hosted = Counter(turn.host or "" for turn in turns)
    settled = source.today + timedelta(days=source.commit_days)
    free = {event.uid for event in events if event.uid in kept and not _fixed(event)}
    late = [turn for turn in turns if turn.day >= settled and turn.uid in free]
    gains = {turn.uid: _gain(turn, due, hosted) for turn in late}
    # The turns are in the order of days, and of equal ones the first is taken.
    turn = max(late, key=lambda turn: gains[turn.uid], default=None)
    if turn is None or gains[turn.uid] <= 0:
        return {}
    apart = sorted(member for member in due if _apart(member, due, hosted))
    rows = [
        {
            "member": member,
            "due": two_places(max(due[member], Fraction(0))),
            "hosts": hosted[member],
        }
        for member in apart
    ]
    return explained(
        "turns_uneven", **named(rule), members=rows, host=turn.host, day=turn.day.isoformat()
    )


def _fixed(event: Event) -> bool:
    return event.pinned or event.why_host.get("code") in _AGREED


def _apart(member: str, due: Mapping[str, Fraction], hosted: Mapping[str, int]) -> int:
    """Tell how far a member is above its fair number rounded up, or below it rounded down."""
    number, own = hosted.get(member, 0), due.get(member, Fraction(0))
    over, under = number - max(ceil(own), 0), number - max(floor(own), 0)
    return max(over, 0) + min(under, 0)


def _gain(turn: Turn, due: Mapping[str, Fraction], hosted: Mapping[str, int]) -> int:
    """Tell how much nearer to their numbers members come, at best, if another takes the turn."""
    host = turn.host or ""
    return max(
        (
            _distance((host, other), due, hosted)
            - _distance(
                (host, other),
                due,
                {**hosted, host: hosted[host] - 1, other: hosted.get(other, 0) + 1},
            )
            for other in turn.able - {host}
        ),
        default=0,
    )


def _distance(
    members: Iterable[str], due: Mapping[str, Fraction], hosted: Mapping[str, int]
) -> int:
    return sum(abs(_apart(member, due, hosted)) for member in members)
