"""The words of a plan: what changes, for whom, and whether less would do."""

from scheduler.domain.text.render import Catalogue, Sentence

_DID = "{added:some plan.did added moved changed firm cancelled}"
_UNDID = "{cancelled:some plan.undid cancelled restored moved changed firm}"
"""What a publication did, and what taking it back does: nothing that is nought."""

SENTENCES: Catalogue = {
    "plan.sign.add": Sentence("增", "add"),
    "plan.sign.move": Sentence("移", "move"),
    "plan.sign.swap": Sentence("换", "change"),
    "plan.sign.detail": Sentence("改", "edit"),
    "plan.sign.rename": Sentence("名", "rename"),
    "plan.sign.firm": Sentence("定", "firm"),
    "plan.sign.cancel": Sentence("撤", "cancel"),
    "plan.sign.missed": Sentence("过", "missed"),
    "plan.sign.unplaced": Sentence("缺", "no day"),
    "plan.sign.vacant": Sentence("主", "no host"),
    "plan.sign.seats": Sentence("员", "people"),
    "plan.sign.conflict": Sentence("议", "decide"),
    "plan.count.move": Sentence("移日期", "moved"),
    "plan.count.swap": Sentence("换主办或会场", "with another host or place"),
    "plan.count.detail": Sentence("改主题或说明", "with other details"),
    "plan.count.rename": Sentence("改名", "renamed"),
    "plan.count.firm": Sentence("由暂定转为确定", "now firm"),
    "plan.count.cancel": Sentence("取消", "cancelled"),
    "plan.count.add": Sentence("新增", "added"),
    "plan.count.missed": Sentence("期间已过", "past"),
    "plan.count.unplaced": Sentence("排不下", "without a date"),
    "plan.count.vacant": Sentence("没人主办", "without a host"),
    "plan.count.seats": Sentence("缺员", "short of people"),
    "plan.count.conflict": Sentence("要人决定", "to be decided"),
    "plan.count.kept": Sentence("不变", "unchanged"),
    "vacancy.events": Sentence(
        "每场要{role:name}{wanted}名，名册上有{held}名，缺{missing}名。",
        "Wants {wanted} of {role:name} at each event; the roster has {held}, {missing} short.",
    ),
    "vacancy.office": Sentence(
        "{body:?vacancy.body}要{role:name}{wanted}名，名册上有{held}名，缺{missing}名。",
        "{body:?vacancy.body}Wants {wanted} of {role:name}; the roster has {held}, "
        "{missing} short.",
    ),
    "vacancy.body": Sentence("{body:name}", "{body:name}: "),
    "plan.host": Sentence("主办{host:name}", "hosted by {host:name}"),
    "plan.no_host": Sentence("没有主办", "no host"),
    "plan.no_venue": Sentence("没有地点", "no place"),
    "plan.no_theme": Sentence("没有主题", "no theme"),
    "plan.theme": Sentence("主题{theme:name}", "theme {theme:name}"),
    "plan.tentative": Sentence("暂定", "tentative"),
    "plan.certain": Sentence("确定", "certain"),
    "plan.cancelled": Sentence("取消", "cancelled"),
    "plan.ended": Sentence("规则已结束，取消", "cancelled: its rule ended"),
    "plan.gone": Sentence("它不能照旧举行：{cause:note}请人来定。", "It cannot stand:{cause:note}"),
    "plan.proposals": Sentence("可改在{days:each day}。", "It could be on {days:each day}."),
    "plan.no_days": Sentence(
        "别的日子也不行：{causes:counts}{away:?away.listed}。{relaxation:note}",
        "No other day is free: {causes:counts}{away:?away.listed}.{relaxation:note}",
    ),
    "plan.no_day_left": Sentence(
        "期间里没有别的日子。{relaxation:note}", "Its period has no other day.{relaxation:note}"
    ),
    "plan.places_free": Sentence(
        "日子不动，可换到{venues:each name}。", "On the same day it could be at {venues:each name}."
    ),
    "plan.stuck": Sentence(
        "可以取消它；要照办，就不用动它。", "Cancel it, or leave it as it is if it is to be held."
    ),
    "plan.place_to": Sentence("换到{venue:name}", "Move to {venue:name}"),
    "plan.certificate": Sentence(
        "非动不可{forced}，实际动了{moved}。", "Forced {forced}, moved {moved}."
    ),
    "plan.equal": Sentence(
        "只数改日期和没有日子而取消的，两数相等：",
        "Of events moved or left without a date, both figures are equal: ",
    ),
    "plan.counted": Sentence(
        "只数改日期和没有日子而取消的：改日期{moves}场，没有日子而取消{lost}场。",
        "Counted are {moves:# event|# events} moved and {lost:# event|# events} cancelled for "
        "want of a date.",
    ),
    "plan.no_less": Sentence("没有更小的改法。", "no smaller change exists."),
    "plan.more": Sentence(
        "比非动不可的多，因为要给别的活动让出日子：{moves}{over:?plan.more_over}。",
        "More than forced, to make room for other events: {moves}{over:?plan.more_over}.",
    ),
    "plan.more_rivals": Sentence(
        "几场活动相争时，“非动不可”只按最少的计，实际多动了{count}场：{moves}{over:?plan.more_over}。",
        "Where events clash, only the fewest count as forced; {count} more had to move: "
        "{moves}{over:?plan.more_over}.",
    ),
    "plan.more_over": Sentence("等{over}场", " and others, {over} in all"),
    "plan.moving": Sentence("{title}（{days}）", "{title} ({days})"),
    "plan.periods_over": Sentence("等{over}个期间", " and others, {over} in all"),
    "plan.same": Sentence("同样的还有{count}项。", "{count} more like it."),
    "plan.rest": Sentence(
        "其余{kept}场一天未动。", " The other {kept:# stays|# stay} as they are."
    ),
    "plan.empty": Sentence("没有要动的。", "Nothing has to change."),
    "plan.empty_but": Sentence(
        "没有要动的，可下面这些还没有着落。",
        "Nothing has to change, yet what is below is still open.",
    ),
    "plan.left_open": Sentence("还有没着落的", "something is still open"),
    "plan.lead": Sentence(
        "发布前先看清：哪一场、动什么、为什么。",
        "Before publishing: which event changes, how, and why.",
    ),
    "plan.hosts_more": Sentence("多主办{count}场", "hosts {count} more"),
    "plan.hosts_less": Sentence("少主办{count}场", "hosts {count} fewer"),
    "plan.moves": Sentence("改期{count}场", "{count:# event|# events} moved"),
    "plan.gains": Sentence("多{count}场", "{count:# more event|# more events}"),
    "plan.loses": Sentence("少{count}场", "{count:# event fewer|# events fewer}"),
    "plan.places": Sentence("换地点{count}场", "{count:# event|# events} at another place"),
    "plan.new_hosts": Sentence("换主办{count}场", "{count:# event|# events} with another host"),
    "plan.details": Sentence("说明有改{count}场", "{count:# event|# events} with other details"),
    "plan.renames": Sentence("改名{count}场", "{count:# event|# events} renamed"),
    "plan.firms": Sentence("转为确定{count}场", "{count:# event|# events} now firm"),
    "plan.renamed": Sentence(
        "改名{count}场（日期、主办、会场都不变）", "{count:# event|# events} renamed"
    ),
    "plan.firm": Sentence(
        "由暂定转为确定{count}场（日期、主办、会场都不变）",
        "Now firm: {count:# event|# events} (date, host and place stay)",
    ),
    "plan.loose": Sentence(
        "由确定回到暂定{count}场（日期、主办、会场都不变）",
        "Tentative again: {count:# event|# events} (date, host and place stay)",
    ),
    "plan.item": Sentence("{day:day}{title}", "{title} on {day:day}"),
    "plan.items": Sentence("{items}，另{count}场", "{items} and {count} more"),
    "plan.person": Sentence("一位必到人员", "A required person"),
    "plan.others": Sentence("其余{count}家", "{count:# other member|# other members}"),
    "plan.no_change": Sentence("没有变化", "no change"),
    "plan.feeds": Sentence("{count}个日历订阅", "{count:# subscription|# subscriptions}"),
    "plan.feeds_what": Sentence("自动更新", "updated automatically"),
    "plan.feeds_note": Sentence("其余条目一字不变", "All other entries stay as they are"),
    "plan.move_to": Sentence("改到{day}", "Move to {day}"),
    "plan.titled": Sentence("{alliance:name}：{title}", "{alliance:name}: {title}"),
    "plan.page": Sentence("会动哪些，为什么", "What changes, and why"),
    "plan.draft": Sentence("草案，未发布", "draft, not published"),
    "plan.unchanged": Sentence("没有改动", "no changes"),
    "plan.publish": Sentence("发布这些改动", "Publish these changes"),
    "plan.note": Sentence(
        "依据第{base}号数据。若别人先改了，系统会请您重看一遍，不会覆盖。",
        "Made from data no. {base}. If someone changes it first, you are shown the new plan.",
    ),
    "plan.note_undo": Sentence("发布后可整批撤回。", "It can be taken back as a whole."),
    "plan.refused": Sentence(
        "您可以看，不能发布：要有其中每个联盟的发布权限。",
        "You may look and not publish: that takes the right to publish in each of the alliances.",
    ),
    "plan.together": Sentence(
        "{name} {year}年（{count}个联盟）", "{name}, {year} ({count} alliances)"
    ),
    "plan.everything": Sentence("全部联盟", "All alliances"),
    "plan.together_note": Sentence("一起排，互相避让", "planned together"),
    "plan.pick_none": Sentence(
        "还没有勾选联盟。请至少勾选一个，再看要改什么。",
        "No alliance is ticked. Tick at least one to see what would change.",
    ),
    "plan.month": Sentence("{month}月", "{month}"),
    "plan.month_count": Sentence("{count}场", "{count}"),
    "plan.months_note": Sentence(
        "全年{before}场 → {after}场", "{before} → {after:# event|# events} in the year"
    ),
    "plan.elsewhere": Sentence(
        "{year}年还有{count}场待发布",
        "{count:# more event waits|# more events wait} to be published in {year}",
    ),
    "plan.decided": Sentence("已改到{day:weekday}。", "Moved to {day:weekday}."),
    "plan.placed": Sentence("地点已换。", "It has another place."),
    "plan.placed_note": Sentence(
        "日子不变。下面是重新排过的计划。", "Its day stays. Below is the plan made anew."
    ),
    "plan.decided_note": Sentence(
        "它从此固定，计划不再动它。下面是重新排过的计划。",
        "No plan moves it from now on. Below is the plan made anew.",
    ),
    "plan.undo": Sentence("撤回这次发布", "Take this publication back"),
    "plan.undo_page": Sentence("撤回后会怎样", "What taking it back does"),
    "plan.undo_lead": Sentence(
        "{at:moment}发布的{whose}：" + _UNDID + "。",
        "{whose}, published on {at:moment}: " + _UNDID + ".",
    ),
    "plan.undo_named": Sentence(
        "{alliances:each name}{year:?plan.undo_year}的计划",
        "The plan of {alliances:each name}{year:?plan.undo_year}",
    ),
    "plan.undo_many": Sentence(
        "{count}个联盟{year:?plan.undo_year}的计划",
        "The plan of {count} alliances{year:?plan.undo_year}",
    ),
    "plan.undo_year": Sentence("{year}年", " for {year}"),
    "plan.undo_shown": Sentence(
        "什么都还没有改。要撤回，请加上--apply。",
        "Nothing is changed yet. Add --apply to take it back.",
    ),
    "plan.undo_chip": Sentence("还没有撤回", "not taken back yet"),
    "plan.undone_chip": Sentence("已撤回", "taken back"),
    "plan.undo_note": Sentence(
        "各人的日历会自动更新。撤回后再排一次，仍会排出同样的改动。",
        "Calendars follow by themselves. Planning again gives the same changes again.",
    ),
    "plan.undone": Sentence("已撤回这次发布。", "The publication is taken back."),
    "plan.undone_since": Sentence(
        "{at:moment}已撤回，这次发布的改动都不再算数。现在要动什么，看计划变更。",
        "It was taken back on {at:moment}: nothing of it holds any more. What has to change now "
        "stands under Plan changes.",
    ),
    "plan.undone_again": Sentence(
        "这次发布之前已经撤回过，这次什么也没有改。",
        "This publication had been taken back before; nothing was changed now.",
    ),
    "plan.undone_note": Sentence(
        _UNDID + "。",
        _UNDID + ".",
    ),
    "plan.undid.cancelled": Sentence("取消{cancelled}", "{cancelled} cancelled"),
    "plan.undid.restored": Sentence("恢复{restored}", "{restored} restored"),
    "plan.undid.moved": Sentence("改回日期{moved}", "{moved} moved back"),
    "plan.undid.changed": Sentence("其他改回{changed}", "{changed} as before"),
    "plan.undid.firm": Sentence("转回暂定{firm}", "{firm} tentative again"),
    "plan.undid.none": Sentence("没有要改回的", "nothing to change back"),
    "plan.by": Sentence("（{by}发布）", " (published by {by})"),
    "plan.again": Sentence(
        "这份计划之前已经发布过，这次什么也没有改。",
        "This plan had been published before; nothing was changed now.",
    ),
    "plan.again_note": Sentence(
        "{at:moment}{by:?plan.again_by}发布。", "Published {at:moment}{by:?plan.again_by}."
    ),
    "plan.again_by": Sentence("由{by}", " by {by}"),
    "plan.undone_tail": Sentence("（已撤回）", " (taken back)"),
    "plan.keep": Sentence("不撤回", "Leave it"),
    "plan.column.who": Sentence("谁", "Who"),
    "plan.column.what": Sentence("变化", "What"),
    "plan.column.events": Sentence("活动", "Events"),
    "plan.back": Sentence("先不发", "Not now"),
    "plan.all": Sentence("计划变更", "Plan changes"),
    "plan.quiet": Sentence("没有改动的{count}份计划", "{count:# plan|# plans} without changes"),
    "plan.list_lead": Sentence(
        "改动先看清楚，再发布。", "Look at a change first, then publish it."
    ),
    "plan.list_waiting": Sentence(
        "{alliances}个联盟有{changes}场改动待发布{decisions:?plan.list_decisions}。"
        "先看清楚，再发布；可以一起发布。",
        "{changes:# change|# changes} in {alliances:# alliance|# alliances} wait to be published"
        "{decisions:?plan.list_decisions}. Look first; they can be published together.",
    ),
    "plan.list_decisions": Sentence("、{decisions}场要人定", ", {decisions} to be decided"),
    "plan.list_decide": Sentence(
        "{alliances}个联盟有{decisions}场要人定。点开看有哪些日子可选。",
        "{decisions:# event|# events} in {alliances:# alliance|# alliances} to be decided. "
        "Open a plan to see the days to choose from.",
    ),
    "plan.waiting_changes": Sentence("{count}场待发布", "{count} to be published"),
    "plan.waiting_decisions": Sentence("{count}场要人定", "{count} to be decided"),
    "plan.waiting_unplaced": Sentence("{count}场排不下", "{count} without a date"),
    "plan.waiting_vacant": Sentence("{count}场没人主办", "{count} without a host"),
    "plan.waiting_seats": Sentence("{count}处缺员", "{count:# role|# roles} short of people"),
    "plan.waiting_uneven": Sentence(
        "{count}项轮值对不上账", "{count:# rotation|# rotations} uneven"
    ),
    "plan.of_year": Sentence("{alliance} {year}年", "{alliance}, {year}"),
    "plan.open": Sentence("看要改什么", "See what would change"),
    "plan.row_note": Sentence(
        "已办{held}场，未办{coming}场{missed:?plan.row_missed}",
        "{held} held, {coming} to come{missed:?plan.row_missed}",
    ),
    "plan.row_missed": Sentence(
        " · {missed}项期间已过，没有办", " · {missed} not held, the period is over"
    ),
    "plan.missed": Sentence("期间已过、没有办的{count}项", "{count} not held; the period is over"),
    "plan.published": Sentence(
        "{alliance}：" + _DID,
        "{alliance}: " + _DID,
    ),
    "plan.did.added": Sentence("新增{added}", "{added} added"),
    "plan.did.moved": Sentence("移日期{moved}", "{moved} moved"),
    "plan.did.changed": Sentence("其他改动{changed}", "{changed} changed otherwise"),
    "plan.did.firm": Sentence("转为确定{firm}", "{firm} now firm"),
    "plan.did.cancelled": Sentence("取消{cancelled}", "{cancelled} cancelled"),
    "plan.did.none": Sentence("没有改动", "nothing changed"),
    "plan.none": Sentence("没有要发布的。", "There was nothing to publish."),
    "plan.done": Sentence("已发布。", "Published."),
    "plan.done_note": Sentence(
        _DID + "。各人的日历会自动更新。",
        _DID + ". Calendars follow by themselves.",
    ),
    "plan.column.alliance": Sentence("联盟", "Alliance"),
    "plan.column.change": Sentence("变化", "Change"),
    "plan.column.day": Sentence("日期", "Date"),
    "plan.column.time": Sentence("时间", "Time"),
    "plan.column.title": Sentence("活动", "Event"),
    "plan.column.host": Sentence("主办", "Host"),
    "plan.column.venue": Sentence("地点", "Place"),
    "plan.all_day": Sentence("全天", "all day"),
}
