import re

from tests.support.command import Run

SMALL = ("turns", "simulate", "--turns", "40", "--members", "5", "--runs", "2")


def test_the_yardstick_is_printed_and_a_seed_repeats_it(run: Run) -> None:
    shown = run(*SMALL)
    lines = shown.text.splitlines()

    assert (shown.status, shown.err) == (0, "")
    assert shown == run(*SMALL, "--seed", "1")
    assert shown != run(*SMALL, "--seed", "2")
    assert lines[0] == (
        "40次轮值，5家，每次缺席20%、进出各2%，随机2遍；看谁的应办与已办最多差过多少。"
    )
    assert re.fullmatch(r"办法 +平均 +最大", lines[2])
    assert [line.split("  ")[0] for line in lines[4:]] == [
        "按序号取余",
        "指针轮转",
        "最久未办者先",
        "办得最少者先，新来者取平均",
        "抽签",
        "轮值账（本服务）",
    ]
    assert all(re.search(r"  \d+\.\d\d +\d+\.\d\d$", line) for line in lines[4:])


def test_the_yardstick_is_told_in_english(run: Run) -> None:
    shown = run(*SMALL, "--lang", "en")
    assert shown.text.splitlines()[-1].startswith("ledger of debts (this service)  ")
