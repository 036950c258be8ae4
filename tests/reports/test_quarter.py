from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import UnitKey
from scheduler.domain.attendance.totals import Totals
from scheduler.domain.matter import Matter, MatterState, Method
from scheduler.domain.moments import SHANGHAI
from scheduler.reports.figures import Rate, Visits
from scheduler.reports.quarter import (
    HeldEvent,
    MadeVisit,
    MatterFigures,
    Promise,
    PromiseLine,
    QuarterInput,
    QuarterReport,
    proxied,
    quarter_report,
)
from scheduler.reports.summary import headline, methods_line, overview

START, END = date(2026, 4, 1), date(2026, 7, 1)
RAISED_AT = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
DAYS = st.dates(date(2026, 3, 25), date(2026, 7, 7))
KINDS = ["council", "consultation", "exchange", "alliance_day"]
RULES = ["alliance_day", "exchange", "six_commons"]


def unit(rule: str, ordinal: int = 1) -> UnitKey:
    return UnitKey(rule, "body:chain", "2026-Q2", "", ordinal)


def matter(
    key: str,
    method: Method | None = None,
    resolved_at: datetime | None = None,
    raised_at: datetime = RAISED_AT,
) -> Matter:
    return Matter(
        key=key,
        alliance="chain",
        title="样例要事",
        category="power",
        raised_by="organisation:sample",
        raised_at=raised_at,
        state=MatterState.RAISED if resolved_at is None else MatterState.RESOLVED,
        resolved_at=resolved_at,
        method=method,
    )


