"""When the tokens of other systems were last used: kept in memory, then written at once."""

from datetime import datetime
from threading import Lock

from scheduler.services.access import TOKEN, Principal
from scheduler.store import Store, accounts


class TokenUses:
    """The uses that wait to be written; no request waits for the database on their account."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = Lock()
        self._waiting: dict[str, datetime] = {}

    def note(self, by: Principal, now: datetime) -> None:
        """Note that the token of this caller was used."""
        self._put(by.id.removeprefix(TOKEN), now)

    def flush(self, store: Store) -> int:
        """Write what waits and tell of how many tokens; where the store raises, it waits on."""
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if taken:
            try:
                with store.write() as session:
                    accounts.note_uses(session, taken)
            except Exception:
                for token_id, at in taken.items():
                    self._put(token_id, at)
                raise
        return len(taken)

    def _put(self, token_id: str, at: datetime) -> None:
        with self._lock:
            self._waiting[token_id] = max(at, self._waiting.get(token_id, at))
