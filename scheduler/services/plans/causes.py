"""Why a plan differs from what is published: what happened since the last publication."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.turn import EntryKind
from scheduler.rules.explain import UNDONE, explained
from scheduler.rules.inputs import PlanInput
from scheduler.services.access import Action, Principal
from scheduler.services.events.writing import TURN_REASONS
from scheduler.services.names import Name
from scheduler.services.plans.planning import Draft
from scheduler.services.plans.words import Words
from scheduler.store import Session, Store, since
from scheduler.store.since import Publication, Row

SHOWN = 5
"""How many causes are told in a sentence; the others are counted."""

_ORDER = (
    *("workdays", "left", "joined", "away", "away_day", "absent", "absent_day", "back", "free"),
    *("late", "undone", "rule_created", "rule_changed", "rule_ended", "list"),
    *(f"turn_{kind.value}" for kind in EntryKind),
    *("moved", "cancelled", "restored", "host", "venue", "matter", "roster"),
)
"""The causes, the most telling first."""

_AGAIN = {("added", "removed"), ("created", "deleted"), ("cancelled", "restored")}
"""What came and went again is no cause."""

_DAY = timedelta(days=1)

Cause = Mapping[str, Any]
"""An explanation: a code that begins with ``since.``, and its fields."""


@dataclass(frozen=True, slots=True)
class Causes:
    """What led to a plan, the most telling first; ``names`` are those of its events and rules."""

    found: tuple[Cause, ...] = ()
    names: Mapping[str, Name] = field(default_factory=dict)

    def keys(self) -> frozenset[str]:
        """List the opaque keys that the causes name."""
        return frozenset(
            str(cause["fields"][name])
            for cause in self.found
            for name in ("resource", "host", "alliance")
            if name in cause["fields"]
        )

    def sentence(self, words: Words) -> str:
        """Say in one sentence why the plan differs; empty where nothing happened."""
        if not self.found:
            return ""
        named = {key: (name.short, name.en) for key, name in self.names.items()}
        words = replace(words, names={**words.names, **named})
        said = [words.say(cause["code"], **cause["fields"]) for cause in self.found[:SHOWN]]
        count = len(self.found) if len(self.found) > SHOWN else 0
        joint = "; " if words.lang == "en" else "；"
        return words.say("plan.since", causes=joint.join(said), count=count)


def causes_of(session: Session, draft: Draft, by: Principal) -> Causes:
    """List what happened since the alliances were published that change or have to decide.

    Nothing where there are none, and of an alliance whose year was never published.
    """
    plan = draft.plan
    owners = {change.owner for change in plan.changes}
    owners |= {conflict.owner for conflict in plan.conflicts}
    if not owners:
        return Causes()
    published = since.publications(session, owners, draft.source.start.year)
    done = since.changes(session, {key: each.seq for key, each in published.items()})
    rows = _noticed(done, draft.source)
    told = [_cause(each, draft, by, published) for each in reversed(_last(_apart(rows)))]
    codes = [f"since.{code}" for code in _ORDER]
    found = _once([*_late(draft), *filter(None, told)])
    return Causes(
        tuple(sorted(found, key=lambda cause: codes.index(cause["code"]))), _titles(draft, rows)
    )


def find(store: Store, draft: Draft, *, by: Principal) -> Causes:
    """List the causes of a plan's changes."""
    with store.read() as session:
        return causes_of(session, draft, by)


def _titles(draft: Draft, rows: Iterable[Row]) -> dict[str, Name]:
    """Name the events, rules and lists of these rows; what is gone by what it was called."""
    events = {event.uid: (event.title, event.title_en) for event in draft.source.events}
    rules = {f"{rule.owner}/{rule.key}": (rule.name, rule.name_en) for rule in draft.source.rules}
    called = draft.source.names
    lists = {f"{owner}/{key}": called.get(f"@{key}") for owner, key in draft.source.lists}
    known = events | rules | {key: pair for key, pair in lists.items() if pair}
    found: dict[str, Name] = {}
    for row in rows:
        if row.entity in {"event", "rule", "list"}:
            former = (str(row.detail.get("name", row.entity_id)), "")
            name, english = known.get(row.entity_id, former)
            found[row.entity_id] = Name(name, name, english)
    return found


def _noticed(rows: Sequence[Row], source: PlanInput) -> tuple[Row, ...]:
    """Leave out notices of other years, but for the next one's where it decides days of this."""
    year = source.start.year
    days = [_day(row) for row in rows if row.entity == "workdays"]
    decided = bool(days) and _december(source, min(days))
    kept = {str(year), str(year + decided)}
    return tuple(row for row in rows if row.entity != "workdays" or row.entity_id in kept)


def _december(source: PlanInput, first: date) -> bool:
    """Tell whether notices that came since the day changed or decided days of this December."""
    now = source.calendar
    before = next((held for ended, held in now.earlier if ended >= first), now)
    days = (source.end - offset * _DAY for offset in range(1, 32))
    return any(
        (before.is_workday(each), before.is_provisional(each))
        != (now.is_workday(each), now.is_provisional(each))
        for each in days
    )


def _apart(rows: Sequence[Row]) -> Iterable[Row]:
    """Leave out what became of an event by an act on its turn: the turn's own row tells it."""
    turns = {row.entity_id for row in rows if row.entity == "turn"}
    return (
        row
        for row in rows
        if row.entity != "event"
        or row.entity_id not in turns
        or row.detail.get("reason") not in TURN_REASONS
    )


def _last(rows: Iterable[Row]) -> list[Row]:
    """Give what was done last to each thing, in the order of time; what is as it was is left out.

    What reaches several alliances stands in the ledger of each.
    """
    first: dict[tuple[str, ...], Row] = {}
    last: dict[tuple[str, ...], Row] = {}
    for row in rows:
        thing = _thing(row)
        first.setdefault(thing, row)
        last.pop(thing, None)
        last[thing] = row
    return [row for thing, row in last.items() if (first[thing].kind, row.kind) not in _AGAIN]


