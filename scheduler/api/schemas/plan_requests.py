"""Which year of which alliances other systems ask to be planned, and which plan to publish."""

from marshmallow import fields, validate

from scheduler.api.schemas.fields import Flag, Input, Key, Whole, Year
from scheduler.api.schemas.patches import PatchField

MAX_TOGETHER = 50


class YearRequestSchema(Input):
    """Which alliances' years are planned together: some by name, a group, or all that are seen."""

    alliances = fields.List(Key(), validate=validate.Length(min=1, max=MAX_TOGETHER))
    group = Key(metadata={"description": "All alliances of this group."})
    all = Flag(metadata={"description": "All alliances that the token sees."})
    year = Year(required=True)


class PlanRequestSchema(YearRequestSchema):
    """A year to be planned, as it is or as it would be."""

    patch = PatchField()


class ApplyRequestSchema(YearRequestSchema):
    """The plan that was looked at: refused if another one would come out by now."""

    hash = Key(required=True)
    base = fields.Dict(
        keys=Key(),
        values=Whole(0, 10**9),
        metadata={"description": "As shown; where given, 409 unless it is the present one."},
    )
