"""Forms that another change overtook, and forms that are sent twice."""

import pytest

from scheduler.domain.errors import NotFoundError
from scheduler.store import Store
from scheduler.web.rules.pages import RulePage
from tests.support.pages import page
from tests.web.rules.forms import EXCHANGE, MADE, NEW, SALON, browser, fields, kept


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


def test_what_was_typed_into_a_rule_that_is_gone_can_be_kept_as_a_new_one(
    sqlite_url: str, store: Store
) -> None:
    reader = browser(sqlite_url)
    reader.post(NEW, data=SALON | {"do": "save"})
    opened = fields(reader.get(MADE).text)
    assert reader.post(f"{MADE}/delete", data={"revision": "1"}).status_code == 303

    saved, looked = (
        reader.post(MADE, data=opened | {"p.min": "3", "do": pressed})
        for pressed in ("save", "look")
    )
    assert (saved.status_code, looked.status_code) == (409, 409)
    assert "还没有保存：这条规则已经被别人删掉了" in saved.text
    again = fields(looked.text)
    assert (again["p.min"], again["key"]) == ("3", "quota_1")
    assert reader.post(NEW, data=again | {"do": "save"}).status_code == 303
    assert kept(store, "quota_1").rule.data["min"] == 3
    nowhere = f"{MADE}0"
    assert reader.post(nowhere, data=opened | {"type": "", "do": "save"}).status_code == 404


def differences(found: object) -> list[tuple[str, str, str, str]]:
    assert isinstance(found, RulePage)
    assert found.form is not None
    assert found.form.clash is not None
    return [(row.label, row.before, row.now, row.mine) for row in found.form.clash.rows]


def test_what_somebody_else_changed_stands_beside_what_was_typed(sqlite_url: str) -> None:
    reader = browser(sqlite_url)
    opened = fields(reader.get(EXCHANGE).text)
    plain = {"p.organiser": "body:county", "p.late": "forfeit", "name": "交流"}
    other = opened | plain | {"p.per": "quarter", "p.start": "09:30", "until": "2028-12-31"}
    for sent in (other, other | {"revision": "2", "p.min": "5", "p.start": ""}):
        assert reader.post(EXCHANGE, data=sent | {"do": "save"}).status_code == 303

    mine = opened | {"p.min": "6", "basis": "章程", "do": "save"}
    found = differences(page(reader, EXCHANGE, **mine))
    assert found == [
        ("名称", "链主企业交流对接", "交流", "链主企业交流对接"),
        ("第一天", "没有填", "2026-09-01", "2026-09-01"),
        ("最后一天", "没有填", "2028-12-31", "没有填"),
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
