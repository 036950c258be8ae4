"""What a test opened, so that it can be closed when the test ends."""

from collections.abc import Callable

_closers: list[Callable[[], object]] = []


def later(close: Callable[[], object]) -> None:
    """Remember to close something at the end of the test."""
    _closers.append(close)


def close_all() -> None:
    """Close all of it, the last opened first."""
    while _closers:
        _closers.pop()()
