from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.roster import Tenure
from scheduler.domain.turn import EntryKind, TurnEntry, fold
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Placement
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.turns.rotas import Draft
from scheduler.rules.turns.theming import with_themes
from scheduler.rules.turns.walk import Turn, assign
from scheduler.rules.units import DemandUnit
from tests.rules.alliance import LEADERS, THEMES, alliance, with_rule

MADE = datetime(2026, 1, 5, tzinfo=UTC)
BY_LEDGER: dict[str, object] = {"fills": "theme", "for": "exchange", "pool": list(THEMES)}
HOURS = timedelta(hours=2)
EXCHANGE = DemandUnit(
    UnitKey("exchange", "body:food", "2026"),
    "food",
    ("food",),
    "exchange",
    "会",
    "",
    date(2026, 1, 1),
    date(2027, 1, 1),
    date(2027, 1, 1),
    theme_rule="theme_turns",
)


def exchanges(source: PlanInput) -> list[Event]:
    """The published exchanges, by day."""
    events = applied(source, plan(source)).events
    return sorted((e for e in events if e.kind == "exchange"), key=lambda event: event.start)


def draft(
    uid: str,
    day: date,
    *,
    host: str | None = None,
    published: str | None = None,
    unit: DemandUnit | None = None,
) -> Draft:
    """An exchange of the rotation of themes on a day, published with a theme or not at all."""
    unit = unit or EXCHANGE
    start = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    placement = Placement(
        uid, unit.key, 1, "food", ("food",), unit.kind, "会", "", start, start + HOURS, host=host
    )
    event = None if published is None else treated(uid, day, published)
    return Draft(placement, unit, event)


def treated(uid: str, day: date, theme: str | None, **more: object) -> Event:
    """A published exchange of a theme."""
    start = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    event = Event(uid, "food", "exchange", "会", start, start + HOURS, MADE, MADE, theme=theme)
    return replace(event, **more)  # type: ignore[arg-type]  # a shorthand


def held(uid: str, day: date, theme: str | None, **more: object) -> Event:
    """An exchange of a theme that took place."""
    return treated(uid, day, theme, **{"status": EventStatus.HELD, **more})


def themes(source: PlanInput, *drafts: Draft) -> list[tuple[str, str | None]]:
    """Which theme each draft gets, in the order of the drafts."""
    return [(each.placement.uid, each.placement.theme) for each in with_themes(source, drafts)]


def by_ledger(**data: object) -> PlanInput:
    """The alliance whose themes rotate by a ledger of their own."""
    return with_rule(alliance(), "theme_turns", "rotation", {**BY_LEDGER, **data})


def test_a_theme_of_the_rule_comes_before_the_published_one_and_that_before_a_turn() -> None:
    fixed = replace(EXCHANGE, theme=THEMES[3])
    bare = replace(EXCHANGE, theme_rule=None)
    drafts = (
        draft("e-1", date(2026, 3, 2), published=THEMES[1], unit=fixed),
        draft("e-2", date(2026, 3, 3), published=THEMES[1], unit=bare),
        draft("e-3", date(2026, 3, 4), unit=bare),
        draft("e-4", date(2026, 3, 5), published=THEMES[2]),
        draft("e-5", date(2026, 3, 6)),
    )
    expected = [
        ("e-1", THEMES[3]),
        ("e-2", THEMES[1]),
        ("e-3", None),
        ("e-4", THEMES[2]),
        ("e-5", THEMES[0]),
    ]
    assert themes(alliance(), *drafts) == themes(by_ledger(), *drafts) == expected


def test_turns_of_themes_follow_the_days_and_not_the_order_given() -> None:
    drafts = (
        draft("e-3", date(2026, 5, 6)),
        draft("e-2", date(2026, 4, 7)),
        draft("e-1", date(2026, 4, 7)),
    )
    expected = [("e-3", THEMES[2]), ("e-2", THEMES[1]), ("e-1", THEMES[0])]
    assert themes(alliance(), *drafts) == themes(by_ledger(), *drafts) == expected


