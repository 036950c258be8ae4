"""Why a member hosts: the ledger of those who share the turn, and who was passed over."""

from fractions import Fraction

from scheduler.domain.turn import Account
from scheduler.rules.turns.walk import Choice
from scheduler.rules.turns.why import why_host

ROWS = tuple(
    Account(key, Fraction(number, 3), Fraction(1))
    for key, number in zip("abcd", (5, 4, 2, 1), strict=True)
)


def test_the_debts_of_the_first_three_and_of_the_host_are_told() -> None:
    choice = Choice("e-1", "d", ROWS, (("a", "absent"), ("b", "cooldown"), ("c", "bounds")))
    assert why_host(choice) == {
        "code": "host_debt",
        "fields": {
            "host": "d",
            "entitled": "0.33",
            "acted": "1.00",
            "debt": "-0.67",
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
        },
    }


def test_who_is_alone_and_nobody_need_no_ledger() -> None:
    assert why_host(Choice("e-1", "a", ROWS[:1])) == {
        "code": "host_only",
        "fields": {"host": "a"},
    }
    assert why_host(Choice("e-1", None)) == {"code": "host_none", "fields": {}}
