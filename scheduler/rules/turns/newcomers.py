"""Turns that are settled: who joined after one was committed has no share in it.

A committed turn is nobody's to take any more, so it gives who comes into the pool neither a claim
nor a debt: a newcomer shares the turns from the next one that is not committed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import Event, Explanation
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.rotas import turn_of
from scheduler.rules.turns.stays import stays_of
from scheduler.rules.turns.walk import Turn


def settled_turn(source: PlanInput, rule: Rule, event: Event, taken: str | None) -> Turn:
    """Give the turn of a published event with the host, or theme, that takes it."""
    turn = turn_of(source, rule, event.uid, event.day(), taken)
    return without_newcomers(source, rule, event, turn)


def without_newcomers(source: PlanInput, rule: Rule, event: Event, turn: Turn) -> Turn:
    """Take those out of a settled turn who joined once it was committed.

    It was if it lay within the days of commitment both when they joined and on the given day. Who
    came before its host was chosen, or as early as the host itself, shares it.
    """
    version = rule.on(turn.day)
    spec = rotation.parse(version)
    late = turn.day - timedelta(days=source.commit_days)
    if spec.fills is not rotation.Fills.HOST or source.today <= late:
        return turn
    since = {
        member: stay.since or date.min
        for member, own in stays_of(spec.pool.spans(version, source)).items()
        for stay in own
        if stay.holds(turn.day)
    }
    # Founders stand in the pool from the day on which their first turns are planned.
    bounds = [late, *_chosen(event.why_host)]
    bounds += [since[turn.host]] if turn.host in since else []
    if len(bounds) == 1:
        return turn
    first = max(bounds)
    new = {member for member, day in since.items() if day > first}
    eligible = tuple(pair for pair in turn.eligible if pair[0] not in new)
    return replace(
        turn, eligible=eligible, absent=turn.absent - new, deferring=turn.deferring - new
    )


def _chosen(why: Explanation) -> Iterator[date]:
    """Give the day before the ledger chose the host, or the one who gave the turn away."""
    fields = why.get("fields")
    while isinstance(fields, Mapping):
        if "as_of" in fields:
            yield date.fromisoformat(fields["as_of"]) - timedelta(days=1)
        before = fields.get("before")
        fields = before.get("fields") if isinstance(before, Mapping) else None
