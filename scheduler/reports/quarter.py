"""The figures of a quarter or a year out of what was recorded."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.activity import UnitKey
from scheduler.domain.attendance.totals import Totals
from scheduler.domain.matter import Matter, MatterState, Method
from scheduler.domain.moments import SHANGHAI
from scheduler.reports.figures import Rate, Visits, count_by, overall_turnout, visits

COUNCILS = frozenset({"council", "consultation", "collective_handling"})
"""The kinds of event that are councils: the routine ones and those on single matters."""

EXCHANGES = frozenset({"exchange"})
"""The kinds of event that are exchanges between the enterprises of a chain."""


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """One held event: ``units`` are those it is credited to, ``attendance`` None if uncounted.

    ``visited`` names the organisations that a visit went to. What is no ``meeting``, such as a list
    that was published, keeps its promise and is in no total of events.
    """

    uid: str
    kind: str
    day: date
    units: tuple[UnitKey, ...] = ()
    attendance: Totals | None = None
    visited: tuple[str, ...] = ()
    meeting: bool = True


@dataclass(frozen=True, slots=True)
class MadeVisit:
    """One visit made or item done: its place, the unit that it fulfils, the organisations visited.

    It is no event: totals of events do not count it. An item went nowhere.
    """

    id: str
    rule: str
    place: str
    day: date
    units: tuple[UnitKey, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """What a rule asks for in the period; ``due`` is None where the period asks for no number.

    ``owed`` are the pieces due in the period, ``running`` those of a longer one around it. What
    keeps others counts for another period. Without ``owed`` everything held counts here.
    Pieces that are asked for no more, or only later: ``waived`` were given up with a reason and
    are not due, ``carried`` are owed by the next period on top of its own, ``forfeited`` are lost:
    both only once the period is over. ``listed`` is ``visit`` (to organisations), ``place`` or
    ``item`` for what has no date, else empty.
    """

    rule: str
    name: str
    name_en: str = ""
    due: int | None = None
    owed: frozenset[UnitKey] | None = None
    running: frozenset[UnitKey] = frozenset()
    waived: int = 0
    carried: int = 0
    forfeited: int = 0
    listed: str = ""


@dataclass(frozen=True, slots=True)
class QuarterInput:
    """The records of one alliance for the half-open span of dates [start, end).

    Events and visits outside the span matter only where they keep what was due within it.
    """

    title: str
    title_en: str
    start: date
    end: date
    events: tuple[HeldEvent, ...]
    matters: tuple[Matter, ...] = ()
    promises: tuple[Promise, ...] = ()
    visits: tuple[MadeVisit, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise with the days on which it was kept; each event counts once in it.

    A day outside the period is one on which it was made up. ``pieces`` are kept, where the
    promise tells which it means; ``elsewhere`` names days within the period, each with the key of
    the period for which it counts; ``visits`` counts those of a list within the period.
    """

    promise: Promise
    days: tuple[date, ...]
    pieces: int = 0
    elsewhere: tuple[tuple[date, str], ...] = ()
    visits: Visits | None = None

    @property
    def held(self) -> int:
        """Give how often it was kept."""
        return len(self.days) if self.promise.owed is None else self.pieces

    @property
    def kept(self) -> bool:
        """Tell whether the number that was due is reached."""
        return self.held >= (self.promise.due or 0)

    @property
    def _short(self) -> int:
        return max((self.promise.due or 0) - self.held, 0)

    @property
    def carried(self) -> int:
        """Give how many of those not kept the next period owes."""
        return min(self.promise.carried, self._short)

    @property
    def forfeited(self) -> int:
        """Give how many of those not kept are lost."""
        return min(self.promise.forfeited, self._short - self.carried)

    @property
    def missing(self) -> int:
        """Give how many are still to be kept."""
        return self._short - self.carried - self.forfeited


@dataclass(frozen=True, slots=True)
class MatterFigures:
    """Matters raised, accepted and resolved in the span; ``methods`` only those that occurred.

    ``withdrawn`` are those accepted in the span and withdrawn since; one that was withdrawn before
    it was accepted stays in ``raised`` alone.
    """

    raised: int
    accepted: int
    withdrawn: int
    resolved: int
    methods: tuple[tuple[Method, int], ...]
    proxied: Rate


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """The figures of the span; ``events`` counts each event once, whatever it is credited to."""

    title: str
    title_en: str
    start: date
    end: date
    events: int
    kinds: Mapping[str, int]
    councils: int
    exchanges: int
    heads: int
    turnout: Rate
    visits: Visits
    promises: tuple[PromiseLine, ...]
    matters: MatterFigures


