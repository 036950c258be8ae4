"""What Today says of meetings: the next one, today's roll, and what is over and not sealed."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from scheduler.services import attendance
from scheduler.store import Store
from scheduler.web.calendar_pages import NextMeeting
from scheduler.web.parts import Action, Chip, Fact, Light, Task, Words
from tests.support.world import app, principal
from tests.web.todays import AFTER, COUNCIL, MORNING, shown_to, store_of


@pytest.mark.parametrize(
    ("now", "note", "waiting"),
    [
        (MORNING, "还有4小时15分", "没有事等您办"),
        (datetime(2026, 9, 16, 7, 0, tzinfo=UTC), "正在进行", "没有事等您办"),
    ],
)
def test_a_meeting_today_offers_its_roll(
    sqlite_url: str, now: datetime, note: str, waiting: str
) -> None:
    shown = shown_to(app(sqlite_url, now), "secretary")

    assert shown.lead == Words(f"今天有1场活动；答应的事误期1项；{waiting}。")
    assert shown.meeting == NextMeeting(
        chip=Chip("published", "今天 14:30"),
        title="第3季度一季一议",
        href=f"/events/{COUNCIL}",
        facts=(Fact("地点", "链上会客厅"),),
        actions=(
            Action(f"/events/{COUNCIL}/roll", "点名"),
            Action(f"/events/{COUNCIL}", "看安排"),
        ),
        note=note,
    )


@pytest.mark.parametrize(
    ("role", "rolls"), [("branch", True), ("host", False), ("member", False), ("committee", False)]
)
def test_only_who_may_call_the_roll_is_offered_it(
    sqlite_url: str, role: str, *, rolls: bool
) -> None:
    shown = shown_to(app(sqlite_url, MORNING), role)
    assert shown.meeting is not None
    texts = [action.text for action in shown.meeting.actions]
    assert texts == (["点名", "看安排"] if rolls else ["看安排"])


def test_a_meeting_names_its_host_and_theme(sqlite_url: str) -> None:
    shown = shown_to(app(sqlite_url, datetime(2026, 9, 20, 2, 0, tzinfo=UTC)), "member", "en")
    assert shown.meeting is not None
    assert shown.meeting.facts == (Fact("Host", "Sample Beta"), Fact("Theme", "Work safety"))


def test_without_meetings_in_six_weeks_there_is_none(sqlite_url: str) -> None:
    shown = shown_to(app(sqlite_url, datetime(2027, 5, 18, 2, 0, tzinfo=UTC)), "secretary")
    assert shown.meeting is None


def _uncalled(uid: str) -> Task:
    return Task(
        "9月16日 第3季度一季一议",
        "还没有点名；点完名、封存后计入季报",
        Light("todo", "未点名"),
        Action(f"/events/{uid}/roll", "补点名"),
    )


def _unsealed(uid: str) -> Task:
    return Task(
        "9月16日 第3季度一季一议",
        "名单齐了，还未封存；封存后季报自动计入",
        Light("todo", "待封存"),
        Action(f"/events/{uid}/seal", "核对后封存"),
    )


def _call(store: Store) -> None:
    by = principal(store, "secretary")
    attendance.open_register(store, COUNCIL, by=by, now=AFTER)
    attendance.all_present(store, COUNCIL, "7a3f3f0e-7a51-4c5e-8d36-6c2f9c8b1a11", by=by, now=AFTER)


def _confirm(store: Store) -> None:
    _call(store)
    attendance.confirm(store, COUNCIL, by=principal(store, "secretary"), now=AFTER)


def _seal(store: Store) -> None:
    _call(store)
    attendance.seal(store, COUNCIL, by=principal(store, "secretary"), now=AFTER)


@pytest.mark.parametrize(
    ("done", "secretary", "branch"),
    [
        (lambda _store: None, (_uncalled(COUNCIL),), (_uncalled(COUNCIL),)),
        (_call, (_unsealed(COUNCIL),), ()),
        (_confirm, (_unsealed(COUNCIL),), ()),
        (_seal, (), ()),
    ],
)
def test_a_meeting_that_is_over_waits_until_it_is_sealed(
    sqlite_url: str,
    done: Callable[[Store], None],
    secretary: tuple[Task, ...],
    branch: tuple[Task, ...],
) -> None:
    built = app(sqlite_url, AFTER)
    done(store_of(built))

    shown = {role: shown_to(built, role).tasks for role in ("secretary", "branch", "member")}

    assert shown == {"secretary": secretary, "branch": branch, "member": ()}
