from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.planning.recipients import Effect, EffectKind, Part, Recipient, recipients_of
from tests.rules.alliance import LEADERS, alliance, matter, with_rule
from tests.rules.strategies import event_of, unit_of

DAY, NEXT = date(2026, 6, 3), date(2026, 6, 4)
OWNER, ALPHA, BETA = LEADERS[1:4]
UNIT = UnitKey("seminar", "body:branch", "2026-Q2")


def staffed() -> PlanInput:
    """The alliance of the examples, whose councils need an officer and belong to the hall."""
    need: dict[str, object] = {"for": "council", "require": [{"role": "lead_official", "n": 1}]}
    source = with_rule(alliance(), "seats", "staffing", need)
    return with_rule(source, "place", "constraint", {"for": "council", "hard": {"venue": "hall"}})


def told(found: tuple[Recipient, ...]) -> dict[str, list[tuple[EffectKind, Part]]]:
    """Who is told what, without the events."""
    return {each.key: [(effect.kind, effect.part) for effect in each.effects] for each in found}


def test_a_moved_council_is_told_to_its_officer_its_place_and_its_alliance() -> None:
    empty = staffed()
    source = applied(empty, plan(empty))
    council = next(event for event in source.events if event.kind == "council")
    day = council.day()
    source = replace(source, blackouts=(Blackout("venue:hall", day, day + timedelta(days=1)),))
    found = plan(source)
    [change] = found.changes

    assert recipients_of(found, source) == tuple(
        Recipient(
            key,
            (
                Effect(
                    EffectKind.MOVES,
                    part,
                    council.uid,
                    council.title,
                    council.title_en,
                    change.day,
                    day,
                ),
            ),
        )
        for key, part in (
            ("person:official", Part.REQUIRED),
            ("organisation:leader-1", Part.VENUE),
            ("body:food", Part.CALENDAR),
        )
    )


def test_a_consultation_is_told_to_who_raised_the_matter() -> None:
    empty = alliance(date(2026, 3, 2))
    source = applied(empty, plan(empty))
    source = replace(source, matters=(matter(),))
    found = told(recipients_of(plan(source), source))
    assert found[LEADERS[0]] == [(EffectKind.GAINS, Part.RAISER)]


def by_hand(before: Event, **after: object) -> dict[str, list[tuple[EffectKind, Part]]]:
    """Who is told that an event becomes another; nothing after is a cancellation."""
    changed = replace(before, **after)  # type: ignore[arg-type]  # the fields of an event by name
    source = replace(alliance(), events=(before,))
    kind = ChangeKind.DETAIL if after else ChangeKind.CANCEL
    names = Placement.__dataclass_fields__
    placement = Placement(**{name: getattr(changed, name) for name in names})
    placements = (placement,) if after else ()
    change = Change(kind, before.uid, "food", before.title, DAY)
    return told(recipients_of(Plan("h", {}, placements, (change,)), source))


HOSTED = replace(event_of(None, DAY, owner="food", host=ALPHA, venue="studio"), unit=UNIT)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (
            {"host": BETA},
            {
                ALPHA: [(EffectKind.LOSES, Part.HOST)],
                BETA: [(EffectKind.GAINS, Part.HOST)],
                "body:branch": [(EffectKind.HOST, Part.SCOPE)],
                "body:food": [(EffectKind.HOST, Part.CALENDAR)],
            },
        ),
        (
            {"venue": "hall"},
            {
                ALPHA: [(EffectKind.PLACE, Part.HOST)],
                "body:branch": [(EffectKind.PLACE, Part.SCOPE)],
                "body:food": [(EffectKind.PLACE, Part.CALENDAR)],
                "organisation:leader-1": [(EffectKind.GAINS, Part.VENUE)],
                OWNER: [(EffectKind.LOSES, Part.VENUE)],
            },
        ),
        (
            {"title": "新名", "alliances": ("food", "other")},
            {
                ALPHA: [(EffectKind.DETAIL, Part.HOST)],
                "body:branch": [(EffectKind.DETAIL, Part.SCOPE)],
                "body:food": [(EffectKind.DETAIL, Part.CALENDAR)],
                "body:other": [(EffectKind.GAINS, Part.CALENDAR)],
            },
        ),
        (
            {"tentative": True},
            {
                ALPHA: [(EffectKind.DETAIL, Part.HOST)],
                "body:branch": [(EffectKind.DETAIL, Part.SCOPE)],
                "body:food": [(EffectKind.DETAIL, Part.CALENDAR)],
            },
        ),
        (
            {"start": HOSTED.start + timedelta(days=1), "end": HOSTED.end + timedelta(days=1)},
            {
                ALPHA: [(EffectKind.MOVES, Part.HOST)],
                "body:branch": [(EffectKind.MOVES, Part.SCOPE)],
                "body:food": [(EffectKind.MOVES, Part.CALENDAR)],
                OWNER: [(EffectKind.MOVES, Part.VENUE)],
            },
        ),
        (
            {},
            {
                ALPHA: [(EffectKind.LOSES, Part.HOST)],
                "body:branch": [(EffectKind.LOSES, Part.SCOPE)],
                "body:food": [(EffectKind.LOSES, Part.CALENDAR)],
                OWNER: [(EffectKind.LOSES, Part.VENUE)],
            },
        ),
    ],
)
def test_each_change_is_told_to_those_whom_it_concerns(
    after: dict[str, object], expected: dict[str, list[tuple[EffectKind, Part]]]
) -> None:
    assert by_hand(HOSTED, **after) == expected


