"""The workday calendar and the days on which nothing can be planned."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "entity.blackout": Sentence("停用记录", "absence"),
    "field.resource": Sentence("谁或哪里", "Who or where"),
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
        "{count:# workday|# workdays} become days off: {days:each day}.",
    ),
    "workdays.now_worked": Sentence(
        "原来不上班、现在上班的{count}天：{days:each day}。",
        "{count:# day|# days} become workdays: {days:each day}.",
    ),
    "workdays.no_day": Sentence(
        "没有哪天的上班、放假变了。", "No day changes between work and off."
    ),
    "workdays.struck": Sentence(
        "{alliance}：已发布的活动有{count}场落在新的放假日，要改期。",
        "{alliance}: {count:# published event lies|# published events lie} on new days off and "
        "must move.",
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
}
