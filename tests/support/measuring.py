"""What coverage traces: tracing doubles the time of a test, so it ends where it shows nothing new.

pytest-cov gives no such switch but for the body of a test; what it starts and stops is its own.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from jinja2 import Environment
from sqlalchemy import Connection, Engine, MetaData, Select
from sqlalchemy.engine import Result, ScalarResult
from sqlalchemy.orm import QueryableAttribute, Session
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.selectable import GenerativeSelect
from werkzeug.routing import Map

ENOUGH = 30
"""The examples of a property that are traced: so many cover everything by themselves."""
FOREIGN: dict[type, str] = {
    Session: (
        "execute scalars scalar get flush commit rollback close add add_all merge delete"
        " connection refresh"
    ),
    Connection: "execute exec_driver_sql commit rollback close",
    Engine: "connect begin dispose",
    Result: "all first one one_or_none",
    ScalarResult: "all first one one_or_none",
    MetaData: "create_all drop_all",
    Select: "__init__ where join join_from outerjoin select_from with_only_columns distinct",
    GenerativeSelect: "order_by group_by limit with_for_update",
    ColumnElement: "operate reverse_operate",
    QueryableAttribute: "operate reverse_operate",
    Environment: "compile",
    Map: "add",
}
"""Where others' code begins that runs long and calls none of ours but what tests/store show."""
_PROCESSES = "COVERAGE_PROCESS_CONFIG"
"""By this variable coverage traces the processes that a test starts too."""


def look_away() -> None:
    """Trace nothing inside others' code: the lines that it runs are not asked for."""
    if sys.gettrace() is not None:
        for kind, names in FOREIGN.items():
            for name in names.split():
                setattr(kind, name, _unseen(getattr(kind, name)))


@contextmanager
def seen_through() -> Iterator[None]:
    """Trace what others' code calls too."""
    _Sight.through = True
    try:
        yield
    finally:
        _Sight.through = False


@contextmanager
def untraced() -> Iterator[None]:
    """Trace nothing inside the block, and no thread or process that is started there."""
    start = getattr(sys.gettrace(), "start", None)
    if start is None:
        yield
        return
    threads, processes = threading.gettrace(), os.environ.pop(_PROCESSES, None)
    _stop()
    try:
        yield
    finally:
        start()
        if threads is not None:
            threading.settrace(threads)
        if processes is not None:
            os.environ[_PROCESSES] = processes


@contextmanager
def first_examples(item: pytest.Item) -> Iterator[None]:
    """Trace only the first examples of a property inside the block."""
    handle = getattr(getattr(item, "obj", None), "hypothesis", None)
    start = getattr(sys.gettrace(), "start", None)
    if handle is None or start is None:
        yield
        return
    test, tried, threads = handle.inner_test, 0, threading.gettrace()

    @wraps(test)
    def counted(*values: object, **named: object) -> object:
        nonlocal tried
        tried += 1
        if tried == ENOUGH + 1:
            _stop()
        return test(*values, **named)

    handle.inner_test = counted
    try:
        yield
    finally:
        handle.inner_test = test
        if tried > ENOUGH:
            start()
            if threads is not None:
                threading.settrace(threads)


def _stop() -> None:
    """Stop the tracer itself.

    A worker has more than one measurement: where the topmost is stopped by coverage, the next goes
    on.
    """
    sys.settrace(None)
    threading.settrace(None)


class _Sight:
    """Whether tracing goes on inside others' code."""

    through = False


def _unseen(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*values: object, **named: object) -> object:
        start = None if _Sight.through else getattr(sys.gettrace(), "start", None)
        if start is None:
            return function(*values, **named)
        sys.settrace(None)
        try:
            return function(*values, **named)
        finally:
            start()  # in the same frame, so that the tracer finds its place again

    return call
