import json
from datetime import datetime
from pathlib import Path

import pytest

from scheduler.domain.moments import SHANGHAI
from scheduler.presets import load
from scheduler.services import accounts
from scheduler.store import Store
from scheduler.store import accounts as queries
from tests.support.command import Outcome, Run, empty_folder, runner
from tests.support.world import NOW, principal, store_at

SIGN = "a-sample-password"


def test_a_token_stands_alone_on_its_line_and_opens_what_it_names(run: Run, url: str) -> None:
    shown = run(
        "token",
        "create",
        *("--name", "样例系统", "--scope", "read", "--scope", "write"),
        *("--alliance", "auto", "--expires", "2026-12-31"),
    )

    token = shown.text.rstrip("\n")
    found = accounts.bearer(store_at(url), token, NOW)
    assert shown == Outcome(0, f"{token}\n".encode(), "")
    assert found is not None
    assert (found.name, sorted(found.actions)) == ("样例系统", ["auto"])


def test_a_token_without_an_end_or_alliance_reaches_all(run: Run, url: str) -> None:
    token = run("token", "create", "--name", "样例", "--scope", "admin").text.strip()
    store = store_at(url)
    with store.read() as session:
        row = queries.tokens(session)[0]
    assert accounts.bearer(store, token, NOW) is not None
    assert (row.expires, row.alliances, row.token_hash) == (None, [], accounts.digest(token))


def _create(run: Run, *flags: str, **changes: str) -> Outcome:
    values = {
        "name": "newcomer",
        "display-name": "新样例",
        "role": "alliance_secretary",
        "scope": "body:auto",
        "password": SIGN,
    } | changes
    named = (part for name in values for part in (f"--{name}", values[name]))
    return run("user", "create", *named, *flags)


def test_an_account_signs_in_with_its_role(run: Run, url: str) -> None:
    shown = _create(run)
    who = accounts.sign_in(store_at(url), "newcomer", SIGN, NOW)
    assert shown == Outcome(0, "已建立账号newcomer。\n".encode(), "")
    assert (who.name, who.role, sorted(who.actions)) == (
        "新样例",
        "alliance_secretary",
        ["auto"],
    )


def test_an_account_is_of_a_person_and_stays_so_when_it_is_changed(run: Run, url: str) -> None:
    store = store_at(url)
    whose = []
    for flags in ((), ("--person", "p-1", "--replace"), ("--replace",), ("--person", "person:p-2")):
        _create(run, *flags)
        whose.append(accounts.sign_in(store, "newcomer", SIGN, NOW).person)
    assert whose == [None, "p-1", "p-1", "p-1"]
    unknown = _create(run, "--person", "nobody", "--replace")
    assert (unknown.status, unknown.err.count("（not_found）")) == (1, 1)


def test_an_account_of_the_same_name_is_replaced_and_its_logins_end(run: Run, url: str) -> None:
    store = store_at(url)
    before = principal(store, "secretary")
    refused = _create(run, name="secretary")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "已有名为“secretary”的账号" in refused.err
    assert accounts.current(store, before.id, before.epoch, NOW) is not None
    changed = _create(run, "--replace", name="secretary")
    assert changed == Outcome(0, "已改好账号secretary，它原来的登录都已退出。\n".encode(), "")
    assert accounts.current(store, before.id, before.epoch, NOW) is None
    assert accounts.sign_in(store, "secretary", SIGN, NOW).id == before.id


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scope": "body:nope"}, "范围：没有“body:nope”这个组织，请核对后再试。"),
        ({"scope": "organisation:nope"}, "范围：没有“organisation:nope”这个单位，请核对后再试。"),
        ({"scope": "everything"}, "范围不能是“everything”。"),
        ({"name": " "}, "名称还空着"),
        ({"display-name": "a\nb"}, "控制字符"),
        ({"password": " "}, "密码还空着"),
    ],
)
def test_an_account_that_makes_no_sense_is_one_line(
    run: Run, url: str, changes: dict[str, str], said: str
) -> None:
    shown = _create(run, **changes)
    assert (shown.status, shown.out, shown.err.count("\n")) == (2, b"", 1)
    assert said in shown.err
    with store_at(url).read() as session:
        assert queries.user_by_name(session, "newcomer") is None


