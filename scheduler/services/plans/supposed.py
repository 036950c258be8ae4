"""Whether what a patch supposes can be: what it names is there, and its rules are sound."""

from scheduler.domain.errors import NotFoundError
from scheduler.rules.consistency import check_rules
from scheduler.rules.inputs import PlanInput
from scheduler.rules.planning.patch import Patch
from scheduler.services.rules import checks as rule_checks
from scheduler.store import Session, roster

_BODY = "body:"
_JOINING = ("organisation:", _BODY)
_AWAY = ("organisation:", _BODY, "person:", "venue:")


def check_names(session: Session, patch: Patch) -> None:
    """Refuse to suppose an absence or a join of what is not there, or a join to no body."""
    resources = [each.resource for each in patch.blackouts]
    bodies = [f"{_BODY}{each.body}" for each in patch.joins]
    members = [each.member for each in patch.joins]
    known = roster.names(session, {*resources, *bodies, *members})
    for key in resources:
        if key not in known or not key.startswith(_AWAY):
            raise NotFoundError(entity="resource", key=key)
    for key in bodies:
        if key not in known:
            raise NotFoundError(entity="body", key=key.removeprefix(_BODY))
    for key in members:
        if key not in known or not key.startswith(_JOINING):
            raise NotFoundError(entity="member", key=key)


def check_promises(session: Session, source: PlanInput, patch: Patch) -> None:
    """Refuse rules that could not be saved like this; the first thing against them raises."""
    if patch.rules or patch.removed:
        check_rules(rule for rule in source.rules if rule.owner in source.targets)
    for rule in patch.rules:
        for fault in rule_checks.unfounded(session, rule, source):
            raise fault
