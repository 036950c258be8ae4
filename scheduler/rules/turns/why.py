"""Why a member takes a turn, as an explanation."""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.activity import Explanation
from scheduler.domain.turn import Account
from scheduler.rules.explain import explained, two_places
from scheduler.rules.turns.newcomers import Chosen
from scheduler.rules.turns.walk import Choice

_ROWS = 3


def why_host(choice: Choice, as_of: date, among: Chosen) -> Explanation:
    """Explain the host of a turn that the ledger filled, as it was read on a day."""
    if choice.host is None:
        return explained("host_none")
    if len(choice.rows) == 1:
        return explained("host_only", host=choice.host, **among.fields)
    place = next(at for at, row in enumerate(choice.rows) if row.member == choice.host)
    own, after = choice.rows[place], choice.rows[place + 1 :]
    level = [row for row in after if row.debt == own.debt]
    seemingly = [row for row in after if two_places(row.debt) == two_places(own.debt)]
    return explained(
        "host_debt",
        as_of=as_of.isoformat(),
        host=choice.host,
        entitled=two_places(own.entitled),
        acted=two_places(own.acted),
        debt=two_places(own.debt),
        level=len(level),
        tie=_tie(own, level),
        rounded=len(seemingly) > len(level),
        rows=[_row(account) for account in choice.rows[:_ROWS]],
        passed=[{"member": member, "reason": reason} for member, reason in choice.passed],
        hasty=choice.hasty,
        **among.fields,
    )


def _tie(own: Account, level: Sequence[Account]) -> str:
    """Say what decided among those who owe the same, who come in the order in which they go."""
    if not level:
        return ""
    return "order" if level[0].last == own.last else "idle"


def _row(account: Account) -> dict[str, str]:
    return {
        "member": account.member,
        "entitled": two_places(account.entitled),
        "acted": two_places(account.acted),
        "debt": two_places(account.debt),
    }
