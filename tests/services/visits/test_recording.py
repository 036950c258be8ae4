import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    DomainError,
    ForbiddenError,
    IdempotencyError,
    NotFoundError,
    TextError,
    VisitError,
    VisitTwiceError,
    VisitWithdrawnError,
)
from scheduler.domain.text import say
from scheduler.domain.turn import EntryKind
from scheduler.domain.visit import Visit
from scheduler.services import accounts
from scheduler.services.access import Role
from scheduler.services.accounts import NewUser
from scheduler.services.visits import recording
from scheduler.services.visits.recording import NewVisit
from scheduler.store import Store, ledger, turns
from scheduler.store import visits as stored
from scheduler.store.tables.ledger import ChangeRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import BodyRow, MembershipRow
from tests.support.queries import statements
from tests.support.visiting import with_lists
from tests.support.world import ALLIANCE, NOW, OTHER, PASSWORD, filled, principal

TODAY = date(2026, 8, 18)
SPACE = uuid.UUID("4f4d3f0a-6c9e-4f9e-9b63-0d2f1d0c2a51")
ALPHA: dict[str, object] = {"name": "甲川", "name_en": "Sample Alpha"}
NOBODY: dict[str, object] = {"name": "nobody", "name_en": "nobody"}


def new(member: str = "alpha", day: date = TODAY, **more: str) -> NewVisit:
    cell = f"organisation:{member}"
    key = str(uuid.uuid5(SPACE, f"{cell}:{day}:{sorted(more.items())}"))
    return replace(NewVisit(key, "enterprise_visit", cell, day), **more)  # type: ignore[arg-type]  # fields by name


def record(store: Store, *wanted: NewVisit, role: str = "secretary") -> tuple[Visit, ...]:
    return recording.record(store, ALLIANCE, wanted, by=principal(store, role), now=NOW)


def counted(store: Store) -> list[tuple[str, date]]:
    with store.read() as session:
        made = stored.between(session, [ALLIANCE], date.min, date.max)
    return sorted((each.cell, each.day) for each in made)


def test_several_visits_are_recorded_at_once_and_stand_in_the_ledger(database_url: str) -> None:
    store = with_lists(filled(database_url))
    before = [each.seq for each in _changes(store)]
    made = record(store, new(), new("beta", note=" 送去政策。 "))
    assert made == (
        Visit(new().id, ALLIANCE, "enterprise_visit", "organisation:alpha", TODAY),
        Visit(
            new("beta", note=" 送去政策。 ").id,
            ALLIANCE,
            "enterprise_visit",
            "organisation:beta",
            TODAY,
            note="送去政策。",
        ),
    )
    told = [
        (each.entity, each.entity_id, each.kind, each.visible, each.plan_relevant, each.detail)
        for each in _changes(store)[len(before) :]
    ]
    assert told == [
        (
            "visit",
            each.id,
            "recorded",
            False,
            False,
            {"rule": each.rule, "cell": each.cell, "day": "2026-08-18"},
        )
        for each in made
    ]


def _changes(store: Store) -> list[ChangeRow]:
    with store.read() as session:
        return list(ledger.changes(session, ALLIANCE))


