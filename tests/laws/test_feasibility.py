"""Laws 3, 11, 12 and 15: what the dates of a plan keep."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import EventStatus, UnitKey
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Venue
from scheduler.rules.calendar.periods import Period, parse_key
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.plan import Plan
from scheduler.rules.units import DayPolicy, DemandUnit, Output
from tests.laws.registry import FEW, on_each_type
from tests.laws.worlds import CASES, LIVED
from tests.rules.checker import violations
from tests.rules.strategies import Case

_BAND = timedelta(days=5)
_STATUTORY = (
    *(date(2026, 1, 1), date(2026, 4, 5), date(2026, 5, 1), date(2026, 5, 2), date(2026, 6, 19)),
    *(date(2026, 9, 25), date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3), date(2027, 1, 1)),
)
"""The days that the law makes free from April 2026 to the new year, and the one before."""


@on_each_type(3)
@FEW
@given(data=st.data())
def test_law_03_a_first_plan_breaks_nothing(kind: str, data: st.DataObject) -> None:
    case = data.draw(CASES[kind])
    assert violations(case.source, case.units, case.plan()) == []


@on_each_type(3)
@FEW
@given(data=st.data())
def test_law_03_a_plan_over_a_published_one_breaks_nothing(kind: str, data: st.DataObject) -> None:
    case = data.draw(LIVED[kind])
    assert violations(case.source, case.units, case.plan()) == []


@on_each_type(11)
@FEW
@given(data=st.data())
def test_law_11_more_resources_or_fewer_constraints_leave_no_more_units_without_a_date(
    kind: str, data: st.DataObject
) -> None:
    case = data.draw(CASES[kind])
    plan = case.plan()
    freer = data.draw(_freer(case.published()))
    assert _required(freer.plan()) <= _required(plan)


@st.composite
def _freer(draw: st.DrawFn, case: Case) -> Case:
    """Take away absences, or one kind of what rules require; or build another place."""
    source = case.source
    left = source.blackouts[: draw(st.integers(0, len(source.blackouts)))]
    case = case.changed(blackouts=left)
    way = draw(st.sampled_from(("absences", "people", "places", "gaps", "more places")))
    if way == "more places":
        new = Venue("new", "样例新址", organisation="leader-2")
        return case.changed(venues={**source.venues, "new": new})
    if case.drawn is not None:
        return replace(case, drawn=tuple(_bare(way, unit) for unit in case.drawn))
    return case.changed(rules=tuple(_without(way, source.rules)))


def _bare(way: str, unit: DemandUnit) -> DemandUnit:
    if way == "people":
        return replace(unit, resources=())
    if way == "places":
        return replace(unit, venue=None)
    return replace(unit, gap_days=0) if way == "gaps" else unit


def _without(way: str, rules: Iterable[Rule]) -> Iterable[Rule]:
    for rule in rules:
        if way == "people" and rule.type == "staffing":
            continue
        if way == "places" and rule.type == "constraint" and "venue" in _hard(rule):
            continue
        drop = "gap_days" if way == "gaps" else ""
        yield replace(rule, data={key: rule.data[key] for key in rule.data if key != drop})


def _hard(rule: Rule) -> Mapping[str, object]:
    hard = rule.data.get("hard")
    return hard if isinstance(hard, Mapping) else {}


def _required(plan: Plan) -> int:
    return sum(missing.mandatory for missing in plan.unplaced)


@on_each_type(12)
@FEW
@given(data=st.data())
def test_law_12_held_planned_and_unplaced_reach_what_each_period_promises(
    kind: str, data: st.DataObject
) -> None:
    case = data.draw(LIVED[kind])
    source, plan = case.source, case.plan()
    found = {
        *(event.unit for event in source.events if event.status is EventStatus.HELD),
        *(placement.unit for placement in plan.placements),
        *(missing.unit for missing in plan.unplaced),
    }
    missing = [
        unit.key
        for unit in case.units
        if unit.key not in found
        and str(unit.key) not in source.waived
        and unit.with_rule is None
        and unit.end > source.start
        and _is_of_the_span(unit, source)
        and unit.output in (Output.MEETING, Output.DELIVERABLE)
    ]
    assert missing == []
    numbers = Counter((key.rule, key.scope, key.period) for key in found if key is not None)
    for rule in source.rules if case.drawn is None else ():
        if rule.type in ("quota", "coverage") and _is_planned(rule):
            waived = sum(text.startswith(f"{rule.key}/") for text in source.waived)
            for period in _whole(rule, source):
                place = (rule.key, rule.scope, period.key)
                assert numbers[place] >= _promised(rule) - waived


def _is_of_the_span(unit: DemandUnit, source: PlanInput) -> bool:
    """Leave out anchors that only reach into the span: the plan of their own period dates them."""
    if unit.anchor_day is None:
        return True
    period = parse_key(unit.key.period)
    return period.start < source.end and source.start < period.end


def _is_planned(rule: Rule) -> bool:
    """Tell whether all of the rule is dated, whoever takes part."""
    data = rule.data
    shown = data.get("output", "meeting") in ("meeting", "deliverable")
    other = {"with", "applies_if", "window"} & data.keys()
    return shown and data.get("plan", True) is True and not other


def _whole(rule: Rule, source: PlanInput) -> list[Period]:
    """List the periods of the span that the rule covers wholly and that are not over."""
    keys: set[str] = set()
    day = source.start
    while day < source.end:
        keys.update(_keys(str(rule.data["per"]), day))
        day += timedelta(days=1)
    since, until = rule.tenure.since or date.min, rule.tenure.until or date.max
    return [
        period
        for period in map(parse_key, sorted(keys))
        if since <= period.start and period.end <= until and period.end > source.today
    ]


def _keys(per: str, day: date) -> list[str]:
    """Name the civil period of a day, reckoned by hand."""
    month = f"{day.year}-{day.month:02}"
    if per == "ten_days":
        return [f"{month}-T{min((day.day + 9) // 10, 3)}"]
    names = {
        "month": month,
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "half_year": f"{day.year}-H{1 if day.month < 7 else 2}",
        "year": str(day.year),
    }
    return [names[per]] if per in names else []


def _promised(rule: Rule) -> int:
    """Give how many a whole period owes, where no value of an axis comes from a list."""
    axes = rule.data.get("axes")
    cells = prod(map(_length, axes.values())) if isinstance(axes, Mapping) else 1
    return int(str(rule.data["min"])) * cells


def _length(values: object) -> int:
    return len(values) if isinstance(values, list) else 0


@on_each_type(15)
@FEW
@given(data=st.data())
def test_law_15_dates_of_a_year_without_its_notice_keep_off_statutory_days(
    kind: str, data: st.DataObject
) -> None:
    case = data.draw(CASES[kind])
    plan, units = case.plan(), {unit.key: unit for unit in case.units}
    for placement in plan.placements:
        day = placement.start.astimezone(SHANGHAI).date()
        provisional = case.source.calendar.is_provisional(day)
        assert placement.tentative is provisional
        unit = units[placement.unit]
        due = unit.nominal is not None or unit.output is Output.DELIVERABLE
        seeking = due or unit.days is not DayPolicy.WORKDAY
        relaxed = placement.why_date["code"] == "guard_relaxed"
        if provisional and not seeking and not relaxed:
            assert [other for other in _STATUTORY if abs(other - day) <= _BAND] == []
        if relaxed:
            window = [unit.start + timedelta(days=count) for count in range(_days(case, unit.key))]
            coming = [each for each in window if each > case.source.today]
            free = [each for each in coming if case.source.calendar.is_workday(each)]
            assert all(any(abs(each - other) <= _BAND for other in _STATUTORY) for each in free)


def _days(case: Case, key: UnitKey) -> int:
    unit = next(unit for unit in case.units if unit.key == key)
    return (unit.end - unit.start).days
