"""What an edge is given to call services with: the store, the clock and a few settings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from scheduler.services.token_uses import TokenUses
from scheduler.store import Store

EXTENSION = "alliance-scheduler"
"""The key of the runtime among an application's extensions."""

START_JOBS = "alliance-scheduler.start-jobs"
"""The key of the function that starts the jobs of a serving process and gives their end."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Read the clock; only app and cli hand this function on."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Runtime:
    """The store, the clock and the settings that the edges need."""

    store: Store
    clock: Clock
    secret_key: str
    base_url: str
    data_dir: Path
    secure: bool = False
    fast_hashing: bool = False
    token_uses: TokenUses = field(default_factory=TokenUses)
