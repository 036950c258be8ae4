"""What was recorded in all years for the promises that carry what is late."""

from collections.abc import Collection, Iterable

from scheduler.rules.inputs import NO_PAST, Past
from scheduler.rules.language.carrying import carries, partners
from scheduler.rules.model import Rule
from scheduler.rules.units import LISTED
from scheduler.store import Session, carrying


def past(session: Session, rules: Collection[Rule], alliances: Iterable[str]) -> Past:
    """Gather what may keep such promises of these alliances; nothing where no rule carries."""
    meant = [rule for rule in rules if rule.type == "quota" and carries(rule)]
    if not meant:
        return NO_PAST
    keys = {rule.key for rule in meant}.union(*(partners(rule, rules) for rule in meant))
    versions = [version for rule in meant for version in rule.versions]
    kinds = (version.data.get("kind") for version in versions)
    owners = {rule.owner for rule in meant}
    lists = {each.key for each in versions if each.data.get("output") in tuple(LISTED)}
    return Past(
        carrying.events_of(session, alliances, keys, (x for x in kinds if isinstance(x, str))),
        carrying.visits_of(session, owners, lists) if lists else (),
        carrying.first_days(session, owners),
    )
