"""The refusals of a database that cannot be served, and of what in it cannot be read."""

from scheduler.domain.errors import UnavailableError


class UnusableDatabaseError(UnavailableError):
    """What is named as the database is none, cannot be opened, or is of a newer program.

    Fields: path, reason (directory, denied, foreign, damaged, newer, away) and value: the version
    found, or the driver's own words.
    """

    code = "unusable_database"


class UnreadableEventError(UnavailableError):
    """What is stored of an event is damaged and has to be repaired by hand; fields: uid."""

    code = "event_unreadable"
