"""Polls that repeat: whoever asks the same as before is told so after one read at most.

Most requests of a feed are such: the program that fetched it last asks whether anything changed.
"""

from dataclasses import dataclass, field
from datetime import datetime

from feeds.validators import Answer
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.serving import Unchanged, stands
from scheduler.services.feeds.shelf import Copy, Kept, Shelf, Standing
from scheduler.store import Store

OCTETS = 16 * 1024 * 1024
"""How many octets are kept of polls."""

Question = tuple[str | None, ...]
"""All that a request says and an answer depends on; what may open a feed is digested."""

_SIZE = 800


@dataclass(frozen=True, slots=True)
class _Poll:
    """What was answered to a question while its address stood so, and who counts as fetching."""

    standing: Standing
    fetcher: str | None
    answer: Answer


@dataclass(slots=True)
class Polls:
    """The last answers to those who had the newest copy already."""

    _kept: Kept[Question, _Poll] = field(default_factory=lambda: Kept(OCTETS))

    def again(self, store: Store, shelf: Shelf, question: Question, now: datetime) -> Answer | None:
        """Answer as the last time if the address stands as it stood; None otherwise."""
        last = self._kept.get(question)
        if last is None or not stands(store, shelf, last.standing, last.fetcher, now):
            return None
        return last.answer

    def remember(
        self, shelf: Shelf, question: Question, asked: tuple[Ask, Copy | Unchanged], answer: Answer
    ) -> None:
        """Keep an answer without a body, if the address still stands as it did for it."""
        ask, found = asked
        standing = shelf.standing.get(ask.key)
        if standing is None or standing.validators != (found.etag, found.last_modified):
            return
        octets = _SIZE + sum(len(part or "") for part in question)
        self._kept.put(question, _Poll(standing, ask.fetcher, answer), octets)
