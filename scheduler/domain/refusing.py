"""Several refusals told at once: the first is raised, and the others go with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scheduler.domain.errors import DomainError, InvalidError


@contextmanager
def noted(faults: list[InvalidError]) -> Iterator[None]:
    """Write down what is refused inside, so that the rest can be looked at as well.

    What was refused together there stands one by one.
    """
    try:
        yield
    except InvalidError as fault:
        faults += [each for each in together(fault) if isinstance(each, InvalidError)]
        fault.fields.pop("others", None)


def refuse(faults: Sequence[InvalidError]) -> None:
    """Raise the first of the faults with the ``others`` that there are; nothing without any."""
    if not faults:
        return
    if faults[1:]:
        faults[0].fields["others"] = tuple(faults[1:])
    raise faults[0]


def together(error: DomainError) -> tuple[DomainError, ...]:
    """List a refusal and the others that go with it."""
    others = error.fields.get("others", ())
    return (error, *others) if isinstance(others, tuple) else (error,)
