import re
import stat
from pathlib import Path

import pytest

from scheduler.config import Settings, SettingsError, from_environment
from scheduler.domain.text import say

KEY = "k" * 40


def test_defaults_serve_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    settings = from_environment(
        {"SCHEDULER_DATA_DIR": str(tmp_path), "SCHEDULER_SECRET_KEY": KEY}, keep_key=False
    )

    assert settings == Settings(
        database_url=f"sqlite:///{tmp_path / 'scheduler.db'}",
        secret_key=KEY,
        data_dir=tmp_path,
        base_url="http://127.0.0.1:8000",
    )
    assert settings.sqlite_path == tmp_path / "scheduler.db"
    assert not settings.secure


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_psycopg(tmp_path: Path, scheme: str) -> None:
    settings = from_environment(
        {
            "SCHEDULER_DATA_DIR": str(tmp_path),
            "SCHEDULER_DATABASE_URL": f"{scheme}://u@h/d",
            "SCHEDULER_SECRET_KEY": KEY,
            "SCHEDULER_BASE_URL": "https://plan.example/",
            "SCHEDULER_PORT": "9001",
            "SCHEDULER_EXAMPLES": "0",
        },
        keep_key=False,
    )

    assert settings == Settings(
        database_url="postgresql+psycopg://u@h/d",
        secret_key=KEY,
        data_dir=tmp_path,
        base_url="https://plan.example",
        port=9001,
        examples=False,
    )
    assert settings.sqlite_path is None
    assert settings.secure


HOSTLESS = "SCHEDULER_BASE_URL要以http://或https://开头，后面写明主机，现在是“{}”。"
ELSEWHERE = "SCHEDULER_DATABASE_URL要填sqlite:///加文件名，或postgresql://加主机和库名。"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SCHEDULER_PORT", "70000", "SCHEDULER_PORT要填1至65535的整数，现在是“70000”。"),
        ("SCHEDULER_PORT", "\uff10", "SCHEDULER_PORT要填1至65535的整数，现在是“\uff10”。"),
        ("SCHEDULER_EXAMPLES", "yes", "SCHEDULER_EXAMPLES要填0或1，现在是“yes”。"),
        ("SCHEDULER_BASE_URL", "plan.example", HOSTLESS.format("plan.example")),
        ("SCHEDULER_BASE_URL", "https://", HOSTLESS.format("https://")),
        ("SCHEDULER_BASE_URL", "https://[", HOSTLESS.format("https://[")),
        ("SCHEDULER_DATABASE_URL", "mysql://x", ELSEWHERE),
        ("SCHEDULER_DATABASE_URL", "sqlite:///", ELSEWHERE),
        ("SCHEDULER_DATABASE_URL", "sqlite:///:memory:", ELSEWHERE),
        ("SCHEDULER_DATABASE_URL", "postgresql://h:port/d", ELSEWHERE),
        ("SCHEDULER_SECRET_KEY", "change-me", "SCHEDULER_SECRET_KEY要填随机的字符，至少32个。"),
        ("SCHEDULER_SECRET_KEY", "", "没有设置SCHEDULER_SECRET_KEY，正式启动要有它。"),
    ],
)
def test_a_senseless_setting_is_refused_in_one_line(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    environment = {"SCHEDULER_DATA_DIR": str(tmp_path), "SCHEDULER_SECRET_KEY": KEY, name: value}

    with pytest.raises(SettingsError) as refusal:
        from_environment(environment, keep_key=False)

    error = refusal.value
    assert (error.code, say(error.code, error.fields, "zh")) == ("bad_setting", sentence)
    assert not re.search("[\u4e00-\u9fff]", say(error.code, error.fields, "en"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [b"", b"half-a-key", b"\xff" * 64])
def test_a_key_that_was_not_kept_whole_is_refused(tmp_path: Path, kept: bytes) -> None:
    path = tmp_path / "secret-key"
    path.write_bytes(kept)
    with pytest.raises(SettingsError) as refusal:
        from_environment({"SCHEDULER_DATA_DIR": str(tmp_path)}, keep_key=True)
    assert refusal.value.fields == {
        "name": "SCHEDULER_SECRET_KEY",
        "reason": "key_file",
        "value": str(path),
    }
    assert path.read_bytes() == kept


def test_a_made_key_is_kept_for_the_owner_only(tmp_path: Path) -> None:
    environment = {"SCHEDULER_DATA_DIR": str(tmp_path)}

    first = from_environment(environment, keep_key=True)
    second = from_environment(environment, keep_key=True)

    assert first == second
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
