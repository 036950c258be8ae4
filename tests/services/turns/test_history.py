from datetime import date, time
from fractions import Fraction

from sqlalchemy import update

from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.services.turns import standing as shown
from scheduler.store import Store, turns
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.roster import MembershipRow
from scheduler.store.turns import Charge
from tests.support.world import ALLIANCE, EXCHANGES, NOW, at, filled, principal

ALPHA, BETA, GAMMA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma"))
OTHERS = ((ALPHA, 1), (GAMMA, 1))


def entry(kind: EntryKind, day: int, **more: object) -> TurnEntry:
    values: dict[str, object] = {"host": BETA, "uid": EXCHANGES[1]} | more
    return TurnEntry(kind, date(2026, 8, day), **values)  # type: ignore[arg-type]  # a shorthand


def told(store: Store, *entries: TurnEntry) -> list[str]:
    """The ledger in words after these entries, the newest first."""
    by = principal(store, "member")
    with store.write() as session:
        charges = [Charge(ALLIANCE, "host_turns", each) for each in entries]
        turns.add(session, charges, "u-secretary", NOW)
    (view,) = shown.turn_views(store, ALLIANCE, 2026, by=by, now=NOW)
    return [each.text for each in view.history]


def test_every_kind_of_entry_has_its_sentence(sqlite_url: str) -> None:
    taken = TurnEntry(
        EntryKind.CANCELLED,
        date(2026, 4, 15),
        tuple((key, 1) for key in (ALPHA, BETA, GAMMA)),
        ALPHA,
        EXCHANGES[0],
        reason="记错了",
    )
    found = told(
        filled(sqlite_url),
        taken,
        entry(EntryKind.JOIN, 1, uid="", host=GAMMA, eligible=((ALPHA, 1), (BETA, 1))),
        entry(EntryKind.EXCUSE, 2, reason="审计"),
        entry(EntryKind.DEFER, 3, reason="审计"),
        entry(EntryKind.COVER, 4, counter=GAMMA, reason="审计"),
        entry(EntryKind.SWAP, 5, counter=GAMMA, reason="审计"),
        entry(EntryKind.CORRECTION, 6, counter=GAMMA, amount=Fraction(1, 3), reason="补记"),
        entry(EntryKind.CORRECTION, 7, counter=GAMMA, amount=Fraction(-1, 2), reason="补记"),
        entry(EntryKind.FORFEIT, 8, eligible=((ALPHA, 1), (BETA, 1)), reason="没有准备"),
    )
    assert found == [
        "乙川的9月23日那次作废，照已办记。没有准备。",
        "更正：丙川应办加0.5次，乙川减去同样多。补记。",
        "更正：乙川应办加1/3次，丙川减去同样多。补记。",
        "9月23日那次由乙川换给丙川。审计。",
        "9月23日那次由丙川代乙川办。审计。",
        "乙川顺延9月23日那次，照记应办，以后补。审计。",
        "乙川请免9月23日那次，不记账。审计。",
        "丙川加入，从零记起。",
        "甲川的4月15日那次撤账，应办、已办都退回。记错了。",
        "甲川承办；这一次由3家分摊。",
    ]


def test_a_turn_of_the_next_year_is_told_by_its_own_day(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        later = {"start": at(date(2027, 1, 6)), "end": at(date(2027, 1, 6), time(17))}
        session.execute(update(EventRow).where(EventRow.uid == EXCHANGES[2]).values(**later))
    covered = entry(EntryKind.COVER, 4, uid=EXCHANGES[2], counter=GAMMA, reason="审计")

    assert told(store, covered)[0] == "2027年1月6日那次由丙川代乙川办。审计。"


def test_who_left_is_told_with_what_was_handed_over(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        gone = update(MembershipRow).where(MembershipRow.member == BETA)
        session.execute(gone.values(until=date(2026, 8, 1)))

    assert told(store)[0] == "乙川退出（欠0.33），由其余2家平摊。"
    (view,) = shown.turn_views(store, ALLIANCE, 2026, by=principal(store, "member"), now=NOW)
    assert [(row.member, row.debt) for row in view.rows] == [
        (GAMMA, Fraction(1, 2)),
        (ALPHA, Fraction(-1, 2)),
    ]
