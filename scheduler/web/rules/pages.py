"""What the pages of rules show: promises in sentences, and the editor beside its preview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask_babel import gettext

from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.rules.kinds import TYPES
from scheduler.services.rules.listing import AllianceRules, RuleLine, RuleState
from scheduler.web import dates
from scheduler.web.parts import Action, Form, Light, LightState, Link, Notice, Task, Words
from scheduler.web.rules.parts import RuleForm
from scheduler.web.rules.previews import PreviewBox

_SHOWN = 50
_LIGHTS: Mapping[RuleState, LightState] = {
    RuleState.NOW: "set",
    RuleState.CHANGING: "todo",
    RuleState.LATER: "na",
    RuleState.ENDING: "todo",
    RuleState.ENDED: "na",
    RuleState.WITHDRAWN: "na",
    RuleState.OFFERED: "na",
}


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one alliance, those it may switch on, and the way to its lists."""

    name: str
    anchor: str
    rows: tuple[Task, ...]
    offered: tuple[Task, ...]
    new: Action | None = None
    lists: Action | None = None


@dataclass(frozen=True, slots=True)
class RulesPage:
    """``rules.html``: what did we promise? Group by group in sentences."""

    lead: Words
    groups: tuple[RuleGroup, ...]
    crumbs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Kinds:
    """``rule_types.html``: which type of rule is to be made."""

    title: str
    crumbs: tuple[Link, ...]
    rows: tuple[tuple[str, str, str], ...]
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class RulePage:
    """``rule.html``: the promise as a sentence to fill in, beside it the year it yields."""

    title: str
    crumbs: tuple[Link, ...]
    lead: str
    back: Link
    form: RuleForm | None = None
    notice: Notice | None = None
    preview: PreviewBox | None = None
    history: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    delete: Form | None = None


def listing(found: Iterable[AllianceRules], lang: str, *, alone: bool = False) -> RulesPage:
    """Show the rules of these alliances in sentences; one ``alone`` leads back to all."""
    groups = tuple(_group(each, lang) for each in found)
    count = sum(len(group.rows) for group in groups)
    text = gettext("共%(num)s条。", num=count)
    lead = Words(gettext("我们答应了什么，从哪天起。") + text)
    back = (Link("/rules", gettext("规则")), Link("", groups[0].name)) if alone else ()
    return RulesPage(lead, groups, back)


def kinds(body: Body, lang: str, unknown: str = "") -> Kinds:
    """Offer the types of rules by what they are for; ``unknown`` is none of them."""
    abouts = {
        "quota": gettext("例：每季至少1次议事会"),
        "coverage": gettext("例：六同每半年每样都要"),
        "anchor": gettext("例：每月第3个周四是联盟日"),
        "trigger": gettext("例：要事受理后10个工作日内商议"),
        "rotation": gettext("例：链主企业轮流承办"),
        "staffing": gettext("例：议事会须有联络员到场"),
        "constraint": gettext("例：夜谈在19:00–21:00"),
        "credit": gettext("例：一场活动同时计入两条"),
    }
    told = gettext("没有“%(kind)s”这一种约定，请从下面选一种。", kind=unknown[:_SHOWN])
    return Kinds(
        notice=Notice(told, late=True) if unknown else None,
        title=gettext("再答应一件"),
        crumbs=crumbs(body, lang),
        rows=tuple(
            (
                f"/rules/{body.key}/new?{urlencode({'type': kind.name})}",
                say(f"rule_type.{kind.name}", {}, lang),
                abouts[kind.name],
            )
            for kind in TYPES
        ),
    )


def crumbs(body: Body, lang: str) -> tuple[Link, ...]:
    """Lead back to the rules of an alliance."""
    return (
        Link(f"/alliances/{body.key}", body_name(body, lang)),
        Link(f"/rules#{body.key}", gettext("规则")),
    )


def body_name(body: Body, lang: str) -> str:
    """Name an alliance in short."""
    return body.name_en if lang == "en" and body.name_en else body.short_name


def told(line: RuleLine, lang: str) -> tuple[str, ...]:
    """Say what goes with a rule, and since when it stands."""
    return (line.told.promise, *line.told.more, _standing(line, lang))


def history(lines: Iterable[RuleLine], lang: str) -> tuple[tuple[str, str], ...]:
    """Say what a rule said before, each with the span in which it stood."""
    return tuple(
        (_span(line.rule.tenure.since, line.rule.tenure.until, lang), _sentence(line, lang))
        for line in lines
    )


def _group(found: AllianceRules, lang: str) -> RuleGroup:
    key = found.alliance.key
    new = Action(f"/rules/{key}/new", gettext("再答应一件")) if found.may_edit else None
    return RuleGroup(
        name=body_name(found.alliance, lang),
        anchor=key,
        rows=tuple(_row(line, lang, may_edit=found.may_edit) for line in found.rules),
        offered=tuple(_row(line, lang, may_edit=True) for line in found.offered)
        if found.may_edit
        else (),
        new=new,
        lists=Action(f"/lists/{key}", gettext("名单")),
    )


def _row(line: RuleLine, lang: str, *, may_edit: bool) -> Task:
    rule = line.rule
    href = f"/rules/{rule.owner}/{rule.key}"
    text = gettext("改") if may_edit else gettext("看")
    if line.state is RuleState.OFFERED:
        href = f"/rules/{rule.owner}/new?{urlencode({'offered': rule.key})}"
        text = gettext("启用")
    states = {
        RuleState.NOW: gettext("生效中"),
        RuleState.CHANGING: gettext("将改"),
        RuleState.LATER: gettext("还没生效"),
        RuleState.ENDING: gettext("将结束"),
        RuleState.ENDED: gettext("已结束"),
        RuleState.WITHDRAWN: gettext("已撤回"),
        RuleState.OFFERED: gettext("可启用"),
    }
    name, name_en = line.named
    return Task(
        name=name_en if lang == "en" else name,
        note=" · ".join(part for part in (_sentence(line, lang), _standing(line, lang)) if part),
        light=Light(_LIGHTS[line.state], states[line.state]),
        action=Action(href, text),
        href=href,
    )


def _standing(line: RuleLine, lang: str) -> str:
    """Say since when or until when a rule stands, and what it rests on."""
    rule = line.rule
    parts = []
    if line.until_then is not None and rule.tenure.since is not None:
        parts.append(
            gettext(
                "%(day)s以前仍是：%(promise)s",
                day=dates.full_day(rule.tenure.since, lang),
                promise=line.until_then.promise,
            )
        )
    elif line.state is RuleState.WITHDRAWN:
        parts.append(gettext("生效前已撤回，不再排活动"))
    elif line.state is not RuleState.OFFERED:
        parts.append(_span(rule.promised.since, rule.promised.until, lang))
    if rule.basis:
        parts.append(gettext("依据：%(basis)s", basis=rule.basis))
    return " · ".join(part for part in parts if part)


def _span(since: date | None, until: date | None, lang: str) -> str:
    first = gettext("%(day)s起", day=dates.full_day(since, lang)) if since else ""
    end = dates.last_day(until)
    last = gettext("到%(day)s止", day=dates.full_day(end, lang)) if end else ""
    return " ".join(part for part in (first, last) if part)


def _sentence(line: RuleLine, lang: str) -> str:
    """Write what a rule promises and what goes with it in one line; whole sentences have an end."""
    joint, space, stop = ("; ", " ", ".") if lang == "en" else ("；", "", "。")
    told = line.told.promise
    for more in line.told.more:
        told += (space if told.endswith(stop) else joint) + more
    return told
