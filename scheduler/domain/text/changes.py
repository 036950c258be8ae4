"""What changed about an event, in one line; feeds and pages use the same words."""

from scheduler.domain.text.render import Catalogue, Sentence

_FROM_TO = "{from:?change.from}{from:!change.open} → {to:?change.to}{to:!change.open}"

SENTENCES: Catalogue = {
    "change.from": Sentence("{from:name}", "{from:name}"),
    "change.to": Sentence("{to:name}", "{to:name}"),
    "change.open": Sentence("未定", "not decided yet"),
    "change.dated": Sentence("{told}（{at:day}发布）", "{told} (Published on {at:day}.)"),
    "change.add": Sentence("新增：{to:moment}。{reason:note}", "Added: {to:moment}.{reason:note}"),
    "change.move": Sentence(
        "已改期：{from:moment} → {to:moment}。{reason:note}",
        "Moved: {from:moment} → {to:moment}.{reason:note}",
    ),
    "change.move_day": Sentence(
        "已改期：{from:day} → {to:day}。{reason:note}只改了日期。",
        "Moved: {from:day} → {to:day}.{reason:note} Only the date changed.",
    ),
    "change.move_since": Sentence(
        "已改期：{from:span} → {to:span}，原定{first:span}。{reason:note}",
        "Moved: {from:span} → {to:span}, originally {first:span}.{reason:note}",
    ),
    "change.span": Sentence(
        "已改期：{from:span} → {to:span}。{reason:note}",
        "Moved: {from:span} → {to:span}.{reason:note}",
    ),
    "change.end": Sentence(
        "改结束时间：{from:moment} → {to:moment}。{reason:note}",
        "New end: {from:moment} → {to:moment}.{reason:note}",
    ),
    "change.last_day": Sentence(
        "改最后一天：{from:day} → {to:day}。{reason:note}",
        "New last day: {from:day} → {to:day}.{reason:note}",
    ),
    "change.back_span": Sentence(
        "已改回原定时间：{from:span} → {to:span}。{reason:note}",
        "Back to the original time: {from:span} → {to:span}.{reason:note}",
    ),
    "change.back_end": Sentence(
        "已改回原定结束时间：{from:moment} → {to:moment}。{reason:note}",
        "Back to the original end: {from:moment} → {to:moment}.{reason:note}",
    ),
    "change.back_last_day": Sentence(
        "已改回原定最后一天：{from:day} → {to:day}。{reason:note}",
        "Back to the original last day: {from:day} → {to:day}.{reason:note}",
    ),
    "change.back": Sentence(
        "已改回原定时间：{from:moment} → {to:moment}。{reason:note}",
        "Back to the original time: {from:moment} → {to:moment}.{reason:note}",
    ),
    "change.back_day": Sentence(
        "已改回原定日期：{from:day} → {to:day}。{reason:note}只改了日期。",
        "Back to the original date: {from:day} → {to:day}.{reason:note} Only the date changed.",
    ),
    "change.host_back": Sentence(
        "换回原主办：" + _FROM_TO + "。{reason:note}",
        "Back to the original host: " + _FROM_TO + ".{reason:note}",
    ),
    "change.venue_back": Sentence(
        "换回原地点：" + _FROM_TO + "。{reason:note}",
        "Back to the original place: " + _FROM_TO + ".{reason:note}",
    ),
    "change.theme_back": Sentence(
        "换回原主题：" + _FROM_TO + "。{reason:note}",
        "Back to the original theme: " + _FROM_TO + ".{reason:note}",
    ),
    "change.host_open": Sentence(
        "主办恢复为未定：" + _FROM_TO + "。{reason:note}",
        "The host is open again: " + _FROM_TO + ".{reason:note}",
    ),
    "change.venue_open": Sentence(
        "地点恢复为未定：" + _FROM_TO + "。{reason:note}",
        "The place is open again: " + _FROM_TO + ".{reason:note}",
    ),
    "change.theme_open": Sentence(
        "主题恢复为未定：" + _FROM_TO + "。{reason:note}",
        "The theme is open again: " + _FROM_TO + ".{reason:note}",
    ),
    "change.rename_back": Sentence(
        "改回原来的名称：{from:both} → {to:both}。{reason:note}",
        "Back to the original title: {from:both} → {to:both}.{reason:note}",
    ),
    "change.venue_name_back": Sentence(
        "地点没变，改回了原来的名称：{from:both} → {to:both}。{reason:note}",
        "The place stays and has its former name again: {from:both} → {to:both}.{reason:note}",
    ),
    "change.host": Sentence(
        "换主办：" + _FROM_TO + "。{reason:note}",
        "New host: " + _FROM_TO + ".{reason:note}",
    ),
    "change.venue": Sentence(
        "换地点：" + _FROM_TO + "。{reason:note}",
        "New place: " + _FROM_TO + ".{reason:note}",
    ),
    "change.rename": Sentence(
        "改名称：{from:both} → {to:both}。{reason:note}",
        "New title: {from:both} → {to:both}.{reason:note}",
    ),
    "change.venue_name": Sentence(
        "地点没变，改了名称：{from:both} → {to:both}。{reason:note}",
        "The place stays and has a new name: {from:both} → {to:both}.{reason:note}",
    ),
    "change.venue_name_other": Sentence(
        "地点没变，改了英文名称。{reason:note}",
        "The place stays; its Chinese name changed.{reason:note}",
    ),
    "change.theme": Sentence(
        "换主题：" + _FROM_TO + "。{reason:note}",
        "New theme: " + _FROM_TO + ".{reason:note}",
    ),
    "change.firm": Sentence(
        "由暂定转为确定，时间地点不变。{reason:note}",
        "It is firm now; time and place stay.{reason:note}",
    ),
    "change.detail": Sentence("说明有更新。{reason:note}", "The details changed.{reason:note}"),
    "change.cancel": Sentence("已取消。{reason:note}", "Cancelled.{reason:note}"),
    "change.restore": Sentence("已撤销取消。{reason:note}", "No longer cancelled.{reason:note}"),
    "change.confirm": Sentence("日期已定：{to:moment}。", "The date is certain now: {to:moment}."),
    "change.retire": Sentence(
        "早已过去，已从订阅里移出。", "Long past, and taken out of the feeds."
    ),
    "change.hold": Sentence("已举行。", "Held."),
    "change.sealed": Sentence("已封存。", "Sealed."),
    "change.seal": Sentence("已封存，封存码{to}。", "Sealed, code {to}."),
    "event.stands_for": Sentence(
        "原定{day:day}的一场已取消，由这一场补上。",
        "The one of {day:day} was cancelled; this one takes its place.",
    ),
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
    "reason.swap": Sentence("两家调换", "Two hosts changed places"),
    "reason.by_hand": Sentence("人工调整", "Changed by hand"),
}
