"""The pages of rules: seen in sentences, tried, kept, changed; what was typed never gets lost."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from scheduler.domain.errors import NotFoundError
from scheduler.domain.roster import Tenure
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.services.rules import keeping
from scheduler.services.rules import listing as rule_list
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import BodyRow, NameRow
from scheduler.web.rules.pages import RulePage, RulesPage
from tests.support.pages import page
from tests.support.world import ALLIANCE, NOW, OTHER, app, client, runtime

NEW = f"/rules/{ALLIANCE}/new"
EXCHANGE = f"/rules/{ALLIANCE}/exchange"
SALON = {
    "type": "quota",
    "key": "quota_1",
    "name": "月度沙龙",
    "p.per": "month",
    "p.min": "1",
    "p.kind": "exchange",
    "host.way": "open",
    "p.late": "makeup",
    "p.grace_days": "20",
}


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return runtime(app(sqlite_url)).store


def browser(url: str, role: str = "alliance_admin") -> FlaskClient:
    return client(app(url), role)


def fields(text: str) -> dict[str, Any]:
    """Give what a browser would send of the page's form for a rule."""
    form = text.partition("novalidate>")[2].partition("</form>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        pressed = "checked" in tag or attributes["type"] not in {"radio", "checkbox"}
        if pressed and attributes["type"] == "checkbox":
            found.setdefault(attributes["name"], []).append(unescape(attributes["value"]))
        elif pressed:
            found[attributes["name"]] = unescape(attributes["value"])
    for name, body in re.findall(r'<select id="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', body)
        found[name] = unescape((chosen or re.findall(r'<option value="([^"]*)"', body))[0])
    for name, body in re.findall(
        r'<textarea id="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = unescape(body)
    return found


def plan_and_publish(store: Store) -> None:
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)


def kept(store: Store, key: str) -> keeping.Seen:
    return keeping.view(store, ALLIANCE, key, by=SYSTEM, now=NOW)


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
    assert "每期办几次、每样都要覆盖、定在某一天、有事就办" in refused.text
    assert "quota" not in refused.text


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
        f"/plans?alliance={ALLIANCE}&year=2026",
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


def test_the_year_that_was_chosen_is_shown(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    opened = reader.get(f"{NEW}?type=quota").text
    assert re.findall(r'<option value="(\d{4})"', opened) == ["2026", "2027"]
    looked = SALON | {"do": "look"}
    assert "2026年还有5场" in reader.post(NEW, data=looked).text
    chosen = reader.post(NEW, data=looked | {"show.year": "2027"}).text
    assert "2027年还有12场" in chosen
    assert fields(chosen)["show.year"] == "2027"
    assert "2026年还有5场" in reader.post(NEW, data=looked | {"show.year": "20x7"}).text
    begins = reader.post(NEW, data=looked | {"since": "2028-01-01"}).text
    assert "2028年还有12场" in begins
    assert re.findall(r'<option value="(\d{4})"', begins) == ["2026", "2027", "2028"]
    far = reader.post(NEW, data=looked | {"show.year": "2100"})
    assert (far.status_code, "节假日只推算得出2000年至2099年的" in far.text) == (422, True)


def test_what_is_made_up_is_told_with_its_day_and_in_the_year_after_with_the_count(
    sqlite_url: str,
) -> None:
    weekend = {"p.window.from": "2026-12-26", "p.window.until": "2026-12-28"}
    data = SALON | weekend | {"p.per": "window", "do": "look"}
    text = browser(sqlite_url).post(NEW, data=data).text
    assert "2026年还有1场，其中1场在次年补" in text
    assert re.search(r"1月\d+日 周.（期满后补）", text)


def test_raising_four_to_five_adds_one_event(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    reader.post(NEW, data=SALON | {"p.per": "year", "p.min": "4", "do": "save"})
    plan_and_publish(store)

    opened = reader.get(f"/rules/{ALLIANCE}/quota_1").text
    found = page(
        reader, f"/rules/{ALLIANCE}/quota_1", **{**fields(opened), "p.min": "5", "do": "look"}
    )
    assert isinstance(found, RulePage)
    assert found.preview is not None
    assert [what for what, _ in found.preview.changes] == ["新增 月度沙龙"]
    assert found.preview.light.text == "会动1场"


def test_a_preview_counts_what_it_leaves_out(sqlite_url: str, store: Store) -> None:
    plan_and_publish(store)
    reader = browser(sqlite_url)
    weekly = page(reader, NEW, **SALON | {"do": "look", "p.per": "week"})
    monthly = page(reader, NEW, **SALON | {"do": "look"})
    assert isinstance(weekly, RulePage)
    assert isinstance(monthly, RulePage)
    assert weekly.preview is not None
    assert monthly.preview is not None
    moved = int(weekly.preview.light.text.removeprefix("会动").removesuffix("场"))
    assert (len(weekly.preview.changes), weekly.preview.more) == (12, f"另有{moved - 12}场")
    assert (len(monthly.preview.changes), monthly.preview.more) == (5, "")
    text = reader.post(NEW, data=SALON | {"do": "look", "p.per": "week"}).text
    assert f'<p class="note">另有{moved - 12}场</p>' in text


def test_looking_leads_to_the_preview_and_faults_stay_on_top(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    shown = reader.post(NEW, data=SALON | {"do": "look"}).text
    assert f'value="look" formaction="{NEW}#yields">' in shown
    assert shown.count('<h2 id="yields" tabindex="-1">') == 1
    faulty = reader.post(NEW, data=SALON | {"do": "look", "p.min": "many"}).text
    assert ('id="yields"' in faulty, 'role="alert"' in faulty) == (False, True)


def test_what_was_typed_stays_beside_its_fault(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    typed = SALON | {"p.min": "many", "basis": "<章程>", "since": "2026-08-01", "do": "look"}
    answer = reader.post(NEW, data=typed)
    assert answer.status_code == 422
    sent = fields(answer.text)
    assert (sent["p.min"], sent["basis"], sent["since"]) == ("many", "<章程>", "2026-08-01")
    assert '<a href="#p.min">' in answer.text
    assert '<a href="#since">生效日期太早：请填2026年8月18日或以后</a>' in answer.text
    assert "还有2处要改" in answer.text
    unreadable = reader.post(NEW, data=typed | {"since": "soon", "do": "save"})
    assert unreadable.status_code == 422
    assert fields(unreadable.text)["since"] == "soon"
    nameless = reader.post(NEW, data=SALON | {"name": " ", "do": "save"})
    assert "名称还空着，请填写。" in nameless.text
    with pytest.raises(NotFoundError):
        kept(store, "quota_1")


def test_a_change_begins_after_what_is_frozen(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    assert (opened["since"], opened["revision"]) == ("2026-09-01", "1")
    early = opened | {"p.min": "4", "since": "2026-08-31", "do": "save"}
    refused = reader.post(EXCHANGE, data=early)
    assert "生效日期太早：请填2026年9月1日或以后" in refused.text
    assert kept(store, "exchange").rule.revision == 1

    assert reader.post(EXCHANGE, data=opened | {"p.min": "4", "do": "save"}).status_code == 303
    text = reader.get(EXCHANGE).text
    assert "2026年9月1日以前仍是：每年至少3次：链主企业交流对接" in text
    assert "到2026年9月1日止" in text
    listed = page(reader, "/rules")
    assert isinstance(listed, RulesPage)
    assert listed.groups[0].rows[2].light.text == "将改"


def test_a_rule_without_events_of_its_own_says_so(sqlite_url: str) -> None:
    text = browser(sqlite_url).get(f"/rules/{ALLIANCE}/host_turns").text
    assert "它自己不排活动，只管别的活动怎么办。" in text


def test_a_new_name_makes_no_new_version(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    sent = opened | {"name": "交流对接", "basis": "章程第六条", "do": "save"}
    assert reader.post(EXCHANGE, data=sent).status_code == 303
    rule = kept(store, "exchange").rule
    assert (rule.name, rule.basis, rule.former, rule.revision) == ("交流对接", "章程第六条", (), 2)
    assert "依据：章程第六条" in reader.get("/rules").text


def test_somebody_elses_change_is_not_overwritten_unseen(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    reader.post(EXCHANGE, data=opened | {"p.min": "4", "do": "save"})

    answer = reader.post(EXCHANGE, data=opened | {"p.min": "6", "do": "save"})
    assert answer.status_code == 409
    assert "还没有保存：别人先改了这条规则（现在是第2版）" in answer.text
    assert 'name="over" value="2"><span>看过了，用我填的盖过别人的' in answer.text
    again = fields(answer.text)
    assert (again["p.min"], again["revision"]) == ("6", "1")
    assert reader.post(EXCHANGE, data=again | {"do": "save"}).status_code == 409
    assert kept(store, "exchange").rule.data["min"] == 4

    looked = reader.post(EXCHANGE, data=again | {"do": "look"})
    assert (looked.status_code, fields(looked.text)["revision"]) == (200, "1")
    assert "还没有保存：别人先改了这条规则" in looked.text
    wrong = reader.post(EXCHANGE, data=again | {"over": "2", "p.min": "many", "do": "save"})
    assert (wrong.status_code, fields(wrong.text)["over"]) == (422, ["2"])
    assert "还没有保存" not in wrong.text

    agreed = again | {"over": "2", "do": "save"}
    assert reader.post(EXCHANGE, data=agreed).status_code == 303
    assert kept(store, "exchange").rule.data["min"] == 6
    assert reader.post(EXCHANGE, data=agreed).status_code == 409
    assert reader.post(EXCHANGE, data=again | {"revision": "x", "do": "save"}).status_code == 422


def differences(found: object) -> list[tuple[str, str, str, str]]:
    assert isinstance(found, RulePage)
    assert found.form is not None
    assert found.form.clash is not None
    return [(row.label, row.before, row.now, row.mine) for row in found.form.clash.rows]


def test_what_somebody_else_changed_stands_beside_what_was_typed(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    plain = {"p.organiser": "body:county", "p.late": "forfeit", "name": "交流"}
    other = opened | plain | {"p.per": "quarter", "p.start": "09:30", "until": "2029-01-01"}
    for sent in (other, other | {"revision": "2", "p.min": "5", "p.start": ""}):
        assert reader.post(EXCHANGE, data=sent | {"do": "save"}).status_code == 303

    mine = opened | {"p.min": "6", "basis": "章程", "do": "save"}
    found = differences(page(reader, EXCHANGE, **mine))
    assert found == [
        ("名称", "链主企业交流对接", "交流", "链主企业交流对接"),
        ("从哪天起", "没有填", "2026-09-01", "2026-09-01"),
        ("到哪天止", "没有填", "2029-01-01", "没有填"),
        ("周期", "年", "季", "年"),
        ("每期至少几次", "3", "5", "6"),
        ("牵头组织", "没有填", "县委", "没有填"),
        ("误期了怎么办", "补办", "不再补", "补办"),
    ]


def test_a_rule_that_was_only_kept_again_says_so(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    for revision, basis in (("1", "章程"), ("2", "")):
        sent = opened | {"revision": revision, "basis": basis, "do": "save"}
        assert reader.post(EXCHANGE, data=sent).status_code == 303
    answer = reader.post(EXCHANGE, data=opened | {"p.min": "6", "do": "save"})
    assert "只是又存了一次，内容没有变。" in answer.text


def test_an_unused_rule_is_deleted_and_a_named_one_is_not(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    reader.post(NEW, data=SALON | {"do": "save"})
    address = f"/rules/{ALLIANCE}/quota_1"
    assert "删掉这条规则" in reader.get(address).text
    reader.post(NEW, data=SALON | {"key": "quota_2", "p.with": "quota_1", "do": "save"})
    refused = reader.post(f"{address}/delete", data={"revision": "1"})
    assert (refused.status_code, "与哪条规则合办" in refused.text) == (422, True)
    for key in ("quota_2", "quota_1"):
        gone = reader.post(f"/rules/{ALLIANCE}/{key}/delete", data={"revision": "1"})
        assert gone.headers["Location"] == f"/rules#{ALLIANCE}"
    assert "删掉这条规则" not in reader.get(EXCHANGE).text
    standing = reader.post(f"{EXCHANGE}/delete", data={"revision": "1"})
    assert standing.status_code == 409
    assert "已经排过活动，不能删除。不再需要时，请填一个结束日期。" in standing.text


def test_a_rule_to_come_that_was_published_is_withdrawn_and_leads_to_the_plan(
    sqlite_url: str, store: Store
) -> None:
    reader = browser(sqlite_url)
    reader.post(NEW, data=SALON | {"since": "2027-01-01", "do": "save"})
    shown = planning.preview(store, (ALLIANCE,), 2027, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2027, shown.hash, by=SYSTEM, now=NOW)
    address = f"/rules/{ALLIANCE}/quota_1"
    assert "撤回这条规则" in reader.get(address).text

    gone = reader.post(f"{address}/delete", data={"revision": "1"})
    assert (gone.status_code, gone.headers["Location"]) == (
        303,
        f"/plans?alliance={ALLIANCE}&year=2027",
    )
    listed = reader.get("/rules").text
    assert "已撤回" in listed
    assert "生效前已撤回，不再排活动" in listed
    again = reader.get(address)
    assert "撤回这条规则" not in again.text
    assert fields(again.text)["until"] == ""
    opened = fields(again.text) | {"do": "save"}
    assert reader.post(address, data=opened).status_code == 303
    assert kept(store, "quota_1").rule.tenure == Tenure(date(2027, 1, 1))


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


def test_two_forms_of_one_type_do_not_take_the_same_key(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    reader.post(NEW, data=SALON | {"do": "save"})
    again = reader.post(NEW, data=SALON | {"name": "第二个", "do": "save"})
    assert again.status_code == 303
    assert kept(store, "quota_2").rule.name == "第二个"
    for key in ("exchange", "../x", "quota_999999999999"):
        reader.post(NEW, data=SALON | {"key": key, "name": key, "do": "save"})
    assert kept(store, "exchange").rule.name == "链主企业交流对接"


def test_a_form_sent_twice_makes_one_rule(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    sent = fields(reader.get(f"{NEW}?type=quota").text)
    sent |= {"name": "沙龙", "p.kind": "exchange", "do": "save"}
    first, again = (reader.post(NEW, data=sent) for _ in range(2))
    assert (first.status_code, first.location) == (again.status_code, again.location)
    with pytest.raises(NotFoundError):
        kept(store, "quota_2")


def test_a_rule_that_begins_next_year_leads_to_that_year(sqlite_url: str) -> None:
    sent = SALON | {"since": "2027-03-01", "do": "save"}
    answer = browser(sqlite_url).post(NEW, data=sent)
    assert answer.headers["Location"] == f"/plans?alliance={ALLIANCE}&year=2027"
    listed = page(browser(sqlite_url), "/rules")
    assert isinstance(listed, RulesPage)
    row = listed.groups[0].rows[-1]
    assert (row.light.text, row.note.rpartition(" · ")[2]) == ("还没生效", "2027年3月1日起")


def test_many_events_are_told_month_by_month_and_those_without_a_date_with_their_causes(
    sqlite_url: str,
) -> None:
    reader = browser(sqlite_url)
    weekly = SALON | {"p.per": "week", "do": "look"}
    text = reader.post(NEW, data=weekly).text
    assert "2026 · 12月" in text
    golden = {
        "type": "anchor",
        "key": "anchor_1",
        "name": "国庆活动",
        "p.kind": "exchange",
        "anchor.way": "window",
        "p.window.from": "10-01",
        "p.window.until": "10-08",
        "p.late": "forfeit",
        "do": "look",
    }
    text = reader.post(NEW, data=golden).text
    assert "2026年还有0场" in text
    assert "休息日" in text


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


def test_another_alliance_has_its_own_rules(sqlite_url: str) -> None:
    reader = browser(sqlite_url, "other")
    assert reader.get(EXCHANGE).status_code == 404
    assert reader.get(f"/rules/{OTHER}/quarterly_council").status_code == 200
    assert reader.get(f"/rules/{OTHER}/nothing").status_code == 404
