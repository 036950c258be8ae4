"""Credit: which rules one event may serve together, and which bodies it counts for."""

from dataclasses import dataclass
from enum import StrEnum

from scheduler.rules.model import Rule
from scheduler.rules.parameters import JsonType, Parameter, Reader

_FEWEST = 2

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "share",
        (JsonType.ARRAY,),
        "一场活动可同时计入的规则，每组一列，各组不相交",
        "Lists of rules that one event may serve together; no rule stands in two of them.",
        [["alliance_day", "six_commons", "exchange"]],
        required=True,
    ),
    Parameter(
        "to",
        (JsonType.ARRAY,),
        "参加者计入：所在支部、举办联盟",
        "Where attendance counts: the home branch, the host alliance.",
        ["home_branch", "host_alliance"],
    ),
)


class Beneficiary(StrEnum):
    """A body that an attendance counts for."""

    HOME_BRANCH = "home_branch"
    HOST_ALLIANCE = "host_alliance"


@dataclass(frozen=True, slots=True)
class Spec:
    """A credit rule as checked values."""

    share: tuple[frozenset[str], ...]
    to: tuple[Beneficiary, ...]


def parse(rule: Rule) -> Spec:
    """Check a credit rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    lists = [reader.words("share", item) for item in reader.items("share")]
    if any(len(listed) < _FEWEST for listed in lists):
        reader.refuse("share", "empty")
    named = [key for listed in lists for key in listed]
    if len(set(named)) < len(named):
        reader.refuse("share", "duplicate")
    to = reader.texts("to")
    if not set(to) <= {member.value for member in Beneficiary}:
        reader.refuse("to", "choice")
    return Spec(tuple(frozenset(listed) for listed in lists), tuple(Beneficiary(t) for t in to))
