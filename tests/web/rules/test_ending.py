"""Rules that are deleted or withdrawn on their page."""

from datetime import date

from scheduler.domain.roster import Tenure
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.store import Store
from tests.support.world import ALLIANCE, NOW
from tests.web.rules.forms import EXCHANGE, NEW, SALON, browser, fields, kept


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
    assert "已经排过活动，不能删除。不再需要时，请填它的最后一天。" in standing.text


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
        f"/plans?alliance={ALLIANCE}&year=2027&saved=1",
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
