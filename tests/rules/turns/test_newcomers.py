"""Who joins has no share in turns that are committed already, and owes nothing for them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import cast

import pytest

from scheduler.domain.activity import Event
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.turns.newcomers import settled_turn
from scheduler.rules.turns.rotas import turn_of
from scheduler.rules.turns.walk import fair_numbers
from tests.rules.alliance import alliance

NEW = "organisation:newcomer"
TODAY = date(2025, 12, 15)
SETTLED = TODAY + timedelta(days=90)


def published() -> PlanInput:
    """The year as it was published some days before; turns come on 13 January, 25 February."""
    before = alliance(date(2025, 12, 10))
    return replace(applied(before, plan(before)), today=TODAY)


def joined(source: PlanInput, since: date | None) -> PlanInput:
    member = Membership(NEW, "food", "chain_leader", tenure=Tenure(since))
    return replace(source, members={"food": (*source.members["food"], member)})


def hosts(source: PlanInput) -> Rule:
    return next(rule for rule in source.rules if rule.key == "host_turns")


def turns(source: PlanInput) -> list[Event]:
    found = (event for event in source.events if event.kind == "exchange")
    return sorted(found, key=lambda event: event.start)


def due(source: PlanInput) -> Mapping[str, Fraction]:
    rule = hosts(source)
    settled = [settled_turn(source, rule, event, event.host) for event in turns(source)]
    return fair_numbers(settled, {}, ())


@pytest.mark.parametrize(
    ("since", "count"),
    [(TODAY, 8), (date(2026, 1, 1), 7), (date(2026, 1, 14), 7), (date(2026, 2, 25), 6)],
)
def test_who_joins_shares_the_turns_not_committed_then_on_whatever_day_that_is_told(
    since: date, count: int
) -> None:
    source = joined(published(), since)
    assert [event.day() < SETTLED for event in turns(source)] == [True] * 2 + [False] * 8
    assert sum(event.day() >= since + timedelta(days=90) for event in turns(source)) == count
    for today in (TODAY, since, date(2026, 3, 20), date(2026, 12, 30)):
        shares = due(replace(source, today=today))
        assert shares[NEW] == Fraction(count, 6)
        assert sum(shares.values()) == 10


def test_the_reason_of_a_host_owes_a_newcomer_nothing_for_committed_turns() -> None:
    whole = published()
    freed = turns(whole)[2]
    source = replace(
        whole,
        events=tuple(replace(each, host=None) if each == freed else each for each in whole.events),
    )
    told = [
        next(each for each in plan(joined(source, since)).placements if each.uid == freed.uid)
        for since in (date(2026, 1, 1), date(2026, 3, 1))
    ]
    # The eight turns to come are due to it once; only this one has no host yet.
    assert [each.host for each in told] == [NEW, NEW]
    own, other = (cast("dict[str, object]", each.why_host["fields"]) for each in told)
    assert {key: own[key] for key in own if own[key] != other[key]} == {
        "joined": [{"member": NEW, "since": "2026-01-01"}]
    }
    assert (own["entitled"], own["acted"], own["debt"]) == ("0.17", "0.00", "0.17")


def shares(known: PlanInput, event: Event) -> bool:
    turn = settled_turn(known, hosts(known), event, event.host)
    return NEW in dict(turn.eligible)


def test_who_was_there_when_the_host_was_chosen_shares_the_turn() -> None:
    source = published()
    first = turns(source)[0]
    swapped = {"code": "host_swapped", "fields": {"before": first.why_host}}
    assert shares(joined(source, None), first)
    late = joined(source, TODAY)
    assert not shares(late, first)
    assert not shares(late, replace(first, why_host=swapped))
    assert shares(late, replace(first, host=NEW))
    assert not shares(replace(late, commit_days=40), first)
    assert shares(replace(late, commit_days=5), first)
    far = replace(late, today=first.day() - timedelta(days=1))
    assert not shares(far, first)


@pytest.mark.parametrize("since", [date(2025, 12, 5), date(2025, 12, 10), date(2026, 1, 2)])
def test_who_shares_a_turn_is_who_its_host_was_chosen_among(since: date) -> None:
    before = joined(alliance(date(2025, 12, 10)), since)
    known = replace(applied(before, plan(before)), today=TODAY)
    first = turns(known)[0]
    after = joined(published(), since)
    assert [shares(known, first), shares(after, turns(after)[0])] == [True, False]
    swapped = {"code": "host_swapped", "fields": {"before": first.why_host}}
    assert shares(known, replace(first, why_host=swapped))
    (*others, new) = known.members["food"]
    again = replace(new, tenure=Tenure(since + timedelta(days=1)))
    assert not shares(replace(known, members={"food": (*others, again)}), first)


def test_a_choice_of_which_only_the_day_is_known_was_among_those_who_were_there_before() -> None:
    source = published()
    first = turns(source)[0]
    fields = cast("dict[str, object]", first.why_host["fields"])
    old = {key: fields[key] for key in fields if key not in ("committed", "joined")}
    told = replace(first, why_host={"code": "host_debt", "fields": old})
    came = joined(source, date(2025, 12, 5))
    assert shares(came, told)
    assert not shares(joined(source, date(2025, 12, 10)), told)
    assert not shares(came, replace(first, why_host={"code": "host_kept", "fields": {}}))
    assert shares(joined(source, TODAY), replace(first, host="organisation:guest", why_host={}))


def test_a_member_of_whom_another_weight_is_written_down_is_no_newcomer() -> None:
    source = published()
    first, others = (
        turns(source)[0],
        [each for each in source.members["food"] if each.member != NEW],
    )
    member = others[0].member
    spans = (Tenure(None, TODAY), Tenure(TODAY), Tenure(TODAY + timedelta(days=1)))

    def shares(*stays: Tenure) -> bool:
        own = (replace(others[0], tenure=stay) for stay in stays)
        known = replace(source, members={"food": (*own, *others[1:])})
        event = replace(first, host=others[1].member)
        return member in dict(settled_turn(known, hosts(known), event, event.host).eligible)

    assert shares(*spans[:2])
    assert not shares(spans[0], spans[2])


def test_a_theme_is_shared_by_all() -> None:
    source = joined(published(), TODAY)
    rule = next(rule for rule in source.rules if rule.key == "theme_turns")
    event = turns(source)[0]
    turn = turn_of(source, rule, event.uid, event.day(), event.theme)
    assert settled_turn(source, rule, event, event.theme) == turn
