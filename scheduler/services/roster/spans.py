"""When a tie begins and ends: what memberships, homes and offices have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.errors import DateError, MissingFieldError
from scheduler.domain.moments import FIRST_DAY, LAST_DAY
from scheduler.domain.roster import Tenure
from scheduler.domain.roster_errors import TieOverError
from scheduler.store.belonging import Kept, Tie

_DAY = timedelta(days=1)


def begun(tenure: Tenure) -> None:
    """Refuse a tie that begins or ends on no day that can be, or is over as it begins."""
    since, until = tenure.since, tenure.until
    if since is None:
        raise MissingFieldError(field="since")
    in_range(since, "since")
    if until is not None:
        in_range(until, "until")
    if until == since:
        raise DateError(field="until", value=until, start=since, reason="order")


def in_range(day: date, field: str) -> None:
    """Refuse a day that nothing is asked for."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DateError(field=field, value=day, reason="between", first=FIRST_DAY, last=LAST_DAY)


def met(kept: Iterable[Kept[Tie]], tenure: Tenure) -> tuple[Tie, ...]:
    """List the ties that hold on some day of a span; what never stood meets nothing."""
    return tuple(each.tie for each in kept if _stood(each) and each.tie.tenure.meets(tenure))


def ending(kept: Sequence[Kept[Tie]], until: date, today: date) -> tuple[Kept[Tie], ...]:
    """Give the ties that are to end on that day, as they will stand; none where they do already.

    ``TieOverError`` where they end before it, ``DateError`` where one only begins after it; one
    that ends on the day of its beginning never stood.
    """
    in_range(until, "until")
    found = []
    for each in kept:
        end = each.tie.tenure.until
        if end is None or (end > until and end > today):
            tenure = Tenure(each.tie.tenure.since, until)
            found.append(Kept(each.key, replace(each.tie, tenure=tenure)))
    ends = {each.tie.tenure.until for each in kept}
    if not found and until not in ends:
        last = max(filter(None, ends))
        raise TieOverError(last=last - _DAY)
    return tuple(found)


def ended(kept: Sequence[Kept[Tie]], changed: Sequence[Kept[Tie]], until: date) -> Tie:
    """Give the tie that ends on that day, whether it was changed now or stood so before."""
    found: list[Tie] = [each.tie for each in kept if each.tie.tenure.until == until]
    found += [each.tie for each in changed]
    return found[-1]


def _stood(kept: Kept[Tie]) -> bool:
    since, until = kept.tie.tenure.since, kept.tie.tenure.until
    return since is None or until is None or since < until


def written(tenure: Tenure) -> dict[str, str | None]:
    """Write a span as the ledger of changes holds it."""
    days = (("since", tenure.since), ("until", tenure.until))
    return {name: None if day is None else day.isoformat() for name, day in days}
