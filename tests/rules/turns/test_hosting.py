from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.plan import ChangeKind
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.turns.rotas import ledger
from tests.laws.registry import FEW
from tests.rules.alliance import LEADERS, alliance, with_rule


def published(source: PlanInput) -> PlanInput:
    """The input with its plan applied."""
    return applied(source, plan(source))


def hosted(source: PlanInput, host: str) -> list[Event]:
    """The events that a member hosts, by day."""
    return sorted(
        (event for event in source.events if event.host == host), key=lambda event: event.start
    )


def test_a_host_is_explained_by_the_ledger() -> None:
    first = min(
        (event for event in published(alliance()).events if event.host), key=lambda item: item.start
    )
    rows = [
        {"member": member, "entitled": "0.20", "acted": "0.00", "debt": "0.20"}
        for member in LEADERS[:3]
    ]
    assert first.why_host == {
        "code": "host_debt",
        "fields": {
            "as_of": alliance().today.isoformat(),
            "host": LEADERS[0],
            "entitled": "0.20",
            "acted": "0.00",
            "debt": "0.20",
            "level": len(LEADERS) - 1,
            "tie": "order",
            "rounded": False,
            "rows": rows,
            "passed": [],
            "hasty": "",
            "committed": (first.day() - timedelta(days=90)).isoformat(),
            "joined": [],
        },
    }


def test_a_turn_stays_explained_by_the_ledger_of_the_day_it_was_published() -> None:
    source = published(alliance())
    later = replace(source, today=source.today + timedelta(days=30), commit_days=0)
    kept = {event.uid: event.why_host for event in source.events if event.host}
    told = {each.uid: each.why_host for each in plan(later).placements if each.uid in kept}
    assert told == kept


def test_who_leaves_frees_only_its_own_turns() -> None:
    source = published(alliance())
    left = Tenure(until=date(2026, 7, 1))
    members = tuple(
        replace(entry, tenure=left) if entry.member == LEADERS[0] else entry
        for entry in source.members["food"]
    )
    changed = plan(replace(source, members={"food": members}))
    later = [event for event in hosted(source, LEADERS[0]) if event.day() >= date(2026, 7, 1)]
    assert [(change.kind, change.uid, change.before) for change in changed.changes] == [
        (ChangeKind.HOST, event.uid, {"host": LEADERS[0]}) for event in later
    ]
    assert changed.changes[0].cause == {"code": "host_vacated", "fields": {"host": LEADERS[0]}}
    assert LEADERS[0] not in {
        placement.host for placement in changed.placements if placement.start >= later[0].start
    }


def test_who_joins_changes_no_published_turn() -> None:
    source = published(alliance())
    joined = (*source.members["food"], Membership("organisation:new", "food", "chain_leader"))
    assert plan(replace(source, members={"food": joined})).empty


def test_an_absent_host_is_excused_and_another_steps_in() -> None:
    source = published(alliance())
    event = hosted(source, LEADERS[1])[0]
    absent = Blackout(LEADERS[1], event.day(), date(2026, 12, 31))
    changes = plan(replace(source, blackouts=(absent,))).changes
    assert [change.uid for change in changes] == [item.uid for item in hosted(source, LEADERS[1])]


def test_a_deferred_host_stays_in_the_pool_and_is_passed_over() -> None:
    source = with_rule(
        alliance(),
        "host_turns",
        "rotation",
        {"fills": "host", "for": "exchange", "pool": list(LEADERS[:2]), "absence": "defer"},
    )
    absent = Blackout(LEADERS[0], date(2026, 1, 1), date(2026, 3, 1))
    made = published(replace(source, blackouts=(absent,)))
    first = hosted(made, LEADERS[1])[0]
    assert first.day() < date(2026, 3, 1)
    assert first.why_host["fields"] == {
        "as_of": source.today.isoformat(),
        "host": LEADERS[1],
        "entitled": "0.50",
        "acted": "0.00",
        "debt": "0.50",
        "level": 0,
        "tie": "",
        "rounded": False,
        "rows": [
            {"member": member, "entitled": "0.50", "acted": "0.00", "debt": "0.50"}
            for member in LEADERS[:2]
        ],
        "passed": [{"member": LEADERS[0], "reason": "absent"}],
        "hasty": "",
        "committed": (first.day() - timedelta(days=90)).isoformat(),
        "joined": [],
    }


