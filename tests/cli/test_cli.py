import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from scheduler import cli
from scheduler.cli.context import Surroundings, runtime_of
from scheduler.services.runtime import EXTENSION
from scheduler.store import engine, schema
from tests.support.command import Outcome, Run, fixed_app, runner, settle
from tests.support.world import app

COMMANDS = [
    *("examples", "feed", "plan", "report", "serve", "subscriptions", "token", "turns", "undo"),
    *("user", "workdays"),
]


def test_the_help_lists_every_command(run: Run) -> None:
    shown = run("--help")
    listed = [line.split()[0] for line in shown.text.partition("命令：\n")[2].splitlines()[::2]]
    assert (shown.status, listed, shown.err) == (0, COMMANDS, "")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nope",),
        ("plan",),
        ("plan", "auto"),
        ("plan", "auto", "--year", "x"),
        ("plan", "auto", "--year", "2026", "--lang", "fr"),
        ("feed",),
        ("report", "auto"),
        ("token",),
        ("token", "create", "--name", "x"),
        ("token", "create", "--name", "x", "--scope", "everything"),
        ("token", "create", "--name", "x", "--scope", "read", "--expires", "soon"),
        ("user", "create", "--name", "x"),
        ("user", "create", "--role", "emperor"),
        ("workdays", "import"),
        ("workdays", "import", "missing.json"),
        ("serve", "--port", "1"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_status_two(
    run: Run, arguments: tuple[str, ...]
) -> None:
    shown = run(*arguments)
    assert (shown.status, shown.out) == (2, b"")
    assert re.fullmatch(r".*（cli_[a-z_]+）\n|用法：.*", shown.err, re.DOTALL)
    english = run("--lang", "en", *arguments)
    assert (english.status, english.out) == (2, b"")
    assert not re.search(r"[\u4e00-\u9fff]", english.err)


@pytest.mark.parametrize(
    ("arguments", "line", "code"),
    [
        (("plan", "auto"), "请写明--year。", "cli_missing"),
        (("plan", "auto", "--year", "x"), "--year要填整数。", "cli_bad_value"),
        (("report", "auto", "--year", "1900"), "--year要填2000至2099的整数。", "cli_bad_value"),
        (("feed", "auto", "--lang", "fr"), "--lang只能填：zh、en。", "cli_bad_value"),
        (
            ("token", "--name", "x", "--scope", "read", "--expires", "soon"),
            "--expires要填2026-09-09这样的日期。",
            "cli_bad_value",
        ),
        (("workdays", "missing.json"), "FILE要填一个读得到的文件。", "cli_bad_value"),
        (("plan", "--yea", "3"), "没有--yea这个选项。", "cli_no_option"),
        (("feed", "a", "b"), "命令行多写了内容，或者写得不对。", "cli_misused"),
    ],
)
def test_what_makes_no_sense_is_one_line_with_a_code(
    run: Run, arguments: tuple[str, ...], line: str, code: str
) -> None:
    path, *rest = arguments
    path += {"token": " create", "workdays": " import"}.get(path, "")
    told = f"{line}看用法：python -m scheduler {path} --help（{code}）\n"
    assert run(*path.split(), *rest) == Outcome(2, b"", told)


def test_an_unknown_command_and_an_option_without_its_value_are_told(run: Run) -> None:
    told = "没有nope这个命令。看用法：python -m scheduler --help（cli_no_command）\n"
    assert run("nope") == Outcome(2, b"", told)
    assert run("plan", "auto", "--year").err.endswith("（cli_no_value）\n")
    english = "--year is missing. For the usage: python -m scheduler plan --help (cli_missing)\n"
    assert run("--lang=en", "plan", "auto") == Outcome(2, b"", english)


HELP = """用法：python -m scheduler turns simulate [选项]

  拿轮值账与另外五种办法比；种子相同，表就相同。

选项：
  --turns ...
      轮几次。1至10000。不写就是400。
  --members ...
      几家轮。2至200。不写就是20。
  --runs ...
      随机几遍。1至1000。不写就是40。
  --seed ...
      随机数的种子。不写就是1。
  --lang ...
      用哪种文字。可填：zh、en。不写就是zh。
  --help
      看这份说明。
"""


def test_the_help_of_a_command_is_told_in_chinese_first(run: Run) -> None:
    assert run("turns", "simulate", "--help") == Outcome(0, HELP.encode(), "")


def _paths(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _paths(each, (*path, name))


@pytest.mark.parametrize("path", list(_paths(cli.main)), ids=" ".join)
def test_every_command_and_parameter_is_told_in_both_languages(
    run: Run, path: tuple[str, ...]
) -> None:
    chinese, english = run(*path, "--help"), run(*path, "--lang", "en", "--help")
    assert (chinese.status, english.status) == (0, 0)
    assert not re.search(r"[\u4e00-\u9fff]|cli[._]", english.text)
    assert "cli" not in chinese.text
    told = [line for line in chinese.text.splitlines() if line.startswith("      ")]
    assert all(re.search(r"[\u4e00-\u9fff]", line) for line in told)


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "nope", "--year", "2026"),
        ("feed", "nope"),
        ("report", "nope", "--year", "2026"),
        ("token", "create", "--name", "x", "--scope", "read", "--alliance", "nope"),
    ],
)
def test_what_cannot_be_found_is_one_line_and_status_one(
    run: Run, arguments: tuple[str, ...]
) -> None:
    line = "没有找到联盟“nope”，或者您看不到它。请核对后再试。（not_found）\n"
    assert run(*arguments) == Outcome(1, b"", line)


