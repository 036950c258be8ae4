"""People come to a branch or take an office, and leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.errors import ChoiceError, DomainError, ForbiddenError, NotFoundError
from scheduler.domain.roster import Affiliation, AffiliationKind, Officer, Tenure
from scheduler.domain.roster_errors import TieOverError, TieTwiceError
from scheduler.domain.text import say
from scheduler.services import accounts
from scheduler.services.access import Principal
from scheduler.services.roster import people
from scheduler.services.roster.people import Place
from scheduler.store import Store, belonging, ledger
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal, token

FIRST, HOME = date(2026, 9, 1), AffiliationKind.HOME
AT = Place("p-3", "auto-1")
MOVED = Affiliation("p-3", "auto-2", HOME, "第一党小组", tenure=Tenure(FIRST))
SECRETARY = Officer("p-3", "auto-1", "branch_secretary", Tenure(FIRST))


def by(store: Store, role: str = "secretary") -> Principal:
    return principal(store, role)


def ties(store: Store, person: str) -> list[Affiliation | Officer]:
    with store.read() as session:
        found = [each.tie for each in belonging.affiliations(session, [person])]
        return [*found, *(each.tie for each in belonging.offices(session, [person]))]


def rows(store: Store, alliance: str) -> list[tuple[str, str, str, object, bool]]:
    with store.read() as session:
        return [
            (row.entity, row.entity_id, row.kind, dict(row.detail), row.plan_relevant)
            for row in ledger.changes(session, alliance)
            if row.entity in {"affiliation", "officer"}
        ]


def test_a_person_moves_from_one_branch_to_another(database_url: str) -> None:
    store = filled(database_url)
    left = Affiliation("p-3", "auto-1", tenure=Tenure(None, FIRST))

    for _ in range(2):
        assert people.unsettle(store, AT, HOME, FIRST, by=by(store), now=NOW) == left
        assert people.settle(store, MOVED, by=by(store), now=NOW) == MOVED

    assert ties(store, "p-3") == [left, MOVED]
    told = {"body": "auto-1", "kind": "home", "since": None, "until": "2026-09-01"}
    came = {"body": "auto-2", "kind": "home", "since": "2026-09-01", "until": None}
    assert rows(store, ALLIANCE) == [
        ("affiliation", "p-3", "ended", told, False),
        ("affiliation", "p-3", "added", came, False),
    ]


def test_a_person_takes_an_office_and_leaves_it(database_url: str) -> None:
    store = filled(database_url)
    until = date(2026, 12, 1)

    for _ in range(2):
        assert people.appoint(store, SECRETARY, by=by(store), now=NOW) == SECRETARY
    for _ in range(2):
        ended = people.release(store, AT, "branch_secretary", until, by=by(store), now=NOW)
        assert ended == replace(SECRETARY, tenure=Tenure(FIRST, until))

    told = {"body": "auto-1", "role": "branch_secretary", "since": "2026-09-01", "until": None}
    assert rows(store, ALLIANCE) == [
        ("officer", "p-3", "added", told, True),
        ("officer", "p-3", "ended", told | {"until": "2026-12-01"}, True),
    ]


def test_an_office_is_told_wherever_its_holder_is_in_office(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    at = Place("p-chief", OTHER)
    people.release(store, at, "lead_official", FIRST, by=by(store, "other"), now=NOW)

    assert rows(store, ALLIANCE) == rows(store, OTHER)
    assert [kind for _, _, kind, _, _ in rows(store, OTHER)] == ["ended"]


def test_there_is_one_home_on_any_day_and_each_office_once(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    liaison = replace(MOVED, kind=AffiliationKind.LIAISON)
    people.settle(store, liaison, by=by(store), now=NOW)
    people.appoint(store, SECRETARY, by=by(store), now=NOW)
    told = []
    for change in (
        lambda: people.settle(store, MOVED, by=by(store), now=NOW),
        lambda: people.settle(store, replace(liaison, group=""), by=by(store), now=NOW),
        lambda: people.appoint(
            store, replace(SECRETARY, tenure=Tenure(date(2026, 10, 1))), by=by(store), now=NOW
        ),
    ):
        with pytest.raises(TieTwiceError) as refused:
            change()
        told.append(say("tie_twice", refused.value.fields, "zh"))

    again = "已经有这一条，没有重复记。请核对日期，或先记下原来的到哪天为止。"
    assert told == [
        "那段时间组织关系在“第1支部”，同一天只能在一个支部。请先记下在那里到哪天为止。",
        f"那段时间在“第2支部”{again}",
        f"那段时间在“第1支部”{again}",
    ]


Change = Callable[[Store, Principal], object]
CHANGES: dict[str, Change] = {
    "settle": lambda store, by: people.settle(store, MOVED, by=by, now=NOW),
    "unsettle": lambda store, by: people.unsettle(store, AT, HOME, FIRST, by=by, now=NOW),
    "appoint": lambda store, by: people.appoint(store, SECRETARY, by=by, now=NOW),
    "release": lambda store, by: people.release(
        store, Place("p-1", "auto-1"), "branch_secretary", FIRST, by=by, now=NOW
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_only_people_who_edit_and_see_names_change_where_persons_belong(
    sqlite_url: str, name: str
) -> None:
    store = filled(sqlite_url)
    for role, refusal in (("member", ForbiddenError), ("other", NotFoundError)):
        with pytest.raises(refusal):
            CHANGES[name](store, by(store, role))
    writer = accounts.bearer(store, token(store, "write"), NOW)
    assert writer is not None
    with pytest.raises(ForbiddenError) as refused:
        CHANGES[name](store, writer)
    assert refused.value.fields == {"action": "names"}
    assert rows(store, ALLIANCE) == []


@pytest.mark.parametrize(
    ("change", "role", "refusal"),
    [
        (replace(MOVED, person="p-none"), "admin", NotFoundError),
        (replace(MOVED, body="county"), "admin", NotFoundError),
        (replace(MOVED, body=OTHER), "other", NotFoundError),
        (replace(SECRETARY, role="secretray"), "admin", ChoiceError),
    ],
)
def test_what_does_not_exist_or_may_not_be_seen_is_refused(
    sqlite_url: str, change: Affiliation | Officer, role: str, refusal: type[DomainError]
) -> None:
    store = filled(sqlite_url)
    put: Callable[..., object] = people.appoint if isinstance(change, Officer) else people.settle

    with pytest.raises(refusal):
        put(store, change, by=by(store, role), now=NOW)


def test_what_nobody_wrote_down_or_is_over_does_not_end(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    people.unsettle(store, AT, HOME, date(2026, 8, 1), by=by(store), now=NOW)
    for change, refusal in (
        (lambda: people.unsettle(store, AT, HOME, FIRST, by=by(store), now=NOW), TieOverError),
        (
            lambda: people.unsettle(
                store, AT, AffiliationKind.LIAISON, FIRST, by=by(store), now=NOW
            ),
            NotFoundError,
        ),
        (lambda: people.release(store, AT, "liaison", FIRST, by=by(store), now=NOW), NotFoundError),
    ):
        with pytest.raises(refusal):
            change()
