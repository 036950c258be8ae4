from pathlib import Path

import pytest

from scheduler import cli
from scheduler.cli.context import Surroundings, runtime_of
from scheduler.services.runtime import EXTENSION
from scheduler.store import schema
from tests.support.command import Outcome, Run, fixed_app, runner, settle
from tests.support.world import app

COMMANDS = [
    *("examples", "feed", "plan", "report", "serve", "token", "turns", "undo", "user", "workdays")
]


def test_the_help_lists_every_command(run: Run) -> None:
    shown = run("--help")
    listed = [line.split()[0] for line in shown.text.partition("Commands:")[2].splitlines() if line]
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
    assert "Error: " in shown.err or "Usage: " in shown.err


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
    line = "没有找到联盟“nope”，或者您看不到它。请核对后再试。\n"
    assert run(*arguments) == Outcome(1, b"", line)


def test_a_year_of_which_nothing_is_known_is_refused_in_words(run: Run) -> None:
    shown = run("plan", "auto", "--year", "2100")
    assert (shown.status, shown.out) == (1, b"")
    assert "“2100”排不了：节假日只推算得出2000年至2099年的。请选这些年里的一年。" in shown.err


def test_a_setting_that_makes_no_sense_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHEDULER_PORT", "many")
    line = "SCHEDULER_PORT must be a number from 1 to 65535, not 'many'.\n"
    assert run("feed", "auto") == Outcome(1, b"", line)


def test_a_folder_that_cannot_be_made_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SCHEDULER_DATA_DIR", str(tmp_path / "file" / "below"))
    shown = run("feed", "auto")
    assert (shown.status, shown.out, shown.err.count("\n")) == (1, b"", 1)
    assert "Traceback" not in shown.err


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
        f"Error: 数据库还不能用（schema: none, wanted {schema.HEAD}）。"
        "请先运行 serve。 Run serve first.\n"
    )
    assert runner(capfdbinary)(*arguments) == Outcome(1, b"", line)


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
