"""A rule as data: what an alliance promises, valid from one day to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.domain.roster import ALWAYS, Tenure


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise or restriction of one alliance.

    ``data`` holds the parameters of the rule's type exactly as they were written (JSON values
    only), without ``key`` and ``type``; the type's module reads them. ``owner`` is the alliance
    whose calendar carries it.
    """

    key: str
    type: str
    owner: str
    name: str
    name_en: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    tenure: Tenure = ALWAYS
    revision: int = 1

    @property
    def scope(self) -> str:
        """Give ``group:<key>``, or ``body:<key>`` of the named body or else of the owner."""
        scope = self.data.get("scope")
        if isinstance(scope, Mapping):
            for kind in ("group", "body"):
                if kind in scope:
                    return f"{kind}:{scope[kind]}"
        return f"body:{self.owner}"

    @property
    def mandatory(self) -> bool:
        """Tell whether the promise is a required one (the default) rather than optional."""
        return self.data.get("status", "mandatory") == "mandatory"
