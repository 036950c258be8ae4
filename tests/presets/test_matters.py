from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.matter import Matter, MatterState, Method, Step, next_state
from scheduler.domain.moments import SHANGHAI
from scheduler.presets import load
from scheduler.presets.matters import SampleMatter, SampleStep, resolution, sample_matters
from scheduler.rules.calendar.workdays import shipped_calendar

CALENDAR = shipped_calendar()
WAITING = "原料检测平台共建（样例）"
"""The title of the matter that was consulted lately and is not resolved yet."""
LATE = datetime(2026, 11, 22, 8, 0, tzinfo=SHANGHAI)

moments = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2028, 12, 31),  # noqa: DTZ001 - hypothesis wants naive bounds
).map(lambda moment: moment.replace(tzinfo=SHANGHAI))


def _state(sample: SampleMatter) -> MatterState:
    """Take the steps by the rules of the domain."""
    matter = Matter("m", sample.alliance, "t", "c", sample.raised_by, sample.raised_at)
    for step in sample.steps[1:]:
        matter = Matter(
            "m",
            sample.alliance,
            "t",
            "c",
            sample.raised_by,
            sample.raised_at,
            state=next_state(matter, step.step),
            major=sample.major,
        )
    return matter.state


@given(moments)
def test_every_step_lies_between_new_year_and_now_and_follows_from_the_one_before(
    now: datetime,
) -> None:
    for sample in sample_matters(now, CALENDAR):
        instants = [step.at for step in sample.steps]
        assert instants == sorted(instants)
        assert instants[-1] <= now
        assert instants[0].year == now.year
        assert sample.steps[0].step is Step.RAISE
        assert _state(sample) in set(MatterState)


@given(moments, st.integers(0, 60))
def test_the_past_of_fixed_dates_only_grows(now: datetime, days: int) -> None:
    later = now + timedelta(days=days)
    if later.year == now.year:
        earlier = {sample.title for sample in sample_matters(now, CALENDAR) if sample.days}
        assert earlier <= {sample.title for sample in sample_matters(later, CALENDAR)}


def test_jiyang_closes_eleven_matters_one_of_them_major() -> None:
    closed = [
        sample
        for sample in sample_matters(LATE, CALENDAR)
        if sample.alliance == "jiyang-food" and sample.days and sample.title != WAITING
    ]
    assert Counter(sample.method for sample in closed) == {
        Method.ASSIGNMENT: 6,
        Method.CONSULTATION: 2,
        Method.PROXY: 2,
        Method.DIRECT: 1,
    }
    assert Counter((_state(sample), sample.major) for sample in closed) == {
        (MatterState.RESOLVED, False): 10,
        (MatterState.ACCEPTED, True): 1,
    }


def test_no_other_jiyang_chain_closes_a_matter() -> None:
    others = [
        _state(sample)
        for sample in sample_matters(LATE, CALENDAR)
        if sample.alliance in {"jiyang-medicine", "jiyang-equipment"}
    ]
    assert others == [MatterState.WITHDRAWN, MatterState.ACCEPTED]


def test_a_major_matter_is_resolved_some_workdays_after_its_consultation() -> None:
    major = next(sample for sample in sample_matters(LATE, CALENDAR) if sample.major)
    held = datetime(2026, 3, 20, 16, 0, tzinfo=SHANGHAI)
    assert resolution(major, held, CALENDAR) == SampleStep(
        Step.RESOLVE, datetime(2026, 3, 25, 10, 30, tzinfo=SHANGHAI), Method.CONSULTATION
    )


def test_a_matter_knows_when_it_was_accepted() -> None:
    accepted = {
        sample.title: sample.accepted_at
        for sample in sample_matters(LATE, CALENDAR)
        if sample.alliance == "jiyang-food" and (not sample.days or sample.title == WAITING)
    }
    assert accepted == {
        "园区充电位不足（样例）": datetime(2026, 10, 12, 10, 30, tzinfo=SHANGHAI),
        "原料检测平台共建（样例）": datetime(2026, 11, 3, 10, 30, tzinfo=SHANGHAI),
        "冷链运力协调（样例）": datetime(2026, 11, 17, 10, 30, tzinfo=SHANGHAI),
        "蒸汽管网扩容（样例）": datetime(2026, 11, 20, 10, 30, tzinfo=SHANGHAI),
        "共享检测设备目录（样例）": None,
        "厂区夜班班车绕行（样例）": None,
    }


def test_late_in_the_year_matters_stand_in_every_state_that_needs_no_meeting() -> None:
    found = {_state(sample) for sample in sample_matters(LATE, CALENDAR)}
    assert found == set(MatterState) - {MatterState.CONSULTED}


def test_matters_name_only_members_of_their_alliance() -> None:
    members = {(tie.body, tie.member) for preset in load() for tie in preset.roster.memberships}
    for sample in sample_matters(LATE, CALENDAR):
        assert (sample.alliance, sample.raised_by) in members
        assert not sample.department or (sample.alliance, sample.department) in members
        assert sample.title.endswith("（样例）")


def test_on_new_years_day_nothing_has_happened() -> None:
    assert sample_matters(datetime(2026, 1, 1, 9, 0, tzinfo=SHANGHAI), CALENDAR) == ()
