"""Small random instances for the laws of planning."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.workdays import WorkdayCalendar, shipped_calendar
from scheduler.rules.expand import expand
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.plan import Plan
from scheduler.rules.planner import plan, plan_units
from scheduler.rules.planning.diff import applied
from scheduler.rules.units import DayPolicy, DemandUnit, Output

TODAY = date(2026, 4, 1)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = ("person:p", "person:q")
VENUES = (None, "hall", "base")
CLOCKS = (time(9, 30), time(14, 30), time(16, 45), time(22, 50))
CALENDARS = (shipped_calendar(), WorkdayCalendar())
"""The known year, and the same year before its notice is in."""


@dataclass(frozen=True, slots=True)
class Case:
    """An input, shown short; its units come from its rules unless they were drawn themselves."""

    source: PlanInput
    drawn: tuple[DemandUnit, ...] | None = None

    def __repr__(self) -> str:
        """Show what differs from case to case; the calendar alone fills pages."""
        source = self.source
        made = source.rules[-1:] if self.drawn is None else self.drawn
        shown = (source.today, source.events, source.blackouts, source.matters, source.waived, made)
        return f"Case{shown}, announced={bool(source.calendar.years)}"

    @property
    def units(self) -> tuple[DemandUnit, ...]:
        """Give the units that want a date."""
        return expand(self.source) if self.drawn is None else self.drawn

    def plan(self) -> Plan:
        """Plan the case."""
        return plan(self.source) if self.drawn is None else plan_units(self.source, self.drawn)

    def on(self, source: PlanInput) -> "Case":
        """Give the case on another input."""
        return replace(self, source=source)

    def changed(self, **fields: object) -> "Case":
        """Give the case with other fields of its input."""
        return self.on(replace(self.source, **fields))  # type: ignore[arg-type]  # fields by name

    def published(self) -> "Case":
        """Give the case with its plan applied."""
        return self.on(applied(self.source, self.plan()))


def source_of(
    units: Iterable[DemandUnit] = (),
    *,
    events: Iterable[Event] = (),
    today: date = TODAY,
    calendar: WorkdayCalendar = CALENDARS[0],
    freeze_days: int = 14,
) -> PlanInput:
    """An input for the owners of these units."""
    return PlanInput(
        today=today,
        start=date(2026, 1, 1),
        end=date(2027, 1, 1),
        targets=tuple(sorted({"a", *(unit.owner for unit in units)})),
        rules=(),
        calendar=calendar,
        kinds={},
        events=tuple(events),
        base={"a": 1},
        freeze_days=freeze_days,
    )


def unit_of(
    rule: str = "council",
    *,
    owner: str = "a",
    ordinal: int = 1,
    period: str = "2026-Q2",
    **fields: object,
) -> DemandUnit:
    """A unit of the second quarter unless told otherwise."""
    unit = DemandUnit(
        key=UnitKey(rule, f"body:{owner}", period, "", ordinal),
        owner=owner,
        alliances=(owner,),
        kind=rule,
        title="议事会",
        title_en="Council",
        start=date(2026, 4, 1),
        end=date(2026, 7, 1),
        grace_end=date(2026, 7, 1),
    )
    return replace(unit, **fields)  # type: ignore[arg-type]  # the fields of a unit by name


def event_of(
    unit: DemandUnit | None,
    day: date,
    *,
    uid: str = "e-x",
    owner: str = "a",
    clock: time = time(14, 30),
    minutes: int = 120,
    **fields: object,
) -> Event:
    """An event of the unit on a day, or one made by hand."""
    start = datetime.combine(day, clock, SHANGHAI)
    event = Event(
        uid=uid,
        owner=owner if unit is None else unit.owner,
        kind="council" if unit is None else unit.kind,
        title="议事会" if unit is None else unit.title,
        title_en="Council",
        start=start,
        end=start + timedelta(minutes=minutes),
        created_at=MADE,
        updated_at=MADE,
        alliances=(owner,) if unit is None else unit.alliances,
        unit=None if unit is None else unit.key,
        venue=None if unit is None else unit.venue,
    )
    return replace(event, **fields)  # type: ignore[arg-type]  # the fields of an event by name


@st.composite
def chains(draw: st.DrawFn, rule: str) -> list[DemandUnit]:
    """The units of one rule of one alliance."""
    owner = draw(st.sampled_from("ab"))
    start = date(2026, 3, 20) + timedelta(days=draw(st.integers(0, 30)))
    length = draw(st.integers(1, 40))
    grace = draw(st.sampled_from((0, 0, 10)))
    nominal = draw(st.sampled_from((None, None, start + timedelta(days=length // 2))))
    model = unit_of(
        rule,
        owner=owner,
        period="2026-Q2",
        alliances=draw(st.sampled_from(((owner,), (owner,), ("a", "b")))),
        start=start,
        end=start + timedelta(days=length),
        grace_end=start + timedelta(days=length + grace),
        gap_days=draw(st.sampled_from((0, 2, 7))),
        resources=tuple(draw(st.sets(st.sampled_from(PEOPLE)))),
        venue=draw(st.sampled_from(VENUES)),
        clock=draw(st.sampled_from(CLOCKS)),
        minutes=draw(st.sampled_from((60, 120))),
        span_days=draw(st.sampled_from((1, 1, 1, 2, 6))),
        days=draw(st.sampled_from((DayPolicy.WORKDAY, DayPolicy.WORKDAY, *DayPolicy))),
        mandatory=draw(st.booleans()),
        prefer=draw(st.sampled_from((frozenset[int](), frozenset({1, 2})))),
        nominal=nominal,
        output=draw(st.sampled_from((Output.MEETING, Output.MEETING, Output.DELIVERABLE))),
    )
    count = draw(st.integers(1, 4))
    return [
        replace(model, key=replace(model.key, ordinal=ordinal)) for ordinal in range(1, count + 1)
    ]


@st.composite
def demands(draw: st.DrawFn) -> list[DemandUnit]:
    """Units of up to four rules of two alliances that share people and places."""
    rules = draw(st.lists(st.sampled_from("rstu"), min_size=1, max_size=4, unique=True))
    units = [unit for rule in sorted(rules) for unit in draw(chains(rule))]
    if draw(st.booleans()):
        units[-1] = replace(units[-1], with_rule=units[0].key.rule)
    return units


@st.composite
def blackouts(draw: st.DrawFn) -> Blackout:
    """An absence of a person, a place or an alliance."""
    start = TODAY + timedelta(days=draw(st.integers(-5, 40)))
    resource = draw(st.sampled_from((*PEOPLE, "venue:hall", "body:a")))
    return Blackout(resource, start, start + timedelta(days=draw(st.integers(1, 10))))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case in which nothing of the units is published yet."""
    units = draw(demands())
    source = source_of(units, calendar=draw(st.sampled_from(CALENDARS)), freeze_days=3)
    day = TODAY + timedelta(days=draw(st.integers(-3, 30)))
    hand_made = event_of(None, day, uid="e-hand", venue="hall")
    source = replace(
        source,
        blackouts=tuple(draw(st.lists(blackouts(), max_size=2))),
        events=draw(st.sampled_from(((), (hand_made,)))),
    )
    return Case(source, tuple(units))


