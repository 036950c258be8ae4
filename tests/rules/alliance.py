"""One alliance with rules as they are written, for examples of planning."""

from dataclasses import replace
from datetime import UTC, date, datetime

from scheduler.domain.matter import Matter, MatterState
from scheduler.domain.roster import Membership, Officer, Tenure, Venue
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule

NEW_YEAR = date(2026, 1, 1)
LEADERS = tuple(f"organisation:leader-{number}" for number in range(1, 6))
THEMES = ("business_cooperation", "labour_sharing", "party_building", "work_safety")
_WRITTEN: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("quarterly_council", "quota", {"kind": "council", "per": "quarter", "min": 1, "gap_days": 30}),
    ("exchange", "quota", {"kind": "exchange", "per": "year", "min": 10, "gap_days": 21}),
    (
        "matter_consultation",
        "trigger",
        {
            "on": "matter.accepted",
            "where": {"major": True},
            "emit": "consultation",
            "due": "10wd",
            "satisfied_by": ["council"],
        },
    ),
    (
        "resource_list",
        "quota",
        {"kind": "resource_list", "per": "quarter", "min": 1, "output": "deliverable"},
    ),
    (
        "host_turns",
        "rotation",
        {
            "fills": "host",
            "for": "exchange",
            "pool": {"role": "chain_leader"},
            "cooldown": 1,
        },
    ),
    (
        "theme_turns",
        "rotation",
        {
            "fills": "theme",
            "for": "exchange",
            "pool": list(THEMES),
            "policy": "latin_with:host_turns",
        },
    ),
)


def rule(key: str, kind: str, data: dict[str, object]) -> Rule:
    """A rule of the sample alliance, in force from the new year."""
    return Rule(key, kind, "food", key, key, data, Tenure(NEW_YEAR))


def alliance(today: date = date(2025, 12, 15)) -> PlanInput:
    """The alliance with nothing published."""
    return PlanInput(
        today=today,
        start=NEW_YEAR,
        end=date(2027, 1, 1),
        targets=("food",),
        rules=tuple(rule(*written) for written in _WRITTEN),
        calendar=shipped_calendar(),
        kinds={},
        members={"food": tuple(Membership(key, "food", "chain_leader") for key in LEADERS)},
        officers={"food": (Officer("official", "food", "lead_official"),)},
        venues={
            "hall": Venue("hall", "样例会场", organisation="leader-1"),
            "studio": Venue("studio", "样例工作室", organisation="organisation:leader-2"),
        },
        base={"food": 7},
    )


def with_rule(source: PlanInput, key: str, kind: str, data: dict[str, object]) -> PlanInput:
    """Give the input with one more rule, or another one of that key."""
    others = tuple(known for known in source.rules if known.key != key)
    return replace(source, rules=(*others, rule(key, kind, data)))


def matter(number: int = 1, accepted: datetime = datetime(2026, 3, 2, 2, tzinfo=UTC)) -> Matter:
    """A major matter that was accepted."""
    return Matter(
        f"matter-{number}",
        "food",
        "样例要事",
        "land",
        LEADERS[0],
        accepted,
        MatterState.ACCEPTED,
        major=True,
        accepted_at=accepted,
    )
