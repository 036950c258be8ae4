"""The year that a rule would yield, beside its form."""

import re

from scheduler.store import Store
from scheduler.web.rules.pages import RulePage
from tests.support.pages import page
from tests.support.world import ALLIANCE
from tests.web.rules.forms import NEW, SALON, browser, fields, plan_and_publish


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


def test_a_promise_that_cannot_be_kept_stands_first(sqlite_url: str, store: Store) -> None:
    plan_and_publish(store)
    data = SALON | {"do": "look", "p.per": "year", "p.days": "7", "show.year": "2027"}
    text = browser(sqlite_url).post(NEW, data=data).text
    _, _, box = text.partition('<h2 id="yields"')
    assert box.index("必办的有1场排不下") < box.index("排不下：") < box.index("2027年还有0场")
    assert "与现计划相同" not in box


def test_looking_leads_to_the_preview_and_faults_stay_on_top(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    shown = reader.post(NEW, data=SALON | {"do": "look"}).text
    assert f'value="look" formaction="{NEW}#yields">' in shown
    assert shown.count('<h2 id="yields" tabindex="-1">') == 1
    faulty = reader.post(NEW, data=SALON | {"do": "look", "p.min": "many"}).text
    assert ('id="yields"' in faulty, 'role="alert"' in faulty) == (False, True)


def test_a_rule_without_events_of_its_own_says_so(sqlite_url: str) -> None:
    text = browser(sqlite_url).get(f"/rules/{ALLIANCE}/host_turns").text
    assert "它自己不排活动，只管别的活动怎么办。" in text


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


def test_a_category_that_nobody_knows_is_kept_only_by_who_was_told(sqlite_url: str) -> None:
    reader, told = browser(sqlite_url), "还没有“labuor”这一类要事"
    typed = {
        **fields(reader.get(f"{NEW}?type=trigger").text),
        "name": "用工商议",
        "p.emit": "exchange",
        "p.where.category": "labuor",
    }
    looked = reader.post(NEW, data=typed | {"do": "look"})
    assert (looked.status_code, told in looked.text, "还没有保存" in looked.text) == (
        200,
        True,
        False,
    )
    unseen = reader.post(NEW, data=typed | {"do": "save"})
    assert (unseen.status_code, told in unseen.text, "还没有保存" in unseen.text) == (
        422,
        True,
        True,
    )
    for answer in (looked, unseen):
        assert '<details class="field" open>' in answer.text
        assert '<a class="btn small" href="#p.where.category">' in answer.text
    other = fields(unseen.text) | {"p.where.category": "taelnt", "do": "save"}
    assert reader.post(NEW, data=other).status_code == 422
    assert reader.post(NEW, data=fields(unseen.text) | {"do": "save"}).status_code == 303
    assert all(
        told in reader.get(address).text for address in ("/rules", f"/rules/{ALLIANCE}/trigger_1")
    )
    assert told not in browser(sqlite_url, "secretary").get(f"/rules/{ALLIANCE}/exchange").text
    again = fields(reader.get(f"/rules/{ALLIANCE}/trigger_1").text) | {"do": "save"}
    assert reader.post(f"/rules/{ALLIANCE}/trigger_1", data=again).status_code == 303


def test_a_last_period_without_room_is_kept_only_by_who_was_told(sqlite_url: str) -> None:
    reader, told = browser(sqlite_url), "2028年1月1日至2028年1月10日这一期不完整，仍要办2次"
    typed = SALON | {"p.min": "2", "p.gap_days": "14", "until": "2028-01-10", "do": "save"}
    unseen = reader.post(NEW, data=typed)
    assert (unseen.status_code, told in unseen.text) == (422, True)
    assert '<a class="btn small" href="#until">' in unseen.text
    longer = fields(unseen.text) | {"until": "2028-01-14", "do": "save"}
    assert reader.post(NEW, data=longer).status_code == 422
    assert reader.post(NEW, data=fields(unseen.text) | {"do": "save"}).status_code == 303
    assert told in reader.get("/rules").text


def test_a_word_that_titles_would_show_as_a_key_is_kept_only_by_who_was_told(
    sqlite_url: str,
) -> None:
    reader, told = browser(sqlite_url), "“mars”没有登记过名称"
    typed = {
        **fields(reader.get(f"{NEW}?type=rotation").text),
        "name": "主题轮换",
        "p.fills": "theme",
        "p.for": "exchange",
        "p.pool.way": "list",
        "p.pool.list": "mars、安全生产",
        "do": "save",
    }
    unseen = reader.post(NEW, data=typed)
    assert (unseen.status_code, told in unseen.text, "还没有保存" in unseen.text) == (
        422,
        True,
        True,
    )
    assert reader.post(NEW, data=fields(unseen.text) | {"do": "save"}).status_code == 303