def test_the_only_one_hosts_and_where_nobody_can_nobody_is_named() -> None:
    source = alliance()
    lone = replace(source, members={"food": source.members["food"][:1]})
    assert {event.why_host["code"] for event in published(lone).events if event.host} == {
        "host_only"
    }
    deserted = published(replace(source, members={}))
    exchanges = [event for event in deserted.events if event.kind == "exchange"]
    assert {(event.host, event.why_host["code"]) for event in exchanges} == {(None, "host_none")}
    arrived = plan(replace(deserted, members=lone.members))
    assert {change.cause["code"] for change in arrived.changes} == {"turn_open"}


def test_an_outsider_named_by_hand_stays_where_the_event_is_pinned() -> None:
    source = published(alliance())
    event = hosted(source, LEADERS[2])[0]
    guest = replace(event, host="organisation:guest", pinned=True, why_host={})
    others = tuple(item for item in source.events if item.uid != event.uid)
    pinned = plan(replace(source, events=(*others, guest)))
    kept = next(placement for placement in pinned.placements if placement.uid == event.uid)
    assert (kept.host, kept.why_host) == (
        "organisation:guest",
        {"code": "host_kept", "fields": {"host": "organisation:guest"}},
    )
    freed = plan(replace(source, events=(*others, replace(guest, pinned=False))))
    assert freed.changes[0].before == {"host": "organisation:guest"}


def test_a_host_named_by_the_rule_needs_no_ledger() -> None:
    source = with_rule(
        alliance(),
        "exchange",
        "quota",
        {"kind": "exchange", "per": "year", "min": 1, "host": "body:general"},
    )
    [event] = [event for event in published(source).events if event.kind == "exchange"]
    assert (event.host, event.why_host) == (
        "body:general",
        {"code": "host_set", "fields": {"host": "body:general"}},
    )


def test_an_event_at_its_host_takes_the_place_of_that_host() -> None:
    source = with_rule(
        alliance(), "at_home", "constraint", {"for": "exchange", "hard": {"venue": "@host"}}
    )
    events = published(source).events
    places = {event.host: event.venue for event in events if event.kind == "exchange"}
    assert places == {
        LEADERS[0]: "hall",
        LEADERS[1]: "studio",
        LEADERS[2]: None,
        LEADERS[3]: None,
        LEADERS[4]: None,
    }


def test_recorded_turns_count_and_those_of_planned_events_are_left_out() -> None:
    source = alliance()
    rotation = next(rule for rule in source.rules if rule.key == "host_turns")
    pool = tuple((member, 1) for member in LEADERS)
    entries = (
        TurnEntry(EntryKind.TURN, date(2025, 11, 3), pool, LEADERS[0], "e-old"),
        TurnEntry(EntryKind.TURN, date(2025, 12, 3), pool, LEADERS[1], "e-new"),
    )
    known = replace(source, turns={("food", "host_turns"): entries})
    assert sorted(ledger(known, rotation, ["e-new"])) == sorted(LEADERS)
    assert ledger(known, rotation, ["e-new"])[LEADERS[1]].acted == 0
    first = min((event for event in published(known).events if event.host), key=lambda e: e.start)
    assert first.host == LEADERS[2]


