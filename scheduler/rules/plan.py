"""A plan as a value: placements, differences from what is published, and what did not fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.activity import Also, Explanation, UnitKey
from scheduler.domain.moments import SHANGHAI


class ChangeKind(StrEnum):
    """What a plan does to one event, the weightiest first.

    ``rename``: nothing but its name; ``firm``: no longer tentative, and nothing else of it.
    """

    ADD = "add"
    MOVE = "move"
    HOST = "host"
    VENUE = "venue"
    DETAIL = "detail"
    RENAME = "rename"
    FIRM = "firm"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Placement:
    """One unit's event as the plan wants it; instants are in UTC."""

    uid: str
    unit: UnitKey
    attempt: int
    owner: str
    alliances: tuple[str, ...]
    kind: str
    title: str
    title_en: str
    start: datetime
    end: datetime
    all_day: bool = False
    tentative: bool = False
    host: str | None = None
    venue: str | None = None
    theme: str | None = None
    matters: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    why_date: Explanation = field(default_factory=dict)
    why_host: Explanation = field(default_factory=dict)

    @property
    def day(self) -> date:
        """Give the local day on which it begins."""
        return self.start.astimezone(SHANGHAI).date()

    @property
    def late(self) -> bool:
        """Tell whether the plan put it after its window, where it still counts for its period."""
        fields = self.why_date.get("fields")
        return isinstance(fields, Mapping) and fields.get("late") is True


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference: what kind, which event, from what to what and why.

    ``before`` and ``after`` hold the fields that differ (``start``, ``host`` …) as JSON values;
    ``cause`` is an explanation; ``forced`` tells that the event could not stand on its day.
    """

    kind: ChangeKind
    uid: str
    owner: str
    title: str
    day: date
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    cause: Explanation = field(default_factory=dict)
    forced: bool = False
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A unit without a date: how many candidates each cause removed, and the way out.

    ``away`` names whose absence took some of them.
    """

    unit: UnitKey
    owner: str
    title: str
    causes: Mapping[str, int]
    relaxation: Explanation = field(default_factory=dict)
    mandatory: bool = True
    title_en: str = ""
    away: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Tell whether its period is past and cannot be made up: nothing is left to be done."""
        return set(self.causes) == {"period_over"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A frozen, pinned or hand-moved event that can no longer stand; a person decides.

    So does a joint one of an alliance that is not planned along: the plan of its owner moves it.

    Where there are no ``proposals``, ``causes`` tells what takes the other days, ``away`` whose
    absence, and ``relaxation`` what would free one; one that nothing asks for any more has none of
    them. ``venues`` are places at which it could stand as it is.
    """

    uid: str
    owner: str
    title: str
    cause: Explanation
    proposals: tuple[date, ...] = ()
    causes: Mapping[str, int] = field(default_factory=dict)
    relaxation: Explanation = field(default_factory=dict)
    venues: tuple[str, ...] = ()
    title_en: str = ""
    away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome of planning: equal inputs give equal hashes and equal bytes.

    ``placements`` lists every unit's event that is planned or kept, by uid; ``changes`` only what
    differs from what is published.
    """

    hash: str
    base: Mapping[str, int]
    placements: tuple[Placement, ...]
    changes: tuple[Change, ...]
    unplaced: tuple[Unplaced, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    forced: int = 0
    moved: int = 0

    @property
    def empty(self) -> bool:
        """Tell whether applying the plan would change nothing."""
        return not self.changes
