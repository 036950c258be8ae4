import re
from datetime import timedelta

import pytest

from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services import accounts
from scheduler.services.access import token_principal
from scheduler.services.accounts import digest
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from scheduler.store import accounts as accounts_kept
from scheduler.store import subscriptions as queries
from scheduler.store.subscriptions import Glance
from tests.support.command import Outcome, Run
from tests.support.served import WHOLE, own_token
from tests.support.world import BASE_URL, COUNCILS, NOW, SECRET_KEY, principal, store_at

MADE = ("subscriptions", "create", "--owner", "member", "--scope", "body:auto", "--name", "手机")
ADDRESS = re.compile(rb"http://\S+/feeds/([a-z2-7]{32})\.ics\n")


def token_in(outcome: Outcome) -> str:
    """Give the token of the address that stands alone in what was printed."""
    found = ADDRESS.fullmatch(outcome.out)
    assert (outcome.status, outcome.err, found is not None) == (0, "", True)
    assert found is not None
    return found[1].decode()


def glance_at(store: Store, token: str) -> Glance:
    with store.read() as session:
        found = queries.glance(session, digest(token))
    assert found is not None
    return found


def fetch(store: Store, token: str, client: str) -> Copy:
    shelf = Shelf(BASE_URL)
    found = serving.serve(store, shelf, Ask(token, user_agent=client), NOW + timedelta(minutes=1))
    serving.flush(store, shelf)
    assert isinstance(found, Copy)
    return found


def test_of_several_alliances_the_one_is_named_to_which_the_owner_does_not_belong(
    run: Run,
) -> None:
    several = ["body:auto,steel" if each == "body:auto" else each for each in MADE]
    several[3] = "other"
    refused = run(*several)
    told = "您不在汽车链里，没有自己的订阅地址可要。"
    assert (refused.status, told in refused.err) == (1, True)


def test_an_address_is_made_for_somebody_and_told_once(run: Run, url: str) -> None:
    more = ("--kind", "council", "--since", "2026-01-01", "--until", "2027-01-01", "--alarm", "60")
    token = token_in(run(*MADE, *more, "--feed-lang", "en", "--profile", "outlook"))
    store = store_at(url)
    kept = glance_at(store, token).subscription
    assert (kept.owner, str(kept.scope), kept.name, kept.lang, kept.profile) == (
        "u-member",
        "body:auto",
        "手机",
        "en",
        "outlook",
    )
    assert (kept.choice.kinds, kept.choice.alarms) == (("council",), (60,))
    assert [str(day) for day in (kept.choice.since, kept.choice.until)] == [
        "2026-01-01",
        "2027-01-01",
    ]
    assert fetch(store, token, "x").calendar.octets.count(b"BEGIN:VALARM") == 4
    shown = run("subscriptions", "list")
    assert token.encode() not in shown.out
    assert " ".join(more) in re.split(r" {2,}", shown.text.splitlines()[2])


def test_addresses_are_listed_with_what_they_fetched(run: Run, url: str) -> None:
    store = store_at(url)
    assert run("subscriptions", "list").text == "没有订阅地址。\n"
    token = token_in(run(*MADE))
    kept = glance_at(store, token).subscription
    never = run("subscriptions", "list", "auto")
    head, _, row = never.text.splitlines()
    assert re.split(r" {2,}", head) == [
        *("编号", "谁的", "看哪些", "只要", "放在哪里", "程序", "最后取用", "取到第几号", "状态")
    ]
    assert re.split(r" {2,}", row) == [
        *(kept.id, "member样例", "body:auto", "-", "手机", "-", "-", "-", "还没取过")
    ]
    fetch(store, token, "Thunderbird/153.0")
    fetched = glance_at(store, token).subscription
    row = run("subscriptions", "list", "--owner", "member").text.splitlines()[2]
    assert re.split(r" {2,}", row)[5:] == [
        *("Thunderbird", "2026-08-18 10:01", str(fetched.last_seq), "已是最新")
    ]
    assert fetched.last_seq > 0
    acts.cancel(store, Act(COUNCILS[2], principal(store, "secretary"), NOW + timedelta(hours=1)))
    english = run("subscriptions", "list", "auto", "--lang", "en").text.splitlines()
    assert (english[0].split()[0], english[2].endswith("  behind")) == ("ID", True)
    for nothing in (("steel",), ("--owner", "branch")):
        assert run("subscriptions", "list", *nothing).text == "没有订阅地址。\n"


def test_no_number_is_listed_of_what_was_fetched_over_several_alliances(run: Run, url: str) -> None:
    store = store_at(url)
    several = Wish(Scope(ScopeKind.ALLIANCE, ("auto", "steel")), "手机")
    made = subscriptions.create(store, several, principal(store, "admin"), SECRET_KEY, NOW)
    fetch(store, made.token, "Thunderbird/153.0")
    assert glance_at(store, made.token).subscription.last_seq > 0
    row = run("subscriptions", "list", "auto").text.splitlines()[2]
    assert re.split(r" {2,}", row)[5:] == ["Thunderbird", "2026-08-18 10:01", "-", "已是最新"]


