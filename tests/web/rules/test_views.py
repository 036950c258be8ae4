"""Rules written on their page: made, changed, mended and switched on."""

import pytest
from sqlalchemy import update

from scheduler.domain.errors import NotFoundError
from scheduler.services.rules import listing as rule_list
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import BodyRow
from scheduler.web.parts import Link
from scheduler.web.rules.pages import RulePage, RulesPage
from tests.support.pages import page
from tests.support.world import ALLIANCE, OTHER
from tests.web.rules.forms import EXCHANGE, NEW, SALON, browser, fields, kept, plan_and_publish


@pytest.mark.parametrize(
    "kind",
    ["quota", "coverage", "anchor", "trigger", "rotation", "staffing", "constraint", "credit"],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_form_of_each_type_is_refused_field_by_field_and_never_fails(
    sqlite_url: str, kind: str, lang: str
) -> None:
    reader = browser(sqlite_url)
    opened = reader.get(f"{NEW}?type={kind}&lang={lang}")
    assert opened.status_code == 200
    answer = reader.post(NEW, data=fields(opened.text) | {"do": "save"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'class="fault"' in answer.text


def test_a_salon_is_tried_kept_published_and_raised_by_one(sqlite_url: str, store: Store) -> None:
    plan_and_publish(store)
    reader = browser(sqlite_url)

    tried = reader.post(NEW, data=SALON | {"do": "look"})
    assert tried.status_code == 200
    assert "2026年还有5场" in tried.text
    assert "新增 月度沙龙" in tried.text
    with pytest.raises(NotFoundError):
        kept(store, "quota_1")

    saved = reader.post(NEW, data=fields(tried.text) | {"do": "save"})
    assert (saved.status_code, saved.headers["Location"]) == (
        303,
        f"/plans?alliance={ALLIANCE}&year=2026&saved=1",
    )
    assert dict(kept(store, "quota_1").rule.data) == {
        "kind": "exchange",
        "per": "month",
        "min": 1,
    }
    plan_and_publish(store)

    opened = reader.get(f"/rules/{ALLIANCE}/quota_1")
    assert "与现计划相同，0场变动" in opened.text
    changed = fields(opened.text) | {"p.per": "year", "p.min": "4", "do": "save"}
    assert reader.post(f"/rules/{ALLIANCE}/quota_1", data=changed).status_code == 303
    rule = kept(store, "quota_1").rule
    assert [version.data["min"] for version in rule.versions] == [1, 4]


def test_what_was_typed_stays_beside_its_fault(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    typed = SALON | {"p.min": "many", "basis": "<章程>", "since": "2026-08-01", "do": "look"}
    answer = reader.post(NEW, data=typed)
    assert answer.status_code == 422
    sent = fields(answer.text)
    assert (sent["p.min"], sent["basis"], sent["since"]) == ("many", "<章程>", "2026-08-01")
    assert '<a href="#p.min">' in answer.text
    assert '<a href="#since">生效日期太早：请填2026年8月18日或以后。</a>' in answer.text
    assert "还有2处要改" in answer.text
    unreadable = reader.post(NEW, data=typed | {"since": "soon", "do": "save"})
    assert unreadable.status_code == 422
    assert fields(unreadable.text)["since"] == "soon"
    nameless = reader.post(NEW, data=SALON | {"name": " ", "do": "save"})
    assert "名称还空着，请填写。" in nameless.text
    with pytest.raises(NotFoundError):
        kept(store, "quota_1")


def test_a_name_that_is_refused_is_no_heading(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    kept = fields(reader.get(EXCHANGE).text)
    titles = [
        found.title
        for address, sent in ((NEW, SALON), (EXCHANGE, kept))
        for name in ("长" * 61, "月度")
        if isinstance(found := page(reader, address, **sent | {"name": name}), RulePage)
    ]
    assert titles == [
        "再答应一件",
        "我们答应：月度",
        "我们答应：链主企业交流对接",
        "我们答应：月度",
    ]


def test_an_unseen_character_names_its_field(sqlite_url: str) -> None:
    typed = SALON | {"basis": "依\u202e据", "do": "save"}
    text = browser(sqlite_url).post(NEW, data=typed).text
    assert "依据里有换行或看不见的控制字符，请删去后再提交。" in text


def test_a_change_begins_after_what_is_frozen(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    assert (opened["since"], opened["revision"]) == ("2026-09-01", "1")
    early = opened | {"p.min": "4", "since": "2026-08-31", "do": "save"}
    refused = reader.post(EXCHANGE, data=early)
    assert "生效日期太早：请填2026年9月1日或以后。" in refused.text
    assert kept(store, "exchange").rule.revision == 1

    assert reader.post(EXCHANGE, data=opened | {"p.min": "4", "do": "save"}).status_code == 303
    text = reader.get(EXCHANGE).text
    assert "2026年9月1日以前仍是：每年至少3次：链主企业交流对接" in text
    assert "到2026年8月31日止" in text
    listed = page(reader, "/rules")
    assert isinstance(listed, RulesPage)
    assert listed.groups[0].rows[2].light.text == "将改"


def test_a_new_name_makes_no_new_version(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    sent = opened | {"name": "交流对接", "basis": "章程第六条", "do": "save"}
    assert reader.post(EXCHANGE, data=sent).status_code == 303
    rule = kept(store, "exchange").rule
    assert (rule.name, rule.basis, rule.former, rule.revision) == ("交流对接", "章程第六条", (), 2)
    assert "依据：章程第六条" in reader.get("/rules").text


def test_a_rule_that_cannot_be_read_is_shown_and_can_be_mended(
    sqlite_url: str, store: Store
) -> None:
    with store.write() as session:
        session.execute(
            update(RuleRow).where(RuleRow.key == "resource_list").values(data={"colour": 1})
        )
    reader = browser(sqlite_url)
    assert "这条规则读不懂" in reader.get("/rules").text
    opened = reader.get(f"/rules/{ALLIANCE}/resource_list")
    assert opened.status_code == 200
    assert "还有4处要改" in opened.text


def test_a_rule_that_begins_next_year_leads_to_that_year(sqlite_url: str) -> None:
    sent = SALON | {"since": "2027-03-01", "do": "save"}
    answer = browser(sqlite_url).post(NEW, data=sent)
    assert answer.headers["Location"] == f"/plans?alliance={ALLIANCE}&year=2027&saved=1"
    listed = page(browser(sqlite_url), "/rules")
    assert isinstance(listed, RulesPage)
    row = listed.groups[0].rows[-1]
    assert (row.light.text, row.note.rpartition(" · ")[2]) == ("还没生效", "2027年3月1日起")


def test_the_rules_of_one_alliance_are_shown_alone(sqlite_url: str) -> None:
    reader = browser(sqlite_url, "admin")
    every, alone = page(reader, "/rules"), page(reader, f"/rules?alliance={OTHER}")
    assert isinstance(every, RulesPage)
    assert isinstance(alone, RulesPage)

    assert [each.anchor for each in every.groups] == [ALLIANCE, OTHER]
    assert (every.crumbs, alone.groups) == ((), every.groups[1:])
    assert alone.crumbs == (Link("/rules", "规则"), Link("", "钢铁链"))
    shown = reader.get(f"/rules?alliance={OTHER}").text
    assert '<p class="crumb"><a href="/rules">规则</a>' in shown
    hidden = browser(sqlite_url).get(f"/rules?alliance={OTHER}")
    assert (hidden.status_code, reader.get("/rules?alliance=nope").status_code) == (404, 404)


def test_what_a_source_offers_is_switched_on_through_the_form(
    sqlite_url: str, store: Store
) -> None:
    key = "jiyang-food"
    with store.write() as session:
        session.add(
            BodyRow(key=key, name="食品产业链", short_name="食品链", kind="chain_committee")
        )
    reader = browser(sqlite_url, "admin")
    found = page(reader, "/rules")
    assert isinstance(found, RulesPage)
    group = next(each for each in found.groups if each.anchor == key)
    (href,) = [row.href for row in group.offered if row.href.endswith("=talent_exchange")]
    opened = fields(reader.get(href).text)
    assert (opened["name"], opened["p.min"], opened["offered"]) == (
        "大型人才交流活动",
        "10",
        "talent_exchange",
    )
    refused = reader.post(f"/rules/{key}/new", data=opened | {"do": "look"})
    assert fields(refused.text)["offered"] == "talent_exchange"
    assert "活动种类" in refused.text
    assert reader.get(f"/rules/{key}/new?offered=nothing").status_code == 404


def test_a_list_that_only_an_offered_rule_names_is_written_out() -> None:
    offered = rule_list.offer("kunshan-new-display", "speaker_turns")
    assert isinstance(offered.data["pool"], list)


def test_a_rule_of_an_unknown_type_is_told_and_can_only_be_deleted(
    sqlite_url: str, store: Store
) -> None:
    with store.write() as session:
        keys = ("matter_consultation", "exchange")
        session.execute(update(RuleRow).where(RuleRow.key.in_(keys)).values(type="lottery"))
    reader, place = browser(sqlite_url), f"/rules/{ALLIANCE}/matter_consultation"
    opened = reader.get(place)
    assert (opened.status_code, "这条规则读不懂" in opened.text) == (200, True)
    assert "删掉这条规则" in opened.text
    assert "删掉这条规则" not in reader.get(EXCHANGE).text
    refused = reader.post(place, data={"revision": "1", "do": "save"})
    assert refused.status_code == 422
    kept_on = reader.post(f"{EXCHANGE}/delete", data={"revision": "1"})
    assert (kept_on.status_code, "不能删除" in kept_on.text) == (409, True)
    assert reader.get(f"/rules/{ALLIANCE}/new?type=rotation").status_code == 200
    assert reader.post(f"{place}/delete", data={"revision": "1"}).status_code == 303
    assert reader.get(place).status_code == 404


def test_a_rule_that_cannot_be_read_ends_from_its_page(sqlite_url: str, store: Store) -> None:
    with store.write() as session:
        data = {"kind": "council", "rrule": "FREQ=MONTHLY;BYMONTHDAY=31"}
        broken = update(RuleRow).where(RuleRow.key == "exchange")
        session.execute(broken.values(type="anchor", data=data))
    reader = browser(sqlite_url)
    opened = reader.get(EXCHANGE)
    assert "不是每个月都有这一天" in opened.text
    assert "删掉这条规则" not in opened.text
    sent = fields(opened.text) | {"until": "2026-12-31", "do": "save"}
    assert reader.post(EXCHANGE, data=sent).status_code == 303
    assert kept(store, "exchange").rule.data == data
    assert str(kept(store, "exchange").rule.tenure.until) == "2027-01-01"
    plan = reader.get(f"/plans?alliance={ALLIANCE}&year=2026")
    assert (plan.status_code, "去改这条规则" in plan.text) == (200, True)
