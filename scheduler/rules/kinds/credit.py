"""Credit: which rules one event may serve together, whom it counts for, and under which tags."""

from dataclasses import dataclass
from enum import StrEnum

from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.model import Rule

_FEWEST = 2


class Beneficiary(StrEnum):
    """A body that an attendance counts for."""

    HOME_BRANCH = "home_branch"
    HOST_ALLIANCE = "host_alliance"


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "share",
        (JsonType.ARRAY,),
        "一场活动可同时计入的规则，每组一列，各组不相交",
        "Lists of rules that one event may serve together; no rule stands in two of them.",
        [["alliance_day", "six_commons", "exchange"]],
        form=Shape.LISTS,
        words=Shape.RULE,
    ),
    Parameter(
        "tags",
        (JsonType.OBJECT,),
        "统计标签：每个标签计入哪些规则的活动（如“五共”）",
        "Tags of the report: the rules whose events count under each.",
        {"shared_resources": ["resource_list", "exchange"]},
        form=Shape.NAMED,
        words=Shape.RULE,
    ),
    Parameter(
        "to",
        (JsonType.ARRAY,),
        "参加者计入：所在支部、举办联盟",
        "Where attendance counts: the home branch, the host alliance.",
        ["home_branch", "host_alliance"],
        form=Shape.WORDS,
        words=Shape.CHOICE,
        choices=tuple(Beneficiary),
    ),
)


@dataclass(frozen=True, slots=True)
class Spec:
    """A credit rule as checked values."""

    share: tuple[frozenset[str], ...]
    to: tuple[Beneficiary, ...]
    tags: tuple[tuple[str, frozenset[str]], ...] = ()


def parse(rule: Rule) -> Spec:
    """Check a credit rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    if not reader.has("share") and not reader.has("tags"):
        reader.refuse("share", "missing")
    lists = [reader.words("share", item) for item in reader.items("share")]
    if any(len(listed) < _FEWEST for listed in lists):
        reader.refuse("share", "two_each")
    named = [key for listed in lists for key in listed]
    if len(set(named)) < len(named):
        reader.refuse("share", "duplicate")
    to = reader.texts("to")
    if not set(to) <= {member.value for member in Beneficiary}:
        reader.refuse("to", "choice")
    return Spec(
        tuple(frozenset(listed) for listed in lists),
        tuple(Beneficiary(word) for word in to),
        _tags(reader),
    )


def _tags(reader: Reader) -> tuple[tuple[str, frozenset[str]], ...]:
    """Read the tags in the order in which they were written."""
    table = reader.value("tags")
    if table is None:
        return ()
    return tuple(
        (tag, frozenset(reader.words(f"tags.{tag}", listed)))
        for tag, listed in reader.named("tags", table).items()
    )
