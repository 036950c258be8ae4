"""What a reader asks of the page of a plan: which alliances, which year, and what if."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from scheduler.domain.errors import DateError
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR, check_year
from scheduler.rules.planning.patch import UNCHANGED, Patch
from scheduler.services.plans.scope import Scope
from scheduler.web.plans.supposing import Pairs, Supposed

_YEAR = re.compile(r"\d{4}", re.ASCII)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """The plan that is asked for, and in which language."""

    scope: Scope
    year: int
    lang: str
    supposed: Supposed | None = None

    @property
    def pairs(self) -> Pairs:
        """Give the fields that ask for the same plan, without the supposition."""
        scope = self.scope
        found = [("alliance", key) for key in scope.alliances]
        found += [("group", scope.group)] if scope.group else []
        found += [("all", "1")] if scope.everything else []
        return (*found, ("year", str(self.year)))

    @property
    def patch(self) -> Patch:
        """Give what is supposed."""
        return UNCHANGED if self.supposed is None else self.supposed.patch

    @property
    def nothing(self) -> bool:
        """Tell whether no alliance is asked for."""
        return self.scope == Scope()

    def href(self, *more: tuple[str, str]) -> str:
        """Give the address of the plan, with further fields."""
        return f"/plans?{urlencode((*self.pairs, *more))}"


def asked(form: MultiDict[str, str], this: int, lang: str) -> Asked:
    """Read which plan is asked for; without a year it is this one."""
    scope = Scope(
        tuple(dict.fromkeys(filter(None, form.getlist("alliance")))),
        form.get("group", ""),
        form.get("all") == "1",
    )
    return Asked(scope, _year(form.get("year"), this), lang)


def _year(written: str | None, this: int) -> int:
    if written is None:
        return this
    if not _YEAR.fullmatch(written):
        bounds = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise DateError(field="year", value=written[:_SHOWN], reason="year", **bounds)
    year = int(written)
    check_year(year)
    return year
