"""What a plan stands on: its span of days, absences, bookings and places among equals."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import Event, EventStatus
from scheduler.rules.inputs import Blackout
from scheduler.rules.placing.board import Board
from scheduler.rules.placing.wanted import domain_of, score_of
from scheduler.rules.planning.ground import Ground, ground_of
from scheduler.rules.planning.published import unit_claim
from scheduler.rules.units import DemandUnit
from tests.rules.strategies import TODAY, event_of, source_of, unit_of

UNIT = unit_of(resources=("person:p",), grace_end=date(2026, 7, 21))
FAR = date(2026, 6, 3)


def laid(
    *units: DemandUnit,
    bookings: tuple[Event, ...] = (),
    away: tuple[Blackout, ...] = (),
    known: tuple[DemandUnit, ...] = (),
) -> Ground:
    """The ground of units over bookings and absences."""
    source = replace(source_of(units), blackouts=away)
    return ground_of(source, units, bookings, {unit.key: unit for unit in known})


def test_the_days_reach_from_the_first_window_or_today_to_two_months_after_the_last() -> None:
    early = replace(UNIT, start=date(2026, 3, 2))
    ground = laid(UNIT, early)
    assert (ground.days.index(date(2026, 3, 2)), ground.today, ground.frozen_until) == (0, 30, 44)
    last = ground.days.index(date(2026, 7, 21) + timedelta(days=62))
    assert sum(ground.days.weekdays) == (1 << (last + 1)) - 1
    bare = laid()
    assert (bare.today, bare.days.day(0), sum(bare.days.weekdays)) == (0, TODAY, (1 << 63) - 1)
    later = laid(replace(UNIT, start=FAR, end=date(2026, 8, 1)))
    assert later.today == 0
    assert sum(later.days.weekdays).bit_length() == (date(2026, 8, 1) - TODAY).days + 63


def test_absences_of_one_resource_add_up() -> None:
    away = tuple(
        Blackout(resource, TODAY + timedelta(days=first), TODAY + timedelta(days=after))
        for resource, first, after in (("person:p", 1, 3), ("body:a", 0, 1), ("person:p", 5, 6))
    )
    assert laid(UNIT, away=away).away == {"person:p": 0b100110, "body:a": 0b1}


def test_bookings_take_the_people_of_their_units_and_keep_their_chains_apart() -> None:
    held = event_of(UNIT, FAR, status=EventStatus.HELD)
    other = unit_of("exchange", owner="b", resources=("person:p",))
    claim = unit_claim(other, "e-y")
    day = (FAR - TODAY).days
    known, unknown = laid(UNIT, bookings=(held,), known=(UNIT,)), laid(UNIT, bookings=(held,))
    assert (known.fixed.busy(claim), unknown.fixed.busy(claim)) == (1 << day, 0)
    second = replace(UNIT, key=replace(UNIT.key, ordinal=2), gap_days=3)
    assert known.fixed.others(unit_claim(second, "e-2")) == [day]


def test_a_unit_is_free_where_nothing_booked_or_placed_before_is_in_its_way() -> None:
    unit = replace(UNIT, gap_days=3, venue="hall")
    held = event_of(None, FAR, uid="e-held", owner="b", venue="hall")
    ground = laid(unit, bookings=(held,))
    taken = Board()
    placed = replace(unit, key=replace(unit.key, ordinal=2))
    taken.put(unit_claim(placed, "e-2"), (FAR - TODAY).days + 9)
    item = ground.wanted(unit, unit_claim(unit, "e-x"), 7, taken)
    domain = domain_of(unit, ground.days, ground.today, ground.away)
    near = sum(1 << ((FAR - TODAY).days + ahead) for ahead in (0, 7, 8, 9, 10, 11))
    assert (item.unit, item.home, item.domain, item.free) == (
        unit,
        7,
        domain,
        domain.days & ~near,
    )
    assert item.score == score_of(unit, ground.days, 0, 1)
    longer = replace(unit, grace_end=unit.grace_end + timedelta(days=62))
    assert ground.longer(unit) == domain_of(longer, ground.days, ground.today, ground.away)


def test_equal_units_of_a_chain_have_places_among_them() -> None:
    units = [unit_of(ordinal=number) for number in (3, 1, 2)]
    other = unit_of(ordinal=4, end=date(2026, 6, 1))
    ground = laid(*units, other)
    assert ground.positions == {
        units[1].key: (0, 3),
        units[2].key: (1, 3),
        units[0].key: (2, 3),
        other.key: (0, 1),
    }
    assert ground.score(units[0]) == score_of(units[0], ground.days, 2, 3)
    stranger = unit_of("stranger")
    assert ground.score(stranger) == score_of(stranger, ground.days, 0, 1)
