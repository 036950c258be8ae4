"""The lists of rules, of what a source offers, and of the types."""

import pytest
from sqlalchemy import update

from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NameRow
from scheduler.web.rules.pages import RulePage, RulesPage
from tests.support.pages import page
from tests.support.world import ALLIANCE, OTHER, app, client
from tests.web.rules.forms import EXCHANGE, NEW, SALON, browser


def test_the_list_tells_every_promise_in_a_sentence(sqlite_url: str) -> None:
    found = page(browser(sqlite_url), "/rules")
    assert isinstance(found, RulesPage)
    (group,) = found.groups
    assert (group.name, group.anchor) == ("汽车链", ALLIANCE)
    assert [(row.name, row.note.partition("；")[0]) for row in group.rows] == [
        ("日常一季一议", "每季1次：链上企业议事会"),
        ("要事一事一商", "要事受理后10个工作日内办：要事专题商议"),
        ("链主企业交流对接", "每年至少3次：链主企业交流对接"),
        ("资源共享清单", "每季发布1份：资源共享清单"),
        ("链主企业轮流举办", "链主企业交流对接由chain_leader轮流承办"),
    ]
    assert {row.light.text for row in group.rows} == {"生效中"}
    assert group.new is not None
    assert group.offered == ()


def test_the_list_speaks_english(sqlite_url: str, store: Store) -> None:
    with store.write() as session:
        session.add(NameRow(key="chain_leader", name="链主企业", name_en="Chain leaders"))
    text = browser(sqlite_url).get("/rules?lang=en").text
    assert "Chain leaders host in turn" in text
    assert "In force" in text


@pytest.mark.parametrize(("role", "alliances"), [("member", 1), ("committee", 2), ("other", 1)])
def test_readers_see_the_rules_of_their_alliances_and_change_none(
    sqlite_url: str, role: str, alliances: int
) -> None:
    reader = browser(sqlite_url, role)
    found = page(reader, "/rules")
    assert isinstance(found, RulesPage)
    assert len(found.groups) == alliances
    if role != "other":
        assert all(group.new is None for group in found.groups)
        seen = page(reader, EXCHANGE)
        assert isinstance(seen, RulePage)
        assert (seen.form, seen.preview, seen.delete) == (None, None, None)
        assert seen.facts[:2] == ("每年至少3次：链主企业交流对接", "两次之间至少隔21天")
    status = 404 if role == "other" else 403
    assert reader.get(NEW).status_code == status
    assert reader.post(EXCHANGE, data={"do": "save", "revision": "1"}).status_code == status
    assert reader.post(NEW, data=SALON).status_code == status


def test_a_stranger_signs_in_first(sqlite_url: str) -> None:
    stranger = client(app(sqlite_url))
    for address in ("/rules", NEW, EXCHANGE):
        assert stranger.get(address).headers["Location"].startswith("/signin")


def test_the_types_are_offered_by_what_they_are_for(sqlite_url: str) -> None:
    text = browser(sqlite_url).get(NEW).text
    for kind in ("quota", "coverage", "anchor", "trigger", "rotation", "staffing", "constraint"):
        assert f"/rules/{ALLIANCE}/new?type={kind}" in text
    refused = browser(sqlite_url).get(f"{NEW}?type=lottery")
    assert refused.status_code == 422
    assert "没有“lottery”这一种约定，请从下面选一种。" in refused.text
    assert '/new?type=quota"><strong>每期办几次</strong>' in refused.text
    posted = browser(sqlite_url).post(NEW, data={"type": "lottery"})
    assert posted.status_code == 422
    assert "规则的类型不能是“lottery”。可填：每期办几次、每样都要覆盖、定在某一天" in posted.text


def test_another_alliance_has_its_own_rules(sqlite_url: str) -> None:
    reader = browser(sqlite_url, "other")
    assert reader.get(EXCHANGE).status_code == 404
    assert reader.get(f"/rules/{OTHER}/quarterly_council").status_code == 200
    assert reader.get(f"/rules/{OTHER}/nothing").status_code == 404


UNREAD = {
    "zh": (
        "这条规则读不懂：已排的活动原样不动，新的先不排。请改。"
        "没有“colour”这一项，请去掉它，或核对拼写。"
    ),
    "en": (
        "This rule cannot be read: its events stay as they are, and none are added. Correct it. "
        "There is no field “colour”. Remove it or check the spelling."
    ),
}


@pytest.mark.parametrize("lang", UNREAD)
def test_what_is_wrong_with_a_rule_follows_in_a_sentence_of_its_own(
    sqlite_url: str, store: Store, lang: str
) -> None:
    with store.write() as session:
        session.execute(
            update(RuleRow).where(RuleRow.key == "resource_list").values(data={"colour": 1})
        )
    found = page(browser(sqlite_url), f"/rules?lang={lang}")
    assert isinstance(found, RulesPage)
    (row,) = (row for row in found.groups[0].rows if row.href.endswith("/resource_list"))
    assert row.note.partition(" · ")[0] == UNREAD[lang]
