"""What stands in the description of an event in somebody's calendar."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "change.published": Sentence("已发布。", "Published."),
    "feed.name": Sentence("联盟日程", "Alliance calendar"),
    "feed.mine": Sentence("我的联盟日程", "My alliance events"),
    "feed.of_alliances": Sentence(
        "{names}等{count}个联盟", "{names} and others: {count} alliances"
    ),
    "feed.of_kinds": Sentence("{names}等{count}类", "{names} and others: {count} kinds"),
    "feed.of_places": Sentence("{names}等{count}处", "{names} and others: {count} places"),
    "feed.of_hosts": Sentence("{names}等{count}家", "{names} and others: {count} hosts"),
    "feed.of_branches": Sentence("{names}等{count}个支部", "{names} and others: {count} branches"),
    "feed.at": Sentence("在{names}", "at {names}"),
    "feed.hosted": Sentence("{names}主办", "hosted by {names}"),
    "feed.for": Sentence("{names}参加", "for {names}"),
    "feed.part": Sentence("{name}（{parts}）", "{name} ({parts})"),
    "feed.year": Sentence("{year}年", "{year}"),
    "feed.day": Sentence("{day}", "{day}"),
    "feed.since": Sentence("{day}起", "from {day}"),
    "feed.until": Sentence("到{day}为止", "until {day}"),
    "feed.span": Sentence("{first}至{last}", "{first} to {last}"),
    "feed.about": Sentence(
        "{alliance}的活动安排。改期、换主办会自动更新。",
        "The events of {alliance}. Changes arrive by themselves.",
    ),
    "feed.about_part": Sentence(
        "{alliance}的活动安排。改期、换主办会自动更新；改到这个范围以外的，会直接从日历里消失。",
        "The events of {alliance}. Changes arrive by themselves. An event that is changed and then "
        "lies outside this choice disappears from the calendar without a word.",
    ),
    "feed.about_one": Sentence(
        "{alliance}的一场活动。这个文件不会自己更新，要自动更新请订阅。",
        "One event of {alliance}. This file does not update by itself; subscribe for that.",
    ),
    "feed.kind": Sentence("类型：{kind}", "Kind: {kind}"),
    "feed.host": Sentence("主办：{host}", "Host: {host}"),
    "feed.co_hosts": Sentence("协办：{hosts}", "With: {hosts}"),
    "feed.theme": Sentence("主题：{theme}", "Theme: {theme}"),
    "feed.venue": Sentence("地点：{venue}", "Place: {venue}"),
    "feed.alliances": Sentence("联办：{alliances}", "Together: {alliances}"),
    "feed.tentative": Sentence(
        "日期暂定，放假安排公布后确定。",
        "The date is tentative until the holidays are announced.",
    ),
    "feed.seal": Sentence("封存码：{code}", "Seal code: {code}"),
    "feed.link": Sentence("详情：{url}", "Details: {url}"),
    "evidence.left_out": Sentence("没算在内：{parts}。", "Not counted: {parts}."),
    "evidence.events": Sentence("{title}等{count}场活动", "{title} and others: {count} events"),
    "evidence.unfetched": Sentence("还没取过的{count}个", "{count} never fetched"),
    "evidence.unshown": Sentence(
        "不显示这场活动的{count}个", "{count:# that does|# that do} not show the event"
    ),
    "evidence.ended": Sentence("后来停用的{count}个", "{count} ended since"),
    "feed.kinds": Sentence("只要{count}类", "{count:one kind|# kinds} of activity only"),
    "feed.alarms": Sentence("提醒：{alarms}", "reminders: {alarms}"),
    "feed.alarm.start": Sentence("开始时", "at the start"),
    "feed.alarm.minutes": Sentence("提前{count}分钟", "{count:one minute|# minutes} before"),
    "feed.alarm.hours": Sentence("提前{count}小时", "{count:one hour|# hours} before"),
    "feed.alarm.days": Sentence("提前{count}天", "{count:one day|# days} before"),
    "feed.unknown": Sentence(
        "没有这个订阅地址。请重新获取。", "There is no such feed address. Please get a new one."
    ),
    "feed.guesses": Sentence(
        "这样的地址问得太多了，请过{retry_after}秒再试。",
        "Too many addresses like this were asked for. Try again in "
        "{retry_after:# second|# seconds}.",
    ),
    "feed.failed": Sentence(
        "日历没有取成，请稍后再试。已经取到的活动还在，不受影响。",
        "The calendar could not be fetched. Try again later; what was fetched before stays.",
    ),
    "feed.unavailable": Sentence(
        "现在取不到日历，请过{retry_after}秒再试。已经取到的活动还在，不受影响。",
        "The calendar cannot be fetched right now. Try again in "
        "{retry_after:# second|# seconds}; what was fetched before stays.",
    ),
    "feed.revoked": Sentence(
        "这个订阅地址已停用。请重新获取。",
        "This feed address no longer works. Please get a new one.",
    ),
}