def test_only_what_was_held_with_a_theme_counts_in_the_ledger_of_themes() -> None:
    events = (
        held("e-01", date(2026, 2, 2), THEMES[0]),
        held("e-02", date(2026, 2, 3), THEMES[1], kind="council"),
        held("e-03", date(2026, 2, 4), THEMES[1], owner="steel"),
        held("e-04", date(2026, 2, 5), None),
        treated("e-05", date(2026, 2, 6), THEMES[1]),
        treated("e-06", date(2026, 2, 9), THEMES[1], status=EventStatus.CANCELLED),
    )
    drafts = [draft(f"e-{number}", date(2026, 3, number)) for number in range(11, 16)]
    expected = [
        ("e-11", THEMES[1]),
        ("e-12", THEMES[2]),
        ("e-13", THEMES[3]),
        ("e-14", THEMES[0]),
        ("e-15", THEMES[1]),
    ]
    source = replace(by_ledger(), events=events)
    assert themes(source, *drafts) == expected
    # Without records of its host a theme counts among the themes alone.
    assert themes(replace(alliance(), events=events), *drafts) == expected


def test_what_is_planned_again_and_what_is_recorded_counts_once() -> None:
    day = date(2026, 2, 2)
    pool = tuple((theme, 1) for theme in THEMES)
    recorded = (
        TurnEntry(EntryKind.TURN, day, pool, THEMES[0], "e-01"),
        TurnEntry(EntryKind.TURN, day, pool, THEMES[1], "e-11"),
    )
    source = replace(
        by_ledger(),
        events=(held("e-01", day, THEMES[0]), held("e-02", day, THEMES[2])),
        turns={("food", "theme_turns"): recorded},
    )
    drafts = [draft(f"e-{number}", date(2026, 3, number)) for number in (11, 12, 13)]
    expected = [("e-11", THEMES[1]), ("e-12", THEMES[3]), ("e-13", THEMES[0])]
    assert themes(source, *drafts) == expected


def test_a_held_theme_is_shared_by_the_pool_of_its_day() -> None:
    now = next(rule for rule in by_ledger().rules if rule.key == "theme_turns")
    before = replace(now, data={**BY_LEDGER, "pool": list(THEMES[:2])})
    now = replace(now, tenure=Tenure(date(2026, 3, 1)), former=(before,), revision=2)
    source = alliance()
    others = tuple(rule for rule in source.rules if rule.key != "theme_turns")
    changed = replace(
        source,
        rules=(*others, now),
        events=(held("e-01", date(2026, 2, 2), THEMES[0]),),
    )
    drafts = [draft(f"e-{number}", date(2026, 3, number)) for number in (11, 12, 13)]
    # The second theme is owed half a turn from February, the new ones begin then.
    assert themes(changed, *drafts) == [
        ("e-11", THEMES[1]),
        ("e-12", THEMES[2]),
        ("e-13", THEMES[3]),
    ]


def test_a_host_varies_by_its_own_pairs_and_then_by_the_theme_longest_unused() -> None:
    one, two = LEADERS[:2]
    source = with_rule(
        alliance(),
        "theme_turns",
        "rotation",
        {**BY_LEDGER, "pool": list(THEMES[:2]), "policy": "latin_with:host_turns"},
    )
    events = (
        held("e-02", date(2026, 1, 9), THEMES[0], host=two),
        held("e-01", date(2026, 1, 8), THEMES[1], host=one),
        held("e-00", date(2026, 1, 7), THEMES[1], host=one),
        held("e-11", date(2026, 3, 11), THEMES[0], host=two),
    )
    drafts = (
        draft("e-11", date(2026, 3, 11), host=one, published=THEMES[0]),
        draft("e-12", date(2026, 3, 12), host=one),
        draft("e-13", date(2026, 3, 13), host=one),
        draft("e-14", date(2026, 3, 14), host=two),
    )
    assert themes(replace(source, events=events), *drafts) == [
        ("e-11", THEMES[0]),
        ("e-12", THEMES[0]),
        ("e-13", THEMES[1]),
        ("e-14", THEMES[1]),
    ]


LATIN_PAIR: dict[str, object] = {
    **BY_LEDGER,
    "pool": list(THEMES[:2]),
    "policy": "latin_with:host_turns",
}


def test_a_published_theme_counts_beside_those_that_were_held() -> None:
    host = LEADERS[0]
    events = (
        held("e-01", date(2026, 1, 7), THEMES[0], host=host),
        held("e-02", date(2026, 1, 8), THEMES[1], host=host),
    )
    source = replace(with_rule(alliance(), "theme_turns", "rotation", LATIN_PAIR), events=events)
    drafts = (
        draft("e-11", date(2026, 3, 11), host=host),
        draft("e-12", date(2026, 3, 12), host=host, published=THEMES[0]),
    )
    assert themes(source, *drafts) == [("e-11", THEMES[1]), ("e-12", THEMES[0])]


