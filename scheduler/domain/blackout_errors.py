"""The refusals of absences of people and places."""

from scheduler.domain.errors import ConflictError, InvalidError


class BlackoutError(InvalidError):
    """What is to be away is nothing that the alliance books; fields: field, name, name_en."""

    code = "bad_blackout"


class BlackoutPastError(ConflictError):
    """An absence that is over is not changed; fields: key, end."""

    code = "blackout_past"


class BlackoutOneDayError(ConflictError):
    """An absence of one day that has not begun has no earlier end; fields: key, start."""

    code = "blackout_one_day"


class BlackoutBegunError(ConflictError):
    """An absence that has begun cannot be taken back, only ended; fields: key, start."""

    code = "blackout_begun"