TOTALS = st.builds(
    lambda due, part, guests: Totals(due=due, present=min(due, part), guests=guests),
    st.integers(0, 90),
    st.integers(0, 90),
    st.integers(0, 9),
)
EVENTS = st.lists(
    st.builds(
        HeldEvent,
        uid=st.sampled_from([f"e-{number}" for number in range(12)]),
        kind=st.sampled_from(KINDS),
        day=DAYS,
        units=st.lists(st.builds(unit, st.sampled_from(RULES), st.integers(1, 3))).map(tuple),
        attendance=st.none() | TOTALS,
        visited=st.lists(st.sampled_from("abc")).map(tuple),
    ),
    max_size=12,
    unique_by=lambda event: event.uid,
)
MOMENTS = st.datetimes(
    datetime(2026, 3, 25),  # noqa: DTZ001 - hypothesis wants naive limits
    datetime(2026, 7, 7),  # noqa: DTZ001 - hypothesis wants naive limits
    timezones=st.just(SHANGHAI),
)
MATTERS = st.lists(
    st.builds(
        lambda key, method, resolved_at, raised_at, accepted_at, proxy: replace(
            matter(key, method, resolved_at, raised_at), accepted_at=accepted_at, proxy=proxy
        ),
        st.sampled_from([f"m-{number}" for number in range(12)]),
        st.sampled_from(Method),
        st.none() | MOMENTS,
        MOMENTS,
        st.none() | MOMENTS,
        st.sampled_from(["", "样例"]),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


def source(
    events: list[HeldEvent], matters: list[Matter], promises: tuple[Promise, ...] = ()
) -> QuarterInput:
    return QuarterInput(
        "2026年第二季度", "Q2 2026", START, END, tuple(events), tuple(matters), promises
    )


@given(EVENTS, MATTERS, st.data())
def test_the_figures_equal_a_recount_in_any_order(
    events: list[HeldEvent], matters: list[Matter], data: st.DataObject
) -> None:
    promises = tuple(Promise(rule, rule) for rule in RULES)
    shuffled = data.draw(st.permutations([*events, *events]))

    report = quarter_report(source(shuffled, data.draw(st.permutations(matters)), promises))

    inside = [event for event in events if date(2026, 3, 31) < event.day < date(2026, 7, 1)]
    april, july = datetime(2026, 4, 1, tzinfo=SHANGHAI), datetime(2026, 7, 1, tzinfo=SHANGHAI)
    raised = [each for each in matters if april <= each.raised_at < july]
    done = [each for each in matters if each.resolved_at and april <= each.resolved_at < july]
    taken = [each for each in matters if each.accepted_at and april <= each.accepted_at < july]
    called = [event.attendance for event in inside if event.attendance]
    assert report == QuarterReport(
        title="2026年第二季度",
        title_en="Q2 2026",
        start=START,
        end=END,
        events=len(inside),
        kinds={
            kind: sum(event.kind == kind for event in inside)
            for kind in KINDS
            if any(event.kind == kind for event in inside)
        },
        councils=sum(event.kind in {"council", "consultation"} for event in inside),
        exchanges=sum(event.kind == "exchange" for event in inside),
        heads=sum(each.present + each.guests for each in called),
        turnout=Rate(sum(each.present for each in called), sum(each.due for each in called)),
        visits=Visits(
            len({each for event in inside for each in event.visited}),
            sum(len(set(event.visited)) for event in inside),
        ),
        promises=tuple(
            PromiseLine(
                Promise(rule, rule),
                tuple(
                    sorted(
                        event.day
                        for event in inside
                        if rule in [credited.rule for credited in event.units]
                    )
                ),
            )
            for rule in RULES
        ),
        matters=MatterFigures(
            raised=len(raised),
            accepted=len(taken),
            withdrawn=sum(each.state is MatterState.WITHDRAWN for each in taken),
            resolved=len(done),
            methods=tuple(
                (method, sum(each.method is method for each in done))
                for method in Method
                if any(each.method is method for each in done)
            ),
            proxied=Rate(sum(bool(each.proxy) for each in raised), len(raised)),
        ),
    )


@given(EVENTS)
def test_quarters_side_by_side_add_up_to_the_whole(events: list[HeldEvent]) -> None:
    whole = source(events, [])
    middle = date(2026, 5, 16)

    parts = [
        quarter_report(replace(whole, end=middle)),
        quarter_report(replace(whole, start=middle)),
    ]

    assert sum(part.events for part in parts) == quarter_report(whole).events
    assert sum(part.heads for part in parts) == quarter_report(whole).heads


def held(kind: str, count: int, units: tuple[UnitKey, ...] = ()) -> list[HeldEvent]:
    return [
        HeldEvent(f"e-{kind}-{number}", kind, START + timedelta(days=number), units)
        for number in range(count)
    ]


def resolved(method: Method | None, count: int) -> list[Matter]:
    return [
        matter(f"m-{method}-{number}", method, RAISED_AT + timedelta(days=number + 1))
        for number in range(count)
    ]


def test_the_sentence_of_the_chain_committees_comes_out_of_the_records() -> None:
    events = [*held("council", 4), *held("consultation", 2), *held("exchange", 12)]
    matters = [*resolved(Method.CONSULTATION, 6), *resolved(Method.ASSIGNMENT, 5)]

    report = quarter_report(replace(source(events, matters), title="2026年", title_en="2026"))

    assert headline(report, "zh") == (
        "2026年：召开链上企业议事会6次，以共商、交办等方式解决关键问题11个，"
        "举办交流对接活动10余场。"
    )
    assert headline(report, "en") == (
        "2026: 6 council meetings held; 11 key problems resolved, by consultation, assignment; "
        "more than 10 exchange events held."
    )
    assert methods_line(report, "zh") == "共商6个、交办5个"
    assert methods_line(report, "en") == "6 by consultation, 5 by assignment"


def test_problems_without_a_recorded_method_are_still_counted() -> None:
    report = quarter_report(source([], resolved(None, 2)))

    assert headline(report, "zh") == "2026年第二季度：解决关键问题2个。"
    assert methods_line(report, "zh") == ""


def test_a_resolved_matter_without_its_day_belongs_to_no_quarter() -> None:
    undated = replace(matter("m-1"), state=MatterState.RESOLVED)

    assert quarter_report(source([], [undated])).matters == MatterFigures(
        raised=1, accepted=0, withdrawn=0, resolved=0, methods=(), proxied=Rate(0, 1)
    )


def test_an_empty_quarter_says_so() -> None:
    report = quarter_report(replace(source([], []), title_en=""))

    assert headline(report, "zh") == "2026年第二季度：尚无举行的活动和办结的要事。"
    assert headline(report, "en") == ("2026年第二季度: no event held and no matter resolved yet.")


def test_what_was_published_keeps_its_promise_and_is_no_event() -> None:
    listed = replace(held("resource_list", 1, (unit("resource_list"),))[0], meeting=False)
    promise = Promise("resource_list", "资源共享清单", due=1)

    report = quarter_report(source([listed, *held("salon", 2)], [], (promise,)))

    assert (report.events, report.kinds) == (2, {"salon": 2})
    assert [(line.held, line.kept) for line in report.promises] == [(1, True)]
    assert headline(report, "zh") == "2026年第二季度：举行活动2场。"


def test_an_event_counts_once_in_the_total_and_once_in_each_rule() -> None:
    both = HeldEvent(
        "e-1",
        "alliance_day",
        date(2026, 4, 16),
        (unit("alliance_day"), unit("six_commons"), unit("six_commons", 2)),
    )

    report = quarter_report(
        source([both], [], (Promise("alliance_day", "联盟日"), Promise("six_commons", "六同")))
    )

    assert report.events == 1
    assert [line.held for line in report.promises] == [1, 1]


PROMISES = (
    Promise("alliance_day", "联盟日", "Alliance day", 3),
    Promise("exchange", "交流对接", "Exchange", None),
)


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (3, "1项承诺，件件如期；", "1 promise, all kept; "),
        (2, "1项承诺，完成0项；", "1 promise, 0 kept; "),
    ],
)
def test_the_overview_tells_promises_events_turnout_and_matters(
    count: int, zh: str, en: str
) -> None:
    events = [
        replace(event, attendance=Totals(due=40, present=36, leave=4, guests=1))
        for event in held("alliance_day", count, (unit("alliance_day"),))
    ]

    (done,) = resolved(Method.PROXY, 1)
    matters = [matter("m-1"), replace(done, accepted_at=RAISED_AT)]
    report = quarter_report(source(events, matters, PROMISES))

    assert overview(report, "zh") == (
        f"{zh}举行活动{count}场，到会{37 * count}人次，到会率90.0%（人次平均）；"
        "受理要事1件，办结1件。"
    )
    assert overview(report, "en") == (
        f"{en}{count} events held, {37 * count} attendances, "
        "turnout 90.0% (average over attendances); 1 matter accepted, 1 resolved."
    )


