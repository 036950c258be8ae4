"""Settings: read once from the environment, checked, frozen, and given to others as values."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SAMPLE_KEYS = frozenset({"change-me", "changeme", "secret", "dev", "sample"})
MIN_SECRET = 32
MAX_PORT = 65_535


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message is one clear line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the service reads from its surroundings.

    ``fast_hashing`` lowers the cost of password hashing and is set by tests only.
    """

    database_url: str
    secret_key: str
    data_dir: Path
    base_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    examples: bool = True
    fast_hashing: bool = False

    @property
    def secure(self) -> bool:
        """Tell whether pages are served over https, so that cookies can be bound to it."""
        return self.base_url.startswith("https://")

    @property
    def sqlite_path(self) -> Path | None:
        """Give the file of an SQLite database, None for another database."""
        prefix = "sqlite:///"
        return Path(self.database_url[len(prefix) :]) if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is the embedded one."""
        return self.database_url.startswith("sqlite:///")


def from_environment(environment: Mapping[str, str] = os.environ, *, keep_key: bool) -> Settings:
    """Read and check the settings; raises ``SettingsError``.

    With ``keep_key`` a missing secret key is made and kept in the data folder; without it (a
    production start) a missing or sample key is refused.
    """
    data_dir = Path(environment.get("SCHEDULER_DATA_DIR", "var")).resolve()
    host = environment.get("SCHEDULER_HOST", "127.0.0.1")
    port = _port(environment.get("SCHEDULER_PORT", "8000"))
    return Settings(
        database_url=_database(environment.get("SCHEDULER_DATABASE_URL", ""), data_dir),
        secret_key=_secret(environment.get("SCHEDULER_SECRET_KEY", ""), data_dir, keep=keep_key),
        data_dir=data_dir,
        base_url=_base_url(environment.get("SCHEDULER_BASE_URL", ""), host, port),
        host=host,
        port=port,
        examples=_flag(environment.get("SCHEDULER_EXAMPLES", "1"), "SCHEDULER_EXAMPLES"),
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MAX_PORT):
        raise SettingsError(f"SCHEDULER_PORT must be a number from 1 to {MAX_PORT}, not {text!r}.")
    return int(text)


def _flag(text: str, name: str) -> bool:
    if text not in {"0", "1"}:
        raise SettingsError(f"{name} must be 0 or 1, not {text!r}.")
    return text == "1"


def _base_url(text: str, host: str, port: int) -> str:
    if not text:
        return f"http://{host}:{port}"
    if not text.startswith(("http://", "https://")):
        raise SettingsError("SCHEDULER_BASE_URL must begin with http:// or https://.")
    return text.rstrip("/")


def _database(text: str, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'scheduler.db'}"
    if text.startswith("sqlite:///"):
        return text
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text[len(prefix) :]
    raise SettingsError("SCHEDULER_DATABASE_URL must begin with sqlite:/// or postgresql://.")


def _secret(text: str, data_dir: Path, *, keep: bool) -> str:
    if text:
        if text.lower() in SAMPLE_KEYS or len(text) < MIN_SECRET:
            raise SettingsError(
                f"SCHEDULER_SECRET_KEY must be {MIN_SECRET} random characters or more."
            )
        return text
    if not keep:
        raise SettingsError("SCHEDULER_SECRET_KEY is not set; a production start needs it.")
    return _kept_secret(data_dir / "secret-key")


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        key = secrets.token_urlsafe(48)
        handle.write(key)
    return key
