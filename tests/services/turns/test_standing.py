from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from scheduler.domain.errors import NotFoundError
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.services.gathering import coming, gather
from scheduler.services.turns import standing
from scheduler.services.turns.history import TurnRecord
from scheduler.services.turns.standing import ComingTurn, MemberTurns, TurnView
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from tests.support.queries import statements
from tests.support.world import ALLIANCE, EXCHANGES, NOW, OTHER, at, filled, principal

THIRD = Fraction(1, 3)
NONE = Fraction(0)
POOL = (
    ("organisation:alpha", "甲川"),
    ("organisation:beta", "乙川"),
    ("organisation:gamma", "丙川"),
)


def test_the_accounts_and_the_coming_turns_are_shown_with_their_reasons(database_url: str) -> None:
    store = filled(database_url)
    why = {"code": "host_only", "fields": {"host": "organisation:beta"}}
    with store.write() as session:
        session.execute(update(EventRow).where(EventRow.uid == EXCHANGES[1]).values(why_host=why))
        themes = {"fills": "theme", "for": "exchange", "pool": ["work_safety"]}
        session.add(
            RuleRow(alliance=ALLIANCE, key="themes", type="rotation", name="主题", data=themes)
        )

    found = standing.turn_views(store, ALLIANCE, 2026, by=principal(store, "member"), now=NOW)

    assert found == (
        TurnView(
            cooldown=1,
            before=("organisation:alpha",),
            rule="host_turns",
            name="链主企业轮流举办",
            rows=(
                MemberTurns("organisation:beta", "乙川", THIRD, NONE, None, date(2026, 9, 23)),
                MemberTurns("organisation:gamma", "丙川", THIRD, NONE, None, date(2026, 11, 18)),
                MemberTurns(
                    "organisation:alpha", "甲川", THIRD, Fraction(1), date(2026, 4, 15), None
                ),
            ),
            upcoming=(
                ComingTurn(
                    number=2,
                    uid=EXCHANGES[1],
                    day=date(2026, 9, 23),
                    host="organisation:beta",
                    host_name="乙川",
                    theme="安全生产",
                    why="这次只有乙川能办。",
                    committed=True,
                    takers=POOL,
                ),
                ComingTurn(
                    number=3,
                    uid=EXCHANGES[2],
                    day=date(2026, 11, 18),
                    host="organisation:gamma",
                    host_name="丙川",
                    theme="安全生产",
                    why="",
                    committed=False,
                    takers=POOL,
                ),
            ),
            history=(
                TurnRecord(
                    TurnEntry(
                        EntryKind.TURN,
                        date(2026, 4, 15),
                        tuple((f"organisation:{key}", 1) for key in ("alpha", "beta", "gamma")),
                        "organisation:alpha",
                        EXCHANGES[0],
                    ),
                    "甲川承办；这一次由3家分摊。",
                ),
            ),
            pool=(
                ("organisation:alpha", "甲川"),
                ("organisation:beta", "乙川"),
                ("organisation:gamma", "丙川"),
            ),
        ),
    )
    assert sum(row.debt for row in found[0].rows) == 0


def test_a_turn_without_host_and_a_rule_with_an_english_name(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(
            update(EventRow).where(EventRow.uid == EXCHANGES[1]).values(host=None, theme="odd:new")
        )
        session.execute(
            update(RuleRow).where(RuleRow.key == "host_turns").values(name_en="Hosts in turn")
        )
    with store.read() as session:
        source = gather(session, [ALLIANCE], 2026, NOW)
        following = coming(session, (ALLIANCE,), source.today)

    (view,) = standing.views(source, ALLIANCE, "en", following)

    assert view.name == "Hosts in turn"
    assert [(turn.host, turn.host_name, turn.theme) for turn in view.upcoming] == [
        (None, "", "new"),
        ("organisation:gamma", "丙川", "Work safety"),
    ]
    assert [(row.name, row.next) for row in view.rows] == [
        ("Sample Beta", None),
        ("丙川", date(2026, 11, 18)),
        ("Sample Alpha", None),
    ]


def test_an_alliance_without_rotation_has_no_turns_and_others_are_not_found(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    by = principal(store, "other")

    assert standing.turn_views(store, OTHER, 2026, by=by, now=NOW) == ()
    with pytest.raises(NotFoundError):
        standing.turn_views(store, ALLIANCE, 2026, by=by, now=NOW)


def test_the_next_turn_of_a_member_may_be_in_another_year(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    january = at(date(2027, 1, 13))
    with store.write() as session:
        moved = update(EventRow).where(EventRow.uid == EXCHANGES[2])
        session.execute(moved.values(start=january, end=january + timedelta(hours=2)))
    by = principal(store, "member")

    shown = [standing.turn_views(store, ALLIANCE, year, by=by, now=NOW) for year in (2026, 2027)]

    assert [[each.uid for each in view.upcoming] for (view,) in shown] == [
        [EXCHANGES[1]],
        [EXCHANGES[2]],
    ]
    assert [{row.name: row.next for row in view.rows} for (view,) in shown] == [
        {"乙川": date(2026, 9, 23), "丙川": date(2027, 1, 13), "甲川": None}
    ] * 2


def test_turns_of_another_year_are_left_out(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "member")

    (view,) = standing.turn_views(store, ALLIANCE, 2027, by=by, now=NOW)

    assert view.upcoming == ()
    assert statements(
        store, lambda: standing.turn_views(store, ALLIANCE, 2027, by=by, now=NOW)
    ) == statements(store, lambda: standing.turn_views(store, ALLIANCE, 2026, by=by, now=NOW))
