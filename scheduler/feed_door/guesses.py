"""Whoever tries out addresses is slowed down."""

from collections import Counter
from datetime import datetime
from threading import Lock

GUESSES = 60
GUESS_SECONDS = 60
"""How many unknown addresses one source may ask for in how many seconds of the clock."""


class Guesses:
    """Counts the unknown addresses that each source asked for within a minute."""

    def __init__(self) -> None:
        """Start with none."""
        self._minute = 0
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def wait(self, source: str, now: datetime) -> int:
        """Count one more of a source; give the seconds that it has to wait, 0 where it has not."""
        minute, past = divmod(int(now.timestamp()), GUESS_SECONDS)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[source] += 1
            return GUESS_SECONDS - past if self._counts[source] > GUESSES else 0
