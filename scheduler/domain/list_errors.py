"""The refusals of the lists that rules name with ``@name``."""

from scheduler.domain.errors import ConflictError, InvalidError


class ListError(InvalidError):
    """A list cannot be kept so; fields: field, reason, and of an item its ``line`` and ``word``.

    Reasons of the whole list: key, taken, empty, too_many, fixed (the service names it), shared
    (another alliance has a list of that key, and both have one name). Reasons of an item: blank,
    characters, too_long, nested (a list on a list), separator, no_pair, duplicate, unknown,
    unknown_person, has_left and person_left (with ``since``), nobody (a name that nobody has), and
    several (of that name, by their ``keys``).
    """

    code = "bad_list"


class ListUsedError(ConflictError):
    """A list is not deleted while rules name it; fields: list, rules (their keys), names."""

    code = "list_used"
