"""The editor of one rule: how it begins, and what it shows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext

from scheduler.domain.errors import ChoiceError, DomainError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.rules.inputs import FREEZE_DAYS
from scheduler.rules.revising import settled
from scheduler.services.plans.rule_preview import Preview
from scheduler.services.rules import listing as rule_list
from scheduler.services.rules.keeping import Seen
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.web.parts import Action, Form, Link, Notice, Option
from scheduler.web.presses import FIELD, press
from scheduler.web.rules import form as rule_form
from scheduler.web.rules import pages as rule_pages
from scheduler.web.rules.form import BY_NAME, Draft
from scheduler.web.rules.pages import RulePage
from scheduler.web.rules.parts import SEEN, YEAR, Cell, Clash, RuleForm, Typed
from scheduler.web.rules.previews import preview_box
from scheduler.web.rules.world import World
from scheduler.web.session import reader, runtime

_LONGEST_KEY = 50
_BEGIN: Mapping[str, dict[str, object]] = {
    "quota": {"per": "quarter", "min": 1},
    "coverage": {"per": "half_year", "min": 1},
    "anchor": {},
    "trigger": {"on": "matter.accepted", "due": "10wd"},
    "rotation": {"fills": "host"},
}
"""What the form of a new rule of a type begins with."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The state of the editor: what is wished, what was typed, and what is to be said of it.

    ``revision`` is the one that the form was opened with; ``clash`` tells what others did since.
    ``doubts`` had better be looked at once more; ``asked`` tells that saving was put off for that.
    """

    world: World
    wish: Wish
    seen: Seen | None = None
    typed: Typed | None = None
    faults: tuple[DomainError, ...] = ()
    preview: Preview | None = None
    year: int | None = None
    notice: Notice | None = None
    revision: int | None = None
    clash: Clash | None = None
    doubts: tuple[DomainError, ...] = ()
    asked: bool = False


def doubtful(doubts: Iterable[DomainError]) -> str:
    """Give what is doubtful and new, as the form sends it back once it was seen.

    Who has left is not: of one that is named anew the rule is refused.
    """
    return ",".join(str(word) for each in doubts for word in _seen(each))


def _seen(doubt: DomainError) -> tuple[object, ...]:
    words = doubt.fields.get("words", ())
    if doubt.fields.get("reason") == "cut_short":
        return tuple(doubt.fields[name] for name in ("first", "last", "asked", "most"))
    return words if isinstance(words, tuple) else ()


def fresh(world: World, sent: Mapping[str, str]) -> Wish:
    """Begin a new rule: one that is offered, or an empty one of a type, under a free key."""
    alliance, taken = world.choices.alliance.key, {rule.key for rule in world.choices.rules}
    if sent.get("offered"):
        offered = rule_list.offer(alliance, sent["offered"])
        return replace(wish_of(offered), since=None, until=None)
    kind = sent.get("type", "")
    if kind not in BY_NAME:
        allowed = tuple(world.say(f"rule_type.{name}") for name in BY_NAME)
        raise ChoiceError(field="type", value=kind[:_LONGEST_KEY], allowed=allowed)
    wished = sent.get("key", "")
    if not re.fullmatch(rf"{kind}_[0-9]{{1,9}}", wished) or wished in taken:
        numbers = (f"{kind}_{number}" for number in range(1, len(taken) + 2))
        wished = next(key for key in numbers if key not in taken)
    return Wish(alliance, wished, kind, "", _BEGIN.get(kind, {}))


def opened(seen: Seen) -> Wish:
    """Open a kept rule: a change of one that is at work begins when it may at the earliest."""
    wish = wish_of(seen.rule)
    if seen.rule.withdrawn:
        wish = replace(wish, until=None)
    begun = seen.first is not None and (wish.since is None or wish.since < seen.first)
    return replace(wish, since=seen.first) if begun else wish


def editor_page(edit: Edit) -> RulePage:
    """Show the form of a rule beside what it yields and what stands now."""
    ready, lang = runtime(), edit.world.lang
    now = ready.clock()
    today = now.astimezone(SHANGHAI).date()
    body, wish = edit.world.choices.alliance, edit.wish
    first = settled(today, FREEZE_DAYS) if edit.seen and edit.seen.first else today
    draft = Draft(wish, edit.world, first, edit.typed, edit.faults)
    href = f"/rules/{body.key}/{wish.key if edit.seen else 'new'}"
    drawn = rule_form.form(draft, href, _hidden(edit))
    kind = say(f"rule_type.{wish.type}", {}, lang)
    shown = edit.seen and rule_list.shown(
        ready.store, edit.seen.rule, by=reader(), now=now, lang=lang
    )
    return RulePage(
        title=_title(edit),
        crumbs=rule_pages.crumbs(body, lang),
        lead=gettext("%(kind)s。像填一句话那样填；发布之前，先给您看会动哪些。", kind=kind),
        form=_form(edit, drawn, today.year),
        notice=edit.notice or _doubt(edit, draft, drawn),
        preview=preview_box(edit.preview, today, lang) if edit.preview else None,
        facts=rule_pages.told(shown.line, lang) if shown else (),
        history=rule_pages.history(shown.former, lang) if shown else (),
        delete=_deletion(edit.seen),
        back=Link(f"/rules#{body.key}", gettext("不改了")),
    )


def _form(edit: Edit, drawn: RuleForm, this: int) -> RuleForm:
    """Add what the form does not know: the year to show, what others did, and where to look."""
    unfolded = drawn.unfolded or bool(edit.doubts)
    return replace(drawn, year=_years(edit, this), clash=edit.clash, unfolded=unfolded)


def _doubt(edit: Edit, draft: Draft, drawn: RuleForm) -> Notice | None:
    """Say what had better be looked at, and that saving was put off for it."""
    if not edit.doubts:
        return None
    told = " ".join(say("rule_fault", each.fields, edit.world.lang) for each in edit.doubts)
    target = rule_form.control_of(draft, edit.doubts[0], (*drawn.blocks, *drawn.more))
    look = Action(f"#{target}", gettext("去看这一项"))
    if not edit.asked:
        return Notice(gettext("请再看一眼"), told, action=look)
    note = gettext("没有写错，就再按一次保存。")
    return Notice(gettext("还没有保存：请再看一眼"), told, note, late=True, action=look)


def _title(edit: Edit) -> str:
    """Name the rule, by the name that it has where the one that was typed is refused."""
    refused = any(each.fields.get("field") in {"name", "name_en"} for each in edit.faults)
    kept = wish_of(edit.seen.rule) if edit.seen is not None else None
    named = kept if refused else edit.wish
    if named is None or not named.name:
        return gettext("再答应一件")
    return gettext("我们答应：%(name)s", name=edit.world.of((named.name, named.name_en)))


def _years(edit: Edit, this: int) -> Cell:
    """Ask which year the preview shows: this one, the next, or that in which the rule begins."""
    shown = edit.year or (edit.preview.year if edit.preview else this)
    begins = edit.wish.since.year if edit.wish.since else this
    years = sorted({this, this + 1, max(this, begins), shown})
    options = (Option("", gettext("生效的那一年")), *(Option(str(y), str(y)) for y in years))
    return Cell(YEAR, YEAR, gettext("看哪一年"), "select", str(edit.year or ""), options)


def _hidden(edit: Edit) -> tuple[tuple[str, str], ...]:
    kind = ("type", edit.wish.type)  # what was typed is of that type although the rule be gone
    told = doubtful(edit.doubts)
    seen = ((SEEN, told),) if told else ()
    if edit.seen is not None:
        return (kind, ("revision", str(edit.revision or edit.seen.rule.revision)), *seen)
    own = (kind, ("key", edit.wish.key), (FIELD, press(request.form.get(FIELD, ""))), *seen)
    offered = request.values.get("offered", "")
    return (*own, ("offered", offered)) if offered else own


def _deletion(seen: Seen | None) -> Form | None:
    if seen is None or not (seen.deletable or seen.withdrawable):
        return None
    rule = seen.rule
    if seen.withdrawable:
        text = gettext("撤回这条规则")
        note = gettext("它还没生效，可以撤回；已排出的活动，等您发布计划时才取消。")
    else:
        text, note = gettext("删掉这条规则"), gettext("没有它排出的活动，可以删掉。")
    return Form(
        f"/rules/{rule.owner}/{rule.key}/delete",
        text,
        note=note,
        hidden=(("revision", str(rule.revision)),),
    )


def read_only(seen: Seen, lang: str, notice: Notice | None = None) -> RulePage:
    """Show a rule to somebody who may not change it, or of which no form can be made."""
    ready, rule = runtime(), seen.rule
    shown = rule_list.shown(ready.store, rule, by=reader(), now=ready.clock(), lang=lang)
    name = rule.name_en if lang == "en" and rule.name_en else rule.name
    return RulePage(
        title=gettext("我们答应：%(name)s", name=name),
        crumbs=rule_pages.crumbs(shown.alliance, lang),
        lead=say(f"rule_type.{rule.type}", {}, lang) if rule.type in BY_NAME else "",
        notice=notice,
        delete=_deletion(seen) if seen.may_edit else None,
        facts=rule_pages.told(shown.line, lang),
        history=rule_pages.history(shown.former, lang),
        back=Link(f"/rules#{rule.owner}", gettext("回到规则")),
    )
