from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Membership, Officer, Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.vacancies import (
    SharedPerson,
    Vacancy,
    keys_of,
    shared_people,
    to_come,
    vacancies,
)
from scheduler.rules.model import Rule
from tests.rules.promises import plan_input, quota, rule

ASKED = {"require": [{"role": "liaison", "n": 2}]}
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def seats(count: object = 1, target: object = "body:alliance", **changes: object) -> Rule:
    data = {"for": target, "require": [{"role": "liaison", "n": count}]}
    made = rule("staffing", data, "seats")
    return Rule(made.key, made.type, "a", made.name, data=data, **changes)  # type: ignore[arg-type]  # fields by name


def roster(*officers: Officer, **changes: object) -> PlanInput:
    bodies = {officer.body for officer in officers}
    by_body = {
        body: tuple(officer for officer in officers if officer.body == body) for body in bodies
    }
    return plan_input(officers=by_body, **changes)


def lacking(made: Rule, *officers: Officer, **changes: object) -> list[tuple[str, int]]:
    found = vacancies(roster(*officers, rules=(made, quota()), **changes), MAY)
    return [(each.body, each.missing) for each in found]


@given(st.integers(1, 5), st.integers(0, 6))
def test_a_role_lacks_what_is_wanted_and_not_held(wanted: int, held: int) -> None:
    officers = [Officer(f"p{index}", "a", "liaison") for index in range(held)]
    missing = max(wanted - held, 0)
    assert lacking(seats(wanted), *officers) == ([("a", missing)] if missing else [])


def test_a_vacancy_names_the_rule_the_body_and_the_role() -> None:
    officers = (
        Officer("p", "a", "secretary"),
        Officer("q", "a", "liaison", Tenure(JUNE)),
        Officer("r", "b", "liaison"),
    )
    source = roster(*officers, rules=(seats(2),))
    assert vacancies(source, MAY) == (Vacancy("seats", "a", "liaison", 2, 0, "a", "承诺"),)
    assert vacancies(source, JUNE) == (Vacancy("seats", "a", "liaison", 2, 1, "a", "承诺"),)


def test_one_who_holds_a_role_twice_fills_one_seat() -> None:
    twice = Officer("p", "a", "liaison")
    assert lacking(seats(2), twice, twice) == [("a", 1)]


def test_all_means_at_least_one() -> None:
    assert lacking(seats("all")) == [("a", 1)]
    assert lacking(seats("all"), Officer("p", "a", "liaison")) == []


def test_each_entry_of_a_list_has_its_own_holder() -> None:
    members = {
        "a": (
            Membership("organisation:x", "a", "chain_leader"),
            Membership("organisation:y", "a", "chain_leader", tenure=Tenure(JUNE)),
        )
    }
    assert lacking(seats("@leaders"), members=members) == [("a", 1)]
    with pytest.raises(RuleError) as caught:
        lacking(seats("@nobody"))
    assert caught.value.fields == {"rule": "seats", "field": "require.n", "reason": "unknown_list"}


def test_offices_of_other_bodies_and_seats_at_events_are_told_apart() -> None:
    made = seats(2, ["body:team", "council"])
    found = vacancies(roster(Officer("p", "a", "liaison"), rules=(made,)), MAY)
    assert found == (
        Vacancy("seats", "a", "liaison", 2, 1, "a", "承诺", events=True),
        Vacancy("seats", "team", "liaison", 2, 0, "a", "承诺"),
    )
    assert keys_of(found) == {"body:a", "body:team", "liaison"}


def test_whoever_takes_part_in_the_events_may_send_its_holders() -> None:
    joint = quota("joint", scope={"group": "pair"}, kind="council")
    alone = quota("alone", kind="exchange")
    abroad = quota("abroad", "c", kind="council")
    holders = (Officer("p", "a", "liaison"), Officer("q", "b", "liaison"))
    senders = {
        "a": (Membership("organisation:x", "a", "liaison"), Membership("organisation:y", "a", "")),
        "c": (Membership("organisation:z", "c", "liaison"),),
    }
    around = {"rules": (joint, alone, abroad), "groups": {"pair": ("a", "b")}, "members": senders}

    def held(target: str) -> int:
        source = roster(*holders, **around)
        asked = replace(source, rules=(*source.rules, seats(1000, target)))
        (found,) = vacancies(asked, MAY)
        return found.held

    assert [held("joint"), held("council"), held("alone"), held("exchange")] == [3, 3, 2, 2]


def test_a_seat_that_an_office_lacks_already_is_told_once() -> None:
    office, seat = seats(2), rule("staffing", {"for": "council", **ASKED}, "attends")
    found = vacancies(roster(rules=(office, seat)), MAY)
    assert [(each.rule, each.wanted) for each in found] == [("seats", 2)]
    more = rule("staffing", {"for": "council", "require": [{"role": "liaison", "n": 3}]}, "attends")
    found = vacancies(roster(rules=(office, more)), MAY)
    assert [(each.rule, each.wanted) for each in found] == [("attends", 3), ("seats", 2)]


def test_what_is_to_come_is_told_of_the_first_planned_day_or_the_rules_own() -> None:
    officers = (Officer("p", "a", "liaison", Tenure(None, JUNE)),)

    def short(made: Rule, **changes: object) -> int:
        return len(to_come(roster(*officers, rules=(made,), **changes)))

    assert short(seats()) == 0
    assert short(seats(), today=JUNE) == 1
    assert short(seats(tenure=Tenure(JUNE))) == 1
    assert short(seats(tenure=Tenure(None, MAY)), today=JUNE) == 0
    assert short(seats(tenure=Tenure(date(2027, 1, 1)))) == 0
    assert short(seats("@gone")) == 0


def test_rules_of_others_and_rules_not_in_force_say_nothing() -> None:
    assert lacking(seats(tenure=Tenure(JUNE))) == []
    assert lacking(seats(), targets=("b",)) == []


def test_who_holds_several_offices_is_listed_with_them() -> None:
    source = roster(
        Officer("p", "b", "liaison"),
        Officer("p", "a", "secretary"),
        Officer("q", "a", "liaison"),
        Officer("q", "a", "secretary", Tenure(JUNE)),
        Officer("r", "b", "liaison"),
        Officer("r", "c", "liaison"),
    )
    assert shared_people(source, MAY) == (
        SharedPerson("p", (("a", "secretary"), ("b", "liaison"))),
    )


def test_vacancies_are_listed_by_body_role_and_rule() -> None:
    def asking(key: str, body: str, role: str) -> Rule:
        return rule("staffing", {"for": body, "require": [{"role": role, "n": 1}]}, key)

    asked = (
        asking("one", "body:z", "guide"),
        asking("two", "body:alliance", "liaison"),
        asking("four", "body:alliance", "guide"),
        asking("three", "body:alliance", "guide"),
    )
    found = vacancies(roster(rules=asked), MAY)
    assert [(each.body, each.role, each.rule) for each in found] == [
        ("a", "guide", "four"),
        ("a", "guide", "three"),
        ("a", "liaison", "two"),
        ("z", "guide", "one"),
    ]


def test_nobody_is_missing_in_a_branch_that_left_or_has_not_joined() -> None:
    def lacks(*spans: Tenure) -> bool:
        return bool(lacking(seats(1, "body:team"), ties={("a", "body:team"): spans}))

    assert lacks()
    assert lacks(Tenure(None, JUNE))
    assert not lacks(Tenure(None, MAY))
    assert not lacks(Tenure(JUNE))
    assert lacks(Tenure(None, date(2026, 1, 1)), Tenure(MAY))
