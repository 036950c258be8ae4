from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from scheduler.domain.matter import Step
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.calendar.notice_files import NoticeFile
from scheduler.rules.inputs import Blackout
from scheduler.rules.judging.vacancies import to_come
from scheduler.rules.planning.diff import applied
from scheduler.rules.planning.published import midnight
from scheduler.rules.turns.balance import uneven_by_rule
from scheduler.rules.turns.openings import open_turns
from scheduler.services import charging, retirement
from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.services.gathering import coming, gather
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.services.plans import planning, undoing
from scheduler.services.plans.waiting import Waiting, waiting
from scheduler.services.roster import people
from scheduler.services.roster.people import Place
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish
from scheduler.services.workdays import blackouts, years
from scheduler.store import Store, ledger
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import BodyRow, MembershipRow, OfficerRow
from scheduler.store.turns import Charge
from tests.support.queries import statements
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    SHARED_DAY,
    filled,
    store_at,
)

PAPER = "paper"
EVERY = (ALLIANCE, OTHER, PAPER)
BOTH = (2026, 2027)
SEATS = {"for": "body:alliance", "require": [{"role": "lead_official", "n": 1}]}
QUOTA = {"kind": "council", "per": "quarter", "min": 1, "max": 1, "gap_days": 30}


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """The world, and a third alliance; no two of them share anything but one day of two."""
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(delete(OfficerRow).where(OfficerRow.body == OTHER))
        session.execute(delete(MembershipRow).where(MembershipRow.body == OTHER))
        kind, parent = session.execute(
            select(BodyRow.kind, BodyRow.parent).where(BodyRow.key == ALLIANCE)
        ).one()
        session.add(
            BodyRow(key=PAPER, name="造纸链", short_name="造纸链", kind=kind, parent=parent)
        )
        session.flush()
        session.add(
            RuleRow(alliance=PAPER, key="council", type="quota", name="一季一议", data=QUOTA)
        )
        session.add(MembershipRow(body=PAPER, member="organisation:delta", role="chain_leader"))
    return store


def counted(store: Store, now: datetime = NOW) -> dict[int, Waiting]:
    with store.read() as session:
        return waiting(store, session, EVERY, BOTH, now)


def planned(store: Store, now: datetime = NOW) -> dict[int, Waiting]:
    """What waits by one plan of all of them together, with nothing kept from before."""
    found = {}
    for year in BOTH:
        with store.read() as session:
            source = gather(session, EVERY, year, midnight(now.date()))
            following = coming(session, EVERY, now.date())
        plan = planning.planned(source)
        changed = {change.uid: change.owner for change in plan.changes}
        found[year] = Waiting(
            Counter(changed.values()),
            Counter(each.owner for each in plan.conflicts),
            Counter(each.owner for each in plan.unplaced if not each.is_over),
            Counter(each.owner for each in open_turns(source, plan.placements)),
            frozenset(each.uid for each in plan.conflicts),
            Counter(each.owner for each in plan.unplaced if each.is_over),
            Counter(each.owner for each in to_come(source)),
            uneven_by_rule(applied(source, plan), plan, following),
        )
    return found


def less(counts: Mapping[str, int], alliance: str) -> Counter[str]:
    """What is counted but for one alliance."""
    return Counter({key: each for key, each in counts.items() if key != alliance})


def poke(store: Store, alliance: str) -> None:
    with store.write() as session:
        entry = ledger.Entry((alliance,), "rule", "x", "changed")
        ledger.append(session, [entry], "system", NOW)


def away(resource: str, first: date) -> Callable[[Store], object]:
    absence = Blackout(resource, first, first + timedelta(days=40))
    return lambda store: blackouts.add(store, absence, by=SYSTEM, now=NOW)


def act(uid: str) -> Act:
    return Act(uid, SYSTEM, NOW)


def give_up(store: Store) -> None:
    acts.cancel(store, Act(COUNCILS[3], SYSTEM, NOW, reason="person_busy", note="样例"), waive=True)


def publish(store: Store) -> None:
    for year in BOTH:
        made = planning.preview(store, EVERY, year, by=SYSTEM, now=NOW)
        planning.apply(store, EVERY, year, made.hash, by=SYSTEM, now=NOW)


def accept(store: Store) -> None:
    new = NewMatter(ALLIANCE, "缺人手", "用工", "organisation:alpha", major=True)
    matter = steps.raise_matter(store, new, by=SYSTEM, now=NOW)
    dispatch = Taking(Step.DISPATCH, department="organisation:bureau")
    for taking in (dispatch, Taking(Step.ACCEPT)):
        steps.take(store, matter.key, taking, by=SYSTEM, now=NOW)


def charge(kind: EntryKind, **more: Any) -> Callable[[Store], None]:  # noqa: ANN401 - of the entry
    entry = TurnEntry(kind, NOW.date(), host="organisation:beta", **more)

    def write(store: Store) -> None:
        with store.write() as session:
            charging.write(session, [Charge(ALLIANCE, "host_turns", entry)], "system", NOW)

    return write


def notice(store: Store) -> None:
    content = "date,is_workday,name\n2026-10-05,false,国庆节\n2026-12-09,false,样例假\n".encode()
    file = NoticeFile(content, ".csv", NOW.date())
    years.import_notice(store, file, by=SYSTEM, now=NOW, checked=True)


def undo(store: Store) -> None:
    publish(store)
    counted(store)
    undoing.undo(store, undoing.last(store, ALLIANCE, by=SYSTEM), by=SYSTEM, now=NOW)


