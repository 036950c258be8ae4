"""Rules that are kept and cannot be read any more: told where rules are listed, and harmless."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from scheduler.domain.errors import NotFoundError
from scheduler.domain.text import say
from scheduler.services.access import SYSTEM, Action
from scheduler.services.rules import keeping, listing
from scheduler.services.rules.choices import choices
from scheduler.services.rules.words import Told
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from tests.api.calls import PREFIX
from tests.services.rules.salon import SALON
from tests.support.measuring import untraced
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    app,
    client,
    filled,
    principal,
    runtime,
    token,
)

BROKEN: dict[str, dict[str, Any]] = {
    "staffing": {"for": "body:alliance", "require": [{"role": "liaison", "n": "@gone"}]},
    "quota": {"kind": "exchange", "per": "month", "min": 1, "applies_if": {"count": "@gone"}},
    "coverage": {"kind": "exchange", "per": "year", "min": 1, "axes": {"place": ["@gone"]}},
    "rotation": {"fills": "theme", "for": "quarterly_council", "pool": "@gone"},
    "constraint": {"for": "exchange", "hard": {"venue": "@gone"}},
    "trigger": {"on": "tomorrow"},
}
"""Rules that name a list that is not kept any more, or were never sound."""

FIELDS = {
    "staffing": ("require.n", "unknown_list"),
    "quota": ("applies_if", "unknown_list"),
    "coverage": ("axes.place", "unknown_list"),
    "rotation": ("pool", "unknown_list"),
    "constraint": ("hard.venue", "unknown_list"),
    "trigger": ("emit", "missing"),
}

PAGES = (
    "/",
    f"/alliances/{ALLIANCE}",
    f"/alliances/{ALLIANCE}/report",
    f"/alliances/{ALLIANCE}/subscribe",
    f"/alliances/{ALLIANCE}/turns",
    f"/events/{COUNCILS[2]}",
    f"/events/{EXCHANGES[1]}",
    "/matters",
    "/plans",
    "/quota",
    "/rules",
    f"/rules/{ALLIANCE}/broken",
    f"/rules/{ALLIANCE}/new?type=quota",
)

ANSWERS = (
    "/alliances",
    "/plans",
    f"/reports?alliance={ALLIANCE}&period=2026-Q3",
    "/rules",
    f"/rules/{ALLIANCE}/broken",
    f"/turns?alliance={ALLIANCE}&year=2026",
    "/vacancies",
    f"/visits/due?alliance={ALLIANCE}",
)


def keep(store: Store, kind: str) -> None:
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE,
                position=9,
                key="broken",
                type=kind,
                name="坏规则",
                data=BROKEN[kind],
            )
        )


@pytest.mark.parametrize("kind", BROKEN)
def test_a_rule_that_cannot_be_read_fails_no_page(sqlite_url: str, kind: str) -> None:
    built = app(sqlite_url)
    keep(runtime(built).store, kind)
    browser = client(built, "secretary")
    made = token(runtime(built).store, "read", alliances=(ALLIANCE,))
    headers = {"Authorization": f"Bearer {made}"}
    with untraced():  # the tests of each page show its lines
        found = {address: browser.get(address).status_code for address in PAGES} | {
            address: browser.get(f"{PREFIX}{address}", headers=headers).status_code
            for address in ANSWERS
        }
    assert found == dict.fromkeys((*PAGES, *ANSWERS), 200)


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rule_that_cannot_be_read_says_so_where_rules_are_listed(
    sqlite_url: str, kind: str, lang: str
) -> None:
    store = filled(sqlite_url)
    keep(store, kind)
    by = principal(store, "secretary")
    (mine,) = listing.listed(store, by=by, now=NOW, lang=lang)
    field, reason = FIELDS[kind]
    why = say("rule_fault", {"rule": "broken", "field": field, "reason": reason}, lang)
    told = Told(say("rule.broken", {}, lang), (why,))
    assert [each.told for each in mine.rules if each.rule.key == "broken"] == [told]
    assert sum(each.told.promise == told.promise for each in mine.rules) == 1
    kept = keeping.view(store, ALLIANCE, "broken", by=by, now=NOW).rule
    assert listing.shown(store, kept, by=by, now=NOW, lang=lang).line.told == told


def test_a_person_is_named_only_to_those_who_may_see_names(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    data = {**SALON.data, "scope": {"person": "p-chief"}}
    made = keeping.create(store, replace(SALON, data=data), by=SYSTEM, now=NOW)
    for role, told in (("secretary", "适用于郑样例"), ("member", "适用于一位人员")):
        by = principal(store, role)
        (mine,) = listing.listed(store, by=by, now=NOW, lang="zh")
        [line] = [each for each in mine.rules if each.rule.key == made.key]
        shown = listing.shown(store, made, by=by, now=NOW, lang="zh")
        assert (line.told.more, shown.line.told) == ((told,), line.told)
        if role == "secretary":
            assert dict(choices(store, ALLIANCE, by=by, now=NOW).people) == {
                "p-2": ("钱样例", ""),
                "p-chief": ("郑样例", ""),
            }
    limited = replace(SYSTEM, everywhere=frozenset({Action.VIEW, Action.EDIT}))
    assert choices(store, ALLIANCE, by=limited, now=NOW).people == ()


def test_the_rules_of_one_alliance_are_listed_for_whoever_sees_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    every = listing.listed(store, by=SYSTEM, now=NOW, lang="zh")
    assert [each.alliance.key for each in every] == [ALLIANCE, OTHER]

    assert listing.listed(store, by=SYSTEM, now=NOW, lang="zh", alliance=OTHER) == every[1:]
    for by, alliance in ((principal(store, "secretary"), OTHER), (SYSTEM, "nope")):
        with pytest.raises(NotFoundError) as refused:
            listing.listed(store, by=by, now=NOW, lang="zh", alliance=alliance)
        assert refused.value.fields == {"entity": "alliance", "key": alliance}


def test_a_kind_that_is_gone_has_one_name_however_many_alliances_are_listed(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    wish = replace(SALON, alliance=OTHER, key="gone", name="另一联盟的沙龙")
    keeping.create(store, wish, by=SYSTEM, now=NOW)
    kind = {"kind": "gone", "per": "quarter", "min": 1}
    with store.write() as session:
        chosen = (RuleRow.alliance == ALLIANCE, RuleRow.key == "quarterly_council")
        session.execute(update(RuleRow).where(*chosen).values(data=kind))

    every = listing.listed(store, by=SYSTEM, now=NOW, lang="zh")
    assert every[:1] == listing.listed(store, by=SYSTEM, now=NOW, lang="zh", alliance=ALLIANCE)
    told = {line.rule.key: line.told.promise for line in every[0].rules}
    assert told["quarterly_council"] == "每季至少1次：gone"
