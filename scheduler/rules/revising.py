"""A rule after a change: what stood before keeps its time, and the change begins on a day."""

from dataclasses import replace
from datetime import date
from typing import NoReturn

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Tenure
from scheduler.rules.model import Rule


def revised(old: Rule, new: Rule, *, first: date | None) -> Rule:
    """Give the rule as it stands after a change from ``old`` to what ``new`` says.

    ``first`` is the earliest day on which a change may begin, and on which the rule may end: what
    lies before is settled. None for a rule from which nothing follows yet; it is replaced wholly.
    One that says the same as before goes on from its own first day, unless that is still to come;
    one that was withdrawn begins anew. Reasons of a refusal: early and early_end (with ``first``),
    order, fixed.
    """
    if new.type != old.type:
        _refuse(old, "type", "fixed")
    said = replace(new, key=old.key, owner=old.owner, revision=old.revision + 1, superseded=False)
    if first is None:
        return replace(said, former=())
    begin = new.tenure.since
    began = old.tenure.since is None or old.tenure.since < first
    same = new.data == old.data and not old.withdrawn
    if same and (began or begin == old.tenure.since):
        _check_end(old, new.tenure.until, first)
        tenure = Tenure(old.tenure.since, new.tenure.until)
        return replace(said, tenure=tenure, former=old.former)
    if begin is None or begin < first:
        _refuse(old, "since", "early", first=first)
    before = tuple(
        _until(version, begin)
        for version in old.versions
        if not version.withdrawn and (version.tenure.since is None or version.tenure.since < begin)
    )
    return replace(said, former=before)


def withdrawn(old: Rule) -> Rule:
    """Give a rule as it stands after it was taken back before its first day: it never begins."""
    first = old.promised.since
    return replace(old, tenure=Tenure(first, first), former=(), revision=old.revision + 1)


def settled(today: date, freeze_days: int) -> date:
    """Give the first day that is not settled yet: events before it are frozen."""
    return date.fromordinal(today.toordinal() + freeze_days)


def _check_end(rule: Rule, until: date | None, first: date) -> None:
    if until is not None and until != rule.tenure.until and until < first:
        _refuse(rule, "until", "early_end", first=first)


def _until(version: Rule, end: date) -> Rule:
    known = version.tenure.until
    until = end if known is None else min(known, end)
    return replace(version, tenure=Tenure(version.tenure.since, until), former=(), superseded=True)


def _refuse(rule: Rule, field: str, reason: str, **more: object) -> NoReturn:
    raise RuleError(rule=rule.key, field=field, reason=reason, **more)
