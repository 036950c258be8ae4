"""Whether those in the pool of a rotation are there, and enough of them to take turns.

Reasons: unknown_list, nobody (an empty pool), no_rest (a cooldown above the ``most`` others of the
pool), unknown_member (``words``, some of which may come from a list).
"""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.errors import RuleError
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.language.lists import entries
from scheduler.rules.model import Rule
from scheduler.rules.refusals import refusal, unknown_members
from scheduler.rules.units import KEYED, PAIR, SOMEBODY

_BODY = "body:"
_PERSON = "person:"


def pool_faults(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """List what speaks against the pool of a rule, if it has one, in the world around."""
    if rule.type != "rotation":
        return
    day = max(source.today, rule.tenure.since or date.min)
    spec = rotation.parse(rule)
    try:
        members = rotation.members(rule, spec, day, source)
        named = [entry.value for entry in entries(rule, source, "pool", spec.pool.words)]
    except RuleError as fault:
        yield fault
        return
    if not members:
        yield refusal(rule, "pool", "nobody")
    elif spec.cooldown >= len(members):
        yield refusal(rule, "cooldown", "no_rest", most=len(members) - 1)
    # Themes are words of one's own; whoever hosts is somebody.
    hosting = spec.fills is rotation.Fills.HOST
    parts = named if hosting else [part for word in named for part in word.split(PAIR)]
    stated = [key for key in parts if hosting or key.startswith(KEYED)]
    known = _known(source, SOMEBODY if hosting else KEYED) if stated else frozenset()
    strange = [key for key in stated if key not in known]
    if strange:
        yield unknown_members(rule, "pool", strange)


def _known(source: PlanInput, kinds: tuple[str, ...]) -> frozenset[str]:
    """Give the keys of these kinds that are there: members, alliances, officers, what has a name.

    Words for roles, themes or categories have names as well, but are nobody.
    """
    found = {entry.member for listed in source.members.values() for entry in listed}
    found |= {f"{_BODY}{key}" for key in source.members}
    found |= {f"{_PERSON}{each.person}" for held in source.officers.values() for each in held}
    found |= source.names.keys()
    return frozenset(key for key in found if key.startswith(kinds))
