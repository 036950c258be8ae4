"""Settings: read once from the environment, checked, frozen, and given to others as values."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SAMPLE_KEYS = frozenset({"change-me", "changeme", "secret", "dev", "sample"})
MIN_SECRET = 32
MAX_PORT = 65_535
_DIGITS = 6
"""More of a number than any port has; longer ones are not even read."""


class SettingsError(Exception):
    """A setting is missing or makes no sense; fields: name, reason, value, low, high, limit.

    Sentences are made from ``code`` and ``fields`` as those of every refusal.
    """

    code = "bad_setting"

    def __init__(self, name: str, reason: str, **more: object) -> None:
        """Keep which setting it is and the named fields of the sentence."""
        super().__init__(name, reason)
        self.fields: dict[str, object] = {"name": name, "reason": reason, **more}


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
    data_dir = Path(environment.get("SCHEDULER_DATA_DIR") or "var").resolve()
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
    if not (text.isascii() and text.isdigit() and 0 < int(text[:_DIGITS]) <= MAX_PORT):
        bounds = {"low": 1, "high": MAX_PORT}
        raise SettingsError("SCHEDULER_PORT", "port", value=text, **bounds)
    return int(text)


def _flag(text: str, name: str) -> bool:
    if text not in {"0", "1"}:
        raise SettingsError(name, "flag", value=text)
    return text == "1"


def _base_url(text: str, host: str, port: int) -> str:
    if not text:
        return f"http://{host}:{port}"
    if not (text.startswith(("http://", "https://")) and _host(text)):
        raise SettingsError("SCHEDULER_BASE_URL", "address", value=text)
    return text.rstrip("/")


def _database(text: str, data_dir: Path) -> str:
    """Read where the database is; its address is never repeated, for it may hold a password."""
    if not text:
        return f"sqlite:///{data_dir / 'scheduler.db'}"
    file = Path(text.removeprefix("sqlite:///")).name
    if text.startswith("sqlite:///") and file not in {"", ":memory:"}:
        return text
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if text.startswith(prefix) and _host(text) is not None:
            return "postgresql+psycopg://" + text[len(prefix) :]
    raise SettingsError("SCHEDULER_DATABASE_URL", "database")


def _host(address: str) -> str | None:
    """Give the host of an address, empty without one; None where the address cannot be read."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return host or ""


def _secret(text: str, data_dir: Path, *, keep: bool) -> str:
    name = "SCHEDULER_SECRET_KEY"
    if text:
        if text.lower() in SAMPLE_KEYS or len(text) < MIN_SECRET:
            raise SettingsError(name, "weak", limit=MIN_SECRET)
        return text
    if not keep:
        raise SettingsError(name, "missing")
    path = data_dir / "secret-key"
    key = _kept_secret(path)
    if not (key.isascii() and len(key) >= MIN_SECRET):
        raise SettingsError(name, "key_file", value=str(path))
    return key


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        key = secrets.token_urlsafe(48)
        handle.write(key)
    return key
