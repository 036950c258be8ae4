"""Visits made and items done: what is recorded where no meeting is held."""

from dataclasses import dataclass
from datetime import date

_ORGANISATION = "organisation:"
_PARTS = "|"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit made, or one item done, for one cell of a rule of an alliance.

    ``cell`` is that of the demand units (axis values joined by ``|``); ``visitor`` the opaque key
    of who went, if that was told.
    """

    id: str
    alliance: str
    rule: str
    cell: str
    day: date
    visitor: str | None = None
    note: str = ""

    @property
    def organisations(self) -> tuple[str, ...]:
        """List the organisations that the cell names."""
        return tuple(value for value in values_of(self.cell) if value.startswith(_ORGANISATION))


def values_of(cell: str) -> tuple[str, ...]:
    """Give the axis values of a cell in their order."""
    return tuple(cell.split(_PARTS))