def test_who_owes_most_waits_out_the_cooldown() -> None:
    day = date(2025, 12, 1)
    owed = TurnEntry(
        EntryKind.CORRECTION, day, (), LEADERS[4], amount=Fraction(2), counter=LEADERS[0]
    )
    known = replace(alliance(), turns={("food", "host_turns"): (owed,)})
    events = sorted(
        (event for event in published(known).events if event.host), key=lambda event: event.start
    )
    assert "".join((event.host or "")[-1] for event in events) == "5253452345"


def test_a_turn_recorded_of_an_event_that_is_planned_again_does_not_count() -> None:
    source = alliance()
    [first, *_] = sorted(
        (each for each in plan(source).placements if each.host), key=lambda each: each.start
    )
    pool = tuple((member, 1) for member in LEADERS)
    entry = TurnEntry(EntryKind.TURN, date(2025, 12, 1), pool, LEADERS[0], first.uid)
    again = plan(replace(source, turns={("food", "host_turns"): (entry,)}))
    assert again.placements == plan(source).placements


def test_a_member_who_is_away_is_replaced_even_where_the_event_is_pinned() -> None:
    source = published(alliance())
    event = hosted(source, LEADERS[2])[0]
    pinned = tuple(replace(each, pinned=each.uid == event.uid) for each in source.events)
    absent = Blackout(LEADERS[2], event.day(), date(2027, 1, 1))
    [change, *_] = plan(replace(source, events=pinned, blackouts=(absent,))).changes
    assert (change.kind, change.uid, change.before) == (
        ChangeKind.HOST,
        event.uid,
        {"host": LEADERS[2]},
    )


def test_a_turn_of_today_keeps_its_host_and_one_of_tomorrow_does_not() -> None:
    source = published(alliance())
    event = hosted(source, LEADERS[0])[0]
    gone = replace(source, members={"food": source.members["food"][1:]})
    for day, changed in ((event.day(), False), (event.day() - timedelta(days=1), True)):
        made = plan(replace(gone, today=day))
        assert (event.uid in {change.uid for change in made.changes}) == changed


def test_a_held_event_keeps_its_host() -> None:
    source = published(alliance())
    event = hosted(source, LEADERS[0])[0]
    held = replace(event, status=EventStatus.HELD)
    events = tuple(held if item.uid == event.uid else item for item in source.events)
    made = plan(replace(source, events=events, members={}, today=date(2026, 3, 1)))
    assert event.uid not in {change.uid for change in made.changes}


def test_who_hosts_just_before_and_just_after_the_span_waits_too() -> None:
    source = published(alliance())
    first, *_, last = sorted((each for each in source.events if each.host), key=lambda e: e.start)
    owed = TurnEntry(
        EntryKind.CORRECTION, source.today, (), LEADERS[4], amount=Fraction(3), counter=LEADERS[0]
    )
    beside = [
        replace(
            event,
            uid=uid,
            unit=None,
            host=LEADERS[4],
            start=event.start + apart,
            end=event.end + apart,
        )
        for uid, event, apart in (
            ("e-before", first, timedelta(days=-30)),
            ("e-after", last, timedelta(days=30)),
        )
    ]
    freed = tuple(
        replace(event, host=None) if event in (first, last) else event for event in source.events
    )
    known = replace(source, turns={("food", "host_turns"): (owed,)}, events=(*freed, *beside))
    made = {each.uid: each for each in plan(known).placements}
    told = [
        [row for row in fields["passed"] if row["member"] == LEADERS[4]]
        for event in (first, last)
        for fields in (made[event.uid].why_host["fields"],)
        if isinstance(fields, dict)
    ]
    assert told == [
        [{"member": LEADERS[4], "reason": "cooldown"}],
        [{"member": LEADERS[4], "reason": "ahead"}],
    ]


RELEASES = (EntryKind.EXCUSE, EntryKind.DEFER, EntryKind.FORFEIT)
"""What frees a turn that was published."""


