"""The laws of planning, and on which rule types each of them runs.

``RUNS`` is the table: laws of turns run where hosts or themes rotate, the laws of what a promise
counts on the types that demand something and what their credit shares, and all others on every
type, since what a rule lays over the units of others may break them as well. Where the units
themselves are drawn (``units``) no rule has written them.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import Phase, settings

from scheduler.rules.kinds import TYPES
from tests.laws.worlds import UNITS

LAWS: Mapping[int, str] = {
    1: "the same inputs give the same bytes, in any order and under any hash seed",
    2: "the plan after apply is empty",
    3: "no overlap, gap, window or holiday violation among what is placed",
    4: "held, frozen and pinned events never move; one that cannot stand is a conflict",
    5: "debts sum to zero",
    6: "host counts lie in the rounded fair number when the flow says that it is feasible",
    7: "a swap done twice changes nothing",
    8: "a join changes no committed turn",
    9: "a leave changes only that member's turns among the committed",
    10: "moved is at least forced, and every moved event names a cause",
    11: "more resources or fewer constraints never leave more required units without a date",
    12: "in each period held, planned and unplaced reach the number promised",
    13: "credit is free of the order of entry and counts each event once",
    14: "one UID is one unit and attempt; the revision rises on a visible change and only then",
    15: "provisional dates obey the guard",
    16: "report figures equal a recount",
    17: "editing one component leaves others byte-identical",
    18: "undoing an applied plan restores what was visible",
    19: "what the ledger of turns says of a day is the same whenever it is read",
}

_EVERY = tuple(kind.name for kind in TYPES)
_DEMANDING = tuple(kind.name for kind in TYPES if kind.units is not None)
_TURNS = ("rotation",)

RUNS: Mapping[int, tuple[str, ...]] = {
    1: (UNITS, *_EVERY),
    2: (UNITS, *_EVERY),
    3: (UNITS, *_EVERY),
    4: (UNITS, *_EVERY),
    5: _TURNS,
    6: _TURNS,
    7: _TURNS,
    8: _TURNS,
    9: _TURNS,
    10: (UNITS, *_EVERY),
    11: (UNITS, *_EVERY),
    12: (UNITS, *_DEMANDING),
    13: _EVERY,
    14: (UNITS, *_EVERY),
    15: (UNITS, *_EVERY),
    16: _EVERY,
    17: _EVERY,
    18: (UNITS, *_EVERY),
    19: _TURNS,
}

_USUAL = settings.default.max_examples if settings.default else 0
_EXPLORING = _USUAL > 1000  # only then is there time to make a case small
AS_DRAWN = settings(phases=[phase for phase in Phase if _EXPLORING or phase is not Phase.shrink])
"""A case that breaks a law is shown as it was drawn: to make it small takes minutes."""

FEW = settings(AS_DRAWN, max_examples={20: 3, 30: 8, 100: 10}.get(_USUAL, _USUAL))
"""The examples of a law that runs on every type: few for each."""


def on_each_type(law: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run a law on each type of the table, given to the test as ``kind``."""
    return pytest.mark.parametrize("kind", RUNS[law])
