"""A year without a notice is tentative everywhere; the notice comes, and the plan makes it firm."""

from scheduler.services.access import SYSTEM
from scheduler.services.feeds.asking import Ask
from scheduler.services.plans import planning
from scheduler.store import Store
from tests.clients.parsers import agreed
from tests.support.served import own_token, served
from tests.support.world import ALLIANCE, NOW, app, client, runtime, token

HEADER = "日期,名称,是否上班\n2027-01-01,元旦,否\n"


def publish(store: Store) -> None:
    shown = planning.preview(store, (ALLIANCE,), 2027, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2027, shown.hash, by=SYSTEM, now=NOW)


def in_feed(store: Store) -> dict[str, tuple[str, int, str]]:
    """Give the status, the sequence and the start of each entry of 2027 in the alliance's feed."""
    return {
        each.uid: (each.status, each.sequence, each.start.isoformat())
        for each in agreed(served(store, Ask(own_token(store))).calendar.octets)
        if each.start.year == 2027
    }


def test_a_notice_makes_a_year_firm_on_pages_in_feeds_and_for_other_systems(
    sqlite_url: str,
) -> None:
    built = app(sqlite_url)
    store, admin = runtime(built).store, client(built, "admin")
    bearer = {"Authorization": f"Bearer {token(store, 'read')}"}
    publish(store)
    before = in_feed(store)
    assert {status for status, _, _ in before.values()} == {"TENTATIVE"}
    uid, (_, _, start) = min(before.items(), key=lambda each: each[1][2])

    def seen() -> tuple[bool, object]:
        page = admin.get(f"/events/{uid}").text
        answer = admin.get(f"/api/v1/events/{uid}", headers=bearer).json
        assert answer is not None
        return ">暂定</span>" in page.replace("</svg>", ">"), answer["tentative"]

    assert seen() == (True, True)
    typed = {"text": f"{HEADER}{start[:10]},样例节,否\n", "checked": "1"}
    moved = admin.post("/workdays/import", data=typed)
    assert moved.headers["Location"] == "/workdays/2027?done=1&see=2027"
    # The notice alone changes nothing: people look at the plan and publish it.
    assert in_feed(store) == before
    publish(store)

    after = in_feed(store)
    late = {each for each in before if before[each][2] >= "2027-12-27"}
    assert {each: after[each][:2] for each in after} == {
        each: ("TENTATIVE", 0) if each in late else ("CONFIRMED", 1) for each in before
    }
    assert [each for each in before if after[each][2] != before[each][2]] == [uid]
    assert seen() == (False, False)
