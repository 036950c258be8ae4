"""The words of what led to a plan: what happened since the last publication."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "plan.since": Sentence(
        "起因：{causes}{count:?plan.since_more}。",
        "Since the last publication: {causes}{count:?plan.since_more}.",
    ),
    "plan.since_more": Sentence("等{count}项", " and more, {count} in all"),
    "since.left": Sentence("{host:name}{day:day}退出", "{host:name} left on {day:day}"),
    "since.joined": Sentence("{host:name}{day:day}加入", "{host:name} joined on {day:day}"),
    "since.away": Sentence(
        "{resource:name}{first:day}至{last:day}停用",
        "{resource:name} is closed from {first:day} to {last:day}",
    ),
    "since.away_day": Sentence(
        "{resource:name}{day:day}停用", "{resource:name} is closed on {day:day}"
    ),
    "since.absent": Sentence(
        "{resource:?since.who}{resource:!plan.person}{first:day}至{last:day}有事",
        "{resource:?since.who}{resource:!plan.person} is away from {first:day} to {last:day}",
    ),
    "since.absent_day": Sentence(
        "{resource:?since.who}{resource:!plan.person}{day:day}有事",
        "{resource:?since.who}{resource:!plan.person} is away on {day:day}",
    ),
    "since.back": Sentence(
        "{resource:?since.who}{resource:!plan.person}提前从{day:day}起可以安排",
        "{resource:?since.who}{resource:!plan.person} is available again from {day:day}",
    ),
    "since.free": Sentence(
        "{resource:?since.who}{resource:!plan.person}从{day:day}起的停用已撤销",
        "{resource:?since.who}{resource:!plan.person} is available after all from {day:day}",
    ),
    "since.who": Sentence("{resource:name}", "{resource:name}"),
    "since.late": Sentence("要事{number}误期", "matter {number} is late"),
    "since.undone": Sentence(
        "{day:day}撤回了一次发布", "a publication was taken back on {day:day}"
    ),
    "since.rule_created": Sentence("新增规则“{rule:name}”", "a new rule, “{rule:name}”"),
    "since.rule_changed": Sentence("规则“{rule:name}”有改", "the rule “{rule:name}” changed"),
    "since.rule_ended": Sentence("规则“{rule:name}”不再执行", "the rule “{rule:name}” ended"),
    "since.list": Sentence("名单“{list:name}”有改", "the list “{list:name}” changed"),
    "since.workdays": Sentence("{year}年放假调休通知有更新", "a new holiday notice for {year}"),
    "since.turn_excuse": Sentence("{host:name}请免一次", "{host:name} was excused from a turn"),
    "since.turn_defer": Sentence("{host:name}缓办一次", "{host:name} put a turn off"),
    "since.turn_cover": Sentence("{host:name}请人代办", "another member stands in for {host:name}"),
    "since.turn_swap": Sentence("{host:name}与人调换", "{host:name} changed places"),
    "since.turn_correction": Sentence(
        "{host:name}的轮值账有更正", "the turns of {host:name} were corrected"
    ),
    "since.turn_forfeit": Sentence("{host:name}放弃一次", "{host:name} gave up a turn"),
    "since.turn_cancelled": Sentence(
        "{host:name}的一次轮值记账已撤回", "a turn of {host:name} was taken back"
    ),
    "since.moved": Sentence(
        "“{event:name}”人工改到{day:day}", "“{event:name}” was moved by hand to {day:day}"
    ),
    "since.host": Sentence(
        "{day:day}“{event:name}”人工换主办", "“{event:name}” on {day:day} got another host by hand"
    ),
    "since.venue": Sentence(
        "{day:day}“{event:name}”人工换地点", "“{event:name}” on {day:day} got another place by hand"
    ),
    "since.cancelled": Sentence(
        "{day:day}“{event:name}”人工取消", "“{event:name}” on {day:day} was cancelled by hand"
    ),
    "since.restored": Sentence(
        "{day:day}“{event:name}”人工恢复", "“{event:name}” on {day:day} was restored by hand"
    ),
    "since.matter": Sentence(
        "要事{number}有进展（{state:=matter}）", "matter {number} was {state:=matter}"
    ),
    "leaver": Sentence(
        "{resource:of leaving}自{since:day}起退出联盟。",
        "{resource:of leaving} leaves the alliance from {since:day} on.",
    ),
    "leaving": Sentence(
        "{name:?away.name}{name:!leaving.member}", "{name:?away.name}{name:!leaving.member}"
    ),
    "leaving.member": Sentence("一家成员", "One member"),
    "reason.leaver": Sentence("有成员退出联盟", "a member leaves the alliance"),
    "since.roster": Sentence("{alliance:name}的名册有变", "the roster of {alliance:name} changed"),
}
