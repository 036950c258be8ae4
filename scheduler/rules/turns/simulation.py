"""The yardstick of fairness: how far each policy ever lets a member's turns stray from its share.

Members join, leave and are away by chance; every policy meets the same course. What is measured is
the largest difference between what a member was due and what it did, ever reached in a run.
Exact throughout.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from statistics import mean

from scheduler.rules.turns.policies import Chance, Course, Policy, Step, by_ledger, hosts

_PERCENT = 100
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """How long and how restless a simulation is; ``absent`` and ``churn`` in percent.

    ``churn`` is how likely a member leaves, and one joins, before a turn.
    """

    turns: int = 400
    members: int = 20
    runs: int = 40
    absent: int = 20
    churn: int = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """The largest difference of a policy's runs: their mean, and the largest of all."""

    policy: Policy
    mean: Fraction
    most: Fraction


def yardstick(setting: Setting, chance: Chance) -> tuple[Outcome, ...]:
    """Measure every policy on as many courses as there are runs."""
    found: dict[Policy, list[Fraction]] = {policy: [] for policy in Policy}
    for _ in range(setting.runs):
        course = course_of(setting, chance)
        for policy in Policy:
            found[policy].append(worst(policy, course, chance))
    return tuple(Outcome(policy, mean(runs), max(runs)) for policy, runs in found.items())


def course_of(setting: Setting, chance: Chance) -> Course:
    """Let members join, leave and be away by chance; somebody is always there."""
    members = [f"m-{number:04}" for number in range(setting.members)]
    steps = []
    for number in range(setting.turns):
        left = joined = None
        if len(members) > _FEWEST and chance(_PERCENT) < setting.churn:
            left = members.pop(chance(len(members)))
        if chance(_PERCENT) < setting.churn:
            joined = f"m-{setting.members + number:04}"
            members.append(joined)
        able = tuple(member for member in members if chance(_PERCENT) >= setting.absent)
        steps.append(Step(tuple(members), able or (members[0],), left, joined))
    return tuple(steps)


def worst(policy: Policy, course: Course, chance: Chance) -> Fraction:
    """Give the largest difference that a policy ever reaches on a course."""
    if policy is Policy.LEDGER:
        # Who left hands over what it owed, so its debts are those of the ledger itself.
        owed = (abs(each.debt) for _, known in by_ledger(course) for each in known.values())
        return max(owed, default=Fraction(0))
    # Whole numbers of the smallest share are exact as well, and many times faster than fractions.
    unit = lcm(*(len(step.able) for step in course))
    return Fraction(max(_strayed(course, hosts(policy, course, chance), unit), default=0), unit)


def _strayed(course: Course, hosting: Iterable[str], unit: int) -> Iterator[int]:
    balance: dict[str, int] = {}
    for step, host in zip(course, hosting, strict=True):
        share = unit // len(step.able)
        for member in step.able:
            balance[member] = balance.get(member, 0) + share
        balance[host] -= unit
        yield max(abs(balance.get(member, 0)) for member in step.members)
