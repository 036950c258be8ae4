"""The pages of lists as values."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from flask_babel import gettext

from scheduler.domain.roster import Body
from scheduler.rules.model import Rule
from scheduler.rules.units import PAIR
from scheduler.services.rules.lists import PERSON, AllianceLists, KeptList, Place, title
from scheduler.web import dates
from scheduler.web.lists.values import ItemRow, ListBlock, ListsPage
from scheduler.web.parts import Action, Chip, Form, Link, Notice
from scheduler.web.rules.pages import body_name, crumbs

_SHOWN = 12
"""How many items of a list stand open on the page."""


def lists_page(
    found: AllianceLists, lang: str, notice: Notice | None, form: Form | None
) -> ListsPage:
    """Show the lists of an alliance, those first that rules name and nobody keeps."""
    body = found.alliance
    return ListsPage(
        lead=gettext(
            "规则里点名的名单，共%(num)s份。改了名单，下一次计划照新的排。", num=len(found.lists)
        ),
        crumbs=crumbs(body, lang),
        lists=tuple(_block(each, lang, may_edit=found.may_edit) for each in found.lists),
        missing=tuple(
            _missing(body, key, rules, lang, may_edit=found.may_edit)
            for key, rules in found.missing
        ),
        notice=notice,
        form=form if found.may_edit else None,
    )


def list_crumbs(body: Body, lang: str) -> tuple[Link, ...]:
    """Lead back to the lists of an alliance."""
    return (
        Link(f"/alliances/{body.key}", body_name(body, lang)),
        Link(f"/lists/{body.key}", gettext("名单")),
    )


def list_name(kept: KeptList, lang: str) -> str:
    """Call a list by its name."""
    return kept.name[1] if lang == "en" and kept.name[1] else kept.name[0]


def new_name(place: Place, lang: str) -> str:
    """Call a list that nobody keeps yet."""
    zh, en = title(place, {})
    return gettext("新名单：%(word)s", word=en if lang == "en" and en else zh)


def rule_links(rules: Iterable[Rule], lang: str) -> tuple[Link, ...]:
    """Lead to rules."""
    return tuple(Link(f"/rules/{rule.owner}/{rule.key}", rule_name(rule, lang)) for rule in rules)


def rule_name(rule: Rule, lang: str) -> str:
    """Call a rule by its name."""
    return rule.name_en if lang == "en" and rule.name_en else rule.name


def kept_notice(kept: KeptList, found: AllianceLists, today: date, lang: str) -> Notice:
    """Tell that a list is kept, and where to see what the plan makes of it."""
    asked = urlencode({"alliance": found.alliance.key, "year": today.year})
    title = gettext("已保存名单“%(name)s”", name=list_name(kept, lang))
    if not kept.rules:
        return Notice(title, gettext("还没有规则用它；写规则时选这份名单就用上了。"))
    text = gettext("已发布的活动没有动；走访清单和下一次计划照新的名单。")
    return Notice(title, text, action=Action(f"/plans?{asked}", gettext("看计划变更")))


def items_of(kept: KeptList, lang: str) -> tuple[ItemRow, ...]:
    """Show what stands on a list by name."""
    return tuple(_row(kept, item, lang) for item in kept.items)


def _block(kept: KeptList, lang: str, *, may_edit: bool) -> ListBlock:
    rows, count = items_of(kept, lang), len(kept.items)
    place = kept.place
    return ListBlock(
        name=list_name(kept, lang),
        anchor=place.key,
        note=gettext("%(word)s · %(num)s项", word=place.word, num=count),
        rows=rows,
        rules=rule_links(kept.rules, lang),
        folded=gettext("看全部%(num)s项", num=count) if count > _SHOWN else "",
        action=Action(f"/lists/{place.alliance}/{place.key}", gettext("改")) if may_edit else None,
    )


def _missing(
    body: Body, key: str, rules: tuple[Rule, ...], lang: str, *, may_edit: bool
) -> ListBlock:
    action = Action(f"/lists/{body.key}/{key}", gettext("建这份名单"))
    note = gettext("规则里写了，还没有这份名单。")
    return ListBlock(
        f"@{key}", key, note, (), rule_links(rules, lang), action=action if may_edit else None
    )


def _row(kept: KeptList, item: str, lang: str) -> ItemRow:
    parts = item.split(PAIR)
    # A word of one's own may hold the sign that joins a pair.
    whole = item not in kept.names and not any(part in kept.names for part in parts)
    name = item if whole else PAIR.join(_called(kept, part, lang) for part in parts)
    name = _called(kept, item, lang) if len(parts) == 1 else name
    gone = [kept.left[part] for part in parts if part in kept.left]
    if gone:
        since = dates.full_day(min(gone), lang)
        return ItemRow(name, struck=True, chip=Chip("todo", gettext("%(day)s起已退出", day=since)))
    if any(part in kept.unknown for part in parts):
        return ItemRow(name, chip=Chip("late", gettext("名册里没有")))
    if any(part in kept.nameless for part in parts):
        return ItemRow(name, chip=Chip("todo", gettext("没有名称，标题里会照写")))
    return ItemRow(name)


def _called(kept: KeptList, key: str, lang: str) -> str:
    name = kept.names.get(key)
    if name is not None:
        return name.say(lang)
    return gettext("一位人员") if key.startswith(PERSON) and key not in kept.unknown else key
