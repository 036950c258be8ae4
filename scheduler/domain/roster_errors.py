"""The refusals of ties: who belongs somewhere twice, and what is over already."""

from scheduler.domain.errors import ConflictError


class TieTwiceError(ConflictError):
    """A person is tied so already in that time; fields: body, and reason (home: at home there)."""

    code = "tie_twice"


class TieOverError(ConflictError):
    """A tie ends earlier already, or is over; fields: last, the last day of it."""

    code = "tie_over"
