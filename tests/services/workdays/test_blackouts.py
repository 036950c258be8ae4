from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from scheduler.domain.blackout_errors import (
    BlackoutBegunError,
    BlackoutError,
    BlackoutOneDayError,
    BlackoutPastError,
)
from scheduler.domain.errors import DateError, DomainError, ForbiddenError, NotFoundError, TextError
from scheduler.domain.text import say
from scheduler.rules.inputs import Blackout
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.services.workdays import blackouts
from scheduler.store import Store, ledger
from scheduler.store import blackouts as stored
from scheduler.store.tables.roster import BodyRow, MembershipRow
from tests.support.world import ALLIANCE, COUNCILS, EXCHANGES, NOW, OTHER, filled, principal

TODAY = date(2026, 8, 18)
DAY = timedelta(days=1)
WEEK = 7 * DAY
HALL = Blackout("venue:hall", date(2026, 9, 14), date(2026, 9, 19), "检修")


def add(store: Store, resource: str, start: date, end: date, role: str = "secretary") -> int:
    wanted = Blackout(resource, start, end, "样例理由")
    by = principal(store, role)
    return blackouts.add(store, wanted, by=by, now=NOW).absence.key


def kept_before(store: Store, resource: str, start: date, end: date) -> int:
    """Give an absence that was written down before today."""
    with store.write() as session:
        return stored.add(session, Blackout(resource, start, end)).key


def seen(store: Store, role: str, alliance: str | None = None) -> list[str]:
    found = blackouts.listed(store, by=principal(store, role), now=NOW, alliance=alliance)
    return [each.blackout.resource for each in found]


def rows(store: Store) -> dict[str, list[tuple[str, str, object]]]:
    with store.read() as session:
        return {
            key: [
                (row.entity_id, row.kind, dict(row.detail))
                for row in ledger.changes(session, key)
                if row.entity == "blackout" and row.plan_relevant
            ]
            for key in (ALLIANCE, OTHER)
        }


def test_an_absence_is_written_down_with_the_events_that_it_touches(database_url: str) -> None:
    store = filled(database_url)

    added = blackouts.add(store, HALL, by=principal(store, "secretary"), now=NOW)

    absence = added.absence
    assert (absence.blackout, absence.name.zh, absence.alliances) == (
        HALL,
        "链上会客厅",
        (ALLIANCE,),
    )
    assert (absence.begun, absence.may_edit) == (False, True)
    assert [(body.key, count) for body, count in added.struck] == [(ALLIANCE, 1)]
    detail = {"start": "2026-09-14", "end": "2026-09-19", "reason": "检修"}
    assert rows(store) == {ALLIANCE: [("venue:hall", "added", detail)], OTHER: []}
    assert seen(store, "member") == ["venue:hall"]
    assert seen(store, "other") == []


def test_the_same_absence_is_written_down_once(database_url: str) -> None:
    store = filled(database_url)
    by = principal(store, "secretary")

    first, again = (blackouts.add(store, HALL, by=by, now=NOW) for _ in range(2))
    other = replace(HALL, reason="换灯")
    others = [blackouts.add(store, each, by=by, now=NOW).absence for each in (other, other)]

    assert again == first
    assert [each.blackout for each in others] == [other, other]
    assert [kind for _, kind, _ in rows(store)[ALLIANCE]] == ["added", "added"]
    assert seen(store, "member") == ["venue:hall", "venue:hall"]


