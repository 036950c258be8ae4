from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import UnitKey
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan
from scheduler.services.plans.planning import Draft
from scheduler.web.plans.months import month_tables
from scheduler.web.plans.parts import MonthDay, MonthRow, MonthTable
from tests.support.drafts import draft
from tests.support.world import ALLIANCE, OTHER, at

UNIT = UnitKey("exchange", f"body:{ALLIANCE}", "2026")


def moved(uid: str, owner: str, before: date, after: date) -> tuple[Change, Placement]:
    placement = Placement(
        uid,
        UNIT,
        1,
        owner,
        (owner,),
        "exchange",
        "会",
        "",
        at(after),
        at(after) + timedelta(hours=2),
    )
    day = at(before)
    sides = {"start": day.isoformat(), "end": (day + timedelta(hours=2)).isoformat()}
    return Change(ChangeKind.MOVE, uid, owner, "会", after, before=sides), placement


def shown(moves: list[tuple[Change, Placement]]) -> Draft:
    placements = tuple(placement for _, placement in moves)
    changes = tuple(change for change, _ in moves)
    return draft(Plan("h", {ALLIANCE: 1, OTHER: 1}, placements, changes))


def test_the_days_that_one_side_alone_has_stand_out() -> None:
    first, second = (
        moved("e-1", ALLIANCE, date(2026, 9, 16), date(2026, 9, 9)),
        moved("e-2", ALLIANCE, date(2026, 9, 16), date(2026, 10, 8)),
    )
    kept = moved("e-3", ALLIANCE, date(2026, 9, 16), date(2026, 9, 16))
    made = shown([first, second, kept])

    table = MonthTable(
        "汽车链",
        "全年3场 → 3场",
        (
            MonthRow(
                "9月",
                "3场",
                "2场",
                (MonthDay("16日"), MonthDay("16日", differs=True), MonthDay("16日", differs=True)),
                (MonthDay("9日", differs=True), MonthDay("16日")),
            ),
            MonthRow("10月", "0场", "1场", (), (MonthDay("8日", differs=True),)),
        ),
        open=True,
    )
    names = {f"body:{ALLIANCE}": "汽车链"}
    assert month_tables(made, names, "zh") == (table,)
    (english,) = month_tables(made, {}, "en")
    assert (english.name, english.note, english.rows[1].name, english.rows[1].after_days) == (
        "auto",
        "3 → 3 events in the year",
        "October",
        (MonthDay("8", differs=True),),
    )


def test_of_several_alliances_none_is_open() -> None:
    found = [
        moved(f"e-{owner}", owner, date(2026, 9, 16), date(2026, 9, 9))
        for owner in (ALLIANCE, OTHER)
    ]
    made = shown(found)

    assert [table.open for table in month_tables(made, {}, "zh")] == [False, False]
    assert month_tables(replace(made, plan=replace(made.plan, placements=())), {}, "zh") == ()
