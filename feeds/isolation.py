"""Each event is written by itself, so that a bad one cannot take the others with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from feeds.values import FeedEvent, RefusedValueError

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Refused:
    """One item left out of a feed: its place among the items given, and the reason."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """The blocks of all good items in the order given, and what was left out."""

    blocks: tuple[bytes, ...]
    refused: tuple[Refused, ...]


def render_each(
    items: Iterable[Item],
    build: Callable[[Item], FeedEvent],
    write: Callable[[FeedEvent], bytes],
) -> Rendering:
    """Make an event of each item and write it; an item that fails is left out and reported.

    The second item with the same UID fails too: clients would lose one of the two.
    """
    blocks: list[bytes] = []
    refused: list[Refused] = []
    seen: set[str] = set()
    for position, item in enumerate(items):
        try:
            event = build(item)
            block = write(event)
            _claim(seen, event.uid)
        except Exception as problem:  # noqa: BLE001 - whatever one item does, the rest goes out
            refused.append(Refused(position, f"{type(problem).__name__}: {problem}"))
        else:
            blocks.append(block)
    return Rendering(tuple(blocks), tuple(refused))


def _claim(seen: set[str], uid: str) -> None:
    if uid in seen:
        raise RefusedValueError("uid", "used by an earlier event")
    seen.add(uid)
