"""The workday calendar and the days on which nothing can be planned."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "entity.blackout": Sentence("停用记录", "absence"),
    "field.resource": Sentence("谁或哪里", "Who or where"),
    "field.checked": Sentence("已核对", "Checked"),
    "field.revision": Sentence("第几版", "Revision"),
    "workdays.same": Sentence(
        "这份{year}年放假通知已经在用，什么都没有变。",
        "This notice for {year} is in force already; nothing changed.",
    ),
    "workdays.imported": Sentence(
        "已导入{year}年放假通知（第{revision}版）。",
        "Imported the holiday notice for {year} (revision {revision}).",
    ),
    "workdays.would_import": Sentence(
        "可以导入：{year}年放假通知，将是第{revision}版。",
        "Ready to import: the holiday notice for {year}, as revision {revision}.",
    ),
    "workdays.now_off": Sentence(
        "原来上班、现在放假的{count}天：{days:each day}。",
        "{count:# workday becomes a day|# workdays become days} off: {days:each day}.",
    ),
    "workdays.now_worked": Sentence(
        "原来不上班、现在上班的{count}天：{days:each day}。",
        "{count:# day becomes a workday|# days become workdays}: {days:each day}.",
    ),
    "workdays.no_day": Sentence(
        "没有哪天的上班、放假变了。", "No day changes between work and off."
    ),
    "workdays.struck": Sentence(
        "{alliance}：已发布的活动有{count}场落在新的放假日，要改期。",
        "{alliance}: {count:# published event lies|# published events lie} on new days off and "
        "must move.",
    ),
    "workdays.struck_in_all": Sentence(
        "{count:?workdays.struck_sum}：", "{count:?workdays.struck_sum}:"
    ),
    "workdays.struck_sum": Sentence(
        "一共{count}场要改期，在{alliances}个联盟",
        "{count} events in {alliances} alliances must move",
    ),
    "workdays.firm_in_all": Sentence("{count:?workdays.firm_sum}：", "{count:?workdays.firm_sum}:"),
    "workdays.firm_sum": Sentence(
        "一共{count}场可以确定下来，在{alliances}个联盟",
        "{count} events in {alliances} alliances can become firm",
    ),
    "workdays.then_plan": Sentence(
        "日程还没有改。看要改什么：\n{commands}",
        "No event is changed yet. To see what changes:\n{commands}",
    ),
    "workdays.plan_command": Sentence(
        "python -m scheduler plan --all --year {year}",
        "python -m scheduler plan --all --year {year}",
    ),
    "workdays.firm": Sentence(
        "{alliance}：暂定的活动有{count}场等这份通知，发布计划后确定下来。",
        "{alliance}: {count:# tentative event waits|# tentative events wait} for this notice and "
        "become firm once the plan is published.",
    ),
    "workdays.missing": Sentence(
        "请核对：这些法定节假日通知里没有提到，仍按放假算：{days:each day}。",
        "Please check: the notice does not mention these days off by law, which stay off: "
        "{days:each day}.",
    ),
    "workdays.overruled": Sentence(
        "请核对：这些法定节假日通知里写成上班（是不是把放假和上班写反了？）：{days:each day}。",
        "Please check: the notice makes workdays of these days off by law (are days off and "
        "workdays the wrong way round?): {days:each day}.",
    ),
    "workdays.unchecked": Sentence(
        "没有导入：有法定节假日通知里没有提到，或者写成上班。请核对上面列出的日子，再勾上“我已核对”。",
        "Not imported: the notice leaves out days off by law, or makes workdays of some. Check the "
        "days listed above, then tick “I have checked it”.",
    ),
    "workdays.announced": Sentence("已公布", "announced"),
    "workdays.amended": Sentence("已公布，后来改过", "announced and amended"),
    "workdays.provisional": Sentence("还没公布", "not announced yet"),
    "workdays.row": Sentence(
        "通知{day:full}，第{revision}版", "Notice of {day:full}, revision {revision}"
    ),
    "workdays.row_open": Sentence(
        "按法定节假日暂排，节前后5天避开", "By law for now, five days around holidays kept free"
    ),
    "workdays.revision": Sentence("第{revision}版", "Revision {revision}"),
    "workdays.open": Sentence(
        "{year}年的放假安排还没公布：那一年的活动都是暂定，节前后5天不排会；"
        "前一年12月27日至31日也要等它。",
        "The holidays of {year} are not announced yet: its events are tentative, and nothing is "
        "planned within five days of a holiday; 27 to 31 December before wait for it as well.",
    ),
    "workdays.closed": Sentence(
        "到{year}年为止的放假安排都已公布。", "The holidays up to {year} are announced."
    ),
    "workdays.lead_announced": Sentence(
        "{year}年的放假和补班已按国务院办公厅通知定下。",
        "Days off and make-up workdays of {year} are as announced.",
    ),
    "workdays.lead_amended": Sentence(
        "{year}年的放假和补班公布后又改过，这里是改后的。",
        "The notice for {year} was amended; this is how it stands.",
    ),
    "workdays.lead_provisional": Sentence(
        "{year}年的通知还没出：只有法定节假日是准的，其余工作日都是暂定，节前后5天先避开。",
        "There is no notice for {year} yet: only the days off by law are certain, all workdays are "
        "tentative, and five days around holidays are kept free.",
    ),
    "workdays.day": Sentence("{first:day}放1天", "{first:day}, 1 day"),
    "workdays.span": Sentence(
        "{first:day}至{last:day}放{count}天", "{first:day} to {last:day}, {count} days"
    ),
    "field.first": Sentence("第一天", "First day"),
    "field.last": Sentence("最后一天", "Last day"),
    "absence.lead": Sentence(
        "有{count}段不能安排，排计划时会避开。",
        "{count:# absence|# absences}; plans keep clear of them.",
    ),
    "absence.lead_none": Sentence(
        "联盟、单位、人员或场地哪几天不行，记在这里，排计划时会避开。",
        "Write down when an alliance, a member, a person or a venue is away; plans keep clear.",
    ),
    "absence.body": Sentence("组织", "Body"),
    "absence.organisation": Sentence("单位", "Member"),
    "absence.person": Sentence("人员", "Person"),
    "absence.venue": Sentence("场地", "Venue"),
    "absence.now": Sentence("正在停", "away now"),
    "absence.coming": Sentence("还没到", "to come"),
    "absence.added": Sentence("已记下：{days}。", "Written down: {days}."),
    "absence.none_struck": Sentence(
        "这几天没有碰上已发布的活动。", "No published event lies on these days."
    ),
    "absence.struck": Sentence(
        "{alliance}有{count}场已发布的活动碰上这几天。",
        "{alliance}: {count:# published event lies|# published events lie} on these days.",
    ),
    "absence.done_end": Sentence(
        "已结束，今天起可以安排。", "Ended; from today on it counts again."
    ),
    "absence.done_before": Sentence(
        "这一段已经结束或撤销了，下面是现在的样子。",
        "It was ended or taken back already; this is how things stand now.",
    ),
    "absence.done_remove": Sentence("已撤销这一段。", "Taken back."),
}
