"""Which matters a trigger is about: major ones or others, and of which categories."""

from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader

WHERE = Parameter(
    "where",
    (JsonType.OBJECT,),
    "哪些要事：是否重大，哪些类别",
    "Which matters: major or not, of which categories.",
    {"major": True, "category": ["labour"]},
    parts=(
        Parameter(
            "major",
            (JsonType.BOOLEAN,),
            "只要重大的，或只要一般的",
            "Only major matters, or only others.",
            example=True,
        ),
        Parameter(
            "category",
            (JsonType.ARRAY, JsonType.STRING),
            "哪些类别；写上一级就含其下各项，如labour含labour.3",
            "The categories; one holds all below it, as labour holds labour.3.",
            ["labour"],
            words=Shape.TEXT,
        ),
    ),
)
"""The parameter that says it."""


def read_where(reader: Reader) -> tuple[bool | None, tuple[str, ...]]:
    """Check whether major matters are meant (None: all alike), and of which categories."""
    where = reader.table("where", "major", "category")
    major = where.get("major")
    if major is not None and not isinstance(major, bool):
        reader.refuse("where.major", "type", wants="boolean")
    if "category" not in where:
        return major, ()
    return major, reader.words("where.category", where["category"])
