"""How long members stand in a pool without a break, and the times between."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from scheduler.domain.roster import Tenure

Span = tuple[str, int, Tenure]
"""A member of the pool, its weight, and when it stands there."""

Stays = Mapping[str, tuple[Tenure, ...]]
"""The stays of each member, in the order of time."""


def stays_of(spans: Iterable[Span]) -> Stays:
    """Give the stays of everybody: a span that begins where another ends goes on with it.

    A span that ends on its first day was taken back and never stood.
    """
    found: dict[str, list[Tenure]] = {}
    for member, _, span in sorted(spans, key=lambda each: each[2].since or date.min):
        if span.since is not None and span.since == span.until:
            continue
        own = found.setdefault(member, [])
        if own and not _apart(own[-1], span):
            own[-1] = _joined(own[-1], span)
        else:
            own.append(span)
    return {member: tuple(own) for member, own in found.items()}


def gaps(own: Iterable[Tenure]) -> Iterator[Tenure]:
    """Give the times before, between and after the stays of one member."""
    begin: date | None = None
    for stay in own:
        if stay.since is not None:
            yield Tenure(begin, stay.since)
        begin = stay.until
        if begin is None:
            return
    yield Tenure(begin)


def _apart(one: Tenure, later: Tenure) -> bool:
    return one.until is not None and one.until < (later.since or date.min)


def _joined(one: Tenure, later: Tenure) -> Tenure:
    if one.until is None or later.until is None:
        return Tenure(one.since)
    return Tenure(one.since, max(one.until, later.until))
