"""A plan made by hand, with the input that it could have been made from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event
from scheduler.domain.roster import Membership
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan
from scheduler.services.plans.planning import Draft
from tests.support.rows import NOW

_HOUR = timedelta(hours=1)
_SHARED = tuple(set(Placement.__dataclass_fields__) & set(Event.__dataclass_fields__))


def draft(plan: Plan, *, members: Iterable[str] = ()) -> Draft:
    """Give the plan with the events as they stood before its changes."""
    targets = tuple(sorted(plan.base))
    placements = {placement.uid: placement for placement in plan.placements}
    changes: dict[str, list[Change]] = {}
    for change in plan.changes:
        changes.setdefault(change.uid, []).append(change)
    events = tuple(
        _before(placements.get(uid), found)
        for uid, found in changes.items()
        if found[0].kind is not ChangeKind.ADD
    )
    source = PlanInput(
        today=NOW.date(),
        start=date(2026, 1, 1),
        end=date(2027, 1, 1),
        targets=targets,
        rules=(),
        calendar=WorkdayCalendar(),
        kinds={},
        members={key: tuple(Membership(each, key) for each in members) for key in targets},
        events=events,
        base=plan.base,
    )
    return Draft(plan, source)


def _before(placement: Placement | None, changes: list[Change]) -> Event:
    first = changes[0]
    event = Event(
        uid=first.uid,
        owner=first.owner,
        kind="exchange",
        title=first.title,
        start=NOW,
        end=NOW + _HOUR,
        created_at=NOW,
        updated_at=NOW,
        alliances=(first.owner,),
    )
    if placement is not None:
        event = replace(event, **{name: getattr(placement, name) for name in _SHARED})
    values: dict[str, object] = {}
    for change in changes:
        values |= change.before
    for name in ("start", "end"):
        if name in values:
            values[name] = datetime.fromisoformat(str(values[name]))
    start, end = values.get("start", event.start), values.get("end", event.end)
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    values["end"] = max(end, start + _HOUR)
    return replace(event, **values)  # type: ignore[arg-type]  # fields by name
