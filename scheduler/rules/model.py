"""A rule as data: what an alliance promises, valid from one day to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.domain.roster import ALWAYS, Tenure

SCOPES = ("group", "body", "organisation", "person")
"""What a promise can be of, instead of the whole alliance."""

PERSONAL = ("organisation:", "person:")
"""How the scopes begin that name somebody who has to be there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise or restriction of one alliance.

    ``data`` holds the parameters of the rule's type exactly as they were written (JSON values
    only), without ``key`` and ``type``; the type's module reads them. ``owner`` is the alliance
    whose calendar carries it; ``basis`` is what the promise rests on, in words. ``former`` are the
    versions that stood before this one, the oldest first, each with the span in which it stood;
    ``tenure`` is the span of this version, and ``superseded`` tells that another one followed it.
    """

    key: str
    type: str
    owner: str
    name: str
    name_en: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    tenure: Tenure = ALWAYS
    revision: int = 1
    basis: str = ""
    former: tuple["Rule", ...] = ()
    superseded: bool = False

    @property
    def versions(self) -> tuple["Rule", ...]:
        """List the versions, the oldest first; each knows those before it and none after."""
        found: list[Rule] = []
        for version in self.former:
            found.append(replace(version, former=tuple(found), superseded=True))
        return (*found, self)

    @property
    def promised(self) -> Tenure:
        """Give the span of the whole promise, through all its versions."""
        first = self.former[0] if self.former else self
        return Tenure(first.tenure.since, None if self.superseded else self.tenure.until)

    @property
    def withdrawn(self) -> bool:
        """Tell whether it was taken back before it was ever in force: it stands on no day."""
        return self.tenure.since is not None and self.tenure.since == self.tenure.until

    def on(self, day: date) -> "Rule":
        """Give the version that stands on a day; before the first one, that one."""
        if not self.former:
            return self
        begun = [each for each in self.versions if (each.tenure.since or day) <= day]
        return begun[-1] if begun else self.versions[0]

    @property
    def scope(self) -> str:
        """Give ``<kind>:<key>`` of what ``scope`` names, or else ``body:<key>`` of the owner."""
        scope = self.data.get("scope")
        if isinstance(scope, Mapping):
            for kind in SCOPES:
                if kind in scope:
                    return f"{kind}:{scope[kind]}"
        return f"body:{self.owner}"

    @property
    def mandatory(self) -> bool:
        """Tell whether the promise is a required one (the default) rather than optional."""
        return self.data.get("status", "mandatory") == "mandatory"