def test_a_year_of_which_nothing_is_known_is_refused_in_words(run: Run) -> None:
    shown = run("plan", "auto", "--year", "2100")
    assert (shown.status, shown.out) == (2, b"")
    assert "“2100”排不了：节假日只推算得出2000年至2099年的。请选这些年里的一年。" in shown.err


def test_a_setting_that_makes_no_sense_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHEDULER_PORT", "many")
    line = "SCHEDULER_PORT要填1至65535的整数，现在是“many”。（bad_setting）\n"
    assert run("feed", "auto") == Outcome(1, b"", line)
    english = "SCHEDULER_PORT must be a number from 1 to 65535, not “many”. (bad_setting)\n"
    assert run("feed", "auto", "--lang", "en") == Outcome(1, b"", english)


def test_a_folder_that_cannot_be_made_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SCHEDULER_DATA_DIR", str(tmp_path / "file" / "below"))
    folder = tmp_path / "file" / "below"
    assert run("feed", "auto") == Outcome(1, b"", f"{folder}或它的上级不是文件夹。（cli_file）\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "auto", "--year", "2026"),
        ("feed", "auto"),
        ("report", "auto", "--year", "2026"),
        ("token", "create", "--name", "x", "--scope", "read"),
        ("examples", "load"),
        ("examples", "remove"),
    ],
)
def test_without_a_database_a_command_says_what_to_do_first(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    arguments: tuple[str, ...],
) -> None:
    settle(tmp_path, monkeypatch)
    line = (
        f"数据库还不能用（schema: none, wanted {schema.HEAD}），请先运行serve。（cli_not_ready）\n"
    )
    assert runner(capfdbinary)(*arguments) == Outcome(1, b"", line)


def test_a_database_to_which_another_writes_is_one_line(
    url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 1)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        line = "现在办不了，请过5秒再试；您填的内容没有丢。（unavailable）\n"
        assert run("examples", "remove") == Outcome(1, b"", line)


def test_ctrl_c_ends_a_command_with_status_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    del url

    def interrupt(_self: Surroundings) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Surroundings, "ready", interrupt)
    assert cli.run(fixed_app, ["feed", "auto"]) == 1


def test_an_application_without_a_runtime_says_so(sqlite_url: str) -> None:
    built = app(sqlite_url)
    built.extensions[EXTENSION] = None
    with pytest.raises(TypeError):
        runtime_of(built)


def test_the_secret_key_is_made_once_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    settle(tmp_path, monkeypatch, SECRET_KEY="")
    runner(capfdbinary)("feed", "auto")
    kept = (tmp_path / "secret-key").read_text()
    runner(capfdbinary)("feed", "auto")
    assert (tmp_path / "secret-key").read_text() == kept
    assert len(kept) >= 32
