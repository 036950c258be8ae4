"""Small worlds around one drawn rule: a half-year of an alliance, its neighbours and their people.

``CASES`` holds for each rule type a strategy of cases in which nothing is published yet, and under
``units`` one of demand units that no rule has written; ``LIVED`` the same cases later on:
published, partly held, moved by hand, cancelled, with new absences, and of triggers with newly
accepted matters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from scheduler.domain.matter import Matter, MatterState
from scheduler.domain.roster import Membership, Officer, Tenure, Venue
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.kinds import TYPES, RuleType
from scheduler.rules.model import Rule
from tests.laws.written import rules_of
from tests.rules.strategies import CALENDARS, Case, cases, lived

UNITS = "units"
"""The name of the cases whose units were drawn themselves."""

START, END = date(2026, 4, 1), date(2026, 10, 1)
LEADERS = tuple(f"organisation:leader-{number}" for number in (1, 2, 3))
_COMPANIONS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("exchange", "quota", {"kind": "exchange", "per": "quarter", "min": 2, "gap_days": 10}),
    ("alliance_day", "anchor", {"kind": "alliance_day", "rrule": "FREQ=MONTHLY;BYDAY=3TH"}),
    (
        "guests",
        "coverage",
        {"axes": {"kind": ["talk", "exchange"]}, "per": "quarter", "min": 1, "with": "exchange"},
    ),
    ("quarterly_council", "quota", {"kind": "council", "per": "quarter", "min": 1}),
    (
        "matter_consultation",
        "trigger",
        {
            "on": "matter.accepted",
            "emit": "consultation",
            "due": "10wd",
            "satisfied_by": "council",
            "batch": {"same": "category", "k": 2, "within": "30d", "emit": "collective_handling"},
        },
    ),
    ("seats", "staffing", {"for": "council", "require": [{"role": "lead_official", "n": "all"}]}),
    (
        "host_turns",
        "rotation",
        {"fills": "host", "for": "alliance_day", "pool": {"role": "chain_leader"}},
    ),
)
_NEIGHBOUR: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("talks", "quota", {"kind": "talk", "per": "quarter", "min": 2}),
    ("speakers", "rotation", {"fills": "host", "for": "talk", "pool": {"officer": "liaison"}}),
)


def _rules(owner: str, written: Iterable[tuple[str, str, dict[str, object]]]) -> tuple[Rule, ...]:
    return tuple(Rule(key, kind, owner, key, key, data) for key, kind, data in written)


COMPANIONS = _rules("a", _COMPANIONS)
NEIGHBOUR = _rules("b", _NEIGHBOUR)
"""The rules of an alliance that shares nothing with the others."""


def matter(number: int, day: date, *, major: bool = True, category: str = "labour") -> Matter:
    """Make a matter that was accepted on a day."""
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    state = MatterState.ACCEPTED
    return Matter(
        f"m{number}",
        "a",
        f"样例要事{number}",
        category,
        LEADERS[0],
        at,
        state,
        major,
        accepted_at=at,
    )


def world(*rules: Rule) -> PlanInput:
    """Give the half-year of the alliance ``a`` with these rules beside its usual ones."""
    return PlanInput(
        today=START,
        start=START,
        end=END,
        targets=("a", "b"),
        rules=(*COMPANIONS, *NEIGHBOUR, *rules),
        calendar=CALENDARS[0],
        kinds={},
        members={
            "a": (
                Membership(LEADERS[0], "a", "chain_leader", weight=2),
                Membership(LEADERS[1], "a", "chain_leader"),
                Membership(LEADERS[2], "a", "chain_leader", tenure=Tenure(date(2026, 6, 1))),
                Membership("organisation:works", "a", tenure=Tenure(None, date(2026, 8, 1))),
            )
        },
        officers={
            "a": (
                Officer("p", "a", "lead_official"),
                Officer("q", "a", "liaison"),
                Officer("g", "a", "party_guide"),
            ),
            "b": (Officer("r", "b", "liaison"), Officer("s", "b", "liaison")),
            "c": (Officer("p", "c", "lead_official"),),
        },
        venues={
            "hall": Venue("hall", "样例会场", organisation="leader-1"),
            "base": Venue("base", "样例阵地"),
        },
        groups={"pilots": ("a", "c"), "pilot_committees": ("a", "c")},
        matters=(matter(1, date(2026, 4, 9)), matter(2, date(2026, 4, 20), category="land")),
        lists={("a", "base"): ("venue:base",), ("a", "teams"): ("legal", "tax")},
        base={"a": 1, "b": 1},
        freeze_days=5,
    )


@st.composite
def _matters(draw: st.DrawFn) -> tuple[Matter, ...]:
    days = draw(st.lists(st.integers(1, 60), max_size=3))
    return tuple(
        matter(
            number,
            START + timedelta(days=day),
            major=draw(st.booleans()),
            category=draw(st.sampled_from(("labour", "land"))),
        )
        for number, day in enumerate(days, start=1)
    )


@st.composite
def _absences(draw: st.DrawFn) -> Blackout:
    start = START + timedelta(days=draw(st.integers(0, 120)))
    who = draw(st.sampled_from(("person:p", "venue:hall", "venue:base", "body:a", *LEADERS)))
    length = draw(st.sampled_from((1, 7, 30, 30, 92)))
    return Blackout(who, start, start + timedelta(days=length))


@st.composite
def written_cases(draw: st.DrawFn, kind: RuleType) -> Case:
    """A half-year with one drawn rule of the type, before anything is published."""
    source = world(draw(rules_of(kind)))
    return Case(
        replace(
            source,
            calendar=draw(st.sampled_from(CALENDARS)),
            blackouts=tuple(draw(st.lists(_absences(), max_size=2))),
            matters=draw(_matters()),
        )
    )


@st.composite
def _with_newcomers(draw: st.DrawFn, earlier: st.SearchStrategy[Case]) -> Case:
    """The case with events pinned, a matter withdrawn, and matters like those that are listed."""
    case = draw(earlier)
    source = case.source
    late = []
    for number in range(10, 10 + draw(st.integers(0, 3)) if source.matters else 10):
        like = draw(st.sampled_from(source.matters))
        assert like.accepted_at is not None
        day = like.accepted_at.date() + timedelta(days=draw(st.integers(0, 9)))
        late.append(matter(number, day, category=like.category))
    known = list(source.matters)
    one_goes = draw(st.booleans())
    if known and one_goes:
        known[0] = replace(known[0], state=MatterState.WITHDRAWN)
    pinned = draw(st.booleans())
    events = tuple(replace(event, pinned=event.pinned or pinned) for event in source.events)
    return case.changed(matters=(*known, *late), events=events)


CASES: Mapping[str, st.SearchStrategy[Case]] = {
    UNITS: cases(),
    **{kind.name: written_cases(kind) for kind in TYPES},
}
LIVED: Mapping[str, st.SearchStrategy[Case]] = {
    **{name: lived(strategy) for name, strategy in CASES.items()},
    "trigger": _with_newcomers(lived(CASES["trigger"])),
}
