"""Whom a promise is of, if not of the whole alliance."""

from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.model import SCOPES

SCOPE = Parameter(
    "scope",
    (JsonType.OBJECT,),
    "适用范围：几个联盟合计（group）、某一组织（body）、某一单位（organisation）"
    "或某一人员（person），只填一项；不填为本联盟",
    "Scope: one of several alliances together (group), a body, an organisation or a person; "
    "the alliance itself if absent.",
    {"group": "pilot_committees"},
    parts=(
        Parameter(
            "group",
            (JsonType.STRING,),
            "几个联盟合计",
            "Several alliances together.",
            "pilot_committees",
            form=Shape.GROUP,
        ),
        Parameter("body", (JsonType.STRING,), "某一组织", "One body.", "branch", form=Shape.BRANCH),
        Parameter(
            "organisation",
            (JsonType.STRING,),
            "某一单位，它不能来的日子不排",
            "One organisation, which has to be free on the day.",
            "sample",
            form=Shape.ORGANISATION,
        ),
        Parameter(
            "person",
            (JsonType.STRING,),
            "某一任职人员，本人不在的日子不排",
            "One person in office or a member, who has to be free on the day.",
            "sample-person",
            form=Shape.PERSON,
        ),
    ),
)
"""The parameter of all demand types."""


def check_scope(reader: Reader) -> None:
    """Refuse a scope that names nothing, or more than one."""
    scope = reader.table("scope", *SCOPES)
    for kind in scope:
        reader.word(f"scope.{kind}", scope[kind])
    if reader.has("scope") and not scope:
        reader.refuse("scope", "empty")
    given = [kind for kind in SCOPES if kind in scope]
    if len(given) > 1:
        reader.refuse(f"scope.{given[1]}", "contradiction", beside=f"scope.{given[0]}")
