from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.roster import Tenure
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.turns.openings import OpenTurn, members_of, open_turns
from tests.rules.alliance import LEADERS, alliance, with_rule

DAYS = (date(2026, 1, 1), date(2026, 7, 1))


def found(source: PlanInput) -> tuple[OpenTurn, ...]:
    return open_turns(source, plan(source).placements)


def test_while_somebody_can_host_no_turn_is_open() -> None:
    assert found(alliance()) == ()


def test_of_a_pool_that_empties_every_coming_turn_is_open() -> None:
    source = alliance()
    left = (replace(each, tenure=Tenure(None, DAYS[1])) for each in source.members["food"])
    emptied = replace(source, members={"food": tuple(left)})
    turns = found(emptied)
    placements = {each.uid: each for each in plan(emptied).placements}
    assert [turn.day for turn in turns] == sorted(turn.day for turn in turns)
    assert {turn.uid for turn in turns} == {
        uid for uid, each in placements.items() if each.kind == "exchange" and each.host is None
    }
    assert turns[0] == OpenTurn(
        uid=turns[0].uid,
        owner="food",
        title="exchange",
        title_en="exchange",
        day=turns[0].day,
        rule="host_turns",
        cause={"code": "pool_empty", "fields": {"rule": "host_turns", "rule_en": "host_turns"}},
    )
    over = replace(emptied, today=date(2026, 12, 31))
    assert open_turns(over, placements.values()) == ()
    assert members_of(turns) == frozenset()


def test_the_rotation_that_stands_on_the_day_is_named() -> None:
    source = alliance()
    hosts = next(each for each in source.rules if each.key == "host_turns")
    former = replace(hosts, tenure=Tenure(None, DAYS[0]))
    late = replace(hosts, key="later_turns", name="后来", tenure=Tenure(DAYS[0]))
    others = tuple(each for each in source.rules if each.key not in {"host_turns", "theme_turns"})
    emptied = replace(source, rules=(*others, former, late), members={"food": ()})
    assert {turn.rule for turn in found(emptied)} == {"later_turns"}


def test_a_pool_of_which_all_are_away_is_named() -> None:
    source = replace(alliance(), blackouts=tuple(Blackout(key, *DAYS) for key in LEADERS))
    (cause, *others) = [turn.cause for turn in found(source)]
    assert cause == {"code": "pool_away", "fields": {"members": list(LEADERS)}}
    assert all(other == cause for other in others)
    assert members_of(found(source)) == frozenset(LEADERS)


def test_a_rotation_of_themes_or_of_others_leaves_no_turn_open() -> None:
    source = with_rule(
        replace(alliance(), lists={("food", "none"): ()}, members={"food": ()}),
        "theme_turns",
        "rotation",
        {"fills": "theme", "for": "exchange", "pool": "@none"},
    )
    assert {turn.rule for turn in found(source)} == {"host_turns"}
    rules = tuple(
        replace(each, owner="steel") if each.key == "host_turns" else each for each in source.rules
    )
    assert found(replace(source, rules=rules)) == ()


def test_a_frozen_event_from_before_its_rotation_is_an_open_turn() -> None:
    source = alliance()
    bare = replace(source, rules=tuple(each for each in source.rules if each.type != "rotation"))
    before = applied(bare, plan(bare))
    days = sorted(event.day() for event in before.events if event.kind == "exchange")
    today = days[1] - timedelta(days=source.freeze_days - 1)
    after = replace(before, rules=source.rules, today=today)
    [turn] = found(after)
    assert (turn.day, turn.rule, turn.members, turn.published, turn.cause) == (
        days[1],
        "host_turns",
        (),
        True,
        {"code": "rotation_late", "fields": {"rule": "host_turns", "rule_en": "host_turns"}},
    )
    later = replace(
        after,
        rules=tuple(
            replace(each, tenure=Tenure(days[2])) if each.key == "host_turns" else each
            for each in source.rules
            if each.key != "theme_turns"
        ),
    )
    assert found(later) == ()
