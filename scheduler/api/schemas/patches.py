"""A what-if patch in a request: read by the service, described by the shapes that it reads."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError, fields

from scheduler.api.problems import Fault
from scheduler.domain.errors import DomainError
from scheduler.domain.roster import MOST_WEIGHT
from scheduler.rules.planning.patch import Patch
from scheduler.services.plans import what_if


class PatchField(fields.Field[Patch]):
    """A what-if patch, described by the shapes that the service reads."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's keywords
        """Describe the lists of a patch."""
        lists = {name: _listed(shape) for name, shape in what_if.SHAPES.items()}
        description = (
            "What would be different; it is never saved. Ends are exclusive. Without `since` a new "
            "rule begins today and a change as early as it may, as they do when they are saved."
        )
        metadata = {**_object(lists, ()), "description": description}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> Patch:
        del data, kwargs
        try:
            return what_if.read_patch(value, attr or "patch")
        except DomainError as error:
            raise ValidationError(_at_its_place(error)) from error


def _at_its_place(error: DomainError) -> Any:  # noqa: ANN401 - as deep as the place
    """Put a fault where its field lies below the patch, such as ``patch.pins.0.day``."""
    found: Any = [Fault(error.code, error.fields)]
    for step in reversed(str(error.fields["field"]).split(".")[1:]):
        found = {step: found}
    return found


_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "whole": {"type": "integer", "minimum": 1, "maximum": what_if.GREATEST},
    "weight": {"type": "integer", "minimum": 1, "maximum": MOST_WEIGHT},
    "flag": {"type": "boolean"},
    "object": {"type": "object"},
    "texts": {"type": "array", "items": {"type": "string"}, "maxItems": what_if.MOST},
}


def _listed(shape: Iterable[what_if.Part]) -> dict[str, Any]:
    parts = tuple(shape)
    properties = {
        part.name: _listed(what_if.NOTICE_DAY) if part.kind == "days" else dict(_TYPES[part.kind])
        for part in parts
    }
    entry = _object(properties, (part.name for part in parts if part.needed))
    return {"type": "array", "items": entry, "maxItems": what_if.MOST}


def _object(properties: Mapping[str, Any], needed: Iterable[str]) -> dict[str, Any]:
    required = list(needed)
    found = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**found, "required": required} if required else found