def test_a_matter_withdrawn_after_its_acceptance_is_told_beside_it() -> None:
    accepted = [replace(matter(f"m-{number}"), accepted_at=RAISED_AT) for number in range(3)]
    later = replace(accepted[0], state=MatterState.WITHDRAWN)
    never = replace(matter("m-9"), state=MatterState.WITHDRAWN)
    report = quarter_report(source([], [later, never, *accepted[1:]]))
    assert (report.matters.raised, report.matters.accepted, report.matters.withdrawn) == (4, 3, 1)
    assert overview(report, "zh").endswith("受理要事3件（其中1件已撤回），办结0件。")
    assert overview(report, "en").endswith(
        "3 matters accepted (1 of them withdrawn since), 0 resolved."
    )


def test_without_numbered_promises_the_overview_begins_with_the_events() -> None:
    assert overview(quarter_report(source([], [])), "zh") == (
        "举行活动0场，到会0人次，到会率—（人次平均）；受理要事0件，办结0件。"
    )


def test_proxies_may_be_counted_in_some_categories() -> None:
    known = [
        replace(matter("m-1"), proxy="样例"),
        replace(matter("m-2"), proxy="样例", category="labour.3"),
        replace(matter("m-3"), category="labour"),
    ]
    assert (
        proxied(known),
        proxied(known, {"power"}),
        proxied(known, {"labour"}),
        proxied([], {"power"}),
    ) == (
        Rate(2, 3),
        Rate(1, 1),
        Rate(1, 2),
        Rate(0, 0),
    )


NEXT, BEFORE, WHOLE = (
    UnitKey("council", "body:chain", period) for period in ("2026-Q2", "2026-Q1", "2026")
)


def met(name: str, day: date, *units: UnitKey) -> HeldEvent:
    return HeldEvent(f"e-{name}", "council", day, units)


def line(promise: Promise, *events: HeldEvent, visits: tuple[MadeVisit, ...] = ()) -> PromiseLine:
    given = replace(source(list(events), [], (promise,)), visits=visits)
    return quarter_report(given).promises[0]


