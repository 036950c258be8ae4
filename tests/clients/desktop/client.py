"""A calendar program of a desktop, as the proof of it needs it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.clients.seen import ParsedEvent


@dataclass(frozen=True, slots=True)
class Desktop:
    """A program that runs: its user agent contains ``sign``; ``refresh`` asks it to poll now."""

    name: str
    sign: str
    refresh: Callable[[], object]
    events: Callable[[], frozenset[ParsedEvent]]
