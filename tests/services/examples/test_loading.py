import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, func, insert, select, update

from scheduler.domain.activity import EventStatus
from scheduler.domain.attendance.values import RegisterState
from scheduler.domain.matter import MatterState
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.visit import values_of
from scheduler.presets import load as presets
from scheduler.services import accounts, attendance
from scheduler.services.access import SYSTEM, Role
from scheduler.services.events.held_names import held_names
from scheduler.services.examples import loading
from scheduler.services.plans import planning
from scheduler.services.runtime import Runtime
from scheduler.services.visits import lists as visit_lists
from scheduler.store import Session, Store, events, matters, roster, turns
from scheduler.store.base import Base
from scheduler.store.events import Stored
from scheduler.store.tables.ledger import ChangeRow
from scheduler.store.tables.roster import MembershipRow
from tests.support import opened
from tests.support.world import SECRET_KEY, store_at

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=SHANGHAI)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=SHANGHAI)
YEAR_END = datetime(2027, 1, 1, tzinfo=SHANGHAI)
ALLIANCES = [key for preset in presets() for key in preset.alliances]
_IS_MEMBER = re.compile("organisation:").match
SALTED = {"user"}
"""Tables that differ from load to load: passwords are salted."""


def _runtime(store: Store) -> Runtime:
    return Runtime(
        store=store,
        clock=lambda: NOW,
        secret_key=SECRET_KEY,
        base_url="http://calendar.example",
        data_dir=Path("unused"),
        fast_hashing=True,
    )


