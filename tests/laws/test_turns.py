"""Laws 5 to 9: turns and their ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from hypothesis import assume, given
from hypothesis import strategies as st

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.roster import Membership, Officer, Tenure
from scheduler.domain.turn import Account, EntryKind, TurnEntry, fold
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.turns.flow import Bounds, fits
from scheduler.rules.turns.newcomers import settled_turn
from scheduler.rules.turns.rotas import ledger, turn_of
from scheduler.rules.turns.walk import Turn, assign, entry_of
from tests.laws.registry import AS_DRAWN, FEW, on_each_type
from tests.laws.worlds import CASES, LEADERS, LIVED
from tests.rules.alliance import alliance
from tests.rules.strategies import Case

_MEMBERS = (*LEADERS, "person:q", "labour", "safety")
_NEWCOMER = "organisation:leader-9"


def _rotations(source: PlanInput) -> Iterable[Rule]:
    return (rule for rule in source.rules if rule.type == "rotation")


def _filled(source: PlanInput, rule: Rule) -> list[Event]:
    """List the events that have what the rotation fills, by day."""
    spec = rotation.parse(rule)
    return sorted(
        (
            event
            for event in source.events
            if event.owner == rule.owner
            and (event.kind in spec.targets or (event.unit and event.unit.rule in spec.targets))
            and _value(rule, event) is not None
        ),
        key=lambda event: (event.start, event.uid),
    )


def _value(rule: Rule, event: Event) -> str | None:
    return event.host if rotation.parse(rule).fills is rotation.Fills.HOST else event.theme


def _charged(source: PlanInput, rule: Rule) -> tuple[TurnEntry, ...]:
    """Give the entries of the turns that were held."""
    return tuple(
        entry_of(turn_of(source, rule, event.uid, event.day()), _value(rule, event))
        for event in _filled(source, rule)
        if event.status is EventStatus.HELD
    )


@st.composite
def _entries(draw: st.DrawFn) -> TurnEntry:
    """Draw an entry of any kind, whole or lacking what it needs."""
    pool = draw(st.dictionaries(st.sampled_from(_MEMBERS), st.integers(1, 3), max_size=4))
    return TurnEntry(
        draw(st.sampled_from(EntryKind)),
        date(2026, 4, 1) + timedelta(days=draw(st.integers(0, 60))),
        tuple(sorted(pool.items())),
        draw(st.none() | st.sampled_from(_MEMBERS)),
        draw(st.sampled_from(("", "e-1", "e-2"))),
        Fraction(draw(st.integers(-4, 4)), 3),
        draw(st.none() | st.sampled_from(_MEMBERS)),
    )


@on_each_type(5)
@FEW
@given(data=st.data(), more=st.lists(_entries(), max_size=6))
def test_law_05_debts_sum_to_zero_whatever_is_held_and_entered(
    kind: str, data: st.DataObject, more: list[TurnEntry]
) -> None:
    source = data.draw(LIVED[kind]).source
    for rule in _rotations(source):
        entries = (*_charged(source, rule), *more)
        for count in range(len(entries) + 1):
            known = replace(source, turns={(rule.owner, rule.key): entries[:count]})
            assert sum(account.debt for account in ledger(known, rule).values()) == 0


@st.composite
def _walks(draw: st.DrawFn) -> list[Turn]:
    """Draw turns a week apart whose pools differ, with some absent."""
    pools = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 2), min_size=1)
    turns = []
    for number, pool in enumerate(draw(st.lists(pools, min_size=1, max_size=9))):
        absent = draw(st.sets(st.sampled_from(sorted(pool)), max_size=1))
        day = date(2026, 1, 5) + timedelta(weeks=number)
        turns.append(Turn(f"e-{number}", day, tuple(sorted(pool.items())), frozenset(absent)))
    return turns


@st.composite
def _carried(draw: st.DrawFn) -> dict[str, Account]:
    """Draw debts carried from before that sum to zero."""
    thirds = draw(st.lists(st.integers(-4, 4), min_size=4, max_size=4))
    debts = [Fraction(third, 3) for third in (*thirds, -sum(thirds))]
    return {key: Account(key, debt) for key, debt in zip("abcde", debts, strict=True)}


@on_each_type(6)
@AS_DRAWN
@given(turns=_walks(), accounts=_carried())
def test_law_06_everybody_hosts_the_fair_number_rounded_down_or_up(
    kind: str, turns: list[Turn], accounts: dict[str, Account]
) -> None:
    assert kind == "rotation"
    fair = {key: account.debt for key, account in accounts.items()}
    for turn in turns:
        total = sum(weight for _, weight in turn.eligible)
        for member, weight in turn.eligible if turn.able else ():
            fair[member] += Fraction(weight, total)
    bounds = Bounds(
        {key: floor(due) for key, due in fair.items()},
        {key: max(ceil(due), 0) for key, due in fair.items()},
    )
    assume(fits([turn.able for turn in turns if turn.able], bounds))
    counts = Counter(choice.host for choice in assign(turns, accounts))
    assert [key for key in fair if not bounds.low[key] <= counts[key] <= bounds.high[key]] == []


def _exchanged(events: tuple[Event, ...], one: str, other: str) -> tuple[Event, ...]:
    hosts = {event.uid: event.host for event in events}
    swapped = {one: hosts[other], other: hosts[one]}
    return tuple(
        replace(event, host=swapped[event.uid]) if event.uid in swapped else event
        for event in events
    )


@on_each_type(7)
@FEW
@given(data=st.data())
def test_law_07_a_swap_is_net_zero_and_done_twice_changes_nothing(
    kind: str, data: st.DataObject
) -> None:
    case = data.draw(CASES[kind]).published()
    hosts = [rule for rule in _rotations(case.source) if rule.data["fills"] == "host"]
    events = [event.uid for rule in hosts for event in _filled(case.source, rule)]
    assume(len(set(events)) > 1)
    one, other = data.draw(st.lists(st.sampled_from(events), min_size=2, max_size=2, unique=True))
    once = case.changed(events=_exchanged(case.source.events, one, other))
    twice = once.changed(events=_exchanged(once.source.events, one, other))
    assert repr(twice.plan()) == repr(case.plan())
    swapped = {event.uid: event.host for event in once.source.events}
    for rule in hosts:
        turns = [
            turn_of(case.source, rule, each.uid, each.day()) for each in _filled(case.source, rule)
        ]
        able = {turn.uid: swapped[turn.uid] in turn.able for turn in turns}
        if rule.key == "host_turns" and able.get(one) and able.get(other):
            kept = {placement.uid: placement.host for placement in once.plan().placements}
            assert (kept[one], kept[other]) == (swapped[one], swapped[other])
        if {one, other} <= {event.uid for event in _filled(case.source, rule)}:
            assert _debts(_all_held(once.source), rule) == _debts(_all_held(case.source), rule)


def _all_held(source: PlanInput) -> PlanInput:
    return replace(
        source, events=tuple(replace(event, status=EventStatus.HELD) for event in source.events)
    )


def _debts(source: PlanInput, rule: Rule) -> Mapping[str, Fraction]:
    return {key: account.debt for key, account in fold(_charged(source, rule)).items()}


@on_each_type(8)
@FEW
@given(data=st.data(), after=st.integers(-30, 60))
def test_law_08_a_join_changes_no_committed_turn(
    kind: str, data: st.DataObject, after: int
) -> None:
    case = data.draw(LIVED[kind]).published()
    source = case.source
    tenure = Tenure(source.today + timedelta(days=after))
    joined = case.changed(
        members={
            "a": (
                Membership(_NEWCOMER, "a", "chain_leader", weight=2, tenure=tenure),
                *source.members["a"],
            )
        },
        officers={
            **source.officers,
            "a": (Officer("n", "a", "liaison", tenure), *source.officers["a"]),
        },
    )
    before, later = _committed(case), _committed(joined)
    assert {uid: later[uid] for uid in before} == before


_COMING = st.lists(st.integers(-40, 200), max_size=3)


def _with_new(source: PlanInput, days: Iterable[int], name: str) -> PlanInput:
    """Let chain leaders join so many days after the source's."""
    new = (
        Membership(f"organisation:{name}-{day}", "food", "chain_leader", tenure=tenure)
        for day in days
        for tenure in [Tenure(source.today + timedelta(days=day))]
    )
    return replace(source, members={"food": (*source.members["food"], *new)})


