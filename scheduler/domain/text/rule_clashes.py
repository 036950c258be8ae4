"""Why a rule is refused beside others, or beside what its own period has room for."""

from scheduler.domain.text.render import Catalogue, Sentence

CLASHES: Catalogue = {
    "no_pair": Sentence(
        "{field:=parameter}{words:?rule_fault.words}不是结对，请用+连起不同的名称，例：甲+乙。",
        "{field:=parameter}{words:?rule_fault.words} is no pair. Join different names by +, such "
        "as one+other.",
    ),
    "no_day": Sentence(
        "还没有填办在哪一天：每逢哪一天、每年哪一天、节日或活动期，请填一样。",
        "No day is given. Enter one of these: a recurring day (rrule), a day of the year (date), "
        "a festival, or campaign days (window).",
    ),
    "unknown_rule": Sentence(
        "{field:=parameter}里有本联盟没有的规则{words:?rule_fault.quoted}，请从已有的规则里选。",
        "{field:=parameter} names a rule that this alliance does not have"
        "{words:?rule_fault.quoted}. Choose one that it has.",
    ),
    "needed": Sentence(
        "{field:=parameter}里有规则“{other:name}”，所以不能去掉那一条。请先改这一条，或者两条都去掉。",
        "{field:=parameter}: this names rule “{other:name}”, which therefore cannot be taken away. "
        "Change this rule first, or take both away.",
    ),
    "cycle": Sentence(
        "{field:=parameter}绕回了自己{other:?rule_fault.round}，请改成不循环的。",
        "{field:=parameter} leads back to this rule itself{other:?rule_fault.round}. "
        "Break the circle.",
    ),
    "no_meetings": Sentence(
        "{field:=parameter}选的规则“{other:name}”没有自己的活动可以同场：它不排会议活动，或者本身就与"
        "别的规则合办。请换一条，或者不填。",
        "{field:=parameter}: rule “{other:name}” makes no meetings of its own on which this one "
        "could ride, or rides on another itself. Choose another, or none.",
    ),
    "ridden": Sentence(
        "规则“{other:name}”与这条合办，改成这样，这条就没有自己的活动可以同场了。"
        "请不改{field:=parameter}，或先改那一条。",
        "Rule “{other:name}” rides on this one, which would make no meetings of its own. "
        "Leave {field:=parameter} as it is, or change that rule first.",
    ),
    "no_hosts": Sentence(
        "{field:=parameter}要错开的那条规则不轮承办单位，请选轮承办的那条。",
        "{field:=parameter} names a rotation that does not fill hosts. Choose one that does.",
    ),
    "filled": Sentence(
        "{field:=parameter}里有规则“{other:name}”已经在轮的，请去掉，或改那一条。",
        "{field:=parameter} names events that rule “{other:name}” fills already. "
        "Leave them out or change that rule.",
    ),
    "step_order": Sentence(
        "{field:=parameter}的先后不对：先派单（dispatch），再接单（accept），最后办结（resolve），"
        "各至多一次。请改。",
        "{field:=parameter}: the steps are out of order. First dispatch, then accept, then "
        "resolve, each at most once. Correct it.",
    ),
    "no_room": Sentence(
        "{field:=parameter}太大：一期里隔这么多天，最多办{most}次。请少隔几天，或少办几次。",
        "{field:=parameter} is too large: with it one period has room for {most:one|#}. "
        "Ask for fewer days or for fewer events.",
    ),
    "due_after": Sentence(
        "{field:=parameter}晚于期末：一期里至多有{most}天，请改短。",
        "{field:=parameter} lies after the end of the period, in which there are {most} at most. "
        "Shorten it.",
    ),
    "too_lasting": Sentence(
        "{field:=parameter}太多：一期连同补办宽限最多{most}天，办不完。请少几天，或放长周期。",
        "{field:=parameter} is too large: a period and its grace have {most} days at most. "
        "Ask for fewer days or for a longer period.",
    ),
    "no_days": Sentence(
        "{field:=parameter}太多：一天最多一次，一期里最多办{most}次。请改少。",
        "{field:=parameter} is too large: at most one a day, so one period has room for "
        "{most:one|#}. Ask for fewer.",
    ),
    "too_low": Sentence(
        "{field:=parameter}太少：规则“{other:name}”要办的比这多。请改高，或改那一条。",
        "{field:=parameter} is too low: rule “{other:name}” asks for more. "
        "Raise it or change that.",
    ),
    "too_few": Sentence(
        "合办不下：每{per:=choice.per}要合办{asked}次，规则“{other:name}”只有{most}次。"
        "请少办几次，或换一条。",
        "Too few events to ride on: {asked} in each {per:=choice.per} are asked for, and rule "
        "“{other:name}” has {most}. Ask for less or choose another rule.",
    ),
    "too_high": Sentence(
        "要办的比规则“{other:name}”的上限多。请少办几次，或先改高那一条的上限。",
        "More events than the maximum of rule “{other:name}” allows. "
        "Ask for fewer, or raise that maximum first.",
    ),
    "too_short": Sentence(
        "次数不够：规则“{other:name}”每{per:=choice.per}要合办{asked}次，这条只有{most}次。"
        "请多办几次，或先改那一条。",
        "Too few events: rule “{other:name}” rides on {asked} in each {per:=choice.per}, and this "
        "one has {most}. Ask for more, or change that rule first.",
    ),
    "varied": Sentence(
        "规则“{other:name}”的主题随它错开，所以它要轮承办单位。请不改这一项，或先改那一条。",
        "Rule “{other:name}” varies its themes against this one, which therefore fills hosts. "
        "Leave that as it is, or change the other rule first.",
    ),
    "counted": Sentence(
        "{field:=parameter}里有规则“{other:name}”已经算过的，一条规则只能归在一组里，请去掉一处。",
        "{field:=parameter} names what rule “{other:name}” counts already. A rule stands in one "
        "group only: take it out of one of them.",
    ),
}
"""By reason, without the name of the rule: text beside the field."""
