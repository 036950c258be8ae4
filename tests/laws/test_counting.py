"""Laws 13 and 16: what counts for which promise, and the figures read from it."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import Event, EventStatus
from scheduler.rules.expand import demand
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.credit import credit, shares_of
from scheduler.rules.judging.standing import standings
from scheduler.rules.judging.tags import tag_counts
from scheduler.rules.planning.diff import applied
from scheduler.rules.units import DemandUnit
from tests.laws.registry import FEW, on_each_type
from tests.laws.worlds import CASES, END, LIVED, START
from tests.rules.strategies import Case

_COUNTED = (EventStatus.HELD, EventStatus.PUBLISHED)


@st.composite
def _crowded(draw: st.DrawFn, case: Case) -> PlanInput:
    """More events than were planned: made by hand beside those there are, or a second time."""
    events = list(case.source.events)
    for number in range(draw(st.integers(0, 6)) if events else 0):
        like = draw(st.sampled_from(events))
        shift = timedelta(days=draw(st.sampled_from((0, 0, 1, 40))))
        again = replace(
            like, uid=f"e-more-{number}", start=like.start + shift, end=like.end + shift
        )
        unit = draw(st.sampled_from((None, None, like.unit)))
        status = draw(st.sampled_from(_COUNTED))
        events.append(replace(again, unit=unit, attempt=2, status=status))
    return replace(case.source, events=tuple(events))


@on_each_type(13)
@FEW
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_law_13_credit_is_free_of_the_order_of_entry(
    kind: str, data: st.DataObject, chance: random.Random
) -> None:
    source = data.draw(_crowded(data.draw(LIVED[kind])))
    units, shares = demand(source), shares_of(source.rules)
    mixed_units = chance.sample(units, len(units))
    mixed_events = chance.sample(source.events, len(source.events))
    mixed = credit(mixed_units, mixed_events, shares)
    assert repr(mixed) == repr(credit(units, source.events, shares))


@on_each_type(13)
@FEW
@given(data=st.data())
def test_law_13_an_event_counts_once_in_a_promise_and_in_several_only_where_they_share(
    kind: str, data: st.DataObject
) -> None:
    source = data.draw(_crowded(data.draw(LIVED[kind])))
    units = {unit.key: unit for unit in demand(source)}
    found = credit(units.values(), source.events, shares_of(source.rules))
    events = {event.uid: event for event in source.events}
    served: dict[str, list[DemandUnit]] = {}
    for key, each in found.items():
        event = events[each.uid]
        assert (event.status in _COUNTED, each.day) == (True, event.day())
        assert units[key].start <= each.day < units[key].grace_end
        served.setdefault(each.uid, []).append(units[key])
    for together in served.values():
        places = Counter(unit.chain for unit in together if not unit.matters)
        assert set(places.values()) <= {1}
        rules = {unit.key.rule for unit in together if not unit.matters}
        riding = {unit.with_rule for unit in together}
        assert len(rules) <= 1 or rules & riding or _shared(source, rules)


@on_each_type(13)
@FEW
@given(data=st.data())
def test_law_13_what_a_plan_lets_ride_on_an_event_is_credited_with_it(
    kind: str, data: st.DataObject
) -> None:
    case = data.draw(LIVED[kind])
    plan = case.plan()
    after = applied(case.source, plan)
    found = credit(demand(after), after.events, shares_of(after.rules))
    riding = {also.unit: each.uid for each in plan.placements for also in each.also}
    assert len(riding) == sum(len(each.also) for each in plan.placements)
    assert riding.keys().isdisjoint(each.unit for each in plan.placements)
    assert {key: found[key].uid for key in riding} == riding


def _shared(source: PlanInput, rules: set[str]) -> bool:
    return any(rules <= listed for lists in shares_of(source.rules).values() for listed in lists)


@st.composite
def _recorded(draw: st.DrawFn, published: Case) -> Case:
    """Some days on: what has passed was held or cancelled, or nobody recorded it."""
    today = START + timedelta(days=draw(st.integers(0, (END - START).days)))
    events = []
    for event in published.source.events:
        fate = draw(st.sampled_from((EventStatus.HELD, *EventStatus)))
        past = event.day() <= today
        events.append(replace(event, status=fate) if past else event)
    return published.changed(events=tuple(events), today=today)


@on_each_type(16)
@FEW
@given(data=st.data())
def test_law_16_the_figures_of_each_promise_equal_a_recount(kind: str, data: st.DataObject) -> None:
    case = data.draw(_recorded(data.draw(CASES[kind]).published()))
    source = case.source
    year = replace(source, start=date(2026, 1, 1), end=date(2027, 1, 1))
    units = [unit for unit in demand(year) if _is_of_the_year(unit)]
    for standing in standings(source, 2026, source.today):
        own = [
            unit for unit in units if (unit.key.rule, unit.owner) == (standing.rule, standing.owner)
        ]
        assert standing.due - standing.carried == len(own)
        if any(unit.with_rule for unit in own):
            continue  # it counts the events of another rule
        counts = Counter(_status(source, unit) for unit in own)
        assert (standing.held, standing.planned) == (
            counts[EventStatus.HELD],
            counts[EventStatus.PUBLISHED],
        )
        lacking = [unit for unit in own if _is_lacking(source, unit)]
        assert sorted(unit.key for unit in standing.missing) == sorted(u.key for u in lacking)
        last = min((unit.end for unit in lacking), default=None)
        assert standing.until == (last and last - timedelta(days=1))


def _is_of_the_year(unit: DemandUnit) -> bool:
    new_year, next_year = date(2026, 1, 1), date(2027, 1, 1)
    if unit.anchor_day is not None:
        return new_year <= unit.anchor_day < next_year
    whole = unit.start <= new_year and unit.end > next_year
    return whole or new_year < unit.end <= next_year


def _event(source: PlanInput, unit: DemandUnit) -> Event | None:
    """Find the event of a unit; nothing is moved by hand here, so that it lies in the window."""
    found = [
        event for event in source.events if event.unit == unit.key and event.status in _COUNTED
    ]
    return found[0] if found else None


def _status(source: PlanInput, unit: DemandUnit) -> EventStatus | None:
    event = _event(source, unit)
    return None if event is None else event.status


def _is_lacking(source: PlanInput, unit: DemandUnit) -> bool:
    status = _status(source, unit)
    over = source.today >= unit.grace_end
    return status is None or (status is EventStatus.PUBLISHED and over)


@on_each_type(16)
@FEW
@given(data=st.data())
def test_law_16_the_events_under_each_tag_equal_a_recount(kind: str, data: st.DataObject) -> None:
    source = data.draw(_recorded(data.draw(CASES[kind]).published())).source
    held = [event for event in source.events if event.status is EventStatus.HELD]
    found = credit(demand(source), source.events, shares_of(source.rules))
    expected = {
        (rule.owner, tag): sum(
            1 for event in held if event.unit is not None and event.unit.rule in listed
        )
        for rule in source.rules
        if rule.type == "credit"
        for tags in [rule.data.get("tags")]
        if isinstance(tags, dict)
        for tag, listed in tags.items()
    }
    assert tag_counts(source.rules, found) == expected