def test_the_same_id_is_recorded_once_and_never_with_another_content(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    assert record(store, new()) == record(store, new())
    assert counted(store) == [("organisation:alpha", TODAY)]
    with pytest.raises(IdempotencyError):
        record(store, replace(new(), day=TODAY - timedelta(days=1)))
    record(store, new(), new("beta"), new("beta"))
    assert counted(store) == [("organisation:alpha", TODAY), ("organisation:beta", TODAY)]
    with pytest.raises(IdempotencyError) as caught:
        record(store, new("gamma"), replace(new("alpha"), id=new("gamma").id))
    assert caught.value.fields == {
        "field": "id",
        "key": new("gamma").id,
        "at": ("visits", 1),
    }


def test_a_record_that_was_taken_back_is_not_recorded_again(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    (made,) = record(store, new())
    recording.withdraw(store, made.id, by=principal(store, "secretary"), now=NOW)
    with pytest.raises(VisitWithdrawnError) as caught:
        record(store, new("beta"), new())
    assert caught.value.fields == ALPHA | {"day": TODAY, "at": ("visits", 1)}
    record(store, replace(new(), id=new("beta").id))
    assert counted(store) == [("organisation:alpha", TODAY)]


def test_a_day_before_the_list_was_kept_is_refused_as_too_early(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    with store.write() as session:
        session.execute(update(RuleRow).values(since=date(2026, 1, 1)))
    early = date(2025, 11, 23)
    with pytest.raises(VisitError) as caught:
        record(store, new(day=early), new("nobody", day=early))
    assert caught.value.fields == {
        "field": "day",
        **ALPHA,
        "day": early,
        "reason": "early",
        "at": ("visits", 0),
    }
    with pytest.raises(VisitError) as caught:
        record(store, new("nobody", day=early))
    assert (caught.value.fields["field"], caught.value.fields["reason"]) == ("cell", "cell")


def test_a_second_visit_on_one_day_needs_another_visitor(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    record(store, new(visitor="person:p-1"))
    for again in (new(), new(visitor="person:p-1", note="又记"), new(note="又记")):
        with pytest.raises(VisitTwiceError) as caught:
            record(store, again)
        assert caught.value.fields == ALPHA | {"day": TODAY, "at": ("visits", 0)}
    record(store, new(visitor="person:p-2"), new(day=TODAY - timedelta(days=1)))
    assert len(counted(store)) == 3
    with pytest.raises(VisitTwiceError):
        record(store, new("beta"), new("beta", note="同一批"))
    assert len(counted(store)) == 3


@pytest.mark.parametrize(
    ("wanted", "error", "fields"),
    [
        (
            new(day=TODAY + timedelta(days=1)),
            DateError,
            {"field": "day", "value": "2026-08-19", "reason": "future"},
        ),
        (
            new("nobody"),
            VisitError,
            {"field": "cell", **NOBODY, "day": TODAY, "reason": "cell"},
        ),
        (
            replace(new(), rule="quarterly_council"),
            VisitError,
            {"field": "rule", "name": "日常一季一议", "name_en": "", "reason": "rule"},
        ),
        (
            replace(new(), rule="no_rule"),
            VisitError,
            {"field": "rule", "name": "no_rule", "reason": "rule"},
        ),
        (
            new(visitor="person:nobody"),
            VisitError,
            {"field": "visitor", **NOBODY, "day": TODAY, "reason": "visitor"},
        ),
        (replace(new(), id="x"), ChoiceError, {"field": "id", "value": "x", "allowed": "UUID"}),
        (new(note="字" * 501), TextError, {"field": "note", "reason": "too_long", "limit": 500}),
    ],
)
def test_what_cannot_be_recorded_says_why_and_nothing_is_stored(
    wanted: NewVisit, error: type[DomainError], fields: dict[str, object], sqlite_url: str
) -> None:
    store = with_lists(filled(sqlite_url))
    with pytest.raises(error) as caught:
        record(store, new("gamma"), wanted)
    assert caught.value.fields == fields | {"at": ("visits", 1)}
    assert counted(store) == []
    for lang in ("zh", "en"):
        assert say(caught.value.code, fields, lang) != say(caught.value.code, {}, lang)


def test_a_day_outside_the_windows_is_early_or_late(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    with store.write() as session:
        rule = session.get_one(RuleRow, (ALLIANCE, "enterprise_visit"))
        rule.since, rule.until = date(2026, 3, 1), date(2026, 7, 1)
    for day, reason in ((date(2026, 2, 27), "early"), (date(2026, 7, 1), "late")):
        with pytest.raises(VisitError) as caught:
            record(store, new(day=day))
        assert caught.value.fields["reason"] == reason
    record(store, new(day=date(2026, 3, 2)), new(day=date(2026, 6, 30)))


def test_visits_of_two_years_are_checked_each_in_its_own(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    record(store, new(day=date(2025, 12, 30)), new(day=date(2026, 1, 5)))
    assert len(counted(store)) == 2


@pytest.mark.parametrize(
    ("role", "members"),
    [
        ("admin", ["alpha", "beta", "gamma"]),
        ("alliance_admin", ["alpha", "beta", "gamma"]),
        ("secretary", ["alpha", "beta", "gamma"]),
        ("branch", ["alpha"]),
        ("host", ["alpha"]),
        ("member", []),
        ("committee", []),
    ],
)
def test_who_may_record_which_visit(role: str, members: list[str], sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    allowed = []
    for member in ("alpha", "beta", "gamma"):
        try:
            record(store, new(member), role=role)
        except ForbiddenError as error:
            assert error.fields == {"action": "visit", "at": ("visits", 0)}  # noqa: PT017 - one of several
        else:
            allowed.append(member)
    assert allowed == members


def test_an_alliance_that_one_cannot_see_does_not_exist(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    with pytest.raises(NotFoundError):
        record(store, new(), role="other")
    with pytest.raises(NotFoundError):
        recording.record(store, "none", [new()], by=principal(store, "admin"), now=NOW)
    span = (date.min, date.max)
    with pytest.raises(NotFoundError):
        recording.listed(store, "none", span, by=principal(store, "admin"))
    with pytest.raises(VisitError):
        recording.record(store, OTHER, [new()], by=principal(store, "admin"), now=NOW)


def test_a_record_is_taken_back_once_by_whoever_made_it(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    (made,) = record(store, new(), role="host")
    for role in ("branch", "member"):
        with pytest.raises(ForbiddenError):
            recording.withdraw(store, made.id, by=principal(store, role), now=NOW)
    with pytest.raises(NotFoundError):
        recording.withdraw(store, made.id, by=principal(store, "other"), now=NOW)
    with pytest.raises(NotFoundError):
        recording.withdraw(store, "none", by=principal(store, "secretary"), now=NOW)
    length = len(_changes(store))
    for _ in range(2):
        assert recording.withdraw(store, made.id, by=principal(store, "host"), now=NOW) == made
    assert [each.kind for each in _changes(store)[length:]] == ["withdrawn"]
    assert counted(store) == []
    listed = recording.listed(
        store, ALLIANCE, (TODAY, TODAY + timedelta(days=1)), by=principal(store, "member")
    )
    assert [(each.visit, each.withdrawn_at) for each in listed] == [(made, NOW)]


BUILDING = NewVisit(
    "9b8a7c52-30bb-4b7a-9d5f-0d3d6a7f1c22",
    "building_visit",
    "building:1",
    TODAY,
    visitor="person:p-2",
)


def test_a_visit_charges_the_turn_of_its_visitor_until_it_is_taken_back(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    outsider = replace(BUILDING, id=str(uuid.uuid5(SPACE, "o")), visitor="person:p-4")
    unnamed = replace(BUILDING, id=str(uuid.uuid5(SPACE, "u")), visitor=None, cell="building:2")
    record(store, BUILDING, outsider, unnamed)
    assert _turns(store) == [(EntryKind.TURN, "person:p-2", BUILDING.id)]
    recording.withdraw(store, BUILDING.id, by=principal(store, "secretary"), now=NOW)
    assert _turns(store) == [
        (EntryKind.TURN, "person:p-2", BUILDING.id),
        (EntryKind.CANCELLED, "person:p-2", BUILDING.id),
    ]


def _turns(store: Store) -> list[tuple[EntryKind, str | None, str]]:
    with store.read() as session:
        found = turns.entries(session, [ALLIANCE]).get((ALLIANCE, "visitor_turns"), ())
    return [(each.kind, each.host, each.uid) for each in found]


def test_statements_do_not_grow_with_the_visits(sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    one = statements(store, lambda: record(store, new()))
    assert statements(store, lambda: record(store, new("beta"), new("gamma"))) == one


def test_a_service_team_records_its_own_visits_in_every_alliance_that_it_serves(
    sqlite_url: str,
) -> None:
    store = with_lists(filled(sqlite_url))
    with store.write() as session:
        session.add(
            BodyRow(
                key="team",
                name="样例服务队",
                short_name="服务队",
                kind="service_team",
                parent="county",
            )
        )
        session.add(MembershipRow(body=ALLIANCE, member="body:team", role="service_team"))
        rule = session.get_one(RuleRow, (ALLIANCE, "enterprise_visit"))
        axes = {"organisation": "@leaders", "team": ["body:team", "body:auto-1"]}
        rule.data = {**rule.data, "axes": axes}
    account = NewUser("u-team", "team", "样例队", PASSWORD, ((Role.HOST_DUTY.value, "body:team"),))
    accounts.create_users(store, [account], NOW, fast=True)
    own, other = (
        replace(new(), cell=f"organisation:alpha|body:{team}") for team in ("team", "auto-1")
    )
    record(store, own, role="team")
    with pytest.raises(ForbiddenError):
        record(store, replace(other, id=str(uuid.uuid5(SPACE, "other"))), role="team")
    assert counted(store) == [("organisation:alpha|body:team", TODAY)]


@pytest.mark.parametrize("left", [date(2026, 7, 1), date(2026, 8, 10), date(2025, 3, 1)])
def test_a_visit_to_whom_has_left_is_recorded_for_the_days_before(
    left: date, sqlite_url: str
) -> None:
    store = with_lists(filled(sqlite_url))
    with store.write() as session:
        where = {"body": ALLIANCE, "member": "organisation:beta"}
        session.execute(update(MembershipRow).filter_by(**where).values(until=left))
    for day in (left, TODAY):
        with pytest.raises(VisitError) as caught:
            record(store, new("beta", day))
        assert caught.value.fields == {
            "field": "day",
            "name": "乙川",
            "name_en": "Sample Beta",
            "day": day,
            "reason": "left",
            "at": ("visits", 0),
        }
        told = say("bad_visit", caught.value.fields, "zh")
        assert told.endswith("“乙川”已经退出，不再走访；请核对日期。")
        assert say("bad_visit", caught.value.fields, "en").startswith("“Sample Beta” had left by ")
    record(store, new("beta", left - timedelta(days=1)))
    assert counted(store) == [("organisation:beta", left - timedelta(days=1))]


@pytest.mark.parametrize("left", [date(2026, 8, 10), date(2025, 3, 1)])
def test_an_item_of_one_that_has_left_is_refused_by_its_name(left: date, sqlite_url: str) -> None:
    store = with_lists(filled(sqlite_url))
    with store.write() as session:
        rule = session.get_one(RuleRow, (ALLIANCE, "own_items"))
        rule.data = {**rule.data, "axes": {"item": ["one"]}, "scope": {"organisation": "beta"}}
        where = {"body": ALLIANCE, "member": "organisation:beta"}
        session.execute(update(MembershipRow).filter_by(**where).values(until=left))
    before = left - timedelta(days=1)

    def refused(day: date, cell: str) -> tuple[object, object, object]:
        with pytest.raises(VisitError) as caught:
            record(store, new(rule="own_items", cell=cell, day=day))
        return tuple(caught.value.fields[name] for name in ("field", "name_en", "reason"))  # type: ignore[return-value]  # three

    assert refused(TODAY, "one") == ("day", "Sample Beta", "left")
    assert refused(before, "none") == ("cell", "none", "cell")
    record(store, new(rule="own_items", cell="one", day=before))
    assert counted(store) == [("one", before)]
