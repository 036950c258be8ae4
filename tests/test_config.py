import stat
from pathlib import Path

import pytest

from scheduler.config import Settings, SettingsError, from_environment

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


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "SCHEDULER_PORT",
            "70000",
            "SCHEDULER_PORT must be a number from 1 to 65535, not '70000'.",
        ),
        (
            "SCHEDULER_PORT",
            "\uff10",
            "SCHEDULER_PORT must be a number from 1 to 65535, not '\uff10'.",
        ),
        ("SCHEDULER_EXAMPLES", "yes", "SCHEDULER_EXAMPLES must be 0 or 1, not 'yes'."),
        (
            "SCHEDULER_BASE_URL",
            "plan.example",
            "SCHEDULER_BASE_URL must begin with http:// or https://.",
        ),
        (
            "SCHEDULER_DATABASE_URL",
            "mysql://x",
            "SCHEDULER_DATABASE_URL must begin with sqlite:/// or postgresql://.",
        ),
        (
            "SCHEDULER_SECRET_KEY",
            "change-me",
            "SCHEDULER_SECRET_KEY must be 32 random characters or more.",
        ),
        (
            "SCHEDULER_SECRET_KEY",
            "",
            "SCHEDULER_SECRET_KEY is not set; a production start needs it.",
        ),
    ],
)
def test_a_senseless_setting_is_refused_in_one_line(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    environment = {"SCHEDULER_DATA_DIR": str(tmp_path), "SCHEDULER_SECRET_KEY": KEY, name: value}

    with pytest.raises(SettingsError) as refusal:
        from_environment(environment, keep_key=False)

    assert str(refusal.value) == sentence
    assert list(tmp_path.iterdir()) == []


def test_a_made_key_is_kept_for_the_owner_only(tmp_path: Path) -> None:
    environment = {"SCHEDULER_DATA_DIR": str(tmp_path)}

    first = from_environment(environment, keep_key=True)
    second = from_environment(environment, keep_key=True)

    assert first == second
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