def test_a_theme_that_a_host_takes_counts_once() -> None:
    one, two = LEADERS[:2]
    drafts = (
        draft("e-11", date(2026, 3, 11), host=one),
        draft("e-12", date(2026, 3, 12), host=two, published=THEMES[1]),
        draft("e-13", date(2026, 3, 13), host=one),
        draft("e-14", date(2026, 3, 14), host=one, published=THEMES[1]),
    )
    source = with_rule(alliance(), "theme_turns", "rotation", LATIN_PAIR)
    assert themes(source, *drafts) == [
        ("e-11", THEMES[0]),
        ("e-12", THEMES[1]),
        ("e-13", THEMES[0]),
        ("e-14", THEMES[1]),
    ]


def test_a_theme_that_was_excused_from_an_event_is_not_given_to_it() -> None:
    entry = TurnEntry(EntryKind.EXCUSE, date(2026, 1, 5), (), THEMES[0], "e-1")
    drafts = (draft("e-1", date(2026, 3, 2)), draft("e-2", date(2026, 3, 3)))
    turns = {("food", "theme_turns"): (entry,)}
    assert themes(replace(alliance(), turns=turns), *drafts) == [
        ("e-1", THEMES[1]),
        ("e-2", THEMES[0]),
    ]
    # By the ledger it has no share in that turn either.
    assert themes(replace(by_ledger(), turns=turns), *drafts) == [
        ("e-1", THEMES[1]),
        ("e-2", THEMES[2]),
    ]
    treated_before = (held("e-1", date(2026, 2, 2), THEMES[1]),)
    later = (draft("e-2", date(2026, 3, 3)), draft("e-3", date(2026, 3, 4)))
    assert themes(replace(by_ledger(), turns=turns, events=treated_before), *later) == [
        ("e-2", THEMES[2]),
        ("e-3", THEMES[3]),
    ]


def test_themes_wait_out_their_cooldown() -> None:
    owed = TurnEntry(
        EntryKind.CORRECTION,
        date(2025, 12, 1),
        (),
        THEMES[3],
        amount=Fraction(2),
        counter=THEMES[0],
    )
    drafts = [draft(f"e-{number}", date(2026, 3, number)) for number in range(11, 15)]
    found = [
        [
            theme
            for _, theme in themes(
                replace(by_ledger(cooldown=wait), turns={("food", "theme_turns"): (owed,)}), *drafts
            )
        ]
        for wait in (0, 1)
    ]
    assert found == [
        [THEMES[3], THEMES[3], THEMES[1], THEMES[2]],
        [THEMES[3], THEMES[1], THEMES[3], THEMES[2]],
    ]


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
    assert {change.cause["code"] for change in again.changes} == {"theme_turn"}


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


def test_a_theme_that_leaves_later_hands_over_what_it_owes_on_that_day() -> None:
    end = date(2026, 4, 1)
    pool = tuple((member, 1) for member in LEADERS[:3])
    recorded = tuple(
        TurnEntry(EntryKind.TURN, date(2025, 1, day), pool, LEADERS[0], f"e-{day}")
        for day in range(2, 6)
    )
    source = by_ledger(pool={"role": "chain_leader"})
    first, second, going = source.members["food"][:3]
    source = replace(
        source,
        members={"food": (first, second, replace(going, tenure=Tenure(until=end)))},
        turns={("food", "theme_turns"): recorded},
    )
    days = [date(2026, month, 2) for month in (3, 4, 5)]
    turns = [Turn(f"e-{day}", day, pool[:2] if day > end else pool) for day in days]
    leave = TurnEntry(EntryKind.LEAVE, end, pool[:2], LEADERS[2])
    walked = assign(turns, fold(recorded), leaves=[leave])
    assert themes(source, *(draft(f"e-{day}", day) for day in days)) == [
        (choice.uid, choice.host) for choice in walked
    ]
    assert [choice.host for choice in walked] == [LEADERS[1]] * 3
    assert next(choice.host for choice in assign(turns, fold(recorded))) == LEADERS[2]


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
