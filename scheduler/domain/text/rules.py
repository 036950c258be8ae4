"""Rules in words: what they promise."""

from scheduler.domain.text.render import Catalogue, Sentence
from scheduler.domain.text.rule_faults import REASONS

_PROMISES: Catalogue = {
    "quota": Sentence("{per}至少{min}次：{kind}", "{per}, {min:once|# times} or more: {kind}"),
    "quota.exact": Sentence("{per}{min}次：{kind}", "{per}, {min:once|# times}: {kind}"),
    "quota.copies": Sentence("{per}发布{min}份：{kind}", "{per}, {min:one issue|# issues}: {kind}"),
    "coverage": Sentence(
        "{per}至少{min}次，每样都要：{cells}", "{per}, {min:once|# times} for each of: {cells}"
    ),
    "coverage.titled": Sentence(
        "{per}至少{min}次{kind}，每样都要：{cells}",
        "{kind}: {per}, {min:once|# times} for each of: {cells}",
    ),
    "anchor": Sentence("{when}：{kind}", "{when}: {kind}"),
    "trigger": Sentence(
        "{on:=choice.on}后{due}内办：{kind}", "{on:=choice.on}; within {due}: {kind}"
    ),
    "trigger.steps": Sentence("{on:=choice.on}后：{steps}", "{on:=choice.on}; then: {steps}"),
    "rotation.host": Sentence("{events}由{pool}轮流承办", "{pool} host in turn: {events}"),
    "rotation.theme": Sentence("{events}轮换主题：{pool}", "Themes of {events} in turn: {pool}"),
    "staffing": Sentence("{events}须到场：{seats}", "Must be at {events}: {seats}"),
    "staffing.offices": Sentence("须配齐：{seats}", "Offices to be filled: {seats}"),
    "constraint": Sentence("{events}：{limits}", "{events}: {limits}"),
    "broken": Sentence(
        "这条规则读不懂：已排的活动原样不动，新的先不排。请改。",
        "This rule cannot be read: its events stay as they are, and none are added. Correct it.",
    ),
    "groundless": Sentence(
        "这条规则照旧排。请改。", "The rule is planned all the same. Correct it."
    ),
    "hanging": REASONS["hanging"],
}

_PARTS: Catalogue = {
    "every": Sentence("本联盟各项活动", "all events of the alliance"),
    "per_years": Sentence("每{years}年", "Every {years} years"),
    "nth_weekday": Sentence("{every}第{number}个周{weekday}", "{number}. {weekday} of {every}"),
    "last_weekday": Sentence(
        "{every}倒数第{number}个周{weekday}", "{number}. {weekday} from the end of {every}"
    ),
    "month_day": Sentence("每月{number}日", "Day {number} of every month"),
    "last_day": Sentence("每月倒数第{number}天", "Day {number} from the end of every month"),
    "every_month": Sentence("每月", "every month"),
    "every_year": Sentence("每年", "every year"),
    "year_day": Sentence("每年{day}", "Every year on {day}"),
    "full_day": Sentence("{day:full}", "{day:full}"),
    "year_span": Sentence("每年{first}至{last}之间", "Every year from {first} to {last}"),
    "next_year": Sentence("次年{day}", "{day} of the next year"),
    "year_festival": Sentence(
        "每年{festival:=choice.festival}", "Every year at {festival:=choice.festival}"
    ),
    "wd": Sentence("{number}个工作日", "{number:# workday|# workdays}"),
    "d": Sentence("{number}天", "{number:# day|# days}"),
    "step": Sentence("{role}{due}内{do}", "{role}: {do} within {due}"),
    "seat": Sentence("{role}{number}人", "{number} {role}"),
    "seat_all": Sentence("全部{role}", "all of {role}"),
    "seat_each": Sentence("{list}每家1名{role}", "one {role} for each of {list}"),
    "place": Sentence("在{place}", "at {place}"),
    "prefer": Sentence("尽量安排在周{days}", "if possible on {days}"),
    "avoid": Sentence("尽量不挨着节假日", "if possible not beside a holiday"),
    "share": Sentence("一场可同时计入{rules}", "one event may count for {rules}"),
    "to": Sentence("参加者计入{places}", "attendance counts for {places}"),
    "tag": Sentence("“{tag}”统计{rules}", "“{tag}” counts {rules}"),
}

