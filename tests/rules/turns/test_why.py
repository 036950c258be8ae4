"""Why a member hosts: the ledger of those who share the turn, and who was passed over."""

from datetime import date
from fractions import Fraction

from scheduler.domain.turn import Account
from scheduler.rules.turns.newcomers import Chosen
from scheduler.rules.turns.walk import Choice
from scheduler.rules.turns.why import why_host

TODAY = date(2026, 8, 18)
AMONG = Chosen(date(2026, 8, 1), {"b": date(2026, 8, 19)})
KNOWN = {"committed": "2026-08-01", "joined": [{"member": "b", "since": "2026-08-19"}]}
ROWS = tuple(
    Account(key, Fraction(number, 3), Fraction(1))
    for key, number in zip("abcd", (5, 4, 2, 1), strict=True)
)


def test_the_debts_of_the_first_three_and_of_the_host_are_told() -> None:
    choice = Choice(
        "e-1", "d", ROWS, (("a", "absent"), ("b", "cooldown"), ("c", "bounds")), "ahead"
    )
    assert why_host(choice, TODAY, AMONG) == {
        "code": "host_debt",
        "fields": {
            "as_of": "2026-08-18",
            "host": "d",
            "entitled": "0.33",
            "acted": "1.00",
            "debt": "-0.67",
            "level": 0,
            "tie": "",
            "rounded": False,
            "rows": [
                {"member": "a", "entitled": "1.67", "acted": "1.00", "debt": "0.67"},
                {"member": "b", "entitled": "1.33", "acted": "1.00", "debt": "0.33"},
                {"member": "c", "entitled": "0.67", "acted": "1.00", "debt": "-0.33"},
            ],
            "passed": [
                {"member": "a", "reason": "absent"},
                {"member": "b", "reason": "cooldown"},
                {"member": "c", "reason": "bounds"},
            ],
            "hasty": "ahead",
            **KNOWN,
        },
    }


def told(*rows: Account) -> list[object]:
    fields = why_host(Choice("e-1", "a", rows), TODAY, AMONG)["fields"]
    assert isinstance(fields, dict)
    return [fields[name] for name in ("level", "tie", "rounded")]


def test_of_those_who_owe_the_same_it_is_told_what_decided() -> None:
    due, done = Fraction(13, 12), Fraction(1)
    spring, summer = date(2026, 4, 1), date(2026, 7, 1)
    first = Account("a", due, done, spring)
    assert told(first, Account("b", due, done, summer), ROWS[3]) == [1, "idle", False]
    assert told(Account("a", due, done), Account("b", due, done, summer)) == [1, "idle", False]
    others = (Account("b", due, done, spring), Account("c", due, done, summer))
    assert told(first, *others) == [2, "order", False]
    assert told(Account("a", due), Account("b", due)) == [1, "order", False]
    less = Account("c", due - Fraction(1, 1000), done)
    assert told(first, less) == [0, "", True]
    assert told(first, others[1], less) == [1, "idle", True]


def test_who_is_alone_and_nobody_need_no_ledger() -> None:
    assert why_host(Choice("e-1", "a", ROWS[:1]), TODAY, AMONG) == {
        "code": "host_only",
        "fields": {"host": "a", **KNOWN},
    }
    assert why_host(Choice("e-1", None), TODAY, AMONG) == {"code": "host_none", "fields": {}}
