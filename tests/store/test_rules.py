"""Rules as they are kept: with former versions, and changed only in the revision that was seen."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select, update

from scheduler.domain.activity import Also, UnitKey
from scheduler.domain.roster import Tenure
from scheduler.rules.explain import UNDONE
from scheduler.rules.model import Rule
from scheduler.store import Store
from scheduler.store import rules as promises
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow, RuleVersionRow
from tests.support.world import ALLIANCE, EXCHANGES, OTHER, at, filled

CHANGE = date(2026, 9, 4)


def found(store: Store, key: str = "exchange") -> Rule | None:
    with store.read() as session:
        return promises.find(session, ALLIANCE, key)


def exchange(store: Store) -> Rule:
    rule = found(store)
    assert rule is not None
    return rule


def changed(rule: Rule) -> Rule:
    first = replace(rule, tenure=Tenure(None, CHANGE), superseded=True)
    return replace(
        rule,
        data={**rule.data, "min": 5},
        tenure=Tenure(CHANGE),
        revision=rule.revision + 1,
        former=(first,),
        basis="章程第六条",
    )


def test_rules_come_in_the_order_of_their_pages_with_their_dates(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.execute(
            update(RuleRow)
            .where(RuleRow.key == "exchange")
            .values(position=-1, since=date(2026, 3, 1), revision=4)
        )

    with store.read() as session:
        found = promises.of_alliances(session, [ALLIANCE, OTHER])

    assert [(rule.owner, rule.key) for rule in found] == [
        (ALLIANCE, "exchange"),
        (ALLIANCE, "quarterly_council"),
        (ALLIANCE, "matter_consultation"),
        (ALLIANCE, "resource_list"),
        (ALLIANCE, "host_turns"),
        (OTHER, "quarterly_council"),
    ]
    assert (found[0].tenure.since, found[0].tenure.until, found[0].revision) == (
        date(2026, 3, 1),
        None,
        4,
    )


def test_a_changed_rule_is_found_with_what_it_said_before(database_url: str) -> None:
    store = filled(database_url)
    wanted = changed(exchange(store))

    with store.write() as session:
        assert promises.put(session, wanted, 1)

    former = tuple(replace(each, basis="章程第六条") for each in wanted.former)
    assert found(store) == replace(wanted, former=former)
    with store.write() as session:
        assert promises.put(session, replace(wanted, former=(), revision=3), 2)
    assert found(store) == replace(wanted, former=(), revision=3)


def test_a_rule_is_not_written_over_a_revision_that_was_not_seen(database_url: str) -> None:
    store = filled(database_url)
    before = exchange(store)

    with store.write() as session:
        assert not promises.put(session, changed(before), 7)
        assert not promises.remove(session, replace(before, revision=7))

    assert exchange(store) == before


def test_a_new_rule_is_the_last_on_its_page(database_url: str) -> None:
    store = filled(database_url)
    new = replace(exchange(store), key="another")
    with store.write() as session:
        promises.add(session, new)
        promises.add(session, replace(new, owner="county"))

    with store.read() as session:
        listed = [(rule.owner, rule.key) for rule in promises.of_alliances(session, [ALLIANCE])]
        positions = select(RuleRow.position).where(RuleRow.key == "another")
        assert sorted(session.scalars(positions)) == [0, 5]
    assert listed[-1] == (ALLIANCE, "another")


def test_a_rule_taken_out_leaves_no_version(database_url: str) -> None:
    store = filled(database_url)
    wanted = changed(exchange(store))
    with store.write() as session:
        promises.put(session, wanted, 1)

    with store.write() as session:
        assert promises.remove(session, wanted)

    assert found(store) is None
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(RuleVersionRow)) == 0


def test_a_rule_is_used_by_an_event_or_a_turn(database_url: str) -> None:
    store = filled(database_url)
    with store.read() as session:
        used = [
            promises.used(session, ALLIANCE, key)
            for key in ("exchange", "host_turns", "matter_consultation")
        ]
        other = promises.used(session, OTHER, "exchange")
    assert (used, other) == ([True, True, False], False)


def test_a_rule_is_used_by_an_event_on_which_it_rides(database_url: str) -> None:
    store = filled(database_url)
    unit = UnitKey("party_day", f"body:{ALLIANCE}", "2026")
    begins = at(date(2026, 9, 23))
    one = EventRow.uid == EXCHANGES[1]

    def told(**values: object) -> list[bool]:
        with store.write() as session:
            session.execute(update(EventRow).where(one).values(**values))
            return [
                promises.used(session, ALLIANCE, "party_day"),
                promises.stands(session, ALLIANCE, "party_day", begins + timedelta(days=1)),
            ]

    assert told(also=[]) == [False, False]
    assert told(also=[Also(unit, "lesson").json]) == [True, True]
    with store.read() as session:
        assert not promises.stands(session, ALLIANCE, "party_day", begins)
        assert not promises.used(session, ALLIANCE, "party%")
        assert not promises.used(session, ALLIANCE, "day")
        assert not promises.used(session, OTHER, "party_day")
    assert told(status="cancelled") == [True, False]
    assert told(why_date={"code": UNDONE}) == [False, False]
