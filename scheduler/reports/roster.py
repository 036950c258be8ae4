"""Counts of bodies, members and offices on a day, and of those that began in a period."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from scheduler.domain.roster import Affiliation, AffiliationKind, Tenure


class Dated(Protocol):
    """Anything that stands from one day to another: a body, a membership, an office."""

    @property
    def tenure(self) -> Tenure:
        """Give the span in which it stands."""


Item = TypeVar("Item", bound=Dated)


def standing_on(items: Iterable[Item], day: date) -> tuple[Item, ...]:
    """Give those that stand on a day, in the order given."""
    return tuple(item for item in items if item.tenure.holds(day))


def begun(items: Iterable[Item], start: date, end: date) -> tuple[Item, ...]:
    """Give those that began in [start, end); what has stood for ever began in no period."""
    return tuple(
        item for item in items if item.tenure.since is not None and start <= item.tenure.since < end
    )


def members_of(ties: Iterable[Affiliation], bodies: Iterable[str], day: date) -> int:
    """Count the people who are at home in one of the bodies on a day, each of them once."""
    meant = frozenset(bodies)
    return len(
        {
            tie.person
            for tie in standing_on(ties, day)
            if tie.kind is AffiliationKind.HOME and tie.body in meant
        }
    )
