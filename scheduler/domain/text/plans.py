"""The words of a plan: what changes, for whom, and whether less would do."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "plan.sign.add": Sentence("增", "add"),
    "plan.sign.move": Sentence("移", "move"),
    "plan.sign.swap": Sentence("换", "change"),
    "plan.sign.cancel": Sentence("撤", "cancel"),
    "plan.sign.unplaced": Sentence("缺", "no day"),
    "plan.sign.conflict": Sentence("议", "decide"),
    "plan.count.move": Sentence("移日期", "moved"),
    "plan.count.swap": Sentence("换主办、会场或说明", "with other changes"),
    "plan.count.cancel": Sentence("取消", "cancelled"),
    "plan.count.add": Sentence("新增", "added"),
    "plan.count.unplaced": Sentence("排不下", "without a date"),
    "plan.count.conflict": Sentence("要人决定", "to be decided"),
    "plan.count.kept": Sentence("不变", "unchanged"),
    "plan.host": Sentence("主办{host:name}", "hosted by {host:name}"),
    "plan.no_host": Sentence("没有主办", "no host"),
    "plan.no_venue": Sentence("没有地点", "no place"),
    "plan.no_theme": Sentence("没有主题", "no theme"),
    "plan.theme": Sentence("主题{theme:name}", "theme {theme:name}"),
    "plan.tentative": Sentence("暂定", "tentative"),
    "plan.certain": Sentence("确定", "certain"),
    "plan.cancelled": Sentence("取消", "cancelled"),
    "plan.gone": Sentence("它不能照旧举行：{cause:note}请人来定。", "It cannot stand:{cause:note}"),
    "plan.proposals": Sentence("可改在{days:each day}。", "It could be on {days:each day}."),
    "plan.certificate": Sentence(
        "非动不可{forced}，实际动了{moved}。", "Forced {forced}, moved {moved}."
    ),
    "plan.equal": Sentence("两数相等：", "Both figures are equal: "),
    "plan.no_less": Sentence("没有更小的改法。", "no smaller change exists."),
    "plan.more": Sentence(
        "比非动不可的多，因为要给别的活动让出日子。",
        "More than forced, to make room for other events.",
    ),
    "plan.rest": Sentence(
        "其余{kept}场一天未动。", " The other {kept:# stays|# stay} as they are."
    ),
    "plan.empty": Sentence("没有要动的。", "Nothing has to change."),
    "plan.lead": Sentence(
        "发布前先看清：哪一场、动什么、为什么。",
        "Before publishing: which event changes, how, and why.",
    ),
    "plan.hosts_more": Sentence("多主办{count}场", "hosts {count} more"),
    "plan.hosts_less": Sentence("少主办{count}场", "hosts {count} fewer"),
    "plan.moves": Sentence("改期{count}场", "{count:# event|# events} moved"),
    "plan.page": Sentence("会动哪些，为什么", "What changes, and why"),
    "plan.draft": Sentence("草案，未发布", "draft, not published"),
    "plan.unchanged": Sentence("没有改动", "no changes"),
    "plan.publish": Sentence("发布这些改动", "Publish these changes"),
    "plan.note": Sentence(
        "依据第{base}号数据。若别人先改了，系统会请您重看一遍，不会覆盖。",
        "Made from data no. {base}. If someone changes it first, you are shown the new plan.",
    ),
    "plan.back": Sentence("先不发", "Not now"),
    "plan.all": Sentence("计划变更", "Plan changes"),
    "plan.list_lead": Sentence(
        "改动先看清楚，再发布。", "Look at a change first, then publish it."
    ),
    "plan.of_year": Sentence("{alliance} {year}年", "{alliance}, {year}"),
    "plan.open": Sentence("看要改什么", "See what would change"),
    "plan.row_note": Sentence("{events}场活动", "{events:# event|# events}"),
    "plan.published": Sentence(
        "{alliance}：新增{added}，改动{moved}，取消{cancelled}",
        "{alliance}: {added} added, {moved} changed, {cancelled} cancelled",
    ),
    "plan.done": Sentence("已发布。", "Published."),
    "plan.done_note": Sentence(
        "新增{added}，改动{moved}，取消{cancelled}。各人的日历会自动更新。",
        "{added} added, {moved} changed, {cancelled} cancelled. Calendars follow by themselves.",
    ),
    "plan.column.change": Sentence("变化", "Change"),
    "plan.column.day": Sentence("日期", "Date"),
    "plan.column.time": Sentence("时间", "Time"),
    "plan.column.title": Sentence("活动", "Event"),
    "plan.column.host": Sentence("主办", "Host"),
    "plan.column.venue": Sentence("地点", "Place"),
    "plan.all_day": Sentence("全天", "all day"),
}
