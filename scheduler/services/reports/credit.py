"""Whom the attendance of a period counts for, and under which tags its events count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain.activity import Event
from scheduler.domain.roster import Affiliation
from scheduler.rules.calendar.periods import Period
from scheduler.rules.judging.attending import attendance_credit
from scheduler.rules.judging.tags import tag_counts
from scheduler.rules.kinds.credit import Beneficiary
from scheduler.services.names import Name
from scheduler.services.reports.records import Records


@dataclass(frozen=True, slots=True)
class BranchLine:
    """How often people of a branch came (人次), and how many different people they were."""

    branch: str
    name: Name
    times: int
    people: int


def by_branch(records: Records, period: Period) -> tuple[BranchLine, ...]:
    """Credit the attendance of a period to branches, home or adopting, where a rule says so.

    Branches stand by name, not by figure: nobody is ranked.
    """
    if Beneficiary.HOME_BRANCH not in records.to:
        return ()
    people: dict[str, set[str]] = {}
    times: dict[str, int] = {}
    for event in records.events:
        if event.day() in period:
            for branch, came in _credited(records, event).items():
                people.setdefault(branch, set()).update(came)
                times[branch] = times.get(branch, 0) + len(came)
    lines = (
        BranchLine(branch, _name(records, f"body:{branch}"), times[branch], len(people[branch]))
        for branch in people
    )
    return tuple(sorted(lines, key=lambda line: line.branch))


def _credited(records: Records, event: Event) -> Mapping[str, frozenset[str]]:
    mine = records.came.get(event.uid, ())
    homes = [Affiliation(each.person, each.branch) for each in mine if each.branch]
    present = {each.person for each in mine}
    return attendance_credit(present, [*homes, *records.adopted], event, (Beneficiary.HOME_BRANCH,))


def organisations(records: Records, uids: Iterable[str]) -> frozenset[str]:
    """Give the organisations from which somebody came: those of the branches, firms of guests."""
    found: set[str] = set()
    for uid in uids:
        for each in records.came.get(uid, ()):
            found.update(records.served.get(each.branch or "", ()))
            if each.organisation:
                found.add(each.organisation)
    return frozenset(found)


def tags(records: Records, period: Period) -> tuple[tuple[Name, int], ...]:
    """Count the events of a period under each tag of the alliance, in the order of its rules."""
    alliance = records.body.key
    mine = [rule for rule in records.rules if rule.owner == alliance]
    within = {key: each for key, each in records.credited.items() if each.day in period}
    return tuple(
        (_name(records, tag), count) for (_, tag), count in tag_counts(mine, within).items()
    )


def _name(records: Records, key: str) -> Name:
    plain = key.partition(":")[2] or key
    return records.names.get(key, Name(plain, plain, ""))