OWED = Promise("council", "一季一议", due=1, owed=frozenset({NEXT}))


def test_what_was_made_up_after_the_period_counts_for_it_on_its_actual_day() -> None:
    late = met("late", date(2026, 7, 9), NEXT)
    found = line(OWED, late)
    assert (found.days, found.held, found.kept, found.elsewhere) == (
        (date(2026, 7, 9),),
        1,
        True,
        (),
    )


def test_what_was_held_in_the_period_for_an_earlier_one_counts_there() -> None:
    late = met("late", date(2026, 4, 9), BEFORE)
    found = line(OWED, late)
    assert (found.days, found.held, found.kept) == ((), 0, False)
    assert found.elsewhere == ((date(2026, 4, 9), "2026-Q1"),)


def test_a_longer_promise_counts_what_was_held_in_the_period() -> None:
    first = UnitKey("council", "body:chain", "2026", "", 1)
    second = replace(first, ordinal=2)
    promise = Promise("council", "交流对接", owed=frozenset(), running=frozenset({first, second}))
    found = line(
        promise,
        met("before", date(2026, 3, 9), first),
        met("within", date(2026, 5, 9), second),
    )
    assert (found.days, found.held, found.elsewhere) == ((date(2026, 5, 9),), 1, ())


def test_an_event_that_keeps_two_pieces_stands_once_and_counts_for_both() -> None:
    both = frozenset({NEXT, replace(NEXT, ordinal=2)})
    found = line(
        Promise("council", "要事商议", due=2, owed=both), met("one", date(2026, 5, 9), *both)
    )
    assert (found.days, found.held, found.kept) == ((date(2026, 5, 9),), 2, True)


def made(name: str, day: date, organisation: str, *units: UnitKey) -> MadeVisit:
    return MadeVisit(f"v-{name}", "visits", organisation, day, units, (organisation,))


def test_visits_are_counted_both_ways_and_are_no_events() -> None:
    x, y = (UnitKey("visits", "body:chain", "2026-Q2", place) for place in "xy")
    promise = Promise("visits", "走访", due=2, owed=frozenset({x, y}), listed="visit")
    log = (
        made("1", date(2026, 4, 9), "organisation:x", x),
        made("2", date(2026, 5, 9), "organisation:x"),
        made("3", date(2026, 7, 9), "organisation:y", y),
        made("4", date(2026, 3, 9), "organisation:z"),
    )
    report = quarter_report(replace(source([], [], (promise,)), visits=(*log, log[0])))
    (found,) = report.promises
    assert (report.events, report.visits) == (0, Visits(1, 2))
    assert (found.days, found.held, found.visits) == ((), 2, Visits(1, 2))
    assert headline(report, "zh") == "2026年第二季度：走访1家、2家次。"
    assert headline(report, "en") == "Q2 2026: 1 organisation visited, 2 visits."


def test_items_are_counted_by_what_they_were_done_for_and_are_no_visits() -> None:
    promise = Promise("items", "规定动作", owed=frozenset(), listed="item")
    log = tuple(
        MadeVisit(f"v-{place}", "items", place, date(2026, 4, 9)) for place in ("one", "two")
    )
    report = quarter_report(replace(source([], [], (promise,)), visits=log))
    assert (report.visits, report.promises[0].visits) == (Visits(0, 0), Visits(2, 2))


def test_many_requests_are_told_in_round_figures_and_few_exactly() -> None:
    many = quarter_report(source([], resolved(Method.DIRECT, 29) + resolved(Method.PROXY, 71)))
    assert headline(many, "zh") == "2026年第二季度：办结诉求100个。"
    few = quarter_report(source([], resolved(Method.DIRECT, 29) + resolved(Method.PROXY, 70)))
    assert headline(few, "zh") == "2026年第二季度：以红色代办、点对点等方式解决关键问题99个。"


def test_events_of_other_kinds_alone_are_told_as_events() -> None:
    report = quarter_report(source(held("alliance_day", 3), []))

    assert headline(report, "zh") == "2026年第二季度：举行活动3场。"
    assert headline(report, "en") == "Q2 2026: 3 events held."
