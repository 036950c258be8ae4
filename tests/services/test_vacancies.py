from datetime import date

import pytest

from scheduler.domain.errors import NotFoundError
from scheduler.rules.judging.vacancies import SharedPerson, Vacancy
from scheduler.services import today, vacancies
from scheduler.services.access import Principal
from scheduler.services.vacancies import Offices
from scheduler.store import Store, ledger
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import MembershipRow, NameRow, OfficerRow
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal

SEATS = {
    "for": ["body:alliance", "body:auto-1"],
    "require": [{"role": "liaison", "n": 2}, {"role": "branch_secretary", "n": 1}],
}
LACKING = (
    Vacancy("seats", ALLIANCE, "branch_secretary", 1, 0, ALLIANCE, "岗位"),
    Vacancy("seats", ALLIANCE, "liaison", 2, 1, ALLIANCE, "岗位"),
    Vacancy("seats", "auto-1", "liaison", 2, 0, ALLIANCE, "岗位"),
)


def seated(url: str) -> Store:
    store = filled(url)
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=9, key="seats", type="staffing", name="岗位", data=SEATS
            )
        )
        session.add(NameRow(key="liaison", name="联络员", name_en="Liaison"))
    return store


def listed(store: Store, role: str, alliance: str | None = None) -> tuple[Offices, ...]:
    return vacancies.listed(store, by=principal(store, role), now=NOW, alliance=alliance)


def test_vacant_offices_are_listed_with_names_of_bodies_and_roles(database_url: str) -> None:
    (found,) = listed(seated(database_url), "secretary")
    assert (found.alliance.key, found.vacancies) == (ALLIANCE, LACKING)
    assert found.shared == (
        SharedPerson("p-chief", ((ALLIANCE, "lead_official"), (OTHER, "lead_official"))),
    )
    assert {key: name.short for key, name in found.names.items()} == {
        "body:auto": "汽车链",
        "body:auto-1": "第1支部",
        "body:steel": "钢铁链",
        "liaison": "联络员",
    }


def test_each_alliance_that_one_sees_is_judged_for_itself(sqlite_url: str) -> None:
    store = seated(sqlite_url)
    found = listed(store, "admin")
    assert [(each.alliance.key, len(each.vacancies)) for each in found] == [
        (ALLIANCE, 3),
        (OTHER, 0),
    ]
    assert listed(store, "other")[0].vacancies == ()
    with pytest.raises(NotFoundError):
        listed(store, "other", ALLIANCE)
    with pytest.raises(NotFoundError):
        listed(store, "admin", "none")


def test_where_nothing_is_seen_nothing_is_listed(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    stranger = Principal(id="x", name="x")
    assert vacancies.listed(store, by=stranger, now=NOW) == ()


def test_today_tells_vacancies_to_those_who_can_name_somebody(sqlite_url: str) -> None:
    store = seated(sqlite_url)

    def told(role: str) -> tuple[tuple[str, Vacancy], ...]:
        by = principal(store, role)
        return today.today_view(store, by=by, lang="zh", now=NOW).vacancies

    assert told("secretary") == tuple((ALLIANCE, each) for each in LACKING)
    assert told("member") == ()
    with store.write() as session:
        session.add_all(
            OfficerRow(person=person, body=body, role="liaison", since=date(2026, 1, 1))
            for person, body in (("p-3", ALLIANCE), ("p-3", "auto-1"), ("p-4", "auto-1"))
        )
        ledger.append(session, [ledger.Entry((ALLIANCE,), "officer", "p-3", "named")], "x", NOW)
    assert told("secretary") == ((ALLIANCE, LACKING[0]),)


def test_nobody_is_missing_in_a_branch_that_left(sqlite_url: str) -> None:
    store = seated(sqlite_url)
    row = MembershipRow(body=ALLIANCE, member="body:auto-1", role="member", until=NOW.date())
    with store.write() as session:
        session.add(row)
    (found,) = listed(store, "secretary")
    assert found.vacancies == LACKING[:2]
