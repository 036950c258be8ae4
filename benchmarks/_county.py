"""The county of the planner's benchmarks: alliances whose officials and bases are shared."""

import random
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.roster import Membership, Officer
from scheduler.rules.calendar.notices import NoticeDay
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.model import Rule

ALLIANCES = 12
YEAR = 2026
PER_ALLIANCE = 36
"""The events of one alliance in a year."""

_SEED = 20260101
_LEADERS = 6
_ABSENCE = 14
_CLASSES = ["business_cooperation", "member_education", "role_models", "volunteer_service"]


def county(times: int = 1, *, sharing: int = 3, alliances: int = ALLIANCES) -> PlanInput:
    """Give an empty year; each official and each base serves ``sharing`` alliances.

    Neighbouring circles are tied to one another by every other liaison.
    """
    chance = random.Random(_SEED)  # noqa: S311 - the same county every time
    keys = [f"alliance-{number:04}" for number in range(alliances * times)]
    officers, members = {}, {}
    for number, alliance in enumerate(keys):
        holders = {
            "lead_official": f"official-{number // sharing:04}",
            "liaison": f"liaison-{(number + 1) // 2:04}",
        }
        officers[alliance] = tuple(
            Officer(person, alliance, role) for role, person in sorted(holders.items())
        )
        members[alliance] = tuple(
            Membership(f"organisation:{alliance}-{leader}", alliance, "chain_leader")
            for leader in range(_LEADERS)
        )
    return PlanInput(
        today=date(YEAR - 1, 12, 20),
        start=date(YEAR, 1, 1),
        end=date(YEAR + 1, 1, 1),
        targets=tuple(keys),
        rules=tuple(rule for alliance in keys for rule in _rules(alliance)),
        calendar=shipped_calendar(),
        kinds={},
        members=members,
        officers=officers,
        lists={(key, "base"): (f"base-{number // sharing:04}",) for number, key in enumerate(keys)},
        blackouts=tuple(_absence(chance, number) for number in range(-(-len(keys) // sharing))),
        base=dict.fromkeys(keys, 1),
    )


def with_days_off(source: PlanInput, first: date, last: date) -> PlanInput:
    """Give the input once a notice has made the days from the first to the last days off."""
    calendar = source.calendar
    [known] = (year.notice for year in calendar.years if year.notice.year == first.year)
    span = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    days = {entry.day: entry for entry in known.days}
    days |= {day: NoticeDay(day, is_workday=False, name="样例") for day in span}
    notice = replace(known, days=tuple(days[day] for day in sorted(days)))
    return replace(source, calendar=calendar.with_notice(notice, source.today))


def _rules(alliance: str) -> list[Rule]:
    quota = {"per": "quarter", "min": 1, "gap_days": 30}
    people = [{"role": "lead_official", "n": 1}, {"role": "liaison", "n": 1}]
    soft = [{"prefer": "TU,WE,TH", "w": 2}, {"avoid": "adjacent_holiday", "w": 3}]
    base = {"venue": "@base"}
    written: list[tuple[str, str, dict[str, object]]] = [
        ("council", "quota", {"kind": "council", **quota}),
        ("exchange", "quota", {"kind": "exchange", "per": "year", "min": 10, "gap_days": 21}),
        ("seminar", "quota", {"kind": "seminar", "per": "half_year", "min": 3, "gap_days": 21}),
        (
            "classes",
            "coverage",
            {"axes": {"kind": _CLASSES}, "per": "quarter", "min": 1, "gap_days": 7},
        ),
        ("people", "staffing", {"for": ["council", "exchange", "seminar"], "require": people}),
        ("place", "constraint", {"for": ["council", "classes"], "hard": base, "soft": soft}),
        (
            "hosts",
            "rotation",
            {"fills": "host", "for": "exchange", "pool": {"role": "chain_leader"}, "cooldown": 1},
        ),
    ]
    return [Rule(key, kind, alliance, key, key, data) for key, kind, data in written]


def _absence(chance: random.Random, number: int) -> Blackout:
    """Send each lead official away for two weeks."""
    start = date(YEAR, 1, 1) + timedelta(days=chance.randrange(350))
    end = start + timedelta(days=_ABSENCE)
    return Blackout(f"person:official-{number:04}", start, end)
