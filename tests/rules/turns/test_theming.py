from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.inputs import PlanInput
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from tests.rules.alliance import LEADERS, THEMES, alliance, with_rule

BY_LEDGER: dict[str, object] = {"fills": "theme", "for": "exchange", "pool": list(THEMES)}


def exchanges(source: PlanInput) -> list[Event]:
    """The published exchanges, by day."""
    events = applied(source, plan(source)).events
    return sorted((e for e in events if e.kind == "exchange"), key=lambda event: event.start)


def test_each_host_gets_the_theme_it_has_had_least() -> None:
    events = exchanges(alliance())
    pairs = Counter((event.host, event.theme) for event in events)
    assert max(pairs.values()) == 1
    assert [event.theme for event in events[:5]] == [*THEMES, THEMES[0]]


def test_held_themes_count_against_their_host() -> None:
    source = alliance()
    made = applied(source, plan(source))
    first = exchanges(source)[0]
    held = replace(first, status=EventStatus.HELD)
    open_again = tuple(
        held if event.uid == first.uid else event
        for event in made.events
        if event.uid == first.uid or event.kind != "exchange"
    )
    again = exchanges(replace(made, events=open_again, today=date(2026, 2, 1)))
    assert Counter((event.host, event.theme) for event in again).most_common(1)[0][1] == 1
    assert again[1].theme == THEMES[1]


def test_a_published_theme_stays_and_counts() -> None:
    source = alliance()
    made = applied(source, plan(source))
    last = exchanges(source)[-1]
    events = tuple(
        replace(event, theme=None) if event.kind == "exchange" and event.uid != last.uid else event
        for event in made.events
    )
    again = plan(replace(made, events=events))
    kept = next(placement for placement in again.placements if placement.uid == last.uid)
    assert kept.theme == last.theme
    assert {change.cause["code"] for change in again.changes} == {"rule_changed"}


def test_themes_rotate_by_a_ledger_of_their_own() -> None:
    source = with_rule(alliance(), "theme_turns", "rotation", BY_LEDGER)
    events = exchanges(source)
    assert [event.theme for event in events] == [*THEMES, *THEMES, *THEMES[:2]]
    pool = tuple((theme, 1) for theme in THEMES)
    entry = TurnEntry(EntryKind.TURN, date(2025, 11, 3), pool, THEMES[0], "e-old")
    old = replace(events[0], uid="e-old", status=EventStatus.HELD, unit=None, theme=THEMES[0])
    other = replace(old, uid="e-older", theme=THEMES[1])
    moved = [
        replace(event, start=event.start.replace(year=2025), end=event.end.replace(year=2025))
        for event in (old, other)
    ]
    turns = {("food", "theme_turns"): (entry,)}
    later = exchanges(replace(source, events=tuple(moved), turns=turns))
    new = [event for event in later if event.unit is not None]
    assert [event.theme for event in new[:4]] == [THEMES[2], THEMES[3], THEMES[1], THEMES[0]]


def test_a_theme_set_by_the_rule_or_without_a_rotation_is_left_alone() -> None:
    source = alliance()
    bare = replace(source, rules=tuple(r for r in source.rules if r.key != "theme_turns"))
    assert {event.theme for event in exchanges(bare)} == {None}


def test_an_empty_pool_of_themes_gives_none() -> None:
    source = with_rule(
        replace(alliance(), lists={("food", "none"): ()}),
        "theme_turns",
        "rotation",
        {**BY_LEDGER, "pool": "@none", "policy": "latin_with:host_turns"},
    )
    assert {event.theme for event in exchanges(source)} == {None}
    assert {event.host for event in exchanges(source)} == set(LEADERS)
