"""What changed about an event, in one line; feeds and pages use the same words."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "change.add": Sentence("新增：{to:moment}。{reason:note}", "Added: {to:moment}.{reason:note}"),
    "change.move": Sentence(
        "已改期：{from:moment} → {to:moment}。{reason:note}",
        "Moved: {from:moment} → {to:moment}.{reason:note}",
    ),
    "change.move_day": Sentence(
        "已改期：{from:day} → {to:day}。{reason:note}只改了日期。",
        "Moved: {from:day} → {to:day}.{reason:note} Only the date changed.",
    ),
    "change.host": Sentence(
        "换主办：{from:name} → {to:name}。{reason:note}",
        "New host: {from:name} → {to:name}.{reason:note}",
    ),
    "change.venue": Sentence(
        "换地点：{from:name} → {to:name}。{reason:note}",
        "New place: {from:name} → {to:name}.{reason:note}",
    ),
    "change.rename": Sentence(
        "改名称：{from} → {to}。{reason:note}", "New title: {from} → {to}.{reason:note}"
    ),
    "change.theme": Sentence(
        "换主题：{from:name} → {to:name}。{reason:note}",
        "New theme: {from:name} → {to:name}.{reason:note}",
    ),
    "change.firm": Sentence(
        "由暂定转为确定，时间地点不变。{reason:note}",
        "It is firm now; time and place stay.{reason:note}",
    ),
    "change.detail": Sentence("说明有更新。{reason:note}", "The details changed.{reason:note}"),
    "change.cancel": Sentence("已取消。{reason:note}", "Cancelled.{reason:note}"),
    "change.restore": Sentence(
        "已恢复，照常举行。{reason:note}", "Restored; it will be held.{reason:note}"
    ),
    "change.confirm": Sentence("日期已定：{to:moment}。", "The date is certain now: {to:moment}."),
    "change.hold": Sentence("已举行。", "Held."),
    "change.seal": Sentence("已封存，封存码{to}。", "Sealed, code {to}."),
    "doubt.day_off": Sentence("{day:weekday}是休息日。", "{day:weekday} is a day off."),
    "doubt.period": Sentence(
        "{day:weekday}不在{period}内。", "{day:weekday} lies outside the period ({period})."
    ),
    "doubt.overlap": Sentence(
        "时间与{other}（{start:moment}）重叠。", "The time overlaps {other} ({start:moment})."
    ),
    "reason.venue_repair": Sentence("会场检修", "Venue under repair"),
    "reason.workdays": Sentence("放假调休通知有变", "The holiday notice changed"),
    "reason.member_left": Sentence("主办单位已退出", "The host left the alliance"),
    "reason.matter_late": Sentence("要事误期", "A matter is late"),
    "reason.swap": Sentence("两家调换，双方确认", "Two hosts changed places; both agreed"),
    "reason.by_hand": Sentence("人工调整", "Changed by hand"),
}
