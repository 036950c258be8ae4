"""Themes of placements: in turn by a ledger of their own, or varied against the hosts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.turn import EntryKind, TurnEntry, fold
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.rotas import (
    Draft,
    beside,
    fills,
    is_frozen,
    leaves_to_come,
    rotations,
    turn_of,
)
from scheduler.rules.turns.walk import assign
from scheduler.rules.views import Views


def with_themes(source: PlanInput, drafts: Sequence[Draft]) -> list[Draft]:
    """Fill the themes: those published stay, the others come in turn; frozen events get none."""
    rules = rotations(source)
    views = Views(source)
    groups: dict[tuple[str, str], list[int]] = {}
    filled = [_with_published_theme(source, draft) for draft in drafts]
    for index, draft in enumerate(filled):
        key = (draft.unit.owner, draft.unit.theme_rule or "")
        open_ = draft.placement.theme is not None or not is_frozen(source, draft)
        if key in rules and draft.unit.theme is None and open_:
            groups.setdefault(key, []).append(index)
    for key, indexes in sorted(groups.items()):
        spec = rotation.parse(rules[key])
        indexes.sort(key=lambda index: (filled[index].day, filled[index].placement.uid))
        fill = _fill_themes if spec.latin_with is None else _fill_latin
        fill(views.owned(key[0]), rules[key], indexes, filled)
    return filled


def _with_published_theme(source: PlanInput, draft: Draft) -> Draft:
    theme = draft.unit.theme
    if draft.event is not None and (theme is None or is_frozen(source, draft)):
        theme = draft.event.theme
    return replace(draft, placement=replace(draft.placement, theme=theme))


def _fill_themes(
    source: PlanInput, rule: Rule, indexes: Sequence[int], filled: list[Draft]
) -> None:
    """Rotate the themes by a ledger of their own."""
    drafts = {filled[index].placement.uid: index for index in indexes}
    turns = [
        turn_of(source, rule, draft.placement.uid, draft.day, draft.placement.theme)
        for draft in (filled[index] for index in indexes)
    ]
    accounts = fold(_theme_entries(source, rule, drafts))
    cooldown, others = rotation.parse(rule).cooldown, beside(source, rule, drafts)
    leaves = leaves_to_come(source, rule, turns)
    for choice in assign(turns, accounts, cooldown, leaves, others):
        _set_theme(filled, drafts[choice.uid], choice.host)


def _theme_entries(source: PlanInput, rule: Rule, planned: Iterable[str]) -> list[TurnEntry]:
    """Take the recorded turns of the themes, and for held events without one what they treated."""
    left_out = frozenset(planned)
    entries = [
        entry for entry in source.turns.get((rule.owner, rule.key), ()) if entry.uid not in left_out
    ]
    recorded = {entry.uid for entry in entries if entry.kind is EntryKind.TURN}
    for event in _treated(source, rule, left_out):
        if event.uid not in recorded:
            eligible = turn_of(source, rule, event.uid, event.day()).eligible
            entries.append(TurnEntry(EntryKind.TURN, event.day(), eligible, event.theme, event.uid))
    return entries


def _fill_latin(source: PlanInput, rule: Rule, indexes: Sequence[int], filled: list[Draft]) -> None:
    """Give each host the theme it has had least, then the one longest unused."""
    planned = frozenset(filled[index].placement.uid for index in indexes)
    counts: dict[tuple[str | None, str | None], int] = {}
    last: dict[str | None, date] = {}
    for event in sorted(_treated(source, rule, planned), key=lambda event: event.start):
        counts[event.host, event.theme] = counts.get((event.host, event.theme), 0) + 1
        last[event.theme] = event.day()
    for placement in (filled[index].placement for index in indexes):
        if placement.theme is not None:
            pair = (placement.host, placement.theme)
            counts[pair] = counts.get(pair, 0) + 1
    for index in indexes:
        draft = filled[index]
        host, theme = draft.placement.host, draft.placement.theme
        if theme is None:
            pool = turn_of(source, rule, draft.placement.uid, draft.day).able
            ranks = {
                key: (counts.get((host, key), 0), last.get(key, date.min), key) for key in pool
            }
            theme = min(ranks, key=lambda key: ranks[key], default=None)
            counts[host, theme] = counts.get((host, theme), 0) + 1
            _set_theme(filled, index, theme)
        last[theme] = draft.day


def _treated(source: PlanInput, rule: Rule, planned: frozenset[str]) -> list[Event]:
    """List the held events of the rotation's rules or kinds that had a theme."""
    spec = rotation.parse(rule)
    return [
        event
        for event in source.events
        if fills(rule, spec, event)
        and event.status is EventStatus.HELD
        and event.theme is not None
        and event.uid not in planned
    ]


def _set_theme(filled: list[Draft], index: int, theme: str | None) -> None:
    draft = filled[index]
    filled[index] = replace(draft, placement=replace(draft.placement, theme=theme))
