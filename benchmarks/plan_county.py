"""G5: plan a county year: 12 alliances, 432 events, shared officials and venues; ten times that.

``--hundredfold`` adds a hundred times the work. Every plan is read by the brute-force checker of
the tests.
"""

import random
import statistics
import sys
import time
from datetime import date

from scheduler.domain.roster import Officer
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.expand import expand
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan, plan_units
from tests.rules.checker import violations

_SEED = 20260101
_ALLIANCES = 12
_YEAR = 2026
_ROUNDS = 3
_SHARED = 3
_CLASSES = ["business_cooperation", "member_education", "role_models", "volunteer_service"]


def county(times: int) -> PlanInput:
    """Give an empty year of ``12 * times`` alliances that share officials and bases by threes."""
    chance = random.Random(_SEED)  # noqa: S311 - the same county every time
    alliances = [f"alliance-{number:04}" for number in range(_ALLIANCES * times)]
    officers, lists, rules = {}, {}, []
    for number, alliance in enumerate(alliances):
        base = f"base-{number // _SHARED:04}"
        holders = {
            "lead_official": f"official-{number // _SHARED:04}",
            # Neighbouring circles are tied to one another by every other liaison.
            "liaison": f"liaison-{(number + 1) // 2:04}",
        }
        officers[alliance] = tuple(
            Officer(person, alliance, role) for role, person in sorted(holders.items())
        )
        lists[alliance, "base"] = (base,)
        rules += _rules(alliance)
    absences = [_absence(chance, number) for number in range(_ALLIANCES * times // _SHARED)]
    return PlanInput(
        today=date(_YEAR - 1, 12, 20),
        start=date(_YEAR, 1, 1),
        end=date(_YEAR + 1, 1, 1),
        targets=tuple(alliances),
        rules=tuple(rules),
        calendar=shipped_calendar(),
        kinds={},
        officers=officers,
        lists=lists,
        blackouts=tuple(absences),
        base=dict.fromkeys(alliances, 1),
    )


def _rules(alliance: str) -> list[Rule]:
    quota = {"per": "quarter", "min": 1, "gap_days": 30}
    people = [{"role": "lead_official", "n": 1}, {"role": "liaison", "n": 1}]
    base = {"venue": "@base"}
    soft = [{"prefer": "TU,WE,TH", "w": 2}, {"avoid": "adjacent_holiday", "w": 3}]
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
    ]
    return [Rule(key, kind, alliance, key, key, data) for key, kind, data in written]


def _absence(chance: random.Random, number: int) -> Blackout:
    """Send each lead official away for two weeks."""
    start = date.fromordinal(date(_YEAR, 1, 1).toordinal() + chance.randrange(350))
    end = date.fromordinal(start.toordinal() + 14)
    return Blackout(f"person:official-{number:04}", start, end)


def _seconds(source: PlanInput) -> float:
    start = time.perf_counter()
    plan(source)
    return time.perf_counter() - start


def _broken(source: PlanInput) -> tuple[int, int, int]:
    units = [unit for unit in expand(source) if unit.end > source.start]
    made = plan_units(source, units)
    return len(made.placements), len(made.unplaced), len(violations(source, units, made))


def main() -> None:
    """Time the county and ten times the county in turn, and print one line for each."""
    factors = (1, 10, 100) if "--hundredfold" in sys.argv[1:] else (1, 10)
    sources = {factor: county(factor) for factor in factors}
    seconds: dict[int, list[float]] = {factor: [] for factor in factors}
    for number in range(_ROUNDS):
        for factor, source in sources.items():
            if factor <= 10 or number == 0:  # noqa: PLR2004 - one round of the largest will do
                seconds[factor].append(_seconds(source))
    unit = statistics.median(seconds[1])
    for factor, source in sources.items():
        events, unplaced, broken = _broken(source)
        taken = statistics.median(seconds[factor])
        name = "G5 county plan" if factor == 1 else f"G5 county plan x{factor}"
        print(
            f"{name}: {taken:.2f} s, {events} events, {unplaced} unplaced, violations {broken},"
            f" {taken / unit:.1f} times the county"
        )


if __name__ == "__main__":
    main()
