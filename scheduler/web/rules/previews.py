"""What the editor of a rule shows of its year: its days, what changes beside, what finds none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.domain.text.reading import beside
from scheduler.domain.text.values import weekday
from scheduler.rules.kinds import rule_type
from scheduler.rules.plan import Change, Placement
from scheduler.services.names import Name
from scheduler.services.plans.lines import PlanLine, of_unplaced, of_vacancy
from scheduler.services.plans.rule_preview import Preview, riding_text
from scheduler.services.plans.words import Words
from scheduler.web import dates
from scheduler.web.parts import Light

_LISTED = 12


@dataclass(frozen=True, slots=True)
class PreviewBox:
    """What the rule yields: days with hosts, or months with counts; then what changes.

    What the rule changes comes first; what waited already is marked and counted apart.
    Where a mandatory promise is ``short`` of a date, the light and what is missing stand first.
    ``waiting`` counts what is to be published without the rule too, in words;
    ``rides`` says what of the rule is held together with the events of another;
    ``more`` and ``more_missing`` count what their lists leave out, in words; empty: nothing.
    """

    title: str
    sum: str
    rows: tuple[tuple[str, str], ...]
    light: Light
    changes: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str], ...]
    note: str = ""
    more: str = ""
    more_missing: str = ""
    waiting: str = ""
    short: bool = False
    rides: str = ""


def preview_box(seen: Preview, today: date, lang: str) -> PreviewBox:
    """Show the year of a rule: what is still to come of it, and what it changes beside."""
    coming = [each for each in seen.placements if each.day >= today]
    changes = _changes(seen, lang)
    missing = _missing(seen, lang)
    short = _short(seen)
    rides = riding_text(seen, [each for each in seen.rides if each.day >= today], lang)
    return PreviewBox(
        title=gettext("这条规则现在排出"),
        sum=_sum(seen, coming, rides),
        rows=_rows(coming, seen.names, lang),
        light=_light(len(changes) - len(seen.waiting), short),
        short=bool(short),
        rides=rides,
        waiting=_waiting(len(seen.waiting)),
        changes=changes[:_LISTED],
        missing=tuple((each.title, _why(each)) for each in missing[:_LISTED]),
        note=gettext("只是试排，什么都没有改。"),
        more=_left_out(len(changes[_LISTED:])),
        more_missing=_left_out(sum(1 + each.same for each in missing[_LISTED:])),
    )


def _changes(seen: Preview, lang: str) -> tuple[tuple[str, str], ...]:
    """Say what happens to each event: first by the rule, then what waits without it."""
    own = [each for each in seen.foremost if each.uid not in seen.waiting]
    rest = [each for each in seen.foremost if each.uid in seen.waiting]
    told = (
        (what, gettext("%(when)s（原已待发布）", when=when))
        for what, when in _said(rest, seen, lang)
    )
    return (*_said(own, seen, lang), *told)


def _said(changes: Iterable[Change], seen: Preview, lang: str) -> Iterator[tuple[str, str]]:
    return (_change(each, seen.names, lang) for each in changes)


def _short(seen: Preview) -> int:
    """Count the mandatory promises that find no date, of this rule or because of it."""
    found = (*seen.unplaced, *seen.squeezed)
    return sum(each.mandatory and not each.is_over for each in found)


def _light(own: int, short: int) -> Light:
    """Tell in a sign what is to be done: that promises find no date before what changes."""
    parts = [gettext("必办的有%(num)s场排不下", num=short)] if short else []
    parts += [gettext("会动%(num)s场", num=own)] if own else []
    if not parts:
        return Light("set", gettext("与现计划相同，0场变动"))
    return Light("todo", gettext("，").join(parts))


def _waiting(count: int) -> str:
    return gettext("另有%(num)s场原已待发布", num=count) if count else ""


def _left_out(count: int) -> str:
    return gettext("另有%(num)s场", num=count) if count else ""


def _sum(seen: Preview, coming: list[Placement], rides: str) -> str:
    """Count what is still to come of the year, and how much of that is made up in the next.

    Nothing is counted where all of it rides on events of another rule.
    """
    if not rule_type(seen.rule).units:
        return gettext("它自己不排活动，只管别的活动怎么办。")
    if rides and not coming:
        return ""
    count = gettext("%(year)s年还有%(num)s场", num=len(coming), year=seen.year)
    later = sum(each.day.year > seen.year for each in coming)
    if not later:
        return count
    return gettext("%(count)s，其中%(num)s场在次年补", count=count, num=later)


def _rows(
    coming: list[Placement], names: Mapping[str, Name], lang: str
) -> tuple[tuple[str, str], ...]:
    """List the days with their hosts; of many only how many lie in each month."""
    if len(coming) <= _LISTED:
        return tuple(
            (_when(each, lang), _name(names, each.host or _venue(each), lang)) for each in coming
        )
    months = Counter((each.day.year, each.day.month) for each in coming)
    return tuple(
        (f"{month[0]} · {dates.month(month[1], lang)}", gettext("%(num)s场", num=count))
        for month, count in sorted(months.items())
    )


def _when(placement: Placement, lang: str) -> str:
    """Write the days, and whether they lie after the window, where the event is made up."""
    when = dates.days(placement.start, placement.end, lang)
    return gettext("%(day)s（期满后补）", day=when) if placement.late else when


def _venue(placement: Placement) -> str | None:
    return f"venue:{placement.venue}" if placement.venue else None


def _name(names: Mapping[str, Name], key: str | None, lang: str) -> str:
    return names[key].say(lang) if key is not None and key in names else ""


def _change(change: Change, names: Mapping[str, Name], lang: str) -> tuple[str, str]:
    """Say what happens to one event."""
    title = Words(lang, {}).title(change.title, change.title_en)
    if change.kind == "move":
        word, when = _moved(change, lang)
        return (f"{word} {title}", when)
    words = {
        "add": gettext("新增"),
        "cancel": gettext("取消"),
        "host": gettext("换主办"),
        "venue": gettext("换地点"),
        "detail": gettext("改内容"),
        "rename": say("plan.count.rename", {}, lang),
        "firm": gettext("由暂定转为确定"),
    }
    host = change.after.get("host")
    added = f" {_name(names, str(host), lang)}" if change.kind == "host" and host else ""
    return (f"{words[change.kind]} {title}", weekday(change.day, lang) + added)


def _moved(change: Change, lang: str) -> tuple[str, str]:
    """Say from when to when an event moves; what takes whole days goes without the clock."""
    day = weekday(change.day, lang)
    if "start" in change.before:
        before, after = _sides(change, "start")
        if before.date() == after.date():
            return gettext("改时间"), f"{day} {dates.clock(before)} → {dates.clock(after)}"
        side = beside(lang, (before.date(), after.date()))
        whole = before.time() == after.time() == time()
        old, new = (
            weekday(each.date(), side) + ("" if whole else f" {dates.clock(each)}")
            for each in (before, after)
        )
        return gettext("改期"), f"{old} → {new}"
    if "end" in change.before:
        before, after = _sides(change, "end")
        ends = gettext(
            "结束%(before)s → %(after)s", before=dates.clock(before), after=dates.clock(after)
        )
        return gettext("改时间"), f"{day} {ends}"
    return gettext("改时间"), day


def _sides(change: Change, name: str) -> tuple[datetime, datetime]:
    before, after = (
        datetime.fromisoformat(str(side[name])).astimezone(SHANGHAI)
        for side in (change.before, change.after)
    )
    return before, after


def _missing(seen: Preview, lang: str) -> tuple[PlanLine, ...]:
    """Say which places nobody fills, why events find no date, and what would free one."""
    found = (*seen.unplaced, *seen.squeezed)
    words = Words(lang, {key: (name.short, name.en) for key, name in seen.names.items()})
    lacking = (of_vacancy(words, each) for each in seen.vacancies)
    return (*lacking, *(line for _, line in of_unplaced(words, found, seen.year)))


def _why(line: PlanLine) -> str:
    return " ".join(filter(None, (line.kept, line.text, line.why)))
