"""Published turns beside their ledger: those that stay are told, and the way to mend them works."""

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import cast

from scheduler.domain.activity import Explanation
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.inputs import PlanInput
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.turns.balance import uneven
from tests.rules.alliance import LEADERS, alliance

TURNS = ("food", "host_turns")
CORRECTED = date(2025, 12, 15)


def published() -> PlanInput:
    """The alliance whose year was planned and published."""
    source = alliance()
    return applied(source, plan(source))


def corrected(source: PlanInput, by: Fraction = Fraction(2)) -> PlanInput:
    """Give the first leader so much more debt at the cost of the second."""
    first, second = LEADERS[:2]
    entry = TurnEntry(EntryKind.CORRECTION, CORRECTED, host=first, amount=by, counter=second)
    return with_entry(source, entry)


def with_entry(source: PlanInput, entry: TurnEntry) -> PlanInput:
    return replace(source, turns={TURNS: (*source.turns.get(TURNS, ()), entry)})


def found(source: PlanInput) -> tuple[Explanation, ...]:
    return uneven(source, plan(source).placements)


def hosted(source: PlanInput) -> list[int]:
    counts = Counter(event.host for event in source.events if event.kind == "exchange")
    return [counts[key] for key in LEADERS]


def test_a_published_year_that_fits_its_ledger_has_nothing_to_tell() -> None:
    source = published()
    assert (hosted(source), found(source)) == ([2, 2, 2, 2, 2], ())
    assert found(alliance()) == ()
    # Half a turn lies between the numbers rounded down and up.
    assert found(corrected(source, Fraction(1, 2))) == ()


def test_after_a_correction_it_is_told_who_is_due_more_and_less_and_which_turn_may_go() -> None:
    source = corrected(published())
    turns = [event for event in source.events if event.host == LEADERS[1]]
    late = min(event.day() for event in turns if event.day() >= date(2026, 3, 15))
    assert plan(source).empty
    assert found(source) == (
        {
            "code": "turns_uneven",
            "fields": {
                "rule": "host_turns",
                "members": [
                    {"member": LEADERS[0], "due": "4.00", "hosts": 2},
                    {"member": LEADERS[1], "due": "0.00", "hosts": 2},
                ],
                "host": LEADERS[1],
                "day": late.isoformat(),
            },
        },
    )


def test_putting_off_the_turns_that_are_named_leads_back_to_the_ledger() -> None:
    source = replace(corrected(published()), commit_days=0)
    while told := found(source):
        fields = cast("dict[str, str]", told[0]["fields"])
        turn = next(
            event
            for event in source.events
            if event.host == fields["host"] and event.day().isoformat() == fields["day"]
        )
        deferred = TurnEntry(EntryKind.DEFER, CORRECTED, host=turn.host, uid=turn.uid)
        source = with_entry(source, deferred)
        made = plan(source)
        assert [(each.uid, each.kind) for each in made.changes] == [(turn.uid, "host")]
        source = applied(source, made)
    assert (hosted(source), found(source)) == ([4, 0, 2, 2, 2], ())


def test_what_people_agreed_on_or_fixed_or_is_near_is_not_to_be_given_away() -> None:
    source = corrected(published())

    def changed(**fields: object) -> PlanInput:
        events = (
            replace(event, **fields)  # type: ignore[arg-type]  # each use names real fields
            for event in source.events
        )
        return replace(source, events=tuple(events))

    agreed = {"code": "host_swapped", "fields": {}}
    assert found(changed(why_host=agreed)) == ()
    assert found(changed(pinned=True)) == ()
    assert found(replace(source, commit_days=400)) == ()
