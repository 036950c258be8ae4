"""Tags of the report: how many events count under each, by the rules that they are credited to."""

from collections.abc import Iterable, Mapping

from scheduler.domain.activity import UnitKey
from scheduler.rules.judging.credit import Credit, CreditState
from scheduler.rules.kinds import credit
from scheduler.rules.model import Rule


def tag_counts(
    rules: Iterable[Rule], credited: Mapping[UnitKey, Credit]
) -> Mapping[tuple[str, str], int]:
    """Count the held events under each (alliance, tag); an event counts once under a tag.

    Tags without an event are listed with 0.
    """
    served: dict[str, set[str]] = {}
    for key, each in credited.items():
        if each.state is CreditState.HELD:
            served.setdefault(key.rule, set()).add(each.uid)
    uids: dict[tuple[str, str], set[str]] = {}
    for rule in rules:
        if rule.type == "credit":
            for tag, listed in credit.parse(rule).tags:
                found = uids.setdefault((rule.owner, tag), set())
                found.update(*(served.get(key, set()) for key in listed))
    return {place: len(found) for place, found in sorted(uids.items())}
