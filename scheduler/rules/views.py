"""What of a plan's input concerns one alliance, so that no rule reads what happens elsewhere."""

from collections import defaultdict
from dataclasses import replace

from scheduler.domain.activity import Event
from scheduler.domain.matter import Matter
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule

_GROUP = "group:"


class Views:
    """The input as the rules of each owner need it, with fewer events and matters."""

    def __init__(self, source: PlanInput) -> None:
        """Index the events and the matters once."""
        self._source = source
        self._events = _events(source)
        self._matters = _matters(source)
        self._made: dict[str, PlanInput] = {}

    def of(self, rule: Rule) -> PlanInput:
        """Give what a rule reads; one that is or was of a group reads all."""
        if any(version.scope.startswith(_GROUP) for version in (rule, *rule.former)):
            return self._source
        return self.owned(rule.owner)

    def owned(self, owner: str) -> PlanInput:
        """Give what the rules of an alliance read about itself."""
        if owner not in self._made:
            self._made[owner] = replace(
                self._source,
                events=tuple(self._events[owner]),
                matters=tuple(self._matters[owner]),
            )
        return self._made[owner]


def _events(source: PlanInput) -> dict[str, list[Event]]:
    """Sort the events by the alliances that own, share or, by a matter, await them."""
    raised = {matter.key: matter.alliance for matter in source.matters}
    found: dict[str, list[Event]] = defaultdict(list)
    for event in source.events:
        awaiting = (raised[key] for key in event.matters if key in raised)
        for alliance in {event.owner, *event.alliances, *awaiting}:
            found[alliance].append(event)
    return found


def _matters(source: PlanInput) -> dict[str, list[Matter]]:
    found: dict[str, list[Matter]] = defaultdict(list)
    for matter in source.matters:
        found[matter.alliance].append(matter)
    return found