def quarter_report(source: QuarterInput) -> QuarterReport:
    """Count the records of the span; an event given twice counts once."""
    known = {each.uid: each for each in source.events}
    every = sorted(known.values(), key=lambda each: (each.day, each.uid))
    held = [each for each in every if each.meeting and source.start <= each.day < source.end]
    made = list({each.id: each for each in source.visits}.values())
    kinds = count_by(sorted(held, key=lambda each: each.kind), lambda each: each.kind)
    counted = [each.attendance for each in held if each.attendance is not None]
    return QuarterReport(
        title=source.title,
        title_en=source.title_en or source.title,
        start=source.start,
        end=source.end,
        events=len(held),
        kinds=kinds,
        councils=sum(count for kind, count in kinds.items() if kind in COUNCILS),
        exchanges=sum(count for kind, count in kinds.items() if kind in EXCHANGES),
        heads=sum(each.heads for each in counted),
        turnout=overall_turnout(counted),
        visits=visits(
            [
                *(each.visited for each in held),
                *(each.organisations for each in made if source.start <= each.day < source.end),
            ]
        ),
        promises=tuple(_line(promise, source, every, made) for promise in source.promises),
        matters=_matters(source),
    )


def _line(
    promise: Promise, source: QuarterInput, events: list[HeldEvent], made: list[MadeVisit]
) -> PromiseLine:
    mine = [(each, unit) for each in events for unit in each.units if unit.rule == promise.rule]
    inside = [(each, unit) for each, unit in mine if source.start <= each.day < source.end]
    if promise.owed is None:
        return PromiseLine(promise, _days(inside))
    counted = [(each, unit) for each, unit in mine if unit in promise.owed]
    counted += [(each, unit) for each, unit in inside if unit in promise.running]
    within = [
        each for each in made if each.rule == promise.rule and source.start <= each.day < source.end
    ]
    kept = {unit for _, unit in counted} | {unit for each in within for unit in each.units}
    kept |= {unit for each in made for unit in each.units if unit in promise.owed}
    return PromiseLine(
        promise,
        _days(counted),
        pieces=len(kept & (promise.owed or promise.running)),
        elsewhere=tuple(
            (each.day, unit.period)
            for each, unit in inside
            if unit not in promise.owed | promise.running
        ),
        visits=visits(each.organisations or (each.place,) for each in within)
        if promise.listed
        else None,
    )


def _days(kept: list[tuple[HeldEvent, UnitKey]]) -> tuple[date, ...]:
    return tuple(sorted({each.uid: each.day for each, _ in kept}.values()))


def _matters(source: QuarterInput) -> MatterFigures:
    known = tuple({matter.key: matter for matter in source.matters}.values())
    raised = [matter for matter in known if _within(matter.raised_at, source)]
    accepted = [matter for matter in known if _within(matter.accepted_at, source)]
    resolved = [
        matter
        for matter in known
        if matter.state is MatterState.RESOLVED and _within(matter.resolved_at, source)
    ]
    methods = count_by(resolved, lambda matter: matter.method)
    return MatterFigures(
        raised=len(raised),
        accepted=len(accepted),
        withdrawn=sum(matter.state is MatterState.WITHDRAWN for matter in accepted),
        resolved=len(resolved),
        methods=tuple((method, methods[method]) for method in Method if method in methods),
        proxied=proxied(raised),
    )


def proxied(matters: Iterable[Matter], categories: Collection[str] = ()) -> Rate:
    """Give the matters with a proxy, of all in these categories (of every one if none is named)."""
    meant = [matter for matter in matters if not categories or matter.is_of(categories)]
    return Rate(sum(1 for matter in meant if matter.proxy), len(meant))


def _within(moment: datetime | None, source: QuarterInput) -> bool:
    if moment is None:
        return False
    return source.start <= moment.astimezone(SHANGHAI).date() < source.end