@FEW
@given(
    freed=st.dictionaries(st.integers(0, 9), st.sampled_from(RELEASES), min_size=1, max_size=6),
    corrected=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 9)), max_size=3),
    cooldown=st.integers(1, 2),
)
def test_whatever_is_asked_for_nobody_hosts_again_too_soon_unless_it_is_said(
    freed: dict[int, EntryKind], corrected: list[tuple[int, int]], cooldown: int
) -> None:
    source = alliance()
    rule = next(each for each in source.rules if each.key == "host_turns")
    source = with_rule(source, rule.key, rule.type, {**rule.data, "cooldown": cooldown})
    source = published(source)
    exchanges = sorted((each for each in source.events if each.host), key=lambda each: each.start)
    day = source.today
    pool = tuple((member, 1) for member in LEADERS)
    asked = [
        TurnEntry(kind, day, pool if kind is EntryKind.FORFEIT else (), each.host, each.uid)
        for at, kind in freed.items()
        for each in (exchanges[at],)
    ] + [
        TurnEntry(
            EntryKind.CORRECTION,
            day,
            (),
            LEADERS[at],
            amount=Fraction(sixths, 6),
            counter=LEADERS[at - 1],
        )
        for at, sixths in corrected
    ]
    turns = {("food", "host_turns"): tuple(asked)}
    found = sorted(
        (each for each in plan(replace(source, turns=turns)).placements if each.host),
        key=lambda each: each.start,
    )
    hosts = [each.host for each in found]
    kept = [
        event.host if event.uid not in {each.uid for each in asked} else None for event in exchanges
    ]
    for at, each in enumerate(found):
        near = {*hosts[max(at - cooldown, 0) : at], *kept[at + 1 : at + 1 + cooldown]}
        fields = each.why_host["fields"]
        assert each.uid == exchanges[at].uid
        assert isinstance(fields, dict)
        assert kept[at] or bool(fields["hasty"]) == (each.host in near)


def test_a_rotation_made_later_fills_no_turn_that_is_frozen_already() -> None:
    before = alliance()
    unhosted = [rule for rule in before.rules if rule.type != "rotation"]
    source = published(replace(before, rules=tuple(unhosted)))
    days = sorted(event.day() for event in source.events if event.kind == "exchange")
    today = days[2] - timedelta(days=source.freeze_days - 1)
    made = plan(replace(source, rules=before.rules, today=today))
    hosted_days = {each.start.astimezone(SHANGHAI).date() for each in made.placements if each.host}
    themed_days = {each.start.astimezone(SHANGHAI).date() for each in made.placements if each.theme}
    assert sorted(hosted_days) == sorted(themed_days) == days[3:]
    filled = [change.forced for change in made.changes if change.kind is ChangeKind.HOST]
    assert (made.forced, filled) == (0, [False] * len(days[3:]))


def test_a_host_that_a_rule_names_later_reaches_no_frozen_event() -> None:
    source = published(alliance())
    events = [event for event in source.events if event.kind == "exchange"]
    first, second, *_ = sorted(events, key=lambda event: event.start)
    data = {**next(rule.data for rule in source.rules if rule.key == "exchange")}
    named = with_rule(source, "exchange", "quota", data | {"host": LEADERS[4]})
    today = first.day() - timedelta(days=source.freeze_days - 1)
    hosts = {each.uid: each.host for each in plan(replace(named, today=today)).placements}
    assert (hosts[first.uid], hosts[second.uid]) == (first.host, LEADERS[4])


def test_a_frozen_turn_that_nobody_could_take_is_filled_once_somebody_can() -> None:
    source = alliance()
    empty = published(replace(source, members={}))
    event = min(
        (event for event in empty.events if event.kind == "exchange"), key=lambda each: each.start
    )
    today = event.day() - timedelta(days=1)
    made = plan(replace(empty, members=source.members, today=today))
    assert (event.host, event.why_host) == (None, {"code": "host_none", "fields": {}})
    assert {each.uid: each.host for each in made.placements}[event.uid] == LEADERS[0]