@on_each_type(8)
@AS_DRAWN
@given(known=_COMING, later=_COMING, on=st.integers(0, 60))
def test_law_08_a_committed_turn_is_shared_by_those_its_host_was_chosen_among(
    kind: str, known: list[int], later: list[int], on: int
) -> None:
    assert kind == "rotation"
    before = _with_new(alliance(), known, "known")
    made = applied(before, plan(before))
    (rule,) = (each for each in made.rules if each.key == "host_turns")
    until = made.today + timedelta(days=made.commit_days)
    committed = [each for each in _filled(made, rule) if each.day() < until]
    after = replace(made, today=made.today + timedelta(days=on))
    # One whose first day lies before the turn was committed was there in time, whenever recorded.
    latest = max((each.day() for each in committed), default=made.today)
    in_time = latest - timedelta(days=made.commit_days)
    late = [day for day in later if after.today + timedelta(days=day) > in_time]
    for event in committed:
        chosen = turn_of(before, rule, event.uid, event.day()).eligible
        for read in (made, _with_new(after, late, "later")):
            assert settled_turn(read, rule, event, event.host).eligible == chosen


@on_each_type(9)
@FEW
@given(data=st.data(), after=st.integers(-30, 60))
def test_law_09_a_leave_changes_only_the_turns_of_who_leaves_among_the_committed(
    kind: str, data: st.DataObject, after: int
) -> None:
    case = data.draw(LIVED[kind]).published()
    source = case.source
    gone = data.draw(st.sampled_from((*LEADERS, "person:q")))
    until = Tenure(None, source.today + timedelta(days=after))
    left = case.changed(
        members={
            "a": tuple(
                replace(each, tenure=until) if each.member == gone else each
                for each in source.members["a"]
            )
        },
        officers={
            **source.officers,
            "a": tuple(
                replace(each, tenure=until) if f"person:{each.person}" == gone else each
                for each in source.officers["a"]
            ),
        },
    )
    before, later = _committed(case), _committed(left)
    assert {uid for uid, host in before.items() if later.get(uid) != host} <= {
        uid for uid, host in before.items() if host == gone
    }


def _committed(case: Case) -> dict[str, str | None]:
    """Plan, and give the hosts of the turns that are near enough to be committed."""
    source = case.source
    until = source.today + timedelta(days=source.commit_days)
    turns = {event.uid for event in source.events if event.host and event.day() < until}
    hosts = {event.uid: event.host for event in source.events}
    hosts |= {placement.uid: placement.host for placement in case.plan().placements}
    return {uid: hosts[uid] for uid in turns}