def test_a_notice_is_imported(run: Run, tmp_path: Path) -> None:
    notice = tmp_path / "2027.json"
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    notice.write_text(json.dumps({"year": 2027, "papers": ["样例"], "days": days}))
    tried = run("workdays", "import", str(notice), "--dry-run")
    refused = run("workdays", "import", str(notice))
    done = run("workdays", "import", str(notice), "--given", "2026-01-02", "--checked")
    again = run("workdays", "import", str(notice))

    rest = (
        "没有哪天的上班、放假变了。\n请核对：这些法定节假日通知里没有提到，仍按放假算：2027年2月5日"
    )
    assert (tried.status, done.status, again.status) == (0, 0, 0)
    assert (refused.status, refused.out, refused.err.count("\n")) == (2, b"", 1)
    assert refused.err.startswith("2027年放假通知没有提到这些法定节假日：2月5日、2月6日")
    assert tried.out.decode().startswith(f"可以导入：2027年放假通知，将是第1版。\n{rest}")
    assert done.out.decode().startswith(f"已导入2027年放假通知（第1版）。\n{rest}")
    hint = "日程还没有改。看要改什么：\n    python -m scheduler plan --all --year 2027\n"
    assert (done.text.endswith(hint), hint in tried.text) == (True, False)
    assert again.out.decode() == "这份2027年放假通知已经在用，什么都没有变。\n"


def test_a_notice_is_told_in_english(run: Run, tmp_path: Path) -> None:
    notice = tmp_path / "2027.csv"
    notice.write_bytes("日期,名称,是否上班\r\n2027/1/9,元旦,是\r\n".encode("gbk"))
    tried = run("workdays", "import", str(notice), "--dry-run", "--lang", "en")
    assert tried.text.splitlines()[:2] == [
        "Ready to import: the holiday notice for 2027, as revision 1.",
        "1 day becomes a workday: 9 January 2027.",
    ]


def test_what_is_refused_is_told_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    notice = tmp_path / "a.csv"
    notice.write_text("date,name\n")
    refused = run("workdays", "import", str(notice), "--lang", "en")
    assert (refused.status, refused.out, refused.err.count("\n")) == (2, b"", 1)
    assert refused.err.startswith("Holiday notice, line 1")


def test_an_account_is_made_in_english(run: Run) -> None:
    assert _create(run, "--lang", "en").text == "Account newcomer is made.\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "{"),
        ("a.json", '{"year": 2027}'),
        ("a.csv", "date,name\n"),
        ("a.csv", "date,name,is_workday\n2027-13-01,元旦,0\n"),
        ("a.txt", "x"),
        ("a.json", ""),
    ],
)
def test_a_notice_that_cannot_be_read_is_one_line(
    run: Run, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    shown = run("workdays", "import", str(tmp_path / name))
    assert (shown.status, shown.out, shown.err.count("\n")) == (2, b"", 1)


def _users(store: Store) -> list[str]:
    with store.read() as session:
        return [row.name for row in queries.users(session)]


NEW_YEAR = datetime(2026, 1, 1, tzinfo=SHANGHAI)
"""The examples have no past to record yet, so that loading them takes seconds."""


def test_examples_are_loaded_and_removed_wholly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    store = store_at(empty_folder(tmp_path, monkeypatch))
    run = runner(capfdbinary, NEW_YEAR)

    loaded = run("examples", "load")
    names = _users(store)
    removed = run("examples", "remove")

    assert (loaded.status, loaded.err) == (0, "")
    count = sum(len(preset.alliances) for preset in load())
    assert loaded.text == f"已载入{count}个联盟。\n"
    assert "sample-secretary" in names
    assert removed == Outcome(0, "样例已删除。\n".encode(), "")
    assert _users(store) == []
