import json
import re
from pathlib import Path

from scheduler.store import events
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.command import Run
from tests.support.world import store_at

PLAN = "python -m scheduler plan --help"


def statuses(url: str) -> dict[str, str]:
    with store_at(url).read() as session:
        found = events.stored(session, events.in_alliances(["auto", "steel"]))
    return {stored.event.uid: stored.event.status.value for stored in found}


def test_a_plan_is_shown_and_nothing_is_stored(run: Run, url: str) -> None:
    before = statuses(url)
    shown = run("plan", "auto", "--year", "2027")
    again = run("plan", "auto", "--year", "2027")

    assert (shown.status, shown.err) == (0, "")
    assert shown == again
    assert re.search(r"\n\n2026年还有\d+场待发布\n$", shown.text)
    assert len(re.findall(r"^增 +2027年\d+月\d+日", shown.text, re.MULTILINE)) == 4 + 3 + 4
    assert re.search(r"^甲川 +多主办1场 ", shown.text, re.MULTILINE)
    assert statuses(url) == before


def test_an_applied_plan_is_published_and_then_nothing_is_left(run: Run, url: str) -> None:
    before = statuses(url)
    applied = run("plan", "auto", "--year", "2027", "--apply")
    after = statuses(url)
    again = run("plan", "auto", "--year", "2027", "--apply")

    told = ["已发布。", "新增11。各人的日历会自动更新。"]
    assert (applied.status, applied.text.splitlines()[-2:], applied.err) == (0, told, "")
    assert (len(after) - len(before), set(before) - set(after)) == (11, set())
    assert (again.status, again.text.splitlines()[-1]) == (0, "没有要发布的。")
    assert statuses(url) == after


def test_a_plan_is_told_in_english(run: Run) -> None:
    shown = run("plan", "auto", "--year", "2027", "--lang", "en", "--apply")
    assert shown.text.splitlines()[-2:] == [
        "Published.",
        "11 added. Calendars follow by themselves.",
    ]
    assert "Sample Alpha" in shown.text


def test_a_group_and_all_are_planned_together(run: Run, url: str) -> None:
    with store_at(url).write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in ("auto", "steel"))
    group = run("plan", "--group", "both", "--year", "2027")
    assert group.text.splitlines()[0] == "汽车链  钢铁链"
    assert group == run("plan", "--all", "--year", "2027")
    assert group == run("plan", "steel", "auto", "--year", "2027")
    unknown = run("plan", "--group", "none", "--year", "2027")
    assert (unknown.status, unknown.err.count("\n")) == (1, 1)
    assert run("plan", "--year", "2027").status == 2
    both = run("plan", "auto", "--all", "--year", "2027")
    assert (both.status, "只能选一样" in both.err) == (2, True)


def test_of_several_alliances_every_line_says_whose_it_is(run: Run, url: str) -> None:
    shown = run("plan", "--all", "--year", "2027", "--apply")
    rows = re.findall(r"^(\S+) +增 ", shown.text, re.MULTILINE)
    assert {name: rows.count(name) for name in rows} == {"汽车链": 11, "钢铁链": 4}
    assert "增  汽车链：" in shown.text
    before = statuses(url)

    back = run("undo", "auto", "--apply")
    assert [back.text.count(f"撤  {name}：") for name in ("汽车链", "钢铁链")] == [11, 4]
    assert back.text.splitlines()[-2:] == ["已撤回这次发布。", "取消15。"]
    gone = {uid for uid, status in statuses(url).items() if status != before[uid]}
    assert len(gone) == 15


def test_a_patch_is_tried_out_and_never_saved(run: Run, url: str, tmp_path: Path) -> None:
    before = statuses(url)
    file = tmp_path / "patch.json"
    file.write_text(json.dumps({"removed": [{"alliance": "auto", "key": "exchange"}]}))
    shown = run("plan", "auto", "--year", "2027", "--what-if", str(file))

    assert len(re.findall(r"^增 +2027年\d+月\d+日", shown.text, re.MULTILINE)) == 4 + 4
    assert statuses(url) == before
    away = {"resource": "venue:hall", "start": "2028-03-09", "end": "2028-03-10"}
    file.write_text(json.dumps({"blackouts": [away]}))
    shown = run("plan", "auto", "--year", "2027", "--what-if", str(file))
    assert shown.text.splitlines()[-1] == ("假设的日子有的在2028年：那一年要动什么，请另排那一年。")
    assert run("plan", "auto", "--year", "2027", "--apply", "--what-if", str(file)).status == 2
    file.write_text("{")
    broken = run("plan", "auto", "--year", "2027", "--what-if", str(file))
    assert (broken.status, "patch.json" in broken.err) == (2, True)
    file.write_text('{"more": []}')
    assert "what-if.more" in run("plan", "auto", "--year", "2027", "--what-if", str(file)).err


def test_the_last_publication_is_taken_back(run: Run, url: str) -> None:
    before = statuses(url)
    nothing, unknown = run("undo", "auto"), run("undo", "nope")
    assert (nothing.status, unknown.status) == (1, 1)
    assert "汽车链没有可以撤回的发布" in nothing.err
    assert "没有找到联盟“nope”" in unknown.err
    run("plan", "auto", "--year", "2027", "--apply")
    after = statuses(url)

    shown = run("undo", "auto")
    assert (shown.status, shown.text.count("→ 取消")) == (0, 11)
    first, *_, blank, last = shown.text.splitlines()
    assert "发布的汽车链2027年的计划：取消11。" in first
    assert (blank, last) == ("", "什么都还没有改。要撤回，请加上--apply。")
    assert statuses(url) == after
    done = run("undo", "auto", "--apply")

    assert done.text.splitlines()[-2:] == ["已撤回这次发布。", "取消11。"]
    now = statuses(url)
    assert {uid: now[uid] for uid in before} == before
    assert {now[uid] for uid in set(now) - set(before)} == {"cancelled"}


def test_a_scope_and_a_wish_are_asked_for_in_the_readers_language(run: Run, tmp_path: Path) -> None:
    patch = tmp_path / "patch.json"
    patch.write_text("{}")
    none = ("plan", "--year", "2027")
    supposed = (*none, "auto", "--what-if", str(patch), "--apply")
    told = [run(*asked, "--lang", lang) for asked in (none, supposed) for lang in ("zh", "en")]
    lines = [each.err for each in told]
    assert [each.status for each in told] == [2] * 4
    assert lines[0] == f"请写明联盟，或者用--group、--all。看用法：{PLAN}（cli_no_scope）\n"
    assert lines[1].startswith("Name an alliance, a --group or --all. For the usage: ")
    assert lines[2] == f"假设的情形不能发布，请去掉--apply。看用法：{PLAN}（cli_supposed）\n"
    assert lines[3].startswith("What is only supposed cannot be published: drop --apply. ")
