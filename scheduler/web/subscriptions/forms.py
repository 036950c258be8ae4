"""The form of a new address: what is shown, under which name, and how."""

from flask_babel import gettext

from feeds.profiles import PROFILES
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.roster import Body
from scheduler.services.feeds.offers import Offer, Own
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Field, Option
from scheduler.web.presses import FIELD, press
from scheduler.web.subscriptions.reading import ALARMS, HOST, SEVERAL, WINDOWS, Asked
from scheduler.web.subscriptions.values import Ticks, WishForm
from scheduler.web.subscriptions.words import short


def form(
    found: Offer,
    asked: Asked,
    alliance: Body | None,
    href: str,
    folded: str,
    *,
    single: tuple[Option, ...] = (),
) -> WishForm | None:
    """Make the form with what was typed and what is wrong with it; nothing typed is lost.

    Whoever sees no alliance has nothing to choose from. ``single`` is one event alone, offered
    first.
    """
    scopes = (*single, *_scopes(found, alliance))
    if not scopes:
        return None
    preset = asked.typed.get("scope") or scopes[0].value
    several = len(found.alliances) > 1
    for name, offered in (("host", bool(found.hosts)), ("alliances", several)):
        if name in asked.faults and not offered:  # what stands nowhere else is told at the top
            asked.faults.setdefault("scope", asked.faults[name])
    return WishForm(
        href=href,
        folded=folded,
        scopes=_ticks(
            *(asked, "scope", gettext("要看哪些"), scopes),
            chosen=frozenset({preset}),
            note=_parts(hosts_are_here=bool(alliance or found.hosts)),
            many=False,
        ),
        hosts=_hosts(found, asked) if found.hosts else None,
        alliances=_ticks(asked, "alliances", gettext("哪些联盟"), _alliances(found))
        if several
        else None,
        name=_name(asked),
        more=_more(found, asked),
        hidden=((FIELD, press(asked.typed.get(FIELD, ""))),),
    )


def _name(asked: Asked) -> Field:
    return Field(
        "name",
        gettext("放在哪里"),
        asked.typed.get("name", ""),
        note=gettext("一台设备一个地址，例如：办公室电脑、手机；丢了可以单独停用。"),
        fault=asked.fault("name"),
    )


def _parts(*, hosts_are_here: bool) -> str:
    """Tell what becomes of events that leave a part, and where there is another part."""
    told = gettext(
        "只看一部分的（支部、单位、类别、时间），活动改到外面就直接从日历里消失，不另说明。"
    )
    if hosts_are_here:
        return told
    elsewhere = gettext("只看一家单位主办的，请到那个联盟的“订阅”页上选。")
    return f"{elsewhere} {told}" if current_lang() == "en" else elsewhere + told


def name_of(body: Body) -> str:
    """Give the name of an alliance in the reader's language."""
    return body.name_en if current_lang() == "en" and body.name_en else body.name


def _scopes(found: Offer, alliance: Body | None) -> tuple[Option, ...]:
    count = gettext("今年%(count)s场", count=found.events)
    whole = (
        (Option(str(Scope(ScopeKind.ALLIANCE, (alliance.key,))), gettext("全联盟的活动"), count),)
        if alliance
        else ()
    )
    hosts = (Option(HOST, gettext("只看一家单位主办的")),) if found.hosts else ()
    several = (
        (Option(SEVERAL, gettext("几个联盟一起看") if alliance else gettext("联盟的全部活动")),)
        if len(found.alliances) > 1
        else ()
    )
    lone = tuple(
        Option(f"body:{each.key}", name_of(each), count)
        for each in found.alliances
        if not alliance and not several
    )
    own = tuple(map(_own, found.own))
    return (*whole, *own, *hosts, *several) if alliance else (*several, *lone, *own, *hosts)


def _own(own: Own) -> Option:
    texts = {
        ScopeKind.BRANCH: gettext("只看我支部要参加的"),
        ScopeKind.PERSON: gettext("只看与我有关的"),
        ScopeKind.HOST: gettext("只看我单位主办的"),
    }
    count = gettext("今年%(count)s场", count=own.events)
    if own.scope.kind is ScopeKind.PERSON and not own.events:
        count = gettext(
            "今年0场：只算要全体党员参加的和您任职要到的；支部的活动请选“只看我支部要参加的”"
        )
    named = own.name and gettext("%(name)s，%(count)s", name=short(own.name), count=count)
    return Option(str(own.scope), texts[own.scope.kind], named or count)


def _hosts(found: Offer, asked: Asked) -> Field:
    options = tuple(
        Option(key, short(name), group=name_of(each.alliance) if len(found.hosts) > 1 else "")
        for each in found.hosts
        for key, name in each.members
    )
    return Field(
        "host",
        gettext("哪家单位"),
        asked.typed.get("host", ""),
        control="select",
        fault=asked.fault("host"),
        options=(Option("", gettext("选一家")), *options),
    )


def _alliances(found: Offer) -> tuple[Option, ...]:
    return tuple(Option(each.key, name_of(each)) for each in found.alliances)


def _more(found: Offer, asked: Asked) -> tuple[Ticks | Field, ...]:
    lang = current_lang()
    kinds = tuple(
        Option(kind.key, kind.name_en if lang == "en" and kind.name_en else kind.name)
        for kind in found.kinds
    )
    minutes = (gettext("提前15分钟"), gettext("提前1小时"), gettext("提前1天"))
    alarms = tuple(Option(*each) for each in zip(ALARMS, minutes, strict=True))
    spans = (gettext("全部"), gettext("只看今年"), gettext("从本季度起"))
    windows = tuple(Option(*each) for each in zip(WINDOWS, spans, strict=True))
    programs = {"generic": gettext("自动识别"), "apple": gettext("苹果日历")}
    programs |= {"google": gettext("Google 日历"), "outlook": "Outlook"}
    profiles = tuple(Option(name, programs[name]) for name in PROFILES)
    offered = _ticks(asked, "kinds", gettext("活动类别"), kinds, note=gettext("一样不勾就是全部。"))
    return (
        *((offered,) if kinds or offered.fault else ()),
        _ticks(
            asked,
            "alarms",
            gettext("提醒"),
            alarms,
            note=gettext("不勾就不提醒。苹果日历要另在设置里打开；Google 日历不理会。"),
        ),
        _select(asked, "window", gettext("时间"), windows, note=_year_ends()),
        _select(
            asked,
            "feed_lang",
            gettext("语言"),
            (Option("zh", "中文"), Option("en", "English")),
            preset=str(lang),
        ),
        _select(asked, "profile", gettext("日历软件"), profiles, preset="generic"),
    )


def _year_ends() -> str:
    return gettext("选“只看今年”的地址，明年1月1日起不再有新的活动，到时要另要一个。")


def _select(
    asked: Asked,
    name: str,
    label: str,
    options: tuple[Option, ...],
    *,
    preset: str = "",
    note: str = "",
) -> Field:
    return Field(
        name,
        label,
        asked.typed.get(name, preset),
        control="select",
        note=note,
        fault=asked.fault(name, options),
        options=options,
    )


def _ticks(  # noqa: PLR0913 - the last three by name, each with a default
    asked: Asked,
    name: str,
    label: str,
    options: tuple[Option, ...],
    *,
    chosen: frozenset[str] | None = None,
    note: str = "",
    many: bool = True,
) -> Ticks:
    ticked = frozenset(asked.typed.getlist(name)) if chosen is None else chosen
    return Ticks(name, label, options, ticked, note, asked.fault(name, options), many)
