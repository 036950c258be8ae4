"""Rules, inputs and events as the tests of the rule types need them: sample data only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.errors import RuleError
from scheduler.domain.matter import Matter, MatterState
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rule_type
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit, uid_of

Told = Mapping[str, object]
"""What a refusal tells beside the rule and the field."""

AT = datetime(2026, 1, 1, tzinfo=UTC)

COUNCIL = {"kind": "council", "per": "quarter", "min": 1}
EXCHANGE = {"kind": "exchange", "per": "year", "min": 10}
COMMONS = {"axes": {"kind": ["party_lecture", "volunteering"]}, "per": "half_year", "min": 1}
ALLIANCE_DAY = {"kind": "alliance_day", "rrule": "FREQ=MONTHLY;BYDAY=3TH"}
CONSULTATION = {
    "on": "matter.accepted",
    "where": {"major": True},
    "emit": "consultation",
    "due": "10wd",
}


def rule(kind: str, data: Mapping[str, object], key: str = "promise", owner: str = "a") -> Rule:
    return Rule(key, kind, owner, "承诺", "Promise", data)


def quota(key: str = "promise", owner: str = "a", **data: object) -> Rule:
    return rule("quota", COUNCIL | data, key, owner)


def plan_input(*rules: Rule, **changes: object) -> PlanInput:
    source = PlanInput(
        today=date(2026, 1, 1),
        start=date(2026, 1, 1),
        end=date(2027, 1, 1),
        targets=("a",),
        rules=rules,
        calendar=shipped_calendar(),
        kinds={},
    )
    return replace(source, **changes)  # type: ignore[arg-type]  # each test names real fields


def units(made: Rule, **changes: object) -> tuple[DemandUnit, ...]:
    make = rule_type(made).units
    assert make is not None
    return make(made, plan_input(made, **changes))


def event(
    day: date,
    unit: UnitKey | None = None,
    *,
    kind: str = "council",
    status: EventStatus = EventStatus.HELD,
    **changes: object,
) -> Event:
    start = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
    made = Event(
        uid=uid_of(unit) if unit else f"e-{kind}-{day}",
        owner="a",
        kind=kind,
        title="样例",
        start=start,
        end=start + timedelta(hours=2),
        created_at=AT,
        updated_at=AT,
        alliances=("a",),
        status=status,
        unit=unit,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each test names real fields


def matter(key: str, accepted: date | None, **changes: object) -> Matter:
    """Make a major matter, accepted at noon in Shanghai."""
    at = datetime(accepted.year, accepted.month, accepted.day, 4, tzinfo=UTC) if accepted else None
    made = Matter(
        key=key,
        alliance="a",
        title=f"样例要事{key}",
        category="labour",
        raised_by="organisation:sample",
        raised_at=AT,
        state=MatterState.ACCEPTED if accepted else MatterState.RAISED,
        major=True,
        accepted_at=at,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each test names real fields


def wants(types: str) -> Told:
    return {"reason": "type", "wants": types}


def out_of(low: int, high: int) -> Told:
    return {"reason": "range", "low": low, "high": high}


def misread(example: str) -> Told:
    return {"reason": "malformed", "example": example}


def clashes(beside: str) -> Told:
    return {"reason": "contradiction", "beside": beside}


def refusal(field: str, told: str | Told) -> Told:
    """Give all fields of the refusal of ``promise``; a word alone is a reason without more."""
    more = {"reason": told} if isinstance(told, str) else told
    return {"rule": "promise", "field": field, **more}


def assert_refused(made: Rule, field: str, told: str | Told) -> None:
    with pytest.raises(RuleError) as caught:
        rule_type(made).check(made)
    assert caught.value.fields == {**refusal(field, told), "rule": made.key}
