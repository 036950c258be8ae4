"""The past of the example alliances: what would have been recorded from 1 January to now.

The year is gone through once, in the order of time, with the acts that the service itself
knows: plans are published, matters taken on, events cancelled or held, registers sealed.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from itertools import groupby

from scheduler.domain.matter import Step
from scheduler.domain.moments import SHANGHAI
from scheduler.presets import Preset, history
from scheduler.presets.matters import SampleMatter, SampleStep, resolution, sample_matters
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.inputs import PlanInput
from scheduler.services import charging
from scheduler.services.access import SYSTEM
from scheduler.services.attendance import Rosters
from scheduler.services.events.writing import Act, alter
from scheduler.services.examples import visits as example_visits
from scheduler.services.examples.events import Ended
from scheduler.services.examples.recording import Recording
from scheduler.services.examples.visits import Done
from scheduler.services.gathering import gather
from scheduler.services.matters import steps as matters
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.services.plans import planning
from scheduler.services.workdays import years
from scheduler.store import Session, events
from scheduler.store.events import Stored

_MADE_UP_IN = "jiyang-food"
"""The alliance whose missed activity is made up."""


def record(session: Session, presets: Sequence[Preset], now: datetime) -> None:
    """Publish the year as on its first day, record its past, plan its rest and the next year."""
    year = now.astimezone(SHANGHAI).year
    calendar = years.calendar(session)
    known = sample_matters(now, calendar)
    reached = datetime(year, 1, 1, tzinfo=SHANGHAI)
    sources = [gather(session, preset.alliances, year, reached) for preset in presets]
    past = _Past(session, sources, calendar, now, Recording(session, Rosters(session)))
    past.expect(known)
    past.expect_visits()
    for preset in presets:
        planning.apply_now(session, preset.alliances, year, by=SYSTEM, now=reached)
    for stop, alliance in _stops(known, year, now):
        past.live(reached, stop)
        planning.apply_now(session, (alliance,), year, by=SYSTEM, now=stop)
        reached = stop
    past.live(reached, now)
    for preset in presets:
        for planned in (year, year + 1):
            planning.apply_now(session, preset.alliances, planned, by=SYSTEM, now=now)


def _stops(known: Iterable[SampleMatter], year: int, now: datetime) -> list[tuple[datetime, str]]:
    """Say when an alliance planned anew: after it accepted a major matter, and for the make-up."""
    make_up = datetime.combine(history.make_up_day(year), time(8), SHANGHAI)
    accepted = [
        (sample.accepted_at, sample.alliance)
        for sample in known
        if sample.major and sample.days and sample.accepted_at is not None
    ]
    return sorted(stop for stop in [*accepted, (make_up, _MADE_UP_IN)] if stop[0] <= now)


@dataclass(slots=True)
class _Past:
    """What happens next, in the order of time, and the keys of the matters raised so far.

    ``sources`` are what was gathered of each preset on the first day. The rosters and the rules of
    the examples stay as they are all year, so turns are charged by them to its end.
    """

    session: Session
    sources: Sequence[PlanInput]
    calendar: WorkdayCalendar
    now: datetime
    recording: Recording
    _queue: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _keys: dict[SampleMatter, str] = field(default_factory=dict)
    _ended: list[Ended] = field(default_factory=list)
    _visited: dict[tuple[str, ...], tuple[PlanInput, list[Done]]] = field(default_factory=dict)
    _count: int = 0

    def expect(self, known: Iterable[SampleMatter]) -> None:
        """Put all steps of the sample matters on the queue."""
        for sample in known:
            for step in sample.steps:
                self._put(step.at, self._stepping(sample, step))

    def expect_visits(self) -> None:
        """Put all sample visits and items on the queue, day by day."""
        for source in self.sources:
            known = example_visits.known(source, self.now, self.calendar)
            for at, done in groupby(known, key=lambda each: each[0]):
                self._put(at, self._visiting(tuple(done), source))

    def _visiting(self, done: Sequence[Done], source: PlanInput) -> Callable[[datetime], None]:
        def visit(_: datetime) -> None:
            self._visited.setdefault(source.targets, (source, []))[1].extend(done)

        return visit

    def live(self, since: datetime, until: datetime) -> None:
        """Do what happened after ``since`` and no later than ``until``."""
        today = until.astimezone(SHANGHAI).date()
        for source in self.sources:
            self._put_events(replace(source, today=today), since, until)
        while self._queue and self._queue[0][0] <= until:
            at, _, act = heapq.heappop(self._queue)
            act(at)
        self._take_up()
        self.recording.write()

    def _put(self, at: datetime, act: Callable[[datetime], None]) -> None:
        # The running number keeps what happens at one instant in the order of putting.
        self._count += 1
        heapq.heappush(self._queue, (at, self._count, act))

    def _put_events(self, source: PlanInput, since: datetime, until: datetime) -> None:
        found = {
            stored.event.uid: stored
            for stored in events.between(self.session, source.targets, since, until)
        }
        for event in history.past_events((stored.event for stored in found.values()), until):
            if event.end > since:
                self._put(event.end, self._ending(found[event.uid], source))

    def _ending(self, stored: Stored, source: PlanInput) -> Callable[[datetime], None]:
        def end(at: datetime) -> None:
            event = stored.event
            if history.fell_through(event):
                self._tell()
                act = Act(event.uid, SYSTEM, event.start, reason="person_busy")
                alter(self.session, stored, act, "cancelled", {"status": "cancelled"})
                return
            charges = charging.charges_of(source, event)
            self._ended.append(Ended(stored, tuple(charges), at))
            if event.matters:
                self._consult(event.matters, at)

        return end

    def _consult(self, keys: Sequence[str], at: datetime) -> None:
        self._tell()
        matters.consulted(self.session, keys, by=SYSTEM, now=at)
        for sample, key in self._keys.items():
            if key in keys:
                step = resolution(sample, at, self.calendar)
                self._put(step.at, self._stepping(sample, step))

    def _tell(self) -> None:
        """Let the ledgers hear of all that happened, before anything else does."""
        self._take_up()
        self.recording.tell()

    def _take_up(self) -> None:
        self.recording.end(self._ended)
        self._ended.clear()
        for source, done in self._visited.values():
            self.recording.visit(done, source)
        self._visited.clear()

    def _stepping(self, sample: SampleMatter, step: SampleStep) -> Callable[[datetime], None]:
        def take(at: datetime) -> None:
            self._tell()
            if step.step is Step.RAISE:
                new = NewMatter(
                    sample.alliance,
                    sample.title,
                    sample.category,
                    sample.raised_by,
                    major=sample.major,
                )
                raised = matters.raise_in(self.session, new, by=SYSTEM, now=at)
                self._keys[sample] = raised.key
                return
            department = sample.department if step.step is Step.DISPATCH else ""
            taking = Taking(step.step, department=department, method=step.method)
            matters.take_in(self.session, self._keys[sample], taking, by=SYSTEM, now=at)

        return take
