from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.matter import MatterState, Method, Step
from scheduler.domain.moments import SHANGHAI
from scheduler.presets import load
from scheduler.presets.matters import (
    SampleMatter,
    TakenStep,
    consulted,
    past_matters,
    recent_matters,
)
from scheduler.rules.workdays import shipped_calendar

CALENDAR = shipped_calendar()
LATE = datetime(2026, 11, 22, 8, 0, tzinfo=SHANGHAI)

moments = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2028, 12, 31),  # noqa: DTZ001 - hypothesis wants naive bounds
).map(lambda moment: moment.replace(tzinfo=SHANGHAI))


@given(moments)
def test_no_step_lies_after_the_given_moment_nor_before_the_year(now: datetime) -> None:
    for sample in past_matters(now, CALENDAR) + recent_matters(now, CALENDAR):
        instants = [step.at for step in sample.steps]
        assert instants == sorted(instants)
        assert instants[-1] <= now
        assert instants[0].astimezone(SHANGHAI).year == now.year


@given(moments)
def test_keys_are_unique_and_steps_lead_to_the_state(now: datetime) -> None:
    samples = past_matters(now, CALENDAR) + recent_matters(now, CALENDAR)
    assert set(Counter(sample.matter.key for sample in samples).values()) <= {1}
    assert all(sample.matter.revision == len(sample.steps) for sample in samples)


@given(moments, st.integers(0, 60))
def test_the_past_only_grows(now: datetime, days: int) -> None:
    later = now + timedelta(days=days)
    if later.year == now.year:
        earlier = [sample.matter.key for sample in past_matters(now, CALENDAR)]
        assert set(earlier) <= {sample.matter.key for sample in past_matters(later, CALENDAR)}


def _complete() -> list[SampleMatter]:
    return [
        consulted(sample, sample.steps[-1].at + timedelta(days=5), LATE, CALENDAR)
        if sample.matter.major
        else sample
        for sample in past_matters(LATE, CALENDAR)
        if sample.matter.alliance == "jiyang-food"
    ]


def test_jiyang_solved_eleven_matters_two_of_them_major() -> None:
    complete = _complete()
    methods = Counter(sample.matter.method for sample in complete)
    assert {sample.matter.state for sample in complete} == {MatterState.RESOLVED}
    assert sum(sample.matter.major for sample in complete) == 2
    assert methods == {
        Method.ASSIGNMENT: 6,
        Method.CONSULTATION: 2,
        Method.PROXY: 2,
        Method.DIRECT: 1,
    }


def test_only_matters_resolved_by_proxy_name_one() -> None:
    assert {
        (sample.matter.method is Method.PROXY) == bool(sample.matter.proxy)
        for sample in _complete()
    } == {True}


def test_a_consultation_not_yet_over_leaves_the_matter_accepted() -> None:
    major = next(sample for sample in past_matters(LATE, CALENDAR) if sample.matter.major)
    assert consulted(major, LATE + timedelta(days=1), LATE, CALENDAR) == major


def test_a_consultation_of_today_is_not_resolved_yet() -> None:
    major = next(sample for sample in past_matters(LATE, CALENDAR) if sample.matter.major)
    after = consulted(major, LATE, LATE, CALENDAR)
    assert (after.matter.state, after.steps[-1]) == (
        MatterState.CONSULTED,
        TakenStep(Step.CONSULT, LATE),
    )


def test_late_in_the_year_every_state_is_shown_and_one_matter_is_overdue() -> None:
    recent = [sample.matter for sample in recent_matters(LATE, CALENDAR)]
    states = {matter.state for matter in recent} | {s.matter.state for s in _complete()}
    assert states == set(MatterState)
    waiting = {MatterState.RAISED, MatterState.DISPATCHED, MatterState.ACCEPTED}
    overdue = [
        matter.key
        for matter in recent
        if matter.state in waiting and matter.due is not None and matter.due < LATE.date()
    ]
    assert overdue == ["jiyang-food-2026-012"]


def test_matters_name_only_what_the_presets_hold() -> None:
    members = {f"organisation:{o.key}" for p in load() for o in p.roster.organisations}
    members |= {f"body:{body.key}" for preset in load() for body in preset.roster.bodies}
    alliances = {key for preset in load() for key in preset.alliances}
    for sample in past_matters(LATE, CALENDAR) + recent_matters(LATE, CALENDAR):
        assert sample.matter.alliance in alliances
        assert {sample.matter.raised_by, sample.matter.department} <= members | {None}
        assert sample.matter.title.endswith("（样例）")


def test_on_new_years_day_nothing_has_happened() -> None:
    now = datetime(2026, 1, 1, 9, 0, tzinfo=SHANGHAI)
    assert past_matters(now, CALENDAR) + recent_matters(now, CALENDAR) == ()
