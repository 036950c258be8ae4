"""Demand units: single pieces of a promise that need one date each, and their stable UID."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from scheduler.domain.activity import UnitKey

_DAY = 24 * 60

PAIR = "+"
"""What joins two members that a coverage asks for together, within one value of an axis."""

SOMEBODY = ("organisation:", "body:", "person:")
"""What the keys of those begin with who can host and meet."""

KEYED = (*SOMEBODY, "venue:")
"""What the keys of those begin with that are on the roster; other words are free."""


class Output(StrEnum):
    """What fulfils a unit; only meetings are placed on days."""

    MEETING = "meeting"
    DELIVERABLE = "deliverable"
    VISIT = "visit"
    ITEM = "item"


LISTED = frozenset({Output.VISIT, Output.ITEM})
"""What stands in due lists and is recorded when it is done, instead of being placed on a day."""


class DayPolicy(StrEnum):
    """On which days a unit may be placed."""

    WORKDAY = "workday"
    HOLIDAY = "holiday"
    ANY = "any"


class IfOff(StrEnum):
    """Where an anchored unit goes when its nominal day is off."""

    NEAREST = "nearest"
    PREVIOUS = "previous"
    NEXT = "next"


def passes_midnight(clock: time, minutes: int) -> bool:
    """Tell whether a meeting goes on after the day on which it begins."""
    return clock.hour * 60 + clock.minute + minutes > _DAY


@dataclass(frozen=True, slots=True)
class DemandUnit:
    """One piece of a promise, with everything that limits or prefers its date.

    ``start``/``end`` is the half-open window of dates of its period (clipped by effective dates,
    a trigger's due date, an anchor's tolerance); ``grace_end`` is where a make-up window ends (at
    least ``end``). ``resources`` are opaque keys that can be busy (``person:…``, ``venue:…``).
    ``prefer`` holds weekdays 0 to 6; ``weight`` and ``holiday_weight`` are the integer costs of
    missing that preference and of lying beside a holiday. ``host_rule`` and ``theme_rule`` name
    the rotation rules of ``owner`` that fill the host and the theme. A deliverable's ``nominal``
    is its due date. ``anchor_day`` is the day that an anchor names: the unit is of the period of
    that day, wherever its event lies. ``accepts`` are further kinds of event that fulfil the unit
    (of a trigger: if they list its matters). ``plan`` is false for what is only judged and never
    placed. Where a unit concerns one that leaves, ``leaves`` is that day, ``leaver`` the opaque key
    of who it is, and ``lapses`` tells that it comes before the time is over.
    """

    key: UnitKey
    owner: str
    alliances: tuple[str, ...]
    kind: str
    title: str
    title_en: str
    start: date
    end: date
    grace_end: date
    output: Output = Output.MEETING
    mandatory: bool = True
    days: DayPolicy = DayPolicy.WORKDAY
    clock: time = time(14, 30)
    minutes: int = 120
    span_days: int = 1
    gap_days: int = 0
    nominal: date | None = None
    anchor_day: date | None = None
    if_off: IfOff = IfOff.NEAREST
    venue: str | None = None
    host: str | None = None
    resources: tuple[str, ...] = ()
    prefer: frozenset[int] = frozenset()
    weight: int = 1
    holiday_weight: int = 1
    host_rule: str | None = None
    theme_rule: str | None = None
    theme: str | None = None
    with_rule: str | None = None
    matters: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    plan: bool = True
    leaves: date | None = None
    leaver: str = ""
    lapses: bool = False

    @property
    def chain(self) -> tuple[str, str]:
        """Name the chain of units of one rule in one scope, which keep their gap among them."""
        return (self.key.rule, self.key.scope)

    @property
    def reckoned(self) -> tuple[date, date]:
        """Give the days [start, end) by which it is of a month or a year, mostly its window."""
        if self.anchor_day is None:
            return self.start, self.end
        return self.anchor_day, self.anchor_day + timedelta(days=1)


def uid_of(key: UnitKey, attempt: int = 1) -> str:
    """Give the UID of the unit's event: ``e-`` and 26 base32 characters, stable for life."""
    parts = (key.rule, key.scope, key.period, key.cell, str(key.ordinal), str(attempt))
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return "e-" + base64.b32encode(digest)[:26].decode().lower()
