"""What the page of a plan says of a supposition."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "plan.what_if": Sentence("如果……会怎样", "What if …"),
    "plan.what_if_note": Sentence(
        "只是试算，什么都不会保存。", "Only tried out: nothing is saved."
    ),
    "plan.what_if_who": Sentence("谁或哪里", "Who or where"),
    "plan.what_if_gone": Sentence(
        "所选的已经不在了，请另选一个。", "What was chosen is not there any more. Choose another."
    ),
    "plan.what_if_from": Sentence("从哪天起不行", "Away from"),
    "plan.what_if_until": Sentence("到哪天为止", "Away until"),
    "plan.what_if_submit": Sentence("试算", "Try it out"),
    "plan.what_if_chip": Sentence("假设，不会保存", "supposed, never saved"),
    "plan.what_if_join": Sentence("谁加入", "Who joins"),
    "plan.what_if_role": Sentence("以什么角色加入", "Joins in which role"),
    "plan.what_if_leave": Sentence("谁退出", "Who leaves"),
    "plan.what_if_body": Sentence("加入或退出哪个联盟", "Joins or leaves which alliance"),
    "plan.what_if_since": Sentence("从哪天起加入或退出", "Joins or leaves from"),
    "plan.what_if_nobody": Sentence("不选", "none"),
    "plan.what_if_away": Sentence(
        "{name}{last:!plan.what_if_day}{last:?plan.what_if_days}不行",
        "{name} is away {last:!plan.what_if_day}{last:?plan.what_if_days}",
    ),
    "plan.what_if_joins": Sentence(
        "{name}{since:day}起加入{body}", "{name} joins {body} on {since:day}"
    ),
    "plan.what_if_leaves": Sentence(
        "{name}{since:day}起退出{body}", "{name} leaves {body} on {since:day}"
    ),
    "plan.what_if_lead": Sentence(
        "假设{supposed}，会动这些：", "Suppose {supposed}. Then this changes:"
    ),
    "plan.what_if_none": Sentence(
        "假设{supposed}：没有要动的。", "Suppose {supposed}: nothing has to change."
    ),
    "plan.what_if_outside": Sentence(
        "假设{supposed}：这不在{year}年里，{year}年没有要动的。",
        "Suppose {supposed}: that is not in {year}, where nothing has to change.",
    ),
    "plan.what_if_elsewhere": Sentence("看{other}年会动哪些", "See what would change in {other}"),
    "plan.elsewhere_too": Sentence(
        "假设的日子有的在{years}年：那一年要动什么，请另排那一年。",
        "Some of what is supposed lies in {years}: plan that year to see what changes there.",
    ),
    "plan.what_if_rest": Sentence(
        "另有{count}场原已待发布，与这个假设无关",
        "{count:# event waits|# events wait} to be published without this supposition too",
    ),
    "plan.what_if_back": Sentence("回到真实的计划", "Back to the real plan"),
    "plan.what_if_day": Sentence("{first:day}", "on {first:day}"),
    "plan.what_if_days": Sentence("{first:day}至{last:day}", "from {first:day} to {last:day}"),
}