def _thing(row: Row) -> tuple[str, ...]:
    """Tell one thing that changes from another."""
    detail = row.detail
    if _is_undone(row):
        return ("undo", row.at.isoformat(), str(_undone_day(row).year))
    if row.entity == "blackout":
        return (row.entity, row.entity_id, str(detail.get("start")))
    if row.entity == "turn":
        who = "" if detail.get("entry") in {"join", "leave"} else row.entity_id
        return (row.entity, who, str(detail.get("host")), str(detail.get("entry")))
    if row.entity in {"membership", "officer"}:
        return ("roster", row.alliance)
    return (row.entity, row.entity_id)


def _is_undone(row: Row) -> bool:
    reason = row.detail.get("reason")
    return isinstance(reason, Mapping) and reason.get("code") == UNDONE


def _undone_day(row: Row) -> date:
    """Give the day of an event that was taken back, or to which it went back."""
    return date.fromisoformat(str(row.detail["reason"]["fields"]["day"]))


def _once(found: Iterable[Cause]) -> list[Cause]:
    kept: list[Cause] = []
    for cause in found:
        if cause not in kept:
            kept.append(cause)
    return kept


def _late(draft: Draft) -> Iterable[Cause]:
    """Name the matters whose consultation the plan can only make up."""
    changed = {change.uid for change in draft.plan.changes}
    for placement in draft.plan.placements:
        if placement.uid in changed and placement.late:
            for key in placement.matters:
                number, _ = draft.source.names.get(key, (key, key))
                yield explained("since.late", number=number)


def _cause(
    row: Row, draft: Draft, by: Principal, published: Mapping[str, Publication]
) -> Cause | None:
    if _is_undone(row):
        inside = draft.source.start <= _undone_day(row) < draft.source.end
        return explained("since.undone", day=_day(row).isoformat()) if inside else None
    tell = _TELLERS.get(row.entity)
    return None if tell is None else tell(row, draft, by, published[row.alliance])


def _day(row: Row) -> date:
    return row.at.astimezone(SHANGHAI).date()


def _blackout(row: Row, draft: Draft, by: Principal, _: Publication) -> Cause | None:
    start, end = (date.fromisoformat(str(row.detail[name])) for name in ("start", "end"))
    source = draft.source
    if start >= source.end or (row.kind != "ended" and end <= source.start):
        return None
    resource = row.entity_id
    person = resource.startswith("person:")
    named = not person or all(by.may(Action.NAMES, key) for key in source.targets)
    who = {"resource": resource} if named else {}
    if row.kind == "ended":
        return explained("since.back", day=end.isoformat(), **who)
    if row.kind == "removed":
        return explained("since.free", day=start.isoformat(), **who)
    code = "away" if resource.startswith("venue:") else "absent"
    if end - start == _DAY:
        return explained(f"since.{code}_day", day=start.isoformat(), **who)
    days = {"first": start.isoformat(), "last": (end - _DAY).isoformat()}
    return explained(f"since.{code}", **days, **who)


def _rule(row: Row, _draft: Draft, _by: Principal, _since: Publication) -> Cause:
    code = row.kind if row.kind in {"created", "changed"} else "ended"
    return explained(f"since.rule_{code}", rule=row.entity_id)


def _list(row: Row, _draft: Draft, _by: Principal, _since: Publication) -> Cause:
    return explained("since.list", list=row.entity_id)


def _workdays(row: Row, _draft: Draft, _by: Principal, _since: Publication) -> Cause:
    return explained("since.workdays", year=row.entity_id)


def _turn(row: Row, draft: Draft, _by: Principal, published: Publication) -> Cause | None:
    entry, host = EntryKind(row.detail["entry"]), row.detail.get("host")
    if entry not in {EntryKind.JOIN, EntryKind.LEAVE}:
        return explained(f"since.turn_{entry.value}", host=host)
    kept = draft.source.turns.get((row.alliance, row.kind), ())
    day = max(
        (each.day for each in kept if (each.kind, each.host) == (entry, host)), default=_day(row)
    )
    if day < published.at.astimezone(SHANGHAI).date():
        return None
    code = "joined" if entry is EntryKind.JOIN else "left"
    return explained(f"since.{code}", host=host, day=day.isoformat())


def _event(row: Row, draft: Draft, _by: Principal, _since: Publication) -> Cause | None:
    """Tell what a person did to an event of the year; what plans did is no cause."""
    source = draft.source
    event = next((each for each in source.events if each.uid == row.entity_id), None)
    inside = event is not None and source.start <= event.day() < source.end
    if event is None or not inside or isinstance(row.detail.get("reason"), Mapping):
        return None
    return explained(f"since.{row.kind}", day=event.day().isoformat(), event=event.uid)


def _matter(row: Row, draft: Draft, _by: Principal, _since: Publication) -> Cause | None:
    if row.kind == "consulted":
        return None  # it was, by the meeting that the plan held ready for it
    number, _ = draft.source.names.get(row.entity_id, (row.entity_id, ""))
    return explained("since.matter", number=number, state=row.kind)


def _roster(row: Row, _draft: Draft, _by: Principal, _since: Publication) -> Cause:
    return explained("since.roster", alliance=f"body:{row.alliance}")


_TELLERS: Mapping[str, Callable[[Row, Draft, Principal, Publication], Any]] = {
    "blackout": _blackout,
    "rule": _rule,
    "list": _list,
    "workdays": _workdays,
    "turn": _turn,
    "event": _event,
    "matter": _matter,
    "membership": _roster,
    "officer": _roster,
}
