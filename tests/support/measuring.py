"""What coverage traces: tracing doubles the time of a test, so it ends where it shows nothing new.

pytest-cov gives no such switch but for the body of a test; what it starts and stops is its own.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Protocol

import pytest

ENOUGH = 30
"""The examples of a property that are traced: so many cover everything by themselves."""
_PROCESSES = "COVERAGE_PROCESS_CONFIG"
"""By this variable coverage traces the processes that a test starts too."""


class _Controller(Protocol):
    """What pytest-cov measures by."""

    started: bool
    pause: Callable[[], None]
    resume: Callable[[], None]


@contextmanager
def untraced(config: pytest.Config) -> Iterator[None]:
    """Trace nothing inside the block, and no process that is started there."""
    controller = _running(config)
    if controller is None:
        yield
        return
    processes = os.environ.pop(_PROCESSES, None)
    controller.pause()
    try:
        yield
    finally:
        controller.resume()
        if processes is not None:
            os.environ[_PROCESSES] = processes


@contextmanager
def first_examples(item: pytest.Item) -> Iterator[None]:
    """Trace only the first examples of a property inside the block."""
    handle = getattr(getattr(item, "obj", None), "hypothesis", None)
    controller = _running(item.config)
    if handle is None or controller is None:
        yield
        return
    test, tried = handle.inner_test, 0

    @wraps(test)
    def counted(*values: object, **named: object) -> object:
        nonlocal tried
        tried += 1
        if tried == ENOUGH + 1:
            controller.pause()
        return test(*values, **named)

    handle.inner_test = counted
    try:
        yield
    finally:
        handle.inner_test = test
        if tried > ENOUGH:
            controller.resume()


def _running(config: pytest.Config) -> _Controller | None:
    plugin = config.pluginmanager.getplugin("_cov")
    controller: _Controller | None = getattr(plugin, "cov_controller", None)
    return controller if controller is not None and controller.started else None
