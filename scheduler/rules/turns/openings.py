"""Turns of a plan that nobody can take: the events stand, and somebody has to name their hosts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.activity import Explanation
from scheduler.rules.explain import explained
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.plan import Placement
from scheduler.rules.turns.rotas import named, rotations


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """A coming event without a host, although a rotation is to fill it; ``cause`` says why.

    ``members`` are those of the pool on that day, none of whom can host; ``published`` tells
    whether the event stands in the calendar.
    """

    uid: str
    owner: str
    title: str
    title_en: str
    day: date
    rule: str
    cause: Explanation
    members: tuple[str, ...] = ()
    published: bool = False


def open_turns(source: PlanInput, placements: Iterable[Placement]) -> tuple[OpenTurn, ...]:
    """List the turns after today that nobody takes, in the order of days.

    Nobody of their pool can, or the event was frozen already when the rotation began.
    """
    rules = list(rotations(source).values())
    published = {event.uid for event in source.events}
    found = []
    for each in placements:
        day = each.day
        if each.host is not None or day <= source.today:
            continue
        filling = [rule for rule in rules if any(_fills(one, each) for one in rule.versions)]
        rule = min(filling, key=lambda rule: not rule.promised.holds(day), default=None)
        asked = each.why_host.get("code") == "host_none"
        if rule is not None and (asked or rule.promised.holds(day)):
            turn = _open(source, rule, each, day) if asked else _late(rule, each, day)
            found.append(replace(turn, published=each.uid in published))
    return tuple(sorted(found, key=lambda turn: (turn.day, turn.uid)))


def members_of(turns: Iterable[OpenTurn]) -> frozenset[str]:
    """Give the members who stand in the pools and cannot take these turns."""
    return frozenset(member for turn in turns for member in turn.members)


def _fills(rule: Rule, placement: Placement) -> bool:
    spec = rotation.parse(rule)
    meant = {placement.kind, placement.unit.rule} & {*spec.targets}
    return rule.owner == placement.owner and spec.fills is rotation.Fills.HOST and bool(meant)


def _late(rule: Rule, placement: Placement, day: date) -> OpenTurn:
    """Tell of a turn that the rotation gives to nobody, for it began when the event was near."""
    cause = explained("rotation_late", **named(rule))
    return _turn(rule, placement, day, cause)


def _open(source: PlanInput, rule: Rule, placement: Placement, day: date) -> OpenTurn:
    stands = rule.on(day)
    pool = rotation.members(stands, rotation.parse(stands), day, source)
    members = tuple(member for member, _ in pool)
    if members:
        cause = explained("pool_away", members=list(members))
    else:
        cause = explained("pool_empty", **named(rule))
    return replace(_turn(rule, placement, day, cause), members=members)


def _turn(rule: Rule, placement: Placement, day: date, cause: Explanation) -> OpenTurn:
    return OpenTurn(
        uid=placement.uid,
        owner=placement.owner,
        title=placement.title,
        title_en=placement.title_en,
        day=day,
        rule=rule.key,
        cause=cause,
    )
