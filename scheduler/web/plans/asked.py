"""What a reader asks of the page of a plan: which alliances, which year, and what if."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from scheduler.domain.errors import DateError, InvalidError, MissingFieldError, NotFoundError
from scheduler.domain.text import say
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR, check_year
from scheduler.rules.inputs import Blackout
from scheduler.rules.planning.patch import UNCHANGED, Patch
from scheduler.services.plans.scope import Scope
from scheduler.web import dates
from scheduler.web.parts import Field, Form, Option

_YEAR = re.compile(r"\d{4}", re.ASCII)
_SHOWN = 40
_ONE = timedelta(days=1)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Away:
    """The supposition that somebody or some place is away from the first to the last day."""

    resource: str
    first: date
    last: date

    @property
    def patch(self) -> Patch:
        """Give the patch of a plan."""
        return Patch(blackouts=(Blackout(self.resource, self.first, self.last + _ONE),))

    def misses(self, year: int) -> bool:
        """Tell whether none of its days lies in a year."""
        return not self.first.year <= year <= self.last.year


@dataclass(frozen=True, slots=True)
class Asked:
    """The plan that is asked for, and in which language."""

    scope: Scope
    year: int
    lang: str
    away: Away | None = None

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
        return UNCHANGED if self.away is None else self.away.patch

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


def away(form: Mapping[str, str], today: date, prefix: str = "") -> Away:
    """Read who is supposed to be away when, not only in the past; the last day may be missing."""
    resource = form.get(f"{prefix}resource", "").strip()
    if ":" not in resource:
        raise MissingFieldError(field="resource", reason="choose")
    first = _day(form.get(f"{prefix}first", ""), "first")
    written = form.get(f"{prefix}last", "").strip()
    last = _day(written, "last") if written else first
    if last < first:
        raise DateError(field="last", value=last, start=first, reason="days")
    if last < today:
        field = "last" if written else "first"
        raise DateError(field=field, value=last, first=today, reason="past")
    return Away(resource, first, last)


def supposed(found: Away) -> Pairs:
    """Give the fields of an address that suppose the same."""
    return (
        ("if_resource", found.resource),
        ("if_first", found.first.isoformat()),
        ("if_last", found.last.isoformat()),
    )


def what_if_form(
    wanted: Asked,
    resources: Iterable[tuple[str, str]],
    typed: Mapping[str, str],
    error: InvalidError | NotFoundError | None = None,
) -> Form:
    """Give the form that tries out an absence; what was typed stays, with its fault."""
    lang, found = wanted.lang, wanted.away
    values = {"resource": "", "first": "", "last": ""}
    if found is not None:
        values = {name.removeprefix("if_"): value for name, value in supposed(found)}
    values |= {name: typed[name] for name in values if name in typed}
    options = tuple(Option(key, name) for key, name in resources)
    who = values["resource"]
    if who and who not in {each.value for each in options}:  # it is not there, or not any more
        options = (*options, Option(who, who.partition(":")[2] or who))
    labels = (say(f"plan.what_if_{each}", {}, lang) for each in ("who", "from", "until"))
    of_who, of_first, of_last = labels
    fields: tuple[Field, ...] = (
        Field("resource", of_who, who, "select", options=options),
        Field("first", of_first, values["first"], "date"),
        Field("last", of_last, values["last"], "date", optional=True),
    )
    if error is not None:
        gone = isinstance(error, NotFoundError)
        fault = say("plan.what_if_gone" if gone else error.code, error.fields, lang)
        at = error.fields.get("field", "resource")
        fields = tuple(replace(each, fault=fault) if each.name == at else each for each in fields)
    return Form(
        "/plans/what-if",
        say("plan.what_if_submit", {}, lang),
        fields,
        summary=say("plan.what_if", {}, lang),
        note=say("plan.what_if_note", {}, lang),
        hidden=wanted.pairs,
    )


def _year(written: str | None, this: int) -> int:
    if written is None:
        return this
    if not _YEAR.fullmatch(written):
        bounds = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise DateError(field="year", value=written[:_SHOWN], reason="year", **bounds)
    year = int(written)
    check_year(year)
    return year


def _day(written: str, field: str) -> date:
    text = written.strip()
    if not text:
        raise MissingFieldError(field=field)
    try:
        day = dates.read(text)
    except ValueError:
        raise DateError(field=field, value=text[:_SHOWN], reason="malformed") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateError(field=field, value=text, reason="range")
    return day
