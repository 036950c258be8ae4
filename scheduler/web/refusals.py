"""What refuses a field, said with the words that its form shows."""

from collections.abc import Iterable

from scheduler.domain.errors import DomainError
from scheduler.domain.text import say
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Option


def sentence(error: DomainError, options: Iterable[Option] = ()) -> str:
    """Say what is wrong with a field; what it could be is named as its ``options`` are."""
    labels, fields = tuple(each.text for each in options), dict(error.fields)
    if labels and "allowed" in fields:
        fields["allowed"] = labels
    return say(error.code, fields, current_lang())