def test_an_absence_stands_in_the_ledger_of_every_alliance_that_it_reaches(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    key = add(store, "person:p-chief", TODAY, TODAY + WEEK)
    blackouts.end(store, key, by=principal(store, "other"), now=NOW, day=TODAY + DAY)

    # Why a person is away stays out of what everybody may read.
    detail = {"start": "2026-08-18", "end": "2026-08-25"}
    told = [
        ("person:p-chief", "added", detail),
        ("person:p-chief", "ended", detail | {"end": "2026-08-19"}),
    ]
    assert rows(store) == {ALLIANCE: told, OTHER: told}


def test_absences_of_persons_are_for_those_who_may_see_names(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    add(store, "person:p-1", TODAY, TODAY + WEEK)
    add(store, "body:auto", TODAY + DAY, TODAY + WEEK)
    add(store, "organisation:gamma", TODAY + DAY, TODAY + 2 * DAY, role="other")

    assert seen(store, "secretary") == ["person:p-1", "body:auto", "organisation:gamma"]
    assert seen(store, "member") == ["body:auto", "organisation:gamma"]
    assert seen(store, "other") == ["organisation:gamma"]
    assert seen(store, "admin", OTHER) == ["organisation:gamma"]
    with pytest.raises(NotFoundError):
        seen(store, "other", ALLIANCE)


@pytest.mark.parametrize(
    ("role", "resource", "refusal"),
    [
        ("member", "body:auto", ForbiddenError),
        ("branch", "organisation:alpha", ForbiddenError),
        ("other", "body:auto", NotFoundError),
        ("secretary", "body:steel", NotFoundError),
        ("secretary", "organisation:nobody", BlackoutError),
        ("secretary", "theme:work_safety", BlackoutError),
    ],
)
def test_only_people_of_an_alliance_that_it_reaches_write_it_down(
    sqlite_url: str, role: str, resource: str, refusal: type[DomainError]
) -> None:
    store = filled(sqlite_url)

    with pytest.raises(refusal):
        add(store, resource, TODAY, TODAY + DAY, role)

    assert rows(store) == {ALLIANCE: [], OTHER: []}


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (TODAY, TODAY, "span"),
        (TODAY + DAY, TODAY, "span"),
        (TODAY - WEEK, TODAY, "over"),
        (TODAY, TODAY + 4 * 366 * DAY, "ahead"),
        (TODAY - 3 * 366 * DAY, TODAY + DAY, "long"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    sqlite_url: str, start: date, end: date, reason: str
) -> None:
    store = filled(sqlite_url)

    with pytest.raises(DateError) as refused:
        add(store, "body:auto", start, end)

    field, day = ("start", start) if reason == "long" else ("end", end)
    told = [refused.value.fields[name] for name in ("field", "value", "reason")]
    assert told == [field, day, reason]


def test_a_reason_is_a_line(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    with pytest.raises(TextError):
        blackouts.add(store, Blackout("body:auto", TODAY, TODAY + DAY, "a\nb"), by=SYSTEM, now=NOW)
    bare = Blackout("body:auto", TODAY, TODAY + DAY, " ")
    assert blackouts.add(store, bare, by=SYSTEM, now=NOW).absence.blackout.reason == ""


def test_one_that_has_begun_is_ended_and_one_to_come_taken_back(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    running = kept_before(store, "body:auto", TODAY - WEEK, TODAY + WEEK)
    coming = add(store, "body:auto", TODAY, TODAY + WEEK)

    with pytest.raises(BlackoutBegunError) as begun:
        blackouts.remove(store, running, by=by, now=NOW)
    ended = blackouts.end(store, running, by=by, now=NOW)
    removed = blackouts.remove(store, coming, by=by, now=NOW)

    assert (ended.blackout.start, ended.blackout.end) == (TODAY - WEEK, TODAY)
    assert removed.key == coming
    assert seen(store, "secretary") == []
    assert [kind for _, kind, _ in rows(store)[ALLIANCE]] == ["added", "ended", "removed"]
    assert say(begun.value.code, begun.value.fields, "zh") == (
        "这一段从2026年8月11日起已经开始，不能当作没有过；请改为提前结束。"
    )


def test_what_is_over_is_not_changed(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    over = kept_before(store, "body:auto", TODAY - WEEK, TODAY)

    for act in (blackouts.end, blackouts.remove):
        with pytest.raises(BlackoutPastError) as past:
            act(store, over, by=SYSTEM, now=NOW)
        assert say(past.value.code, past.value.fields, "zh") == (
            "这一段已在2026年8月17日结束，过去的不再改。"
        )


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + WEEK, TODAY + 2 * WEEK])
def test_an_end_is_between_today_and_the_end_so_far(sqlite_url: str, day: date) -> None:
    store = filled(sqlite_url)
    key = kept_before(store, "body:auto", TODAY - WEEK, TODAY + WEEK)

    with pytest.raises(DateError):
        blackouts.end(store, key, by=SYSTEM, now=NOW, day=day)


@pytest.mark.parametrize("start", [TODAY, TODAY + WEEK])
@pytest.mark.parametrize("day", [None, TODAY + WEEK, TODAY + WEEK + DAY])
def test_one_of_a_single_day_to_come_has_no_earlier_end(
    sqlite_url: str, start: date, day: date | None
) -> None:
    store = filled(sqlite_url)
    key = add(store, "body:auto", start, start + DAY)

    with pytest.raises(BlackoutOneDayError) as refused:
        blackouts.end(store, key, by=SYSTEM, now=NOW, day=day)

    assert refused.value.fields == {"key": str(key), "start": start}
    assert blackouts.remove(store, key, by=SYSTEM, now=NOW).key == key


def test_what_others_may_not_see_does_not_exist_for_them(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    key = add(store, "body:auto", TODAY, TODAY + WEEK)

    for act in (blackouts.end, blackouts.remove):
        with pytest.raises(NotFoundError):
            act(store, key, by=principal(store, "other"), now=NOW)
        with pytest.raises(NotFoundError):
            act(store, key + 1, by=SYSTEM, now=NOW)
        with pytest.raises(ForbiddenError):
            act(store, key, by=principal(store, "member"), now=NOW)


def test_the_choices_are_what_the_alliance_counts_on(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    found = blackouts.choices(store, ALLIANCE, by=principal(store, "secretary"), now=NOW)

    assert [each.key for each in found] == [
        *("body:auto", "body:auto-1", "body:auto-2"),
        *(f"organisation:{key}" for key in ("alpha", "beta", "bureau", "gamma")),
        *("person:p-chief", "person:p-2", "person:p-1", "person:p-4"),
        *("venue:hall", "venue:room"),
    ]
    assert {each.group for each in found} == {"body", "organisation", "person", "venue"}
    with pytest.raises(ForbiddenError):
        blackouts.choices(store, ALLIANCE, by=principal(store, "member"), now=NOW)


@pytest.mark.parametrize("dissolved", [False, True])
def test_a_branch_that_left_the_alliance_is_no_longer_away(
    sqlite_url: str, *, dissolved: bool
) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        if dissolved:
            session.execute(update(BodyRow).filter_by(key="auto-2").values(until=TODAY))
        else:
            row = MembershipRow(body=ALLIANCE, member="body:auto-2", role="member", until=TODAY)
            session.add(row)

    found = blackouts.choices(store, ALLIANCE, by=principal(store, "secretary"), now=NOW)

    assert [each.key for each in found if each.group in {"body", "person"}] == [
        *("body:auto", "body:auto-1"),
        *("person:p-chief", "person:p-2", "person:p-1"),
    ]
    with pytest.raises(BlackoutError):
        add(store, "body:auto-2", TODAY, TODAY + WEEK)


def test_an_organisation_that_left_the_alliance_is_no_longer_away(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        where = {"body": ALLIANCE, "member": "organisation:beta"}
        session.execute(update(MembershipRow).filter_by(**where).values(until=TODAY + WEEK))

    add(store, "organisation:beta", TODAY, TODAY + WEEK)
    with pytest.raises(BlackoutError) as refused:
        add(store, "organisation:beta", TODAY + WEEK, TODAY + 2 * WEEK)
    assert refused.value.fields == {"field": "resource", "name": "乙川", "name_en": "Sample Beta"}
    for lang, told in (("zh", "“乙川”不是"), ("en", "“Sample Beta” is no body")):
        assert say("bad_blackout", refused.value.fields, lang).startswith(told)


def test_a_branch_that_joins_later_may_be_away(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        row = MembershipRow(body=ALLIANCE, member="body:auto-2", role="member", since=TODAY + WEEK)
        session.add(row)

    found = blackouts.choices(store, ALLIANCE, by=principal(store, "secretary"), now=NOW)

    assert "body:auto-2" in {each.key for each in found}
    assert add(store, "body:auto-2", TODAY, TODAY + WEEK)


def test_plans_give_way_to_a_venue_that_is_closed(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    blackouts.add(store, HALL, by=SYSTEM, now=NOW)

    plan = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)

    found = [
        (change.cause["code"], change.forced)
        for change in plan.changes
        if (change.uid, change.kind.value) == (COUNCILS[2], "move")
    ]
    assert found == [("blackout", True)]


def test_a_host_who_is_away_is_excused_and_owes_nothing(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    first = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, first.hash, by=SYSTEM, now=NOW)
    with store.read() as session:
        source = planning.gather(session, (ALLIANCE,), 2026, NOW)
    turn = next(event for event in source.events if event.uid == EXCHANGES[2])
    away = Blackout(str(turn.host), turn.day(), turn.day() + DAY)

    blackouts.add(store, away, by=SYSTEM, now=NOW)
    plan = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)

    (changed,) = (change for change in plan.changes if change.uid == turn.uid)
    assert (changed.kind.value, changed.before) == ("host", {"host": turn.host})
    assert changed.after["host"] != turn.host
