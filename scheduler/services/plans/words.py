"""Values of a plan in words, and the names of everything that a plan mentions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.domain.activity import Explanation
from scheduler.domain.errors import InvalidError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import explain, say
from scheduler.domain.text.reading import beside
from scheduler.domain.text.values import as_moment, clock, weekday
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.plan import Placement, Plan
from scheduler.services.plans.alike import Names, told_apart
from scheduler.store import Session, roster


@dataclass(frozen=True, slots=True)
class Words:
    """Writes values of a plan in one language."""

    lang: str
    names: Names

    def say(self, code: str, **fields: object) -> str:
        """Make a sentence of the plan."""
        return say(code, fields, self.lang, names=self.names)

    def joined(self, parts: list[str]) -> str:
        """Join what is said of one thing."""
        return (", " if self.lang == "en" else "，").join(parts)

    def listed(self, parts: list[str]) -> str:
        """Join things of one kind."""
        return (", " if self.lang == "en" else "、").join(parts)

    def explained(self, reasons: Iterable[Explanation]) -> str:
        """Write reasons as sentences, each once."""
        said = (explain(reason, self.lang, names=self.names) for reason in reasons)
        return (" " if self.lang == "en" else "").join(filter(None, dict.fromkeys(said)))

    def title(self, zh: str, en: str) -> str:
        """Choose a title."""
        return en if self.lang == "en" and en else zh

    def name(self, key: str) -> str:
        """Name an opaque key."""
        zh, en = self.names.get(key, (key.partition(":")[2] or key, ""))
        return en if self.lang == "en" and en else zh

    def when(self, start: object, end: object, *, all_day: bool) -> str:
        """Write 9月16日 周三 14:30, or the days of what takes whole ones or several."""
        first, *more = self._days(start, end)
        begin = first if all_day else f"{first} {clock(_local(start), self.lang)}"
        return " – ".join([begin, *more])

    def days(self, start: object, end: object) -> str:
        """Write the day, or the first and the last of several."""
        return " – ".join(self._days(start, end))

    def _days(self, start: object, end: object) -> list[str]:
        first, last = _local(start).date(), (_local(end) - timedelta.resolution).date()
        both = (first, max(first, last))
        return list(dict.fromkeys(weekday(each, beside(self.lang, both)) for each in both))

    def beside(self, *moments: object) -> "Words":
        """Give the words for moments side by side: of several years, each names its own."""
        return replace(self, lang=beside(self.lang, (_local(each).date() for each in moments)))

    def of(self, placement: Placement) -> str:
        """Write when a placement takes place."""
        return self.when(placement.start, placement.end, all_day=placement.all_day)

    def period(self, key: str, year: int) -> str:
        """Name a period, with its year where it is another; the year itself needs no name.

        Nor has what is no civil period one: it goes by its rule.
        """
        try:
            found = parse_key(key)
        except InvalidError:
            return ""
        if key == str(year):
            return ""
        return label(found, self.lang, with_year=not key.startswith(str(year)))

    def host(self, key: object) -> str:
        """Write 主办甲公司."""
        return self.say("plan.host", host=key) if key else self.say("plan.no_host")

    def venue(self, key: object) -> str:
        """Name a place."""
        return self.name(f"venue:{key}") if key else self.say("plan.no_venue")

    def theme(self, key: object) -> str:
        """Write 主题安全生产."""
        return self.say("plan.theme", theme=key) if key else self.say("plan.no_theme")

    def tentative(self, value: object) -> str:
        """Write 暂定 or 确定."""
        return self.say("plan.tentative" if value else "plan.certain")


def names_of(session: Session, plan: Plan, more: Iterable[str] = ()) -> Names:
    """Name everything that a plan mentions by an opaque key, and some keys more."""
    keys = {f"body:{owner}" for owner in plan.base} | set(more)
    keys |= {f"body:{conflict.owner}" for conflict in plan.conflicts}
    for placement in plan.placements:
        keys |= _keys(placement.host, placement.venue, placement.theme)
        keys |= {f"body:{alliance}" for alliance in placement.alliances}
        keys |= members_in(placement.why_host)
    for change in plan.changes:
        for side in (change.before, change.after):
            keys |= _keys(side.get("host"), side.get("venue"), side.get("theme"))
    return told_apart(session, roster.spoken(session, keys), plan.base.keys())


def absent(plan: Plan) -> set[str]:
    """List whose absence a plan tells: persons are named only to those who may see names."""
    found: set[str] = set()
    reasons = [each.cause for each in plan.changes]
    for missing in plan.unplaced:
        found.update(missing.away)
        reasons.append(missing.relaxation)
    for conflict in plan.conflicts:
        found.update(conflict.away)
        reasons += [conflict.cause, conflict.relaxation]
    for reason in reasons:
        fields = reason.get("fields")
        key = fields.get("resource") if isinstance(fields, Mapping) else None
        found |= {str(key)} if key else set()
    return found


def _keys(host: object, venue: object, theme: object) -> set[str]:
    plain = {str(key) for key in (host, theme) if key}
    return plain | {f"venue:{venue}"} if venue else plain


def members_in(explanation: Mapping[str, Any]) -> set[str]:
    """List the members whose accounts an explanation tells."""
    fields = explanation.get("fields", {})
    rows = (row for name in ("rows", "passed", "members") for row in fields.get(name, ()))
    return {row["member"] for row in rows}


def _local(value: object) -> datetime:
    return as_moment(value).astimezone(SHANGHAI)