@st.composite
def lived(draw: st.DrawFn, unpublished: st.SearchStrategy[Case]) -> Case:
    """A published plan, and what may happen until it is planned again."""
    case = draw(unpublished).published()
    source = case.source
    today = source.today + timedelta(days=draw(st.sampled_from((0, 1, 4, 12, 30))))
    events = [draw(_lived(event, today)) for event in source.events]
    if draw(st.booleans()):
        events += _intruders(draw(st.sampled_from(events))) if events else []
    more = draw(st.lists(blackouts(), max_size=3))
    given_up = case.units[: draw(st.sampled_from((0, 0, 0, 0, 1)))]
    if case.drawn is not None:
        case = replace(case, drawn=draw(_edited(case.drawn)))
    elif draw(st.booleans()):
        given_back = draw(st.sampled_from([rule.key for rule in source.rules if rule.owner == "a"]))
        case = case.changed(
            rules=tuple(
                rule for rule in source.rules if rule.key != given_back or rule is source.rules[-1]
            )
        )
    return case.changed(
        today=today,
        events=tuple(events),
        blackouts=(*source.blackouts, *more),
        waived=frozenset(str(unit.key) for unit in given_up),
    )


@st.composite
def _edited(draw: st.DrawFn, units: tuple[DemandUnit, ...]) -> tuple[DemandUnit, ...]:
    """Drop a few units and put one at another time of day."""
    left = [unit for unit in units if draw(st.integers(0, 9))]
    another_time = draw(st.booleans())
    if left and another_time:
        left[0] = replace(left[0], clock=time(10, 0))
    return tuple(left)


def _intruders(event: Event) -> list[Event]:
    """Make an event by hand where another one lies, an hour later."""
    later = timedelta(hours=1)
    return [
        replace(
            event,
            uid="e-later",
            unit=None,
            status=EventStatus.PUBLISHED,
            start=event.start + later,
            end=event.end + later,
        )
    ]


@st.composite
def _lived(draw: st.DrawFn, event: Event, today: date) -> Event:
    """What became of one event: held if past, pinned, cancelled, or left alone."""
    fate = draw(st.integers(0, 9))
    if event.status is not EventStatus.PUBLISHED:
        return event
    if event.day() < today and fate < 7:
        return replace(event, status=EventStatus.HELD)
    if fate == 7:
        return replace(event, status=EventStatus.CANCELLED)
    if fate == 8:
        moved = timedelta(days=draw(st.integers(0, 3)))
        return replace(event, pinned=True, start=event.start + moved, end=event.end + moved)
    return event
