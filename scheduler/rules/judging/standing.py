"""Traffic lights: where each promise of a year stands on a given day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.visit import Visit
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.closing import counted_once, left_to_next
from scheduler.rules.judging.credit import Credit, CreditState, credit, shares_of, still_owed
from scheduler.rules.kinds import rule_type
from scheduler.rules.language.lists import participants
from scheduler.rules.language.making import within
from scheduler.rules.language.naming import listed_as, names_of
from scheduler.rules.model import Rule
from scheduler.rules.units import LISTED, DemandUnit, Output

NOTICE_DAYS = 14
"""The days that arranging one event takes: with fewer left, an unscheduled one is late."""

_DAY = timedelta(days=1)


class Light(StrEnum):
    """The state of a promise, the worst first."""

    LATE = "late"
    TO_ARRANGE = "to_arrange"
    SET = "set"
    KEPT = "kept"
    NA = "na"


_ORDER = tuple(Light)


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign in a month of the year: an event, or (without uid) what is missing by that day.

    ``note`` is the second line: what is covered, or the host, or the theme. ``times`` is how many
    visits or items of the month the sign stands for, whether or not any was still wanted; the day
    is that of the last.
    """

    day: date
    uid: str
    state: Light
    note: str = ""
    note_en: str = ""
    tentative: bool = False
    times: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one rule stands in one year.

    ``due`` units are wanted, ``held`` and ``planned`` of them have an event, ``missing`` do not;
    ``overdue`` of which are late; ``until`` is the last day of the earliest missing one. What the
    year left to the next one is ``carried``: due, and missing no more. ``cells`` holds the signs by
    month. ``output`` tells a due list from what has dates.
    """

    rule: str
    owner: str
    name: str
    name_en: str
    state: Light
    held: int
    planned: int
    due: int
    missing: tuple[DemandUnit, ...] = ()
    overdue: int = 0
    until: date | None = None
    cells: Mapping[int, tuple[Mark, ...]] = field(default_factory=dict)
    output: Output = Output.MEETING
    carried: int = 0


def standings(
    source: PlanInput, year: int, today: date, visits: Iterable[Visit] = ()
) -> tuple[Standing, ...]:
    """Judge every promise in which the targets take part: late, to arrange, set, kept, then n/a.

    The span and the day of ``source`` are not read; its events, and the visits, must cover the
    year and the periods that its rules count.
    """
    span = (date(year, 1, 1), date(year + 1, 1, 1))
    source, made = replace(source, today=today, start=span[0], end=span[1]), tuple(visits)
    expanded = [
        (rule, make(rule, source))
        for rule in source.rules
        if (make := rule_type(rule).units) is not None and _is_judged(rule, source)
    ]
    credited = credit(
        (unit for _, units in expanded for unit in units),
        source.events,
        shares_of(source.rules),
        made,
    )
    year_of = _Year(source, year, credited, made)
    found = [
        year_of.standing(
            rule,
            [
                unit
                for unit in still_owed(units, credited, today)
                if str(unit.key) not in source.waived and _falls_in(unit, span)
            ],
            [unit for unit in left_to_next(rule, source) if _falls_in(unit, span)],
        )
        for rule, units in expanded
    ]
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.state), each.owner, each.rule)))


def light(units: Sequence[DemandUnit], credited: Mapping[UnitKey, Credit], today: date) -> Light:
    """Give the light of units that share one window.

    Kept when all are held; set when the others have a date and their time is not over; to arrange
    while fourteen days are left for each unscheduled one. Matters, and promises too many for
    their window, need half the window instead: else they would be late from the first day.
    """
    states = [credited[unit.key].state if unit.key in credited else None for unit in units]
    if states.count(CreditState.HELD) == len(states):
        return Light.KEPT
    first, unscheduled = units[0], states.count(None)
    if today >= first.grace_end:
        return Light.LATE
    if unscheduled == 0:
        return Light.SET
    notice, length = NOTICE_DAYS * unscheduled, (first.end - first.start).days
    if first.matters or NOTICE_DAYS * len(units) > length:
        notice = unscheduled * length // (2 * len(units))
    return Light.TO_ARRANGE if (first.end - _DAY - today).days >= notice else Light.LATE


def _is_judged(rule: Rule, source: PlanInput) -> bool:
    """Tell whether a target takes part in the rule, it stands in the span, and it counts events."""
    concerned = rule.owner in source.targets or bool(
        set(participants(rule, source)) & set(source.targets)
    )
    stands = within(source.start, source.end, rule.promised) is not None
    return concerned and stands and "steps" not in rule.data


def _falls_in(unit: DemandUnit, span: tuple[date, date]) -> bool:
    """Tell whether the unit belongs to the year: it ends there, or its period spans it."""
    start, end = span
    first, last = unit.reckoned
    return start < last <= end or (first <= start and last > end)


def _shown_on(unit: DemandUnit) -> date:
    """Give the last day of a unit without an event, but of an anchor none of another month."""
    last, (day, _) = unit.end - _DAY, unit.reckoned
    if unit.anchor_day is None or (last.year, last.month) == (day.year, day.month):
        return last
    return day


@dataclass(frozen=True, slots=True)
class _Year:
    """The records of one year from which standings are read."""

    source: PlanInput
    year: int
    credited: Mapping[UnitKey, Credit]
    visits: tuple[Visit, ...]

    def standing(self, rule: Rule, units: list[DemandUnit], left: list[DemandUnit]) -> Standing:
        """Judge one rule by its units of the year, and by what its periods left to the next."""
        carried = counted_once(units, left)
        lights = self._lights(units) | {unit.key: Light.LATE for unit in carried}
        missing = tuple(unit for unit in units if self._is_missing(unit))
        listed = listed_as(rule, self.source.names)
        states = [self.credited[unit.key].state for unit in units if unit.key in self.credited]
        return Standing(
            rule=rule.key,
            owner=rule.owner,
            name=listed.name,
            name_en=listed.name_en or listed.name,
            state=min(lights.values(), key=_ORDER.index, default=Light.NA),
            held=states.count(CreditState.HELD),
            planned=states.count(CreditState.PLANNED),
            due=len(units) + len(carried),
            missing=missing,
            overdue=sum(lights[unit.key] is Light.LATE for unit in missing),
            until=min((unit.end - _DAY for unit in missing), default=None),
            cells=self._cells(rule, [*units, *carried], lights),
            output=next((unit.output for unit in (*units, *carried)), Output.MEETING),
            carried=len(carried),
        )

    def _lights(self, units: list[DemandUnit]) -> dict[UnitKey, Light]:
        """Give each unit the light of the window that it shares with others."""
        windows: dict[tuple[date, date, date], list[DemandUnit]] = {}
        for unit in units:
            windows.setdefault((unit.start, unit.end, unit.grace_end), []).append(unit)
        return {
            unit.key: state
            for group in windows.values()
            for state in [light(group, self.credited, self.source.today)]
            for unit in group
        }

    def _is_missing(self, unit: DemandUnit) -> bool:
        held = self.credited.get(unit.key)
        if held is None:
            return True
        return held.state is CreditState.PLANNED and self.source.today >= unit.grace_end

    def _cells(
        self, rule: Rule, units: list[DemandUnit], lights: Mapping[UnitKey, Light]
    ) -> dict[int, tuple[Mark, ...]]:
        events = {event.uid: event for event in self.source.events}
        marks: set[Mark] = set()
        for unit in units:
            found = self.credited.get(unit.key)
            if found is not None and found.uid in events:
                marks.add(self._mark(events[found.uid], unit))
            elif unit.output not in LISTED:
                note = self._covers(unit)
                marks.add(Mark(_shown_on(unit), "", lights[unit.key], *note))
        marks |= self._beyond(rule, units) | self._done(rule)
        months: dict[int, tuple[Mark, ...]] = {}
        for mark in sorted(marks, key=lambda each: (each.day, each.uid, each.note)):
            if mark.day.year == self.year:
                months[mark.day.month] = (*months.get(mark.day.month, ()), mark)
        return months

    def _beyond(self, rule: Rule, units: Iterable[DemandUnit]) -> set[Mark]:
        """Give the rule's own events that none of the units needs, such as an eleventh of ten.

        Also those that count for another year than that in which they lie.
        """
        mine, place = {unit.key for unit in units}, (rule.key, rule.scope)
        needed = {
            found.uid
            for key, found in self.credited.items()
            if key in mine or (key.rule, key.scope) != place
        }
        return {
            self._mark(event, None)
            for event in self.source.events
            if event.unit
            and (event.unit.rule, event.unit.scope) == place
            and event.uid not in needed
            and event.status in {EventStatus.PUBLISHED, EventStatus.HELD}
        }

    def _done(self, rule: Rule) -> set[Mark]:
        """Give one sign for each month in which visits were made or items done."""
        place = (rule.owner, rule.key)
        days = [each.day for each in self.visits if (each.alliance, each.rule) == place]
        months = Counter((day.year, day.month) for day in days)
        return {
            Mark(
                max(day for day in days if (day.year, day.month) == month),
                "",
                Light.KEPT,
                times=times,
            )
            for month, times in months.items()
        }

    def _mark(self, event: Event, unit: DemandUnit | None) -> Mark:
        state = Light.KEPT if event.status is EventStatus.HELD else Light.SET
        note = self._covers(unit) if unit else ("", "")
        if note == ("", ""):
            note = names_of(self.source, event.host or event.theme or "")
        return Mark(event.day(), event.uid, state, *note, tentative=event.tentative)

    def _covers(self, unit: DemandUnit) -> tuple[str, str]:
        """Name the matters of a trigger, else the cell of a coverage."""
        names = [names_of(self.source, value) for value in unit.matters or unit.key.cell.split("|")]
        return "、".join(name for name, _ in names), ", ".join(name for _, name in names)
