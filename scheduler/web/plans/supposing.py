"""What a reader supposes on the page of a plan: who is away, who joins and who leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.errors import DateError, InvalidError, MissingFieldError
from scheduler.domain.refusing import noted, refuse
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR
from scheduler.rules.inputs import Blackout
from scheduler.rules.planning.patch import Leave, Patch
from scheduler.services.roster.members import PLAIN
from scheduler.web import dates

PREFIX = "if_"
"""What the fields begin with in the address of a plan."""

_AWAY = ("resource", "first", "last")
_MOVED = ("join", "leave", "since")
FIELDS = (*_AWAY, "join", "role", "leave", "body", "since")
"""The fields of the form, in their order."""

_ONE = timedelta(days=1)
_SHOWN = 40

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Away:
    """The supposition that somebody or some place is away from the first to the last day."""

    resource: str
    first: date
    last: date

    def misses(self, year: int) -> bool:
        """Tell whether none of its days lies in a year."""
        return not self.first.year <= year <= self.last.year


@dataclass(frozen=True, slots=True)
class Moved:
    """The supposition that from a day on somebody joins a body, or leaves it, or one for another.

    Who joins in which role, and who leaves, are opaque keys; one of them may be empty.
    """

    body: str
    since: date
    joins: str = ""
    leaves: str = ""
    role: str = PLAIN

    def misses(self, year: int) -> bool:
        """Tell whether it begins after a year."""
        return self.since.year > year


@dataclass(frozen=True, slots=True)
class Supposed:
    """All that is supposed at once; one of the two is there."""

    away: Away | None = None
    moved: Moved | None = None

    @property
    def patch(self) -> Patch:
        """Give the patch of a plan."""
        away, moved = self.away, self.moved
        blackouts = [Blackout(away.resource, away.first, away.last + _ONE)] if away else []
        joins, leaves = [], []
        if moved and moved.joins:
            tenure = Tenure(moved.since)
            joins = [Membership(moved.joins, moved.body, moved.role, tenure=tenure)]
        if moved and moved.leaves:
            leaves = [Leave(moved.leaves, moved.body, moved.since)]
        return Patch(blackouts=tuple(blackouts), joins=tuple(joins), leaves=tuple(leaves))

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the opaque keys of all that it names."""
        away, moved = self.away, self.moved
        found = [away.resource] if away else []
        found += [moved.joins, moved.leaves, f"body:{moved.body}"] if moved else []
        return tuple(filter(None, found))

    @property
    def pairs(self) -> Pairs:
        """Give the fields of an address that suppose the same."""
        away, moved = self.away, self.moved
        found: dict[str, str] = {}
        if away:
            found |= {"resource": away.resource}
            found |= {"first": away.first.isoformat(), "last": away.last.isoformat()}
        if moved:
            found |= {"join": moved.joins, "role": moved.role if moved.joins else ""}
            found |= {"leave": moved.leaves, "body": moved.body}
            found |= {"since": moved.since.isoformat()}
        return tuple((f"{PREFIX}{name}", value) for name, value in found.items() if value)

    def misses(self, year: int) -> bool:
        """Tell whether nothing of it reaches a year."""
        return all(each.misses(year) for each in (self.away, self.moved) if each)


def read(
    form: Mapping[str, str], today: date, alliances: Sequence[str], prefix: str = ""
) -> Supposed:
    """Read what is supposed of these alliances, not only in the past; all faults are told at once.

    The last day of an absence may be missing; of several alliances one has to be named.
    """
    typed = {name: form.get(f"{prefix}{name}", "").strip() for name in FIELDS}
    moves = any(typed[name] for name in _MOVED)
    away, moved = None, None
    faults: list[InvalidError] = []
    if not moves or any(typed[name] for name in _AWAY):
        with noted(faults):
            away = _away(typed, today)
    if moves:
        with noted(faults):
            moved = _moved(typed, today, alliances)
    refuse(faults)
    return Supposed(away, moved)


def _away(typed: Mapping[str, str], today: date) -> Away:
    resource = typed["resource"]
    if ":" not in resource:
        raise MissingFieldError(field="resource", reason="choose")
    first = _day(typed["first"], "first")
    last = _day(typed["last"], "last") if typed["last"] else first
    if last < first:
        raise DateError(field="last", value=last, start=first, reason="days")
    _check_past("last" if typed["last"] else "first", last, today)
    return Away(resource, first, last)


def _moved(typed: Mapping[str, str], today: date, alliances: Sequence[str]) -> Moved:
    body = alliances[0] if len(alliances) == 1 else typed["body"]
    faults: list[InvalidError] = []
    since = today
    with noted(faults):
        if not typed["join"] and not typed["leave"]:
            raise MissingFieldError(field="join", reason="choose")
    with noted(faults):
        if body not in alliances:
            raise MissingFieldError(field="alliance", reason="choose")
    with noted(faults):
        since = _day(typed["since"], "since")
        _check_past("since", since, today)
    refuse(faults)
    return Moved(body, since, typed["join"], typed["leave"], typed["role"] or PLAIN)


def _check_past(field: str, day: date, today: date) -> None:
    if day < today:
        raise DateError(field=field, value=day, first=today, reason="past")


def _day(text: str, field: str) -> date:
    if not text:
        raise MissingFieldError(field=field)
    try:
        day = dates.read(text)
    except ValueError:
        raise DateError(field=field, value=text[:_SHOWN], reason="malformed") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateError(field=field, value=text, reason="range")
    return day
