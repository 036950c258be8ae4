"""Rules that name somebody who has left the alliance: told of where kept, refused where new."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from scheduler.domain.errors import RuleError
from scheduler.domain.text import say
from scheduler.services.access import SYSTEM
from scheduler.services.plans import aside as plan_aside
from scheduler.services.plans import planning, rule_preview
from scheduler.services.plans import table as plan_table
from scheduler.services.rules import choices, keeping, listing
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.store import Store
from scheduler.store.tables.roster import (
    AffiliationRow,
    BodyRow,
    MembershipRow,
    NamedListRow,
    NameRow,
    OfficerRow,
)
from tests.services.rules.salon import SALON, found, secretary
from tests.support.world import ALLIANCE, NOW

LEFT = date(2026, 9, 1)
LATER = NOW + timedelta(days=30)


def leave(store: Store, until: date = LEFT) -> None:
    """Let a member leave the alliance, a branch be closed, and a person go."""
    gone = (
        update(MembershipRow).where(
            MembershipRow.body == ALLIANCE, MembershipRow.member == "organisation:beta"
        ),
        update(BodyRow).where(BodyRow.key == "auto-2"),
        update(OfficerRow).where(OfficerRow.person.in_(["p-2", "p-chief"])),
        update(AffiliationRow).where(AffiliationRow.person == "p-3"),
    )
    with store.write() as session:
        for each in gone:
            session.execute(each.values(until=until))


def keep(store: Store, **data: object) -> Wish:
    wish = replace(SALON, key="-".join(data).replace("-", "_"), data={**SALON.data, **data})
    keeping.create(store, wish, by=SYSTEM, now=NOW)
    return wish


def test_who_left_is_told_of_in_kept_rules_and_in_their_plan(store: Store) -> None:
    keep(store, host="organisation:beta")
    keep(store, organiser="body:auto-2")
    keep(store, scope={"person": "p-chief"})
    leave(store)
    rules = [found(store, key) for key in ("host", "organiser", "scope")]

    assert {each.doubts for each in listing.noted(store, rules, now=NOW).values()} == {()}
    told = {
        key: [(str(each.fields["field"]), str(each.fields["reason"])) for each in noted.doubts]
        for (_, key), noted in listing.noted(store, rules, now=LATER).items()
    }
    assert told == {
        "host": [("host", "has_left")],
        "organiser": [("organiser", "has_left")],
        "scope": [("scope.person", "person_left")],
    }
    draft = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=LATER)
    left = plan_aside.groundless(draft)
    assert [(each.rule.key, each.reason) for each in left] == [
        ("host", "has_left"),
        ("organiser", "has_left"),
        ("scope", "person_left"),
    ]
    assert left[0].text["zh"] == (
        "固定主办：乙川自2026年9月1日起已不在本联盟，请换一个。这条规则照旧排。请改。"
    )
    assert f"\n    {left[1].text['en']}" in plan_table.table(store, draft, "en")
    (mine,) = listing.listed(store, by=secretary(store), now=LATER, lang="zh", alliance=ALLIANCE)
    more = {line.rule.key: line.told.more[-1] for line in mine.rules if line.rule.key in told}
    assert more["host"] == "固定主办：乙川自2026年9月1日起已不在本联盟，请换一个。"
    assert more["organiser"] == "牵头组织：第2支部自2026年9月1日起已不在本联盟，请换一个。"
    assert "郑样例" not in more["scope"]


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({"host": "organisation:beta"}, "host", "has_left"),
        ({"scope": {"organisation": "beta"}}, "scope.organisation", "has_left"),
        ({"organiser": "body:auto-2"}, "organiser", "has_left"),
        ({"scope": {"person": "p-chief"}}, "scope.person", "person_left"),
    ],
)
def test_who_left_is_not_named_anew(
    store: Store, data: dict[str, object], field: str, reason: str
) -> None:
    leave(store)
    wish = replace(SALON, since=LEFT, data={**SALON.data, **data})
    with pytest.raises(RuleError) as caught:
        keeping.create(store, wish, by=secretary(store), now=NOW)
    assert (caught.value.fields["field"], caught.value.fields["reason"]) == (field, reason)
    tried = rule_preview.tried(store, wish, by=secretary(store), now=NOW)
    assert [each.fields for each in tried.faults] == [caught.value.fields]
    earlier = replace(wish, since=None)
    assert keeping.create(store, earlier, by=secretary(store), now=NOW).data == wish.data


def test_a_rule_that_names_already_who_left_is_changed_and_warned_of(store: Store) -> None:
    keep(store, host="organisation:beta")
    leave(store)
    wish = wish_of(found(store, "host"))
    more = replace(wish, data={**wish.data, "gap_days": 7}, since=None)
    tried = rule_preview.tried(store, more, by=secretary(store), now=LATER)
    assert tried.faults == ()
    assert [say("rule_fault", each.fields, "en") for each in tried.doubts] == [
        "Fixed host: Sample Beta left the alliance on 1 September 2026. Choose another."
    ]
    made = keeping.change(store, more, 1, by=secretary(store), now=LATER)
    assert made.data == more.data
    swapped = replace(more, data={**SALON.data, "scope": {"organisation": "beta"}})
    with pytest.raises(RuleError, match="has_left"):
        keeping.change(store, swapped, 2, by=secretary(store), now=LATER)


def test_who_left_and_stands_on_a_kept_list_is_told_and_the_list_may_be_named(
    store: Store,
) -> None:
    items = ["organisation:alpha+organisation:beta", "body:auto-2"]
    with store.write() as session:
        session.add(NamedListRow(alliance=ALLIANCE, name="sites", items=items))
        session.add(NameRow(key="@sites", name="驻点", name_en="Sites"))
    leave(store)
    axes = {"axes": {"site": "@sites"}, "kind": "exchange", "per": "year", "min": 1}
    wish = replace(SALON, key="by_site", type="coverage", data=axes)
    tried = rule_preview.tried(store, wish, by=secretary(store), now=LATER)
    keeping.create(store, wish, by=secretary(store), now=LATER)

    why = (
        "要覆盖哪些：名单“驻点”里还有已不在本联盟的：乙川（自2026年9月1日起）、"
        "第2支部（自2026年9月1日起）。请更新名单，或换一份。"
    )
    assert tried.faults == ()
    assert [say("rule_fault", each.fields, "zh") for each in tried.doubts] == [why]
    draft = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=LATER)
    (told,) = plan_aside.groundless(draft)
    assert (told.field, told.reason) == ("axes.site", "listed_left")
    assert told.text["zh"] == f"{why}这条规则照旧排。请改。"
    assert f"\n    {told.text['en']}" in plan_table.table(store, draft, "en")
    (mine,) = listing.listed(store, by=secretary(store), now=LATER, lang="zh", alliance=ALLIANCE)
    (line,) = (each for each in mine.rules if each.rule.key == "by_site")
    assert line.told.more[-1] == why


def test_somebody_without_home_and_office_is_not_offered(store: Store) -> None:
    leave(store)

    def offered(day: date) -> list[str]:
        now = NOW if day < LEFT else LATER
        return [key for key, _ in choices.choices(store, ALLIANCE, by=SYSTEM, now=now).people]

    assert (offered(NOW.date()), offered(LATER.date())) == (["p-2", "p-chief"], ["p-2"])
