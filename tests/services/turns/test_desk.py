from datetime import date, time
from fractions import Fraction

from sqlalchemy import update

from scheduler.domain.turn_request import TurnAct
from scheduler.services.turns import desk as turn_desk
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.desk import Desk
from scheduler.services.turns.requests import NewRequest
from scheduler.store import Store
from scheduler.store.tables.events import EventRow
from tests.support.queries import statements
from tests.support.world import ALLIANCE, EXCHANGES, NOW, at, filled, principal

BETA, GAMMA = "organisation:beta", "organisation:gamma"


def desk(store: Store, role: str = "secretary", lang: str = "zh") -> Desk:
    return turn_desk.desk(store, ALLIANCE, by=principal(store, role), lang=lang, now=NOW)


def correct(store: Store, request: str, amount: Fraction) -> None:
    wish = NewRequest(
        request,
        TurnAct.CORRECTION,
        "补记",
        alliance=ALLIANCE,
        rule="host_turns",
        member=BETA,
        other=GAMMA,
        amount=amount,
    )
    turn_requests.ask(store, wish, by=principal(store, "secretary"), now=NOW)


def test_a_correction_reads_the_same_from_either_side(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    correct(store, "r-1", Fraction(1, 2))
    correct(store, "r-2", Fraction(-1, 3))
    found = desk(store)
    assert [each.wish for each in found.settled] == [
        "更正：丙川应办加1/3次，乙川减去同样多",
        "更正：乙川应办加0.5次，丙川减去同样多",
    ]
    assert desk(store, lang="en").settled[1].wish == (
        "Correction: Sample Beta is due 0.5 more, 丙川 as much less"
    )


def test_the_desk_costs_as_much_for_many_requests_as_for_one(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    correct(store, "r-0", Fraction(1))
    few = statements(store, lambda: desk(store))
    for number in range(1, 12):
        correct(store, f"r-{number}", Fraction(1))
    assert statements(store, lambda: desk(store)) == few
    assert len(desk(store).settled) == turn_desk.SETTLED


def test_published_turns_that_no_longer_fit_their_ledger_are_told(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert desk(store).uneven == ()
    correct(store, "r-1", Fraction(2))
    (told,) = desk(store, "member").uneven
    assert told == (
        "“链主企业轮流举办”的账与已发布的承办对不上了：乙川还应办3次而排了1次、"
        "丙川还应办0次而排了1次。已发布的不自动改派；要改派，在轮值页把丙川11月18日的一次顺延，"
        "下一次计划就按现在的账另派。"
    )
    (told,) = desk(store, lang="en").uneven
    assert told.startswith(
        "The published hosts of “链主企业轮流举办” no longer fit its ledger: "
        "Sample Beta is due 3 and has 1, 丙川 is due 0 and has 1. "
    )


def test_who_waits_for_the_reader_comes_first(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    for request, uid in (("r-1", EXCHANGES[1]), ("r-2", EXCHANGES[2])):
        wish = NewRequest(request, TurnAct.EXCUSE, "搬迁", turn=uid)
        turn_requests.ask(store, wish, by=principal(store, "secretary"), now=NOW)
    seen = desk(store)
    assert [(each.request.id, each.waits) for each in seen.waiting] == [
        ("r-1", ("乙川",)),
        ("r-2", ("丙川",)),
    ]
    assert (seen.manager, seen.mine) == (True, frozenset())
    host = desk(store, "host")
    assert (host.manager, host.mine) == (False, frozenset({"organisation:alpha"}))


def test_who_hosts_next_in_the_next_year_is_told(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        later = {"start": at(date(2027, 1, 6)), "end": at(date(2027, 1, 6), time(17))}
        session.execute(update(EventRow).where(EventRow.uid == EXCHANGES[2]).values(**later))
    (view,) = desk(store).turns
    following = {row.member: row.next for row in view.rows}
    assert (following[BETA], following[GAMMA]) == (date(2026, 9, 23), date(2027, 1, 6))