_MORE: Catalogue = {
    "max": Sentence("至多{max}次", "at most {max:once|# times}"),
    "gap": Sentence("两次之间至少隔{days}天", "at least {days:# day|# days} apart"),
    "window": Sentence("只在{first}至{last}之间", "only from {first} to {last}"),
    "tolerance": Sentence("前后可差{days}天", "{days:# day|# days} early or late will do"),
    "times": Sentence("一年{most}次", "{most:once|# times} a year"),
    "times_between": Sentence("一年{least}至{most}次", "{least} to {most} times a year"),
    "organiser": Sentence("由{name}牵头", "organised by {name}"),
    "host": Sentence("由{name}主办", "hosted by {name}"),
    "group": Sentence("与{name}合计", "together for {name}"),
    "body": Sentence("适用于{name}", "for {name}"),
    "somebody": Sentence("适用于一位人员", "for one person"),
    "with": Sentence("与“{name}”合办", "together with “{name}”"),
    "rest": Sentence("专选休息日", "on days off"),
    "optional": Sentence("自选动作", "optional"),
    "judged": Sentence("只考核，不排日子", "judged only, not placed"),
    "carry": Sentence("误期加到下一期", "what is late is added to the next period"),
    "forfeit": Sentence("误期不补", "what is late is not made up"),
    "makeup": Sentence("误期{days}天内补办", "made up within {days:# day|# days}"),
    "major": Sentence("只限要事", "major matters only"),
    "categories": Sentence("只限{names}", "only {names}"),
    "attendance": Sentence("到会不少于{share}", "at least {share} attend"),
    "cooldown": Sentence("办过后隔{turns}次再轮", "{turns:# turn|# turns} between two"),
    "latin": Sentence("同一家尽量不重复主题", "each host treats all themes before one comes again"),
}

SENTENCES: Catalogue = {
    **{f"rule.{code}": sentence for code, sentence in _PROMISES.items()},
    **{f"rule_part.{code}": sentence for code, sentence in _PARTS.items()},
    **{f"rule_more.{code}": sentence for code, sentence in _MORE.items()},
    **{f"rule_fault.{reason}": sentence for reason, sentence in REASONS.items()},
    "rule_fault": Sentence(
        "{field:=parameter}不对，请改。", "{field:=parameter} is not right. Correct it."
    ),
    "rule_fault.example": Sentence(
        "请照示例的样子写。例：{example}", "Write it as the example shows. Example: {example}"
    ),
    "rule_fault.ends": Sentence(
        "（{start:full}至{value:full}）", " ({start:full} to {value:full})"
    ),
    "rule_fault.known_categories": Sentence(
        "已有的类别：{known:each name}。", "Known are: {known:each name}. "
    ),
    "rule_fault.listed": Sentence(
        "{member:name}（自{since:full}起）", "{member:name} (on {since:full})"
    ),
    "rule_fault.listed.person": Sentence(
        "一位人员（自{since:full}起）", "a person (on {since:full})"
    ),
    "rule_fault.words": Sentence("：“{words}”", " “{words}”"),
    "rule_fault.quoted": Sentence("：“{words}”", ": “{words}”"),
    "rule_fault.no_example": Sentence("请核对。", "Check it."),
    "rule_fault.beside": Sentence("“{beside:=parameter}”", "“{beside:=parameter}”"),
    "rule_fault.elsewhere": Sentence("别处填的", "something else"),
    "rule_fault.round": Sentence("（经过规则“{other:name}”）", " (by way of rule “{other:name}”)"),
    "rule_fault.other": Sentence(
        "（另一条是“{other:name}”）", " (the other rule is “{other:name}”)"
    ),
}
"""What rules promise; and the reasons beside the field of a form, without the rule's name."""
