import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from scheduler.domain.errors import NotFoundError
from scheduler.reports.figures import Visits
from scheduler.rules.judging.due_lists import DueCell
from scheduler.rules.units import Output
from scheduler.services.visits import lists as visit_lists
from scheduler.services.visits import recording
from scheduler.services.visits.lists import DueList, DueView
from scheduler.services.visits.recording import NewVisit
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import MembershipRow
from tests.support.queries import statements
from tests.support.visiting import with_lists
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal

TODAY, SPRING, WEEK = date(2026, 8, 18), date(2026, 3, 4), timedelta(days=7)


def record(store: Store, rule: str, cell: str, day: date, visitor: str | None = None) -> None:
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{rule}{cell}{day}"))
    new = NewVisit(key, rule, cell, day, visitor)
    recording.record(store, ALLIANCE, [new], by=principal(store, "secretary"), now=NOW)


def due(store: Store, role: str = "secretary", **narrowed: str) -> DueView:
    return visit_lists.due(store, ALLIANCE, by=principal(store, role), now=NOW, **narrowed)


def leave(store: Store, member: str, day: date) -> None:
    with store.write() as session:
        where = {"body": ALLIANCE, "member": member}
        session.execute(update(MembershipRow).filter_by(**where).values(until=day))


def is_whole(listed: DueList) -> bool:
    """Tell whether what is owed and neither done nor missed is what stands in the rows."""
    rows = sum(row.cell.owed - row.cell.done for row in listed.rows)
    return listed.owed - listed.done - listed.missed == rows


def one(view: DueView, rule: str) -> DueList:
    return next(each for each in view.lists if each.rule == rule)


def test_a_list_tells_what_is_due_and_the_figures_of_the_year(database_url: str) -> None:
    store = with_lists(filled(database_url))
    for cell, day in (("alpha", SPRING), ("beta", SPRING), ("alpha", TODAY)):
        record(store, "enterprise_visit", f"organisation:{cell}", day)
    record(store, "enterprise_visit", "organisation:alpha", date(2026, 8, 17))
    view = due(store)
    listed = one(view, "enterprise_visit")
    assert [row.cell for row in listed.rows] == [
        DueCell("organisation:beta", 1, 0, date(2026, 12, 31), late=False, mandatory=True),
        DueCell("organisation:gamma", 1, 0, date(2026, 12, 31), late=False, mandatory=True),
        DueCell("organisation:alpha", 1, 1, None, late=False, mandatory=True, times=2, last=TODAY),
    ]
    assert (listed.owed, listed.done, listed.missed) == (6, 3, 1)
    assert (listed.output, listed.counts) == (Output.VISIT, Visits(2, 4))
    assert listed.visitors == ("person:p-2", "person:p-chief")
    assert (view.day, [key for key, _, _ in view.others]) == (
        TODAY,
        ["enterprise_visit", "own_items", "building_visit"],
    )
    assert view.names["organisation:alpha"].short == "甲川"
    assert [each.visit.day for each in view.latest] == [
        TODAY,
        date(2026, 8, 17),
        SPRING,
        SPRING,
    ]


