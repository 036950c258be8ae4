"""Why a member takes a turn, as an explanation."""

from scheduler.domain.activity import Explanation
from scheduler.domain.turn import Account
from scheduler.rules.explain import explained, two_places
from scheduler.rules.turns.walk import Choice

_ROWS = 3


def why_host(choice: Choice) -> Explanation:
    """Explain the host of a turn that the ledger filled."""
    if choice.host is None:
        return explained("host_none")
    if len(choice.rows) == 1:
        return explained("host_only", host=choice.host)
    own = next(row for row in choice.rows if row.member == choice.host)
    return explained(
        "host_debt",
        host=choice.host,
        entitled=two_places(own.entitled),
        acted=two_places(own.acted),
        debt=two_places(own.debt),
        rows=[_row(account) for account in choice.rows[:_ROWS]],
        passed=[{"member": member, "reason": reason} for member, reason in choice.passed],
    )


def _row(account: Account) -> dict[str, str]:
    return {
        "member": account.member,
        "entitled": two_places(account.entitled),
        "acted": two_places(account.acted),
        "debt": two_places(account.debt),
    }