def test_who_would_come_anyway_is_told_that_the_event_is_firm_now() -> None:
    tentative = replace(HOSTED, tentative=True)
    firm = [(EffectKind.FIRM, Part.HOST)]
    assert by_hand(tentative, tentative=False)[ALPHA] == firm
    both = by_hand(tentative, tentative=False, title="新名")
    assert both[ALPHA] == [(EffectKind.RENAME, Part.HOST)]
    more = by_hand(tentative, tentative=False, title="新名", theme="theme:y")
    assert more[ALPHA] == [(EffectKind.DETAIL, Part.HOST)]
    named, loose = (by_hand(HOSTED, title="新名", **each) for each in ({}, {"tentative": True}))
    assert named[ALPHA] == [(EffectKind.RENAME, Part.HOST)]
    assert loose[ALPHA] == [(EffectKind.DETAIL, Part.HOST)]


def test_those_stand_first_to_whom_an_event_comes_goes_or_moves() -> None:
    renamed, gone = (replace(HOSTED, uid=f"e-{key}", host=key) for key in (ALPHA, BETA))
    names = Placement.__dataclass_fields__
    placed = {name: getattr(renamed, name) for name in names} | {"title": "新名"}
    changes = (
        Change(ChangeKind.RENAME, renamed.uid, "food", "新名", DAY),
        Change(ChangeKind.CANCEL, gone.uid, "food", gone.title, DAY),
    )
    source = replace(alliance(), events=(renamed, gone))
    found = recipients_of(Plan("h", {}, (Placement(**placed),), changes), source)
    assert (found[0].key, found[-1].key) == (BETA, ALPHA)


def test_of_whom_events_only_become_firm_stand_last() -> None:
    tentative = replace(HOSTED, tentative=True)
    gone = replace(HOSTED, uid="e-gone", host=BETA)
    names = Placement.__dataclass_fields__
    firm = Placement(**{name: getattr(HOSTED, name) for name in names})
    changes = tuple(
        Change(kind, event.uid, "food", event.title, DAY)
        for kind, event in ((ChangeKind.FIRM, tentative), (ChangeKind.CANCEL, gone))
    )
    source = replace(alliance(), events=(tentative, gone))
    keys = [each.key for each in recipients_of(Plan("h", {}, (firm,), changes), source)]
    assert (keys[0], keys[-1]) == (BETA, ALPHA)


def test_what_is_neither_before_nor_after_touches_nobody() -> None:
    draft = replace(HOSTED, status=EventStatus.DRAFT)
    assert by_hand(draft) == {}


def test_who_hosts_elsewhere_now_and_came_before_gains_a_turn() -> None:
    owned = replace(HOSTED, host=None)
    assert by_hand(owned, host=OWNER)[OWNER] == [(EffectKind.GAINS, Part.HOST)]


def test_a_plan_that_changes_nothing_touches_nobody() -> None:
    assert recipients_of(Plan("h", {}, (), ()), alliance()) == ()


def test_a_promise_of_a_group_is_told_to_its_alliances() -> None:
    joint = replace(HOSTED, unit=replace(UNIT, scope="group:both"), alliances=("food", "other"))
    assert by_hand(joint, host=None) == {
        ALPHA: [(EffectKind.LOSES, Part.HOST)],
        "body:food": [(EffectKind.HOST, Part.CALENDAR)],
        "body:other": [(EffectKind.HOST, Part.CALENDAR)],
    }


@pytest.mark.parametrize("scope", ["organisation:x", "person:p"])
def test_a_promise_of_an_organisation_or_a_person_is_told_to_them(scope: str) -> None:
    own = replace(HOSTED, unit=replace(UNIT, scope=scope))
    assert by_hand(own)[scope] == [(EffectKind.LOSES, Part.SCOPE)]


def test_the_part_nearest_to_the_event_comes_first() -> None:
    effects = tuple(
        Effect(EffectKind.GAINS, part, f"e-{part}", "会", "", DAY) for part in reversed(Part)
    )
    assert Recipient(ALPHA, effects).part is Part.HOST


def test_what_changes_for_somebody_is_told_by_day_and_then_by_name() -> None:
    gone = unit_of("gone", owner="food")
    events = tuple(
        event_of(replace(gone, key=replace(gone.key, ordinal=number)), day, uid=uid)
        for number, (uid, day) in enumerate((("e-b", NEXT), ("e-c", DAY), ("e-a", NEXT)), start=1)
    )
    source = replace(alliance(), rules=(), events=events)
    [told_to] = recipients_of(plan(source), source)
    assert (told_to.key, [(effect.uid, effect.day) for effect in told_to.effects]) == (
        "body:food",
        [("e-c", DAY), ("e-a", NEXT), ("e-b", NEXT)],
    )