def test_rows_of_several_axes_stand_under_a_heading(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    rows = one(due(store), "own_items").rows
    assert {(row.group, row.values, row.cell.mandatory) for row in rows} == {
        (f"organisation:{member}", (item,), False)
        for member in ("alpha", "beta", "gamma")
        for item in ("one", "two")
    }
    with store.write() as session:
        rule = session.get_one(RuleRow, (ALLIANCE, "own_items"))
        rule.data = {**rule.data, "axes": {"team": ["body:auto-1"], "organisation": "@leaders"}}
    rows = one(due(store), "own_items").rows
    assert {row.group for row in rows} == {"body:auto-1"}
    with store.write() as session:
        rule = session.get_one(RuleRow, (ALLIANCE, "own_items"))
        rule.data = {**rule.data, "axes": {"item": ["one"], "place": ["here"]}}
    rows = one(due(store), "own_items").rows
    assert [(row.group, row.values) for row in rows] == [("one", ("here",))]


def test_visitors_take_turns_and_who_went_much_waits(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    for number in (1, 2, 3):
        record(store, "building_visit", f"building:{number}", TODAY, "person:p-1")
    listed = one(due(store), "building_visit")
    turns = {row.cell.cell: row.cell.visitor for row in listed.rows}
    assert turns.pop("building:1") is None
    assert {turns[f"building:{number}"] for number in (4, 5, 6)} == {"person:p-2", "person:p-3"}
    assert listed.visitors == ("person:p-1", "person:p-2", "person:p-3")
    mine = one(due(store, member="person:p-2"), "building_visit").rows
    assert {row.cell.visitor for row in mine} == {"person:p-2"}


def test_a_view_is_narrowed_to_a_rule_or_a_member(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    view = due(store, rule="own_items", member="organisation:beta")
    assert [each.rule for each in view.lists] == ["own_items"]
    assert {row.group for row in view.lists[0].rows} == {"organisation:beta"}
    assert len(view.others) == 3
    with pytest.raises(NotFoundError):
        due(store, rule="quarterly_council")


@pytest.mark.parametrize(
    ("role", "may"),
    [("secretary", 3), ("branch", 1), ("host", 1), ("member", 0)],
)
def test_a_reader_sees_every_row_and_records_its_own(role: str, may: int, sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    record(store, "enterprise_visit", "organisation:alpha", TODAY)
    view = due(store, role, rule="enterprise_visit")
    assert len(view.lists[0].rows) == 3
    assert sum(row.may for row in view.lists[0].rows) == may
    assert [each.may for each in view.latest] == [role == "secretary"]


def test_only_alliances_with_lists_that_one_sees_are_offered(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert visit_lists.alliances(store, by=principal(store, "admin")) == ()
    with_lists(store)
    found = visit_lists.alliances(store, by=principal(store, "admin"))
    assert [body.key for body in found] == [ALLIANCE]
    assert visit_lists.alliances(store, by=principal(store, "other")) == ()
    assert visit_lists.due(store, OTHER, by=principal(store, "other"), now=NOW).lists == ()
    for alliance, role in ((ALLIANCE, "other"), ("none", "admin")):
        with pytest.raises(NotFoundError):
            visit_lists.due(store, alliance, by=principal(store, role), now=NOW)


def test_queries_do_not_grow_with_the_records(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    record(store, "enterprise_visit", "organisation:alpha", SPRING)
    few = statements(store, lambda: due(store))
    for member in ("beta", "gamma"):
        record(store, "enterprise_visit", f"organisation:{member}", SPRING)
    assert statements(store, lambda: due(store)) == few


@pytest.mark.parametrize(
    ("key", "visited", "owed", "done", "missed"),
    [
        ("enterprise_visit", "alpha", 5, 1, 3),
        ("enterprise_visit", "beta", 6, 1, 3),
        ("own_items", "alpha", 4, 0, 0),
        ("own_items", "beta", 4, 0, 0),
    ],
)
def test_who_has_left_owes_nothing_more_than_was_done(
    key: str, visited: str, owed: int, done: int, missed: int, sqlite_url: str
) -> None:
    store = with_lists(filled(sqlite_url))
    record(store, "enterprise_visit", f"organisation:{visited}", date(2026, 8, 3))
    leave(store, "organisation:beta", TODAY)

    listed = one(due(store), key)

    assert "organisation:beta" not in {row.cell.cell.partition("|")[0] for row in listed.rows}
    assert (listed.owed, listed.done, listed.missed) == (owed, done, missed)
    assert is_whole(listed)


def test_who_is_to_leave_owes_until_then(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    leave(store, "organisation:beta", TODAY + WEEK)

    listed = one(due(store), "enterprise_visit")

    assert [
        (row.cell.until, row.cell.late)
        for row in listed.rows
        if row.cell.cell == "organisation:beta"
    ] == [(date(2026, 8, 24), False)]
    assert (listed.owed, listed.done, listed.missed, is_whole(listed)) == (6, 0, 3, True)


def test_what_of_last_year_can_still_be_made_up_is_counted_as_it_is_listed(
    sqlite_url: str,
) -> None:
    store = with_lists(filled(sqlite_url))
    at = NOW.replace(year=2027, month=1, day=8)

    view = visit_lists.due(store, ALLIANCE, by=principal(store, "secretary"), now=at)

    listed = one(view, "enterprise_visit")
    assert [(row.cell.owed, row.cell.late) for row in listed.rows] == [(2, True)] * 3
    assert (listed.owed, listed.done, listed.missed) == (9, 0, 0)


@pytest.mark.parametrize(
    ("scope", "cell"),
    [({"organisation": "alpha"}, "organisation:alpha"), (None, f"body:{ALLIANCE}")],
)
def test_a_list_of_one_names_whom_it_is_of_and_is_recorded_so(
    scope: dict[str, str] | None, cell: str, sqlite_url: str
) -> None:
    store = with_lists(filled(sqlite_url))
    stated = {"kind": "enterprise_visit", "per": "year", "min": 1, "output": "visit"}
    data = stated | ({"scope": scope} if scope else {})
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=20, key="one_place", type="quota", name="走", data=data
            )
        )

    record(store, "one_place", cell, TODAY)

    view = due(store, rule="one_place")
    (listed,) = view.lists
    assert [row.cell for row in listed.rows] == [
        DueCell(cell, 1, 1, None, late=False, mandatory=True, times=1, last=TODAY)
    ]
    assert cell in view.names
    assert (listed.places, listed.counts) == (scope is None, Visits(1, 1))


def test_a_list_of_one_that_has_left_owes_nothing_more(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    data = {
        "kind": "enterprise_visit",
        "per": "quarter",
        "min": 1,
        "output": "visit",
        "scope": {"organisation": "beta"},
    }
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=20, key="one_place", type="quota", name="走", data=data
            )
        )
    leave(store, "organisation:beta", TODAY)

    (listed,) = due(store, rule="one_place").lists

    assert (listed.rows, listed.owed, listed.missed) == ((), 2, 2)
