"""The sentences with which the API refuses."""

import importlib
import pkgutil
from collections.abc import Iterator

from scheduler.api import schemas
from scheduler.api.schemas.fields import Input
from scheduler.api.sentences import EVERY, told

UNNAMED = frozenset({"$id", "$schema", "patch"})
"""Names of the public format of notices, and what is named by the places inside of it."""


def inputs(kind: type[Input]) -> Iterator[type[Input]]:
    for each in kind.__subclasses__():
        yield each
        yield from inputs(each)


def test_everything_that_is_sent_has_a_name_for_people() -> None:
    for module in pkgutil.iter_modules(schemas.__path__):
        importlib.import_module(f"{schemas.__name__}.{module.name}")
    sent = {
        field.data_key or name for kind in inputs(Input) for name, field in kind().fields.items()
    }

    assert {name for name in sent - UNNAMED if f"field.{name}" not in EVERY} == set()


def test_a_list_of_a_wrong_length_is_told_by_its_name() -> None:
    assert told("invalid.length", {"field": "visits", "low": 1, "high": 500}) == {
        "zh": "走访和事项要有1至500项。",
        "en": "List of visits and items takes 1 to 500 values.",
    }
