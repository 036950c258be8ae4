"""Turns that are settled: who joined after one was committed has no share in it.

A committed turn is nobody's to take any more, so it gives who comes into the pool neither a claim
nor a debt: a newcomer shares the turns from the next one that is not committed on its first day.
Those among whom the ledger chose its host share it, whenever they come. So it is the same set on
every day on which it is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from scheduler.domain.activity import Event, Explanation
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.rotas import turn_of
from scheduler.rules.turns.stays import Stays, stays_of
from scheduler.rules.turns.walk import Turn


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom the choice of a host knew to come within the days of commitment of the turn.

    ``committed`` is the day before these, ``joined`` the first day of each in the pool.
    """

    committed: date
    joined: Mapping[str, date]

    @property
    def fields(self) -> dict[str, object]:
        """Give it as fields of the explanation."""
        joined = [
            {"member": member, "since": since.isoformat()}
            for member, since in sorted(self.joined.items())
        ]
        return {"committed": self.committed.isoformat(), "joined": joined}

    def new(self, since: Mapping[str, date], committed: date) -> frozenset[str]:
        """Name those of the pool who came later and were not known to come."""
        late = max(committed, self.committed)
        return frozenset(
            member for member, day in since.items() if day > late and self.joined.get(member) != day
        )


def settled_turn(source: PlanInput, rule: Rule, event: Event, taken: str | None) -> Turn:
    """Give the turn of a published event with the host, or theme, that takes it."""
    turn = turn_of(source, rule, event.uid, event.day(), taken)
    return without_newcomers(source, rule, event, turn)


def chosen_among(source: PlanInput, rule: Rule, days: Iterable[date]) -> dict[date, Chosen]:
    """Give by day whom the host of a turn is chosen among, as far as it may be in doubt later."""
    stays: dict[int, Stays] = {}
    found: dict[date, Chosen] = {}
    for day in days:
        version, late = rule.on(day), day - timedelta(days=source.commit_days)
        if version.revision not in stays:
            stays[version.revision] = _stays(source, version, rotation.parse(version))
        since = _since(stays[version.revision], day)
        found[day] = Chosen(
            late, {member: first for member, first in since.items() if first > late}
        )
    return found


def without_newcomers(source: PlanInput, rule: Rule, event: Event, turn: Turn) -> Turn:
    """Take those out of a settled turn who join when it lies within the days of commitment.

    That is told alike on every day, also before it lies there. Whom its host was chosen among, or
    who came as early as the host itself, shares it.
    """
    version = rule.on(turn.day)
    spec, late = rotation.parse(version), turn.day - timedelta(days=source.commit_days)
    if spec.fills is not rotation.Fills.HOST:
        return turn
    since = _since(_stays(source, version, spec), turn.day)
    chosen = next(_chosen(event.why_host), None)
    new = _later(since, turn, event, late) if chosen is None else chosen.new(since, late)
    new -= {turn.host}
    eligible = tuple(pair for pair in turn.eligible if pair[0] not in new)
    return replace(
        turn, eligible=eligible, absent=turn.absent - new, deferring=turn.deferring - new
    )


def _stays(source: PlanInput, version: Rule, spec: rotation.Spec) -> Stays:
    return stays_of(spec.pool.spans(version, source))


def _since(stays: Stays, day: date) -> dict[str, date]:
    """Give since when those in the pool on a day have stood there without a break."""
    return {
        member: stay.since or date.min
        for member, own in stays.items()
        for stay in own
        if stay.holds(day)
    }


def _later(since: dict[str, date], turn: Turn, event: Event, late: date) -> frozenset[str]:
    """Name those who came after a choice of which nothing but the day is known, or the host."""
    # Founders stand in the pool from the day on which their first turns are planned.
    bounds = [late, *_days(event.why_host)]
    bounds += [since[turn.host]] if turn.host in since else []
    if len(bounds) == 1:
        return frozenset()
    return frozenset(member for member, day in since.items() if day > max(bounds))


def _chosen(why: Explanation) -> Iterator[Chosen]:
    """Give what the ledger knew that chose the host, or the one who gave the turn away."""
    for fields in _reasons(why):
        if "joined" in fields:
            joined = {
                each["member"]: date.fromisoformat(each["since"]) for each in fields["joined"]
            }
            yield Chosen(date.fromisoformat(fields["committed"]), joined)


def _days(why: Explanation) -> Iterator[date]:
    """Give the day before each such choice."""
    for fields in _reasons(why):
        if "as_of" in fields:
            yield date.fromisoformat(fields["as_of"]) - timedelta(days=1)


def _reasons(why: Explanation) -> Iterator[Mapping[str, Any]]:
    """Give the fields of a reason and of those before it, the last first."""
    fields = why.get("fields")
    while isinstance(fields, Mapping):
        yield fields
        before = fields.get("before")
        fields = before.get("fields") if isinstance(before, Mapping) else None
