"""Turns on their days: who shares one and who cannot host it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from scheduler.domain.activity import EventStatus
from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.turns.rotas import (
    beside,
    entries_of,
    leaves_to_come,
    ledger,
    missing_entries,
    turn_of,
)
from scheduler.rules.turns.walk import Turn
from tests.rules.alliance import LEADERS, alliance

DAY = date(2026, 4, 15)
KEY = ("food", "host_turns")
WHOLE = tuple((member, 1) for member in LEADERS)
REST = WHOLE[1:]


def hosts(source: PlanInput, **data: object) -> Rule:
    """The rotation of hosts, with some parameters changed."""
    rule = next(each for each in source.rules if each.key == "host_turns")
    return replace(rule, data={**rule.data, **data})


def releasing(kind: EntryKind, uid: str = "e-1") -> TurnEntry:
    charged = WHOLE if kind is EntryKind.FORFEIT else ()
    return TurnEntry(kind, date(2026, 3, 2), charged, LEADERS[0], uid)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (EntryKind.EXCUSE, Turn("e-1", DAY, REST)),
        (EntryKind.FORFEIT, Turn("e-1", DAY, REST)),
        (
            EntryKind.DEFER,
            Turn(
                "e-1",
                DAY,
                WHOLE,
                frozenset(LEADERS[:1]),
                deferring=frozenset(LEADERS[:1]),
            ),
        ),
        (EntryKind.SWAP, Turn("e-1", DAY, WHOLE)),
    ],
)
def test_who_was_released_cannot_host_and_who_defers_keeps_a_share(
    kind: EntryKind, expected: Turn
) -> None:
    source = replace(alliance(), turns={KEY: (releasing(kind),)})
    assert turn_of(source, hosts(source), "e-1", DAY) == expected
    assert turn_of(source, hosts(source), "e-2", DAY) == Turn("e-2", DAY, WHOLE)


def test_who_is_away_is_excused_or_deferred_as_the_rule_says() -> None:
    away = Blackout(LEADERS[0], DAY, date(2026, 4, 16))
    source = replace(alliance(), blackouts=(away, replace(away, resource="venue:hall")))
    assert turn_of(source, hosts(source), "e-1", DAY) == Turn("e-1", DAY, REST)
    assert turn_of(source, hosts(source, absence="defer"), "e-1", DAY) == Turn(
        "e-1", DAY, WHOLE, frozenset(LEADERS[:1])
    )
    deferred = replace(source, turns={KEY: (releasing(EntryKind.DEFER),)})
    assert turn_of(deferred, hosts(source), "e-1", DAY).eligible == WHOLE


def test_who_defers_this_turn_waits_beside_those_who_are_away() -> None:
    source = replace(
        alliance(),
        blackouts=(Blackout(LEADERS[1], DAY, date(2026, 4, 16)),),
        turns={KEY: (releasing(EntryKind.DEFER),)},
    )
    assert turn_of(source, hosts(source, absence="defer"), "e-1", DAY) == Turn(
        "e-1", DAY, WHOLE, frozenset(LEADERS[:2]), deferring=frozenset(LEADERS[:1])
    )


def test_who_is_back_on_the_day_shares_it_and_a_named_host_settles_it() -> None:
    back = Blackout(LEADERS[0], date(2026, 4, 10), DAY)
    source = replace(alliance(), blackouts=(back,))
    assert turn_of(source, hosts(source), "e-1", DAY, LEADERS[3]) == Turn(
        "e-1", DAY, WHOLE, host=LEADERS[3]
    )


def test_a_forfeit_counts_although_its_event_is_still_planned() -> None:
    source = alliance()
    charged = TurnEntry(EntryKind.TURN, date(2026, 1, 5), WHOLE, LEADERS[1], "e-1")
    entries = (charged, releasing(EntryKind.FORFEIT))
    known = replace(source, turns={KEY: entries}, today=date(2026, 6, 1))
    accounts = ledger(known, hosts(source), ["e-1"])
    assert {key: each.acted for key, each in accounts.items()} == {
        member: 1 if member == LEADERS[0] else 0 for member in LEADERS
    }


def test_the_ledger_knows_who_came_and_went_before_it_is_recorded() -> None:
    source = alliance(date(2026, 6, 1))
    held = TurnEntry(EntryKind.TURN, date(2026, 3, 2), WHOLE, LEADERS[0], "e-1")
    left = tuple(
        replace(each, tenure=Tenure(until=date(2026, 5, 1))) if each.member == LEADERS[4] else each
        for each in source.members["food"]
    )
    came = Membership("organisation:new", "food", "chain_leader", tenure=Tenure(date(2026, 5, 4)))
    known = replace(source, turns={KEY: (held,)}, members={"food": (*left, came)})

    found = entries_of(known, hosts(known))
    assert found == (held, *missing_entries(known, hosts(known)))
    assert [(each.kind, each.host, each.day) for each in found[1:]] == [
        (EntryKind.LEAVE, LEADERS[4], date(2026, 5, 1)),
        (EntryKind.JOIN, "organisation:new", date(2026, 5, 4)),
    ]
    accounts = ledger(known, hosts(known))
    assert accounts[LEADERS[4]].debt == accounts["organisation:new"].debt == 0
    assert sum(each.debt for each in accounts.values()) == 0


def test_a_leave_dated_ahead_is_foreseen_up_to_the_last_turn() -> None:
    going, later = date(2026, 4, 1), date(2026, 9, 1)
    ends = {LEADERS[0]: later, LEADERS[4]: going}
    members = tuple(
        replace(each, tenure=Tenure(until=ends[each.member])) if each.member in ends else each
        for each in alliance().members["food"]
    )
    source = replace(alliance(date(2026, 2, 1)), members={"food": members})
    rule = hosts(source)
    turns = [turn_of(source, rule, f"e-{day}", day) for day in (date(2026, 3, 2), DAY)]
    rest = tuple((member, 1) for member in LEADERS[:4])
    left = TurnEntry(EntryKind.LEAVE, going, rest, LEADERS[4])
    assert leaves_to_come(source, rule, turns) == (left,)
    assert leaves_to_come(source, rule, turns[:1]) == leaves_to_come(source, rule, ()) == ()
    much = TurnEntry(EntryKind.CORRECTION, date(2026, 1, 5), (), LEADERS[4], amount=Fraction(2))
    owing = replace(source, turns={KEY: (replace(much, counter=LEADERS[0]),)})
    made = next(
        each
        for each in sorted(plan(owing).placements, key=lambda each: each.start)
        if each.host and each.start.date() >= going
    )
    rows = made.why_host["fields"]["rows"]  # type: ignore[index]  # fields of an explanation
    assert LEADERS[4] not in {row["member"] for row in rows}


@pytest.mark.parametrize("kind", [EntryKind.EXCUSE, EntryKind.DEFER, EntryKind.FORFEIT])
def test_a_plan_gives_a_released_turn_to_somebody_else(kind: EntryKind) -> None:
    source = applied(alliance(), plan(alliance()))
    freed = min(
        (event for event in source.events if event.host == LEADERS[0]), key=lambda e: e.start
    )
    events = tuple(
        replace(event, host=None, why_host={}) if event.uid == freed.uid else event
        for event in source.events
    )
    turns = {KEY: (releasing(kind, freed.uid),)}
    changed = plan(replace(source, events=events, turns=turns))
    (change,) = changed.changes
    assert (change.uid, change.cause["code"]) == (freed.uid, "turn_open")
    assert change.after["host"] in LEADERS[1:]


def test_beside_what_is_planned_stand_the_turns_held_and_those_published() -> None:
    source = applied(alliance(), plan(alliance()))
    rule = hosts(source)
    first, second, third, *rest = sorted(
        (event for event in source.events if event.host), key=lambda event: event.start
    )
    entries = tuple(
        TurnEntry(EntryKind.TURN, event.day(), WHOLE, event.host, event.uid)
        for event in (first, second)
    )
    gone = replace(third, status=EventStatus.CANCELLED)
    known = replace(source, turns={KEY: entries}, events=(first, second, gone, *rest[:2]))
    published = TurnEntry(EntryKind.TURN, rest[1].day(), (), rest[1].host, rest[1].uid)
    assert beside(known, rule, {second.uid, rest[0].uid}) == (entries[0], published)


def test_beside_what_is_planned_stand_the_themes_that_were_published() -> None:
    source = applied(alliance(), plan(alliance()))
    rule = next(each for each in source.rules if each.key == "theme_turns")
    assert {(entry.uid, entry.host) for entry in beside(source, rule, ())} == {
        (event.uid, event.theme) for event in source.events if event.theme
    }