def test_the_address_of_another_system_is_listed_with_the_name_of_its_token(
    run: Run, url: str
) -> None:
    store = store_at(url)
    accounts.create_token(store, accounts.NewToken("门户样例", ("write",)), "test", NOW)
    with store.read() as session:
        (row,) = accounts_kept.tokens(session)
    by = token_principal(row.id, row.name, ["write"], ())
    subscriptions.create(store, Wish(WHOLE, "日历"), by, SECRET_KEY, NOW)
    listed = run("subscriptions", "list").text.splitlines()[2]
    assert re.split(r" {2,}", listed)[1:5] == ["门户样例", "body:auto", "-", "日历"]


def test_an_address_is_replaced_and_ended(run: Run, url: str) -> None:
    store = store_at(url)
    token = token_in(run(*MADE))
    key = glance_at(store, token).subscription.id
    second = token_in(run("subscriptions", "rotate", key))
    assert (second != token, glance_at(store, token).ended) == (True, NOW)
    assert glance_at(store, second).ended is None
    told = "“手机”已停用；那个日历下次来取时，只会留下一条停用提示。\n"
    assert run("subscriptions", "end", key) == Outcome(0, told.encode(), "")
    assert glance_at(store, second).ended == NOW
    assert run("subscriptions", "list").text.splitlines()[2].endswith("  已停用")
    assert run("subscriptions", "rotate", key).status == 1


def test_the_public_address_is_replaced_by_the_command_line_itself(run: Run, url: str) -> None:
    store = store_at(url)
    public = own_token(store)
    token = token_in(run("subscriptions", "rotate", "public-auto"))
    assert (token != public, glance_at(store, public).ended) == (True, NOW)
    assert glance_at(store, token).subscription.id == "public-auto"
    row = run("subscriptions", "list", "auto").text.splitlines()[2]
    assert re.split(r" {2,}", row)[:5] == ["public-auto", "联盟公开地址", "body:auto", "-", "-"]


def test_the_evidence_of_changes_names_who_has_not_fetched_them(run: Run, url: str) -> None:
    store = store_at(url)
    held = run("subscriptions", "evidence", "auto").text.splitlines()
    assert [line.rpartition("  ")[2] for line in held] == ["已举行。", "0个订阅，0个已取到。"]
    first, second = token_in(run(*MADE)), token_in(run(*MADE))
    act = Act(COUNCILS[2], principal(store, "secretary"), NOW + timedelta(seconds=1))
    acts.cancel(store, act)
    fetch(store, first, "Thunderbird/153.0")
    waits = glance_at(store, second).subscription.id
    seq = glance_at(store, first).subscription.last_seq
    shown = run("subscriptions", "evidence", "auto").text.splitlines()
    assert shown == [
        f"2026-08-18 10:00  第{seq}号  第3季度一季一议  已取消。人工调整。",
        "    2个订阅，1个已取到。",
        f"    - {waits}  member样例  手机  -  -",
    ]
    english = run("subscriptions", "evidence", "auto", "--lang", "en").text.splitlines()
    assert english[1] == "    1 of 2 addresses fetched it."
    # The command runs at the moment of the change, a renewal of the page after it.
    member = principal(store, "member")
    subscriptions.renew(store, waits, member, "x" * 32, NOW + timedelta(minutes=2))
    shown = run("subscriptions", "evidence", "auto").text.splitlines()
    assert shown[1:] == [
        "    1个订阅，1个已取到。",
        "    没算在内：还没取过的1个。",
        f"    - {waits}  member样例  手机  -  -",
    ]


def test_every_scope_is_named_in_the_help(run: Run) -> None:
    told = run("subscriptions", "create", "--help").text
    assert [f"{kind}:" in told for kind in ScopeKind] == [True] * 5


def test_an_address_too_many_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "MOST", 1)
    token_in(run(*MADE))
    told = "没有生成：在用的订阅地址最多1个。请先在“我的订阅”里停用不用的。（many_addresses）\n"
    assert run(*MADE) == Outcome(1, b"", told)


def test_what_is_refused_is_one_line_with_a_code(run: Run) -> None:
    def refused(*arguments: str) -> tuple[int, str]:
        shown = run("subscriptions", *arguments)
        assert (shown.out, shown.err.count("\n")) == (b"", 1)
        return shown.status, shown.err.rpartition("（")[2].rstrip("）\n")

    wrong = {"--scope": "everything", "--owner": "nobody", "--name": "", "--profile": "nokia"}
    codes = {"--scope": "bad_choice", "--owner": "not_found", "--name": "bad_text"}
    for option, value in wrong.items():
        given = list(MADE[1:]) + (["--profile", "generic"] if option == "--profile" else [])
        given[given.index(option) + 1] = value
        status = 1 if option == "--owner" else 2
        assert refused(*given) == (status, codes.get(option, "cli_bad_value"))
    steel = [each.replace("auto", "other-steel") for each in MADE[1:]]
    assert refused(*steel) == (1, "not_found")
    assert refused(*MADE[1:], "--kind", "none") == (2, "bad_choice")
    assert refused(*MADE[1:], "--since", "2027-01-01", "--until", "2026-01-01") == (2, "bad_date")
    for command in ("rotate", "end"):
        assert refused(command, "none") == (1, "not_found")
    assert refused("evidence", "nope") == (1, "not_found")
    assert refused("list", "nope") == (1, "not_found")
