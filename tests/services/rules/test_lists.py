"""The lists that rules name: seen, kept and deleted, with the rules that name them checked."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from scheduler.domain.errors import (
    DomainError,
    ForbiddenError,
    InvalidError,
    MissingFieldError,
    NotFoundError,
    RuleError,
    StaleVersionError,
)
from scheduler.domain.list_errors import ListError, ListUsedError
from scheduler.domain.refusing import together
from scheduler.domain.roster import Tenure
from scheduler.domain.text import say
from scheduler.rules.explain import explained
from scheduler.rules.model import Rule
from scheduler.services.access import SYSTEM
from scheduler.services.names import Name
from scheduler.services.plans import causes, planning
from scheduler.services.plans.words import Words
from scheduler.services.rules import keeping, list_keeping, listing, lists
from scheduler.services.rules.list_keeping import Done, ListWish
from scheduler.services.rules.lists import AllianceLists, KeptList, Place
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.store import Store, ledger, roster
from scheduler.store.tables.roster import MembershipRow, NamedListRow, OfficerRow
from tests.services.rules.salon import SALON, found, secretary
from tests.support.queries import statements
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal

ALPHA, BETA, GAMMA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma"))
SITES = Place(ALLIANCE, "sites")
WISH = ListWish(SITES, (ALPHA, BETA), "驻点", "Sites")
LEFT = date(2026, 9, 1)
LATER = NOW + timedelta(days=30)


def keep(
    store: Store,
    wish: ListWish = WISH,
    revision: int = 0,
    *,
    role: str = "secretary",
    now: datetime = NOW,
) -> Done:
    return list_keeping.keep(store, wish, revision, by=principal(store, role), now=now)


def delete(store: Store, place: Place = SITES, revision: int = 1) -> KeptList:
    return list_keeping.delete(store, place, revision, by=secretary(store), now=NOW)


def by_site(store: Store, word: str = "@sites", **data: object) -> Wish:
    """Keep a rule that visits what stands on the list."""
    axes = {"axes": {"site": word}, "kind": "exchange", "per": "year", "min": 1}
    wish = replace(SALON, key="by_site", type="coverage", data={**axes, **data})
    keeping.create(store, wish, by=secretary(store), now=NOW)
    return wish


def leave(store: Store) -> None:
    gone = (
        update(MembershipRow).where(MembershipRow.member == BETA),
        update(OfficerRow).where(OfficerRow.person == "p-chief"),
    )
    with store.write() as session:
        for each in gone:
            session.execute(each.values(until=LEFT))


def entries(store: Store, alliance: str = ALLIANCE) -> list[tuple[Any, ...]]:
    with store.read() as session:
        return [
            (row.entity_id, row.kind, row.revision, dict(row.detail), row.plan_relevant, row.actor)
            for row in ledger.changes(session, alliance)
            if row.entity == "list"
        ]


def refusals(
    store: Store, wish: ListWish, revision: int = 0, now: datetime = NOW
) -> list[DomainError]:
    with pytest.raises(InvalidError) as caught:
        keep(store, wish, revision, now=now)
    return list(together(caught.value))


def test_a_list_is_kept_changed_and_written_down_once(database_url: str) -> None:
    store = filled(database_url)

    made = [keep(store), keep(store, revision=1)]
    changed = keep(store, ListWish(SITES, (GAMMA, "body:auto-1+body:auto-2")), 1)

    names = {
        ALPHA: Name("样例甲川公司", "甲川", "Sample Alpha"),
        BETA: Name("样例乙川公司", "乙川", "Sample Beta"),
    }
    kept = KeptList(SITES, ("驻点", "Sites"), (ALPHA, BETA), 1, names=names)
    assert made == [Done(kept), Done(kept)]
    assert (changed.kept.items, changed.kept.name, changed.kept.revision) == (
        (GAMMA, "body:auto-1+body:auto-2"),
        ("驻点", "Sites"),
        2,
    )
    assert sorted(changed.kept.names) == ["body:auto-1", "body:auto-2", GAMMA]
    assert lists.find(store, SITES, by=principal(store, "member"), now=NOW) == changed.kept
    assert delete(store, revision=2) == changed.kept
    assert lists.listed(store, by=SYSTEM, now=NOW, alliance=ALLIANCE)[0].lists == ()
    first: dict[str, Any] = {"from": None, "to": [ALPHA, BETA]}
    second = {"from": [ALPHA, BETA], "to": [GAMMA, "body:auto-1+body:auto-2"]}
    told = {"from": None, "to": ["驻点", "Sites"]}
    last = {"from": second["to"], "to": None}
    details: list[dict[str, Any]] = [
        {"items": first, "list_name": told},
        {"items": second},
        {"items": last},
    ]
    assert entries(store) == [
        ("auto/sites", kind, number + 1, {"name": "驻点", **details[number]}, True, "u-secretary")
        for number, kind in enumerate(("created", "changed", "deleted"))
    ]
    again = keep(store, ListWish(SITES, (ALPHA,)))
    assert (again.kept.revision, again.kept.name) == (4, ("驻点", "Sites"))


def test_a_plan_seen_before_is_stale_and_tells_the_list_as_its_cause(store: Store) -> None:
    keep(store)
    by_site(store)
    before = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, before.plan.hash, by=SYSTEM, now=NOW)
    before = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)

    keep(store, ListWish(SITES, (ALPHA, GAMMA)), 1)

    after = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    assert after.source.base[ALLIANCE] == before.source.base[ALLIANCE] + 1
    cells = {each.unit.cell for each in after.plan.placements if each.unit.rule == "by_site"}
    assert cells == {ALPHA, GAMMA}
    assert before.plan.hash != after.plan.hash
    told = causes.find(store, after, by=SYSTEM)
    assert told.found == (explained("since.list", list=f"{ALLIANCE}/sites"),)
    assert [told.sentence(Words(lang, {})) for lang in ("zh", "en")] == [
        "起因：名单“驻点”有改。",
        "Since the last publication: the list “Sites” changed.",
    ]


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((), [("items", "empty", None)]),
        (("x",) * 1_001, [("items", "too_many", None)]),
        (
            (ALPHA, " ", "a\x07", "x" * 201),
            [("1", "blank", 2), ("2", "characters", 3), ("3", "too_long", 4)],
        ),
        (("@members", "a|b"), [("0", "nested", 1), ("1", "separator", 2)]),
        ((ALPHA, f" {ALPHA} "), [("1", "duplicate", 2)]),
        ((f"{ALPHA}+{BETA}", f"{BETA}+{ALPHA}", "C++", "+C+"), [("1", "duplicate", 2)]),
        (
            (f"{ALPHA}+{ALPHA}", f"{ALPHA}+", f"{ALPHA}+{BETA}+{ALPHA}"),
            [("0", "no_pair", 1), ("1", "no_pair", 2), ("2", "no_pair", 3)],
        ),
        (
            ("organisation:no", f"{ALPHA}+body:no", "venue:no", "person:no"),
            [
                ("0", "unknown", 1),
                ("1", "unknown", 2),
                ("2", "unknown", 3),
                ("3", "unknown_person", 4),
            ],
        ),
    ],
)
def test_what_cannot_stand_on_a_list_is_told_with_its_line(
    store: Store, items: tuple[str, ...], told: list[tuple[str, str, int | None]]
) -> None:
    found = refusals(store, replace(WISH, items=items))

    assert [
        (each.fields["field"], each.fields["reason"], each.fields.get("line")) for each in found
    ] == told
    assert all(isinstance(each, ListError) for each in found)
    for each in found:
        assert say(each.code, each.fields, "zh").startswith(("第", "名单"))
    assert entries(store) == []


def test_who_has_left_is_not_put_on_a_list_anew_and_who_stood_there_may_stay(store: Store) -> None:
    keep(store, replace(WISH, items=(ALPHA, BETA)))
    leave(store)

    kept = keep(store, replace(WISH, items=(BETA, GAMMA)), 1, now=LATER).kept
    refused = refusals(store, replace(WISH, items=(BETA, "person:p-chief", GAMMA)), 2, now=LATER)
    other = refusals(store, ListWish(Place(ALLIANCE, "more"), (BETA,), "更多"), now=LATER)

    assert (dict(kept.left), kept.items) == ({BETA: LEFT}, (BETA, GAMMA))
    assert [say(each.code, each.fields, "zh") for each in (*refused, *other)] == [
        "第2行的人自2026年9月1日起不再属于本联盟，也不在本联盟任职，请换一个或去掉。",
        "第1行：乙川自2026年9月1日起已不在本联盟，请换一个或去掉。",
    ]


def test_a_person_of_another_alliance_is_nobody_and_names_are_for_who_may_see_them(
    store: Store,
) -> None:
    people = Place(OTHER, "people")
    refused = refusals_by(store, ListWish(people, ("person:p-2", "person:p-chief"), "人"))
    keep(store, ListWish(people, ("person:p-chief",), "人"), role="other")

    assert [(each.fields["field"], each.fields["reason"]) for each in refused] == [
        ("0", "unknown_person")
    ]
    seen = [
        lists.find(store, people, by=principal(store, role), now=NOW).names
        for role in ("other", "committee")
    ]
    assert [list(each) for each in seen] == [["person:p-chief"], []]


def refusals_by(store: Store, wish: ListWish) -> list[DomainError]:
    with pytest.raises(InvalidError) as caught:
        keep(store, wish, role="other")
    return list(together(caught.value))


@pytest.mark.parametrize("key", ["a b", "", "a/b", "@a", "a" * 61, "host", "-a", "a+b", "a|b"])
def test_a_key_that_no_rule_can_name_is_refused(store: Store, key: str) -> None:
    (refused,) = refusals(store, replace(WISH, place=Place(ALLIANCE, key)))
    assert (refused.code, refused.fields["field"], refused.fields["reason"]) == (
        "bad_list",
        "key",
        "key",
    )


def test_a_list_has_one_name_in_all_alliances(store: Store) -> None:
    keep(store)
    keep(store, ListWish(Place(ALLIANCE, "members"), (ALPHA,)))
    here = Place(OTHER, "sites")
    keep(store, ListWish(here, ("一号楼",)), role="other")

    renamed = [
        refusals(store, replace(WISH, name="基地"), 1)[0],
        refusals(store, ListWish(Place(ALLIANCE, "members"), (ALPHA,), "大家"), 1)[0],
    ]
    nameless = refusals(store, ListWish(Place(ALLIANCE, "new"), (ALPHA,)))[0]
    with store.write() as session:
        session.query(NamedListRow).filter_by(alliance=OTHER).delete()
    done = keep(store, replace(WISH, name="基地", name_en=None), 1)

    assert [each.fields["reason"] for each in renamed] == ["shared", "fixed"]
    assert say(renamed[0].code, renamed[0].fields, "zh") == (
        "别的联盟也有代号相同的名单，叫“驻点”，两边同名。请不要改名，或另建一份。"
    )
    assert isinstance(nameless, MissingFieldError)
    assert (done.kept.name, done.kept.revision) == (("基地", ""), 2)


def test_a_list_that_rules_name_is_not_deleted(store: Store) -> None:
    keep(store)
    by_site(store)

    with pytest.raises(ListUsedError) as caught:
        delete(store)

    assert caught.value.fields["rules"] == ("by_site",)
    assert say(caught.value.code, caught.value.fields, "zh") == (
        "规则月度沙龙还在用名单“驻点”，不能删除。请先让规则换一份名单。"
    )


def test_a_rule_names_a_list_until_the_version_that_does_is_over() -> None:
    today = NOW.date()
    named = Rule("r", "coverage", ALLIANCE, "", data={"axes": {"site": "@sites"}})
    for until, names in ((today, False), (today + timedelta(days=1), True)):
        former = replace(named, tenure=Tenure(None, until))
        rule = replace(named, data={}, tenure=Tenure(until, None), former=(former,))
        assert bool(lists.naming([rule], SITES, today)) is names
    ended = replace(named, tenure=Tenure(None, today))
    assert lists.naming([ended, replace(named, owner=OTHER)], SITES, today) == (ended,)


def test_a_list_of_the_memberships_is_replaced_and_comes_back(store: Store) -> None:
    leaders = Place(ALLIANCE, "leaders")
    turns = wish_of(found(store, "host_turns"))
    listed = replace(turns, data={**turns.data, "pool": "@leaders"})
    keeping.change(store, listed, 1, by=secretary(store), now=NOW)

    refused, unknown = refusals(store, ListWish(leaders, ("样例楼宇",)))
    kept = keep(store, ListWish(leaders, (ALPHA, BETA))).kept
    with store.read() as session:
        assert roster.spoken(session, ["@leaders"]) == {"@leaders": ("链主企业", "chain leaders")}
    gone = delete(store, leaders)

    assert (refused.code, refused.fields["reason"], refused.fields["apart"]) == (
        "bad_rule",
        "no_rest",
        True,
    )
    assert unknown.fields["reason"] == "unknown_member"
    assert (kept.name, [rule.key for rule in kept.rules]) == (
        ("链主企业", "chain leaders"),
        ["host_turns"],
    )
    assert gone == kept
    assert lists.listed(store, by=SYSTEM, now=NOW, alliance=ALLIANCE)[0].missing == ()


def test_a_rule_that_would_not_be_kept_with_the_list_refuses_it(store: Store) -> None:
    keep(store, ListWish(SITES, (f"{ALPHA}+{BETA}",), "驻点"))
    by_site(store, axes={"pair": "@sites"})

    (refused,) = refusals(store, replace(WISH, items=(ALPHA,)), 1)

    assert isinstance(refused, RuleError)
    assert (refused.fields["rule"], refused.fields["field"], refused.fields["reason"]) == (
        "by_site",
        "axes.pair",
        "no_pair",
    )
    assert found_list(store).items == (f"{ALPHA}+{BETA}",)


def test_what_was_wrong_before_refuses_nothing_and_a_list_that_is_gone_can_be_kept(
    store: Store,
) -> None:
    keep(store)
    by_site(store)
    with store.write() as session:
        session.query(NamedListRow).delete()
    (mine,) = lists.listed(store, by=SYSTEM, now=NOW, alliance=ALLIANCE)
    (broken,) = listing.noted(store, [found(store, "by_site")], now=NOW).values()

    done = keep(store, replace(WISH, items=("work_place",)))

    assert [(key, [rule.key for rule in rules]) for key, rules in mine.missing] == [
        ("sites", ["by_site"])
    ]
    assert broken.fault is not None
    assert [each.fields["reason"] for each in done.warnings] == ["nameless"]
    assert done.kept.nameless == ("work_place",)
    (mended,) = listing.noted(store, [found(store, "by_site")], now=NOW).values()
    assert mended.fault is None


def found_list(store: Store) -> KeptList:
    return lists.find(store, SITES, by=SYSTEM, now=NOW)


def test_what_the_list_makes_doubtful_is_warned_of_once(store: Store) -> None:
    keep(store)
    by_site(store)

    warned = keep(store, ListWish(SITES, (ALPHA, "work_place")), 1)
    again = keep(store, ListWish(SITES, (BETA, "work_place")), 2)

    assert [(each.fields["rule"], each.fields["reason"]) for each in warned.warnings] == [
        ("by_site", "nameless")
    ]
    assert again.warnings == ()
    assert again.kept.nameless == ("work_place",)


def test_only_who_may_change_rules_changes_lists(store: Store) -> None:
    keep(store)
    with pytest.raises(ForbiddenError):
        keep(store, role="member")
    with pytest.raises(NotFoundError):
        keep(store, role="other")
    with pytest.raises(NotFoundError):
        lists.listed(store, by=principal(store, "other"), now=NOW, alliance=ALLIANCE)
    with pytest.raises(NotFoundError):
        list_keeping.keep(store, replace(WISH, place=Place("none", "a")), 0, by=SYSTEM, now=NOW)
    with pytest.raises(NotFoundError):
        lists.find(store, Place(ALLIANCE, "none"), by=SYSTEM, now=NOW)


def test_what_somebody_else_changed_first_is_not_overwritten(store: Store) -> None:
    with pytest.raises(StaleVersionError):
        keep(store, revision=1)
    keep(store)
    for work in (lambda: keep(store), lambda: delete(store, revision=2)):
        with pytest.raises(StaleVersionError) as caught:
            work()
        assert caught.value.fields == {"entity": "list", "key": "sites", "revision": 1}
    list_keeping.check_revision(store, SITES, 1, by=secretary(store))


def test_lists_are_read_with_as_many_queries_however_many_there_are(store: Store) -> None:
    def read() -> tuple[AllianceLists, ...]:
        return lists.listed(store, by=SYSTEM, now=NOW)

    items = (ALPHA, "person:p-2", "body:auto-1", "venue:hall", "一号楼")
    keep(store, replace(WISH, items=items))
    first = statements(store, read)
    for number in range(5):
        keep(store, ListWish(Place(ALLIANCE, f"l{number}"), items[number:], f"第{number}份"))

    assert statements(store, read) == first
    assert [each.place.key for each in read()[0].lists] == [*(f"l{n}" for n in range(5)), "sites"]