@pytest.fixture(scope="module")
def loaded_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database file with the examples as of late November."""
    path = tmp_path_factory.mktemp("examples") / "examples.db"
    assert loading.load(_runtime(store_at(f"sqlite:///{path}")), NOW) == 26
    opened.close_all()
    yield path
    path.unlink()


@pytest.fixture
def store(loaded_file: Path) -> Store:
    return store_at(f"sqlite:///{loaded_file}")


def _year(session: Session, alliance: str) -> tuple[Stored, ...]:
    return events.between(session, [alliance], NEW_YEAR, YEAR_END)


def _kinds(found: tuple[Stored, ...], status: EventStatus) -> Counter[str]:
    return Counter(each.event.kind for each in found if each.event.status is status)


def test_jiyang_met_six_times_four_of_them_routinely(store: Store) -> None:
    with store.read() as session:
        held = [
            each.event
            for each in _year(session, "jiyang-food")
            if each.event.status is EventStatus.HELD
        ]
    met = {
        kind: [event.unit.period for event in held if event.kind == kind and event.unit]
        for kind in ("council", "consultation")
    }
    assert met == {
        "council": ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
        "consultation": ["2026", "2026"],
    }


def test_jiyang_solved_eleven_matters(store: Store) -> None:
    with store.read() as session:
        found = matters.of_alliances(session, ["jiyang-food"])
    assert Counter(matter.state for matter in found) == {
        MatterState.RESOLVED: 11,
        MatterState.CONSULTED: 1,
        MatterState.ACCEPTED: 3,
        MatterState.DISPATCHED: 1,
        MatterState.RAISED: 1,
    }


def test_matters_stand_in_every_state(store: Store) -> None:
    with store.read() as session:
        found = matters.of_alliances(session, ALLIANCES)
    assert {matter.state for matter in found} == set(MatterState)


def test_everything_that_is_over_was_held_but_what_fell_through(store: Store) -> None:
    with store.read() as session:
        over = [
            each.event
            for each in events.between(session, ALLIANCES, NEW_YEAR, NOW)
            if each.event.end <= NOW
        ]
    missed = [event.unit for event in over if event.status is EventStatus.CANCELLED]
    assert {event.status for event in over} == {EventStatus.HELD, EventStatus.CANCELLED}
    assert [(unit.scope, unit.period, unit.cell) for unit in missed if unit] == [
        ("body:jingjiang-hvac", "2026-02", ""),
        ("body:jiyang-food", "2026-Q2", "role_models"),
    ]


def test_one_activity_was_made_up_within_its_days_of_grace(store: Store) -> None:
    with store.read() as session:
        made_up = [
            each.event
            for each in events.between(session, ALLIANCES, NEW_YEAR, YEAR_END)
            if each.event.attempt > 1
        ]
    assert [(each.owner, each.kind, each.status, each.attempt) for each in made_up] == [
        ("jiyang-food", "role_models", EventStatus.HELD, 2)
    ]
    assert date(2026, 7, 1) <= made_up[0].day() < date(2026, 7, 21)


def test_held_meetings_have_a_sealed_register_whose_code_they_carry(store: Store) -> None:
    with store.read() as session:
        held = [
            each.event
            for each in _year(session, "jiyang-food")
            if each.event.status is EventStatus.HELD
        ]
    council = next(event for event in held if event.kind == "council")
    view = attendance.register(store, council.uid, by=SYSTEM)
    assert {bool(event.seal_code) for event in held if not event.all_day} == {True}
    assert {event.seal_code for event in held if event.all_day} == {""}
    assert (view.state, view.totals.unmarked) == (RegisterState.SEALED, 0)
    assert view.totals.present > view.totals.due // 2


def test_held_events_keep_the_names_of_their_day_in_both_languages(store: Store) -> None:
    with store.read() as session:
        held = [
            each
            for each in events.between(session, ALLIANCES, NEW_YEAR, NOW)
            if each.event.status is EventStatus.HELD
        ]
        kept = {key: name for each in held for key, name in held_names(each).items()}
        called = roster.names(session, kept)
    assert {key: (name.zh, name.en) for key, name in called.items()} == {
        key: (name.zh, name.en) for key, name in kept.items()
    }
    assert {key.partition(":")[0] for key, name in kept.items() if name.en} >= {"venue"}


def test_hosts_of_the_year_differ_by_at_most_one(store: Store) -> None:
    with store.read() as session:
        ledger = turns.entries(session, ["jiyang-food"])["jiyang-food", "host_turns"]
        hosts = Counter(
            each.event.host
            for each in _year(session, "jiyang-food")
            if each.event.kind == "exchange"
        )
    assert set(hosts.values()) == {2}
    assert len(ledger) == sum(hosts.values()) - 1


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.key)
@pytest.mark.parametrize("year", [2026, 2027])
def test_the_plan_of_both_years_is_published_wholly(
    store: Store, preset: object, year: int
) -> None:
    keys = next(each.alliances for each in presets() if each is preset)
    plan = planning.preview(store, keys, year, by=SYSTEM, now=NOW)
    late = ["jingjiang-hvac"] if ("jingjiang-hvac" in keys and year == 2026) else []
    assert plan.empty
    assert [each.owner for each in plan.unplaced] == late
    assert plan.conflicts == ()


def test_the_ledgers_have_no_gap_and_never_go_back_in_time(store: Store) -> None:
    with store.read() as session:
        query = select(ChangeRow.alliance, ChangeRow.seq, ChangeRow.at).order_by(
            ChangeRow.alliance, ChangeRow.seq
        )
        rows: dict[str, list[tuple[int, datetime]]] = {}
        for alliance, seq, at in session.execute(query):
            rows.setdefault(alliance, []).append((seq, at))
    assert set(rows) == {*ALLIANCES, "system"}
    for entries in rows.values():
        assert [seq for seq, _ in entries] == list(range(1, len(entries) + 1))
        assert [at for _, at in entries] == sorted(at for _, at in entries)
        assert entries[-1][1] <= NOW


def test_there_is_one_sign_in_a_role_and_each_opens(store: Store) -> None:
    runtime = _runtime(store)
    entries = loading.sign_ins(runtime)
    opened_as = [
        accounts.sign_in(store, entry.name, entry.password, NOW, fast=True).role
        for entry in entries
    ]
    assert [entry.role for entry in entries] == [role.value for role in Role]
    assert opened_as == list(Role)


def test_loading_again_changes_nothing(loaded_file: Path, tmp_path: Path) -> None:
    shutil.copy(loaded_file, tmp_path / "again.db")
    store = store_at(f"sqlite:///{tmp_path / 'again.db'}")
    before = _counts(store)
    assert loading.load(_runtime(store), NOW) == 26
    users = {"change": before["change"] + len(Role)}
    assert _counts(store) == before | users


def test_every_list_of_visits_stands_as_it_is_counted_also_when_a_member_leaves(
    loaded_file: Path, tmp_path: Path
) -> None:
    shutil.copy(loaded_file, tmp_path / "left.db")
    store = store_at(f"sqlite:///{tmp_path / 'left.db'}")
    counted = 0
    for alliance in visit_lists.alliances(store, by=SYSTEM):
        before = visit_lists.due(store, alliance.key, by=SYSTEM, now=NOW).lists
        rows = [row.cell for each in before for row in each.rows]
        opened = {value for cell in rows if cell.until for value in values_of(cell.cell)}
        every = opened | {value for cell in rows for value in values_of(cell.cell)}
        leaver = next((key for key in [*sorted(opened), *sorted(every)] if _IS_MEMBER(key)), None)
        with store.write() as session:
            where = MembershipRow.body == alliance.key, MembershipRow.member == leaver
            session.execute(update(MembershipRow).where(*where).values(until=NOW.date()))
        after = visit_lists.due(store, alliance.key, by=SYSTEM, now=NOW).lists
        assert leaver not in {
            value for each in after for row in each.rows for value in values_of(row.cell.cell)
        }
        for each in (*before, *after):
            open_pieces = sum(row.cell.owed - row.cell.done for row in each.rows)
            assert each.owed - each.done - each.missed == open_pieces
        assert [each.missed for each in after] == [each.missed for each in before]
        counted += len(after)
    assert counted == 29


def test_an_enterprise_that_joins_is_to_be_visited(loaded_file: Path, tmp_path: Path) -> None:
    shutil.copy(loaded_file, tmp_path / "joined.db")
    store = store_at(f"sqlite:///{tmp_path / 'joined.db'}")
    alliance, joiner = "jiyang-medicine", "organisation:jiyang-dingjin"
    seen = []
    for _ in range(2):
        found = visit_lists.due(store, alliance, by=SYSTEM, now=NOW).lists
        seen.append([joiner in values_of(row.cell.cell) for each in found for row in each.rows])
        with store.write() as session:
            made = {"member": joiner, "body": alliance, "role": "member", "since": NOW.date()}
            session.execute(insert(MembershipRow).values(weight=1, **made))
    assert [sum(each) for each in seen] == [0, 1]


def test_removal_leaves_nothing_behind(loaded_file: Path, tmp_path: Path) -> None:
    shutil.copy(loaded_file, tmp_path / "removed.db")
    store = store_at(f"sqlite:///{tmp_path / 'removed.db'}")
    loading.remove(_runtime(store))
    assert set(_counts(store).values()) == {0}
    assert loading.sign_ins(_runtime(store)) == ()


def test_both_databases_hold_the_same_after_loading(store: Store, postgresql_url: str) -> None:
    other = store_at(postgresql_url)
    loading.load(_runtime(other), NOW)
    for table in Base.metadata.sorted_tables:
        if table.name not in SALTED:
            assert _rows(other, table) == _rows(store, table)


def test_on_new_years_day_all_is_planned_and_nothing_recorded(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    loading.load(_runtime(store), NEW_YEAR)
    with store.read() as session:
        found = _year(session, "jiyang-food")
    assert _kinds(found, EventStatus.PUBLISHED) == {
        "council": 4,
        "exchange": 10,
        "business_cooperation": 4,
        "member_education": 4,
        "role_models": 4,
        "volunteer_service": 4,
        "finance_matching": 3,
        "resource_list": 4,
    }
    assert _kinds(found, EventStatus.HELD) == Counter()


def _counts(store: Store) -> dict[str, int]:
    with store.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def _rows(store: Store, table: Table) -> list[str]:
    with store.read() as session:
        return sorted(
            repr([value.astimezone(UTC) if isinstance(value, datetime) else value for value in row])
            for row in session.execute(select(table))
        )
