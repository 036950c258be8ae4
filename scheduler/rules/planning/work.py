"""The placing of one plan: which units go to the search, and what becomes of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.activity import Event, Explanation, UnitKey
from scheduler.rules.explain import explained
from scheduler.rules.inputs import PlanInput, is_fixed
from scheduler.rules.language.naming import of_scope
from scheduler.rules.placing.board import Board
from scheduler.rules.placing.search import place
from scheduler.rules.placing.wanted import Wanted
from scheduler.rules.placing.why import absences, causes, relaxation, why_date, why_not
from scheduler.rules.plan import Unplaced
from scheduler.rules.planning.drafting import drafted, due_cause, due_day, kept_reason, mirrored
from scheduler.rules.planning.ground import Ground
from scheduler.rules.planning.published import Published, unit_claim
from scheduler.rules.planning.riding import (
    Ride,
    Settlements,
    carried_by,
    held_rides,
    riders,
    riding_elsewhere,
    with_left_over,
)
from scheduler.rules.turns.rotas import Draft
from scheduler.rules.units import DemandUnit, Output, uid_of


class Work:
    """Collects the dates of one plan; call ``take`` once, then ``drafts`` once.

    ``lost`` are the events that found no other date, ``causes`` tells why each event leaves its
    own; ``bound`` counts the moves that no plan could avoid, and ``forced`` names those events.
    """

    def __init__(self, source: PlanInput, published: Published, ground: Ground) -> None:
        """Start with what is published."""
        self.fixed: list[tuple[Event, DemandUnit]] = []
        self.taken = Board()
        self.lost: list[Event] = []
        self.causes: dict[str, Explanation] = {}
        self.forced: set[str] = set()
        self.unplaced: list[Unplaced] = []
        self.bound = 0
        self._source = source
        self._published = published
        self._ground = ground
        self._placed: list[tuple[Wanted, int]] = []
        self._missing: list[Wanted] = []
        self._due: list[Draft] = []
        self._riding: dict[str, list[DemandUnit]] = {}
        self._asked: frozenset[UnitKey] = frozenset()

    def take(self, wishes: Sequence[DemandUnit]) -> None:
        """Give every unit a date that can have one; those that go with others come last."""
        meetings, sharing = [], []
        self._asked = frozenset(wish.key for wish in wishes)
        settlements = Settlements(self._source.events)
        for wish in wishes:
            event = self._published.live.get(wish.key)
            unit = _at_its_place(wish, event)
            if unit.key in self._published.held:
                continue
            if event is not None and is_fixed(event, self._source):
                self.fixed.append((event, unit))
            elif unit.output is Output.DELIVERABLE:
                self._take_due(unit, event)
            elif unit.with_rule is not None and event is None:
                sharing.append(unit)
            elif event is not None or not settlements.fulfil(unit):
                meetings.append(unit)
        self._place(meetings)
        self._ride(sharing)

    def drafts(self) -> list[Draft]:
        """Give the placements, each with the reason of its day and what rides on it."""
        calendar = self._source.calendar
        fixed = [mirrored(unit, event, calendar) for event, unit in self.fixed]
        free = [*self._due, *(self._draft(item, day) for item, day in self._placed)]
        for item in self._missing:
            self._give_up(item)
        drafts = (
            replace(draft, riders=tuple(self._riding.get(draft.placement.uid, ())), stays=stays)
            for stays, drafts in ((True, fixed), (False, free))
            for draft in drafts
        )
        return [with_left_over(draft, self._asked, self._source) for draft in drafts]

    def _ride(self, units: Sequence[DemandUnit]) -> None:
        """Let units go with events of the rule that they name; what finds none gets its own."""
        elsewhere = riding_elsewhere(self._published)
        units = [unit for unit in units if not _lies_in(unit, elsewhere.get(unit.key))]
        carried = riders(units, self._rides())
        alone = []
        for unit in units:
            if unit.key in carried:
                self._riding.setdefault(carried[unit.key], []).append(unit)
            else:
                alone.append(unit)
        self._place(alone)

    def _place(self, units: Sequence[DemandUnit]) -> None:
        items = [self._wanted(unit) for unit in units]
        outcome = place(items, self._ground.frozen_until)
        self.bound += outcome.bound
        self.forced |= outcome.forced
        for item in items:
            day = outcome.days.get(item.uid)
            if day is None:
                self._missing.append(item)
            else:
                self._placed.append((item, day))
                self.taken.put(item.claim, day)

    def _wanted(self, unit: DemandUnit) -> Wanted:
        event = self._published.live.get(unit.key)
        if event is None:
            return self._ground.wanted(unit, unit_claim(unit, uid_of(unit.key)), None, self.taken)
        home = None if _promised_anew(unit, event) else self._ground.days.index(event.day())
        return self._ground.wanted(unit, unit_claim(unit, event.uid), home, self.taken)

    def _attempt(self, unit: DemandUnit) -> int:
        return self._published.attempts.get(unit.key, 1)

    def _rides(self) -> list[Ride]:
        rides = held_rides(self._source.events)
        rides += [
            Ride(event.day(), event.uid, unit.key.rule, unit.owner, carried_by(event))
            for event, unit in self.fixed
        ]
        for item, day in self._placed:
            key, event = item.unit.key, self._published.live.get(item.unit.key)
            uid = item.uid if event else uid_of(key, self._attempt(item.unit))
            on, owner = self._ground.days.day(day), item.unit.owner
            rides.append(Ride(on, uid, key.rule, owner, carried_by(event)))
        return rides

    def _take_due(self, unit: DemandUnit, event: Event | None) -> None:
        """Put a deliverable on its due date; a published one follows the date."""
        day = due_day(unit, self._source.calendar, self._source.today)
        attempt = self._attempt(unit)
        if day is not None:
            if event is not None and event.day() == day:
                why = kept_reason(event)
            else:
                why = explained("date_due", day=day.isoformat(), period=unit.key.period)
            draft = drafted(unit, day, self._source.calendar, attempt=attempt, event=event, why=why)
            self._due.append(draft)
            self._note_time(draft)
            return
        self.unplaced.append(self._unplaced(unit, {"period_over": 1}, {}))
        if event is not None:
            self._lose(event, explained("period_over", day=event.day().isoformat()))

    def _draft(self, item: Wanted, day: int) -> Draft:
        """Explain and draft a placed unit, seen with everything else in its place."""
        unit, days = item.unit, self._ground.days
        event = self._published.live.get(unit.key)
        boards = (self._ground.fixed, self.taken)
        self.taken.take(item.claim, day)
        if event is not None and item.home == day and not self._settled(event):
            why = kept_reason(event)
        else:
            why = why_date(item, day, boards, days)
        if event is not None and event.day() != days.day(day):
            self.causes[item.uid] = self._cause(item)
        self.taken.put(item.claim, day)
        attempt = self._attempt(unit)
        draft = drafted(
            unit, days.day(day), self._source.calendar, attempt=attempt, event=event, why=why
        )
        self._note_time(draft)
        return draft

    def _settled(self, event: Event) -> bool:
        """Tell whether a notice has made a day firm that was chosen without it."""
        return event.tentative and not self._source.calendar.is_provisional(event.day())

    def _cause(self, item: Wanted) -> Explanation:
        """Tell why a published unit leaves its day; for a new day of its rule it has to."""
        days = self._ground.days
        if item.home is None:
            self.bound += 1
            self.forced.add(item.uid)
            return explained("rule_changed")
        if item.uid in self.forced:
            return why_not(item, item.home, (self._ground.fixed, self.taken), days)
        return explained("made_room", day=days.day(item.home).isoformat())

    def _note_time(self, draft: Draft) -> None:
        """Count a date that the rule itself changes: another time of day, another due date."""
        event, placement = draft.event, draft.placement
        if event is None or event.uid in self.causes:
            return
        if (event.start, event.end) != (placement.start, placement.end):
            self.bound += 1
            self.forced.add(event.uid)
            if draft.unit.output is Output.DELIVERABLE:
                self.causes[event.uid] = due_cause(draft.unit, event, self._source)

    def _give_up(self, item: Wanted) -> None:
        boards = (self._ground.fixed, self.taken)
        longer = self._ground.longer(item.unit)
        relaxed = relaxation(item, longer, boards, self._ground.days)
        missing = self._unplaced(item.unit, dict(causes(item, boards)), relaxed)
        self.unplaced.append(replace(missing, away=absences(item, boards)))
        event = self._published.live.get(item.unit.key)
        if event is not None:
            self._lose(event, self._cause(item))

    def _unplaced(self, unit: DemandUnit, counts: dict[str, int], relaxed: Explanation) -> Unplaced:
        named = of_scope((unit.title, unit.title_en), unit.key.scope, self._source.names)
        return Unplaced(unit.key, unit.owner, named[0], counts, relaxed, unit.mandatory, named[1])

    def _lose(self, event: Event, cause: Explanation) -> None:
        self.causes[event.uid] = cause
        self.lost.append(event)


def _lies_in(unit: DemandUnit, day: date | None) -> bool:
    """Tell whether a day lies in the window of a unit."""
    return day is not None and unit.start <= day < unit.end


def _promised_anew(unit: DemandUnit, event: Event) -> bool:
    """Tell whether the rule now names another day than that for which the event was published."""
    told = event.why_date.get("fields")
    if unit.nominal is None or not isinstance(told, Mapping):
        return False
    return str(told.get("nominal", unit.nominal)) != str(unit.nominal)


def _at_its_place(unit: DemandUnit, event: Event | None) -> DemandUnit:
    """Keep the place that people agreed on, where the rules name none."""
    if event is None or event.venue is None or unit.venue is not None:
        return unit
    return replace(unit, venue=event.venue)
