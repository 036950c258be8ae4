"""Hosts of placements, by the rotation rules of their owners."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.rules.explain import explained
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.newcomers import chosen_among, without_newcomers
from scheduler.rules.turns.rotas import (
    Draft,
    beside,
    is_frozen,
    leaves_to_come,
    ledger,
    rotations,
    turn_of,
)
from scheduler.rules.turns.walk import Turn, assign
from scheduler.rules.turns.why import why_host
from scheduler.rules.views import Views


def with_hosts(source: PlanInput, drafts: Sequence[Draft]) -> list[Draft]:
    """Fill the hosts: those published stay where they still can, the ledger fills the rest.

    A frozen event keeps what it was published with: one that no rotation was to fill has no host.
    """
    rules = rotations(source)
    views = Views(source)
    groups: dict[tuple[str, str], list[int]] = {}
    filled = [_with_published_host(source, draft) for draft in drafts]
    for index, draft in enumerate(drafts):
        key = (draft.unit.owner, draft.unit.host_rule or "")
        if key in rules and draft.unit.host is None and not _keeps_none(source, draft):
            groups.setdefault(key, []).append(index)
    for key, indexes in sorted(groups.items()):
        _fill_hosts(views.owned(key[0]), rules[key], indexes, filled)
    return [_with_host_venue(source, draft) for draft in filled]


def _keeps_none(source: PlanInput, draft: Draft) -> bool:
    """Tell whether a frozen event has no host because no rotation was to fill it."""
    event = draft.event
    if event is None or event.host is not None or not is_frozen(source, draft):
        return False
    return event.why_host.get("code") != "host_none"


def _with_published_host(source: PlanInput, draft: Draft) -> Draft:
    unit, event = draft.unit, draft.event
    if unit.host is not None and not is_frozen(source, draft):
        why = explained("host_set", host=unit.host)
        return replace(draft, placement=replace(draft.placement, host=unit.host, why_host=why))
    if event is None or event.host is None:
        return draft
    why = event.why_host or explained("host_kept", host=event.host)
    return replace(draft, placement=replace(draft.placement, host=event.host, why_host=why))


def _fill_hosts(source: PlanInput, rule: Rule, indexes: Sequence[int], filled: list[Draft]) -> None:
    drafts = {filled[index].placement.uid: index for index in indexes}
    turns = [_host_turn(source, rule, filled[index]) for index in indexes]
    accounts = ledger(source, rule, drafts)
    leaves = leaves_to_come(source, rule, turns)
    cooldown, others = rotation.parse(rule).cooldown, beside(source, rule, drafts)
    among = chosen_among(source, rule, {turn.day for turn in turns})
    for choice in assign(turns, accounts, cooldown, leaves, others):
        draft = filled[drafts[choice.uid]]
        why = why_host(choice, source.today, among[draft.day])
        placement = replace(draft.placement, host=choice.host, why_host=why)
        filled[drafts[choice.uid]] = replace(draft, placement=placement)


def _host_turn(source: PlanInput, rule: Rule, draft: Draft) -> Turn:
    """Settle the turn when it has passed, when its host can stand, or when a person named one.

    A person did who pinned the event with a host from outside of the pool.
    """
    host, day = draft.placement.host, draft.day
    turn = turn_of(source, rule, draft.placement.uid, day)
    outsider = draft.event is not None and draft.event.pinned and not _known(source, rule, host)
    stays = host is not None and (host in turn.able or day <= source.today or outsider)
    if draft.event is None or not stays:
        return turn
    return without_newcomers(source, rule, draft.event, replace(turn, host=host))


def _known(source: PlanInput, rule: Rule, member: str | None) -> bool:
    return any(entry.member == member for entry in source.members.get(rule.owner, ()))


def _with_host_venue(source: PlanInput, draft: Draft) -> Draft:
    """Give an event that meets at its host the place of that host."""
    placement = draft.placement
    if placement.venue != "@host":
        return draft
    return replace(draft, placement=replace(placement, venue=place_of(source, placement.host)))


def place_of(source: PlanInput, host: str | None) -> str | None:
    """Give the place where events at this host meet: the first of its venues by key."""
    places = (
        venue.key
        for venue in source.venues.values()
        if venue.organisation is not None
        and host in (venue.organisation, f"organisation:{venue.organisation}")
    )
    return min(places, default=None)