def end_absence(store: Store) -> None:
    added = blackouts.add(
        store,
        Blackout("organisation:alpha", date(2026, 8, 18), date(2026, 12, 20)),
        by=SYSTEM,
        now=NOW,
    )
    counted(store)
    blackouts.end(store, added.absence.key, by=SYSTEM, now=NOW, day=date(2026, 9, 1))


def share_a_place(store: Store) -> None:
    acts.change_venue(store, act(COUNCILS[2]), "hall")
    counted(store)
    wish = Wish(PAPER, "indoors", "constraint", "都在会客厅", {"hard": {"venue": "hall"}})
    keeping.create(store, wish, by=SYSTEM, now=NOW)


def lose_an_officer(store: Store) -> None:
    keeping.create(store, Wish(ALLIANCE, "seats", "staffing", "配备", SEATS), by=SYSTEM, now=NOW)
    counted(store)
    chief = Place("p-chief", ALLIANCE)
    people.release(store, chief, "lead_official", date(2026, 12, 1), by=SYSTEM, now=NOW)
    assert [each.seats for each in counted(store).values()] == [{}, {ALLIANCE: 1}]


WRITES: dict[str, Callable[[Store], object]] = {
    "an event is moved": lambda store: acts.move(
        store, act(COUNCILS[2]), datetime(2026, 9, 24, 6, 30, tzinfo=UTC)
    ),
    "an event is cancelled": lambda store: acts.cancel(store, act(COUNCILS[3])),
    "an event is given up": give_up,
    "a host is changed": lambda store: acts.change_host(
        store, act(EXCHANGES[1]), "organisation:gamma"
    ),
    "a place is changed": lambda store: acts.change_venue(store, act(COUNCILS[2]), "hall"),
    "a shared event is cancelled": lambda store: acts.cancel(store, act(SHARED_DAY)),
    "a place is closed": away("venue:hall", date(2026, 10, 1)),
    "a member is away": away("organisation:alpha", date(2026, 9, 10)),
    "an official is away": away("person:p-chief", date(2026, 9, 10)),
    "an alliance is away": away("body:paper", date(2026, 9, 10)),
    "an absence ends": end_absence,
    "a rule is added": lambda store: keeping.create(
        store,
        Wish(PAPER, "salon", "quota", "沙龙", {**QUOTA, "kind": "exchange"}),
        by=SYSTEM,
        now=NOW,
    ),
    "a rule ends": lambda store: keeping.end(
        store, (ALLIANCE, "exchange"), date(2026, 10, 1), 1, by=SYSTEM, now=NOW
    ),
    "a rule begins to share a place": share_a_place,
    "an officer leaves": lose_an_officer,
    "a holiday notice is imported": notice,
    "a matter is accepted": accept,
    "a turn is put off": charge(EntryKind.DEFER, uid=EXCHANGES[1]),
    "an account is corrected": charge(
        EntryKind.CORRECTION, amount=Fraction(2), counter="organisation:gamma"
    ),
    "plans are published": publish,
    "a publication is taken back": undo,
    "events are retired": lambda store: retirement.retire(store, NOW + timedelta(days=900)),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_what_is_kept_is_what_a_plan_made_anew_would_give(
    store: Store, write: Callable[[Store], object]
) -> None:
    counted(store)
    write(store)
    assert counted(store) == planned(store)


def test_what_is_kept_holds_for_a_day(store: Store) -> None:
    later = NOW + timedelta(days=60)
    assert counted(store) == planned(store) != counted(store, later) == planned(store, later)


def test_what_another_process_writes_is_seen(store: Store, sqlite_url: str) -> None:
    before = counted(store)
    give_up(store_at(sqlite_url))

    assert counted(store) == planned(store) != before


def test_alliances_that_share_nothing_are_not_planned_anew(store: Store) -> None:
    before = counted(store)
    with store.write() as session:
        # Nothing tells that this rule is gone, so only a plan made anew would find out.
        session.execute(delete(RuleRow).where(RuleRow.alliance == PAPER))
    assert counted(store) == before

    poke(store, OTHER)
    assert counted(store) == before
    poke(store, PAPER)
    assert counted(store)[2026].changes == less(before[2026].changes, PAPER)


def test_alliances_that_share_a_day_are_planned_anew_together(store: Store) -> None:
    before = counted(store)
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.alliance == OTHER))
    poke(store, ALLIANCE)
    assert counted(store)[2027].changes == less(before[2027].changes, OTHER)


def test_a_rule_that_cannot_be_read_stops_only_those_who_share_something(store: Store) -> None:
    before = counted(store)
    with store.write() as session:
        broken = update(RuleRow).where(RuleRow.alliance == PAPER).values(data={"kind": 7})
        session.execute(broken)
    poke(store, PAPER)

    assert counted(store) == {
        year: Waiting(
            less(each.changes, PAPER),
            {},
            less(each.unplaced, PAPER),
            missed=less(each.missed, PAPER),
        )
        for year, each in before.items()
    }


def test_nothing_is_planned_for_nobody(store: Store) -> None:
    with store.read() as session:
        assert waiting(store, session, (), BOTH, NOW) == dict.fromkeys(BOTH, Waiting({}, {}))


def test_what_is_kept_costs_two_queries(store: Store) -> None:
    counted(store)
    assert statements(store, lambda: counted(store)) == 2
