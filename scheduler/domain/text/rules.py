"""Rules in words: what they promise, and why one is refused."""

from scheduler.domain.text.render import Catalogue, Sentence

_REASONS: Catalogue = {
    "unknown": Sentence(
        "没有“{field}”这一项，请去掉它，或核对拼写。",
        "There is no field “{field}”. Remove it or check the spelling.",
    ),
    "missing": Sentence("请填{field:=parameter}。", "{field:=parameter} is missing. Enter it."),
    "empty": Sentence(
        "{field:=parameter}还空着，请填写。", "{field:=parameter} is empty. Enter something."
    ),
    "type": Sentence(
        "{field:=parameter}填的不是该填的东西（数、文字、清单或是否），请看规则说明。",
        "{field:=parameter} has the wrong type (number, text, list or yes/no; "
        "see the description of rules).",
    ),
    "range": Sentence(
        "{field:=parameter}超出可填的范围，请改。",
        "{field:=parameter} is out of range. Correct it.",
    ),
    "choice": Sentence(
        "{field:=parameter}不是可选的值，请从可选的里面选。",
        "{field:=parameter} is none of the allowed values. Choose one of them.",
    ),
    "duplicate": Sentence(
        "{field:=parameter}有重复，请去掉一个。",
        "{field:=parameter} names something twice. Remove one.",
    ),
    "malformed": Sentence(
        "{field:=parameter}看不懂，请照示例的样子写。",
        "{field:=parameter} cannot be read. Write it as the example shows.",
    ),
    "contradiction": Sentence(
        "{field:=parameter}与别处填的对不上，请改其中一处{other:?rule_fault.other}。",
        "{field:=parameter} contradicts something else{other:?rule_fault.other}. Change one.",
    ),
    "too_many": Sentence(
        "{field:=parameter}太多：一条规则一年至多5000项，请分成几条或改少。",
        "{field:=parameter} is too much: one rule asks for at most 5000 units a year. "
        "Split it or ask for less.",
    ),
    "characters": Sentence(
        "{field:=parameter}里有残缺或看不见的字符，请删去后重新输入。",
        "{field:=parameter} holds broken or invisible characters. Delete and type it again.",
    ),
    "too_long": Sentence(
        "{field:=parameter}太长：每段文字至多200个字，请缩短。",
        "{field:=parameter} is too long: at most 200 characters a text. Shorten it.",
    ),
    "too_deep": Sentence(
        "{field:=parameter}一层套一层太多，请照示例的样子写。",
        "{field:=parameter} is nested too deeply. Write it as the example shows.",
    ),
    "unknown_rule": Sentence(
        "{field:=parameter}里有本联盟没有的规则，请从已有的规则里选。",
        "{field:=parameter} names a rule that this alliance does not have. Choose one that it has.",
    ),
    "cycle": Sentence(
        "{field:=parameter}绕回了自己，请改成不循环的。",
        "{field:=parameter} leads back to this rule itself. Break the circle.",
    ),
    "no_hosts": Sentence(
        "{field:=parameter}要错开的那条规则不轮承办单位，请选轮承办的那条。",
        "{field:=parameter} names a rotation that does not fill hosts. Choose one that does.",
    ),
    "no_room": Sentence(
        "{field:=parameter}太大：一期里隔这么多天，最多办{most}次。请少隔几天，或少办几次。",
        "{field:=parameter} is too large: with it one period has room for {most:one|#}. "
        "Ask for fewer days or for fewer events.",
    ),
    "too_low": Sentence(
        "{field:=parameter}太少：规则“{other}”要办的比这多。请改高，或改那一条。",
        "{field:=parameter} is too low: rule “{other}” asks for more. Raise it or change that.",
    ),
    "too_few": Sentence(
        "合办不下：规则“{other}”一期里没有这么多场。请少办几次，或换一条。",
        "There are too few events to ride on: rule “{other}” has not so many. "
        "Ask for less or choose another rule.",
    ),
    "unknown_kind": Sentence(
        "{field:=parameter}里有没登记的活动种类，请从已有的里面选。",
        "{field:=parameter} names an activity kind that is not known. Choose one that is.",
    ),
    "unknown_target": Sentence(
        "{field:=parameter}里有本联盟没有的规则或活动种类，请核对。",
        "{field:=parameter} names neither a rule of this alliance nor an activity kind.",
    ),
    "unknown_group": Sentence(
        "{field:=parameter}选的联盟群不存在，请核对。",
        "{field:=parameter} names a group of alliances that does not exist.",
    ),
    "not_in_group": Sentence(
        "{field:=parameter}选的联盟群里没有本联盟，请换一个。",
        "This alliance is not in the group that {field:=parameter} names. Choose another.",
    ),
    "unknown_list": Sentence(
        "{field:=parameter}里的名单不存在，请核对@后面的名称。",
        "{field:=parameter} names a list that does not exist. Check the name after the @.",
    ),
    "unknown_member": Sentence(
        "{field:=parameter}不在名册里，请从成员里选。",
        "{field:=parameter} is not on the roster. Choose a member.",
    ),
    "unknown_body": Sentence(
        "{field:=parameter}选的组织不存在，请核对。",
        "{field:=parameter} names a body that does not exist.",
    ),
    "unknown_venue": Sentence(
        "{field:=parameter}不是登记过的地点，请从地点里选。",
        "{field:=parameter} is no known venue. Choose one of the venues.",
    ),
    "nobody": Sentence(
        "{field:=parameter}里一个成员也没有，没有人可轮。请换一类，或先补名册。",
        "There is nobody in {field:=parameter}. Choose another, or complete the roster first.",
    ),
    "taken": Sentence(
        "{field:=parameter}已经用过，请换一个。", "{field:=parameter} is taken. Choose another."
    ),
    "early": Sentence(
        "生效日期太早：请填{first:full}或以后",
        "Start date is too early: enter {first:full} or later",
    ),
    "order": Sentence(
        "结束日期应在开始日期之后，请改。", "The last day comes after the first. Correct it."
    ),
    "fixed": Sentence(
        "{field:=parameter}定了就不能改；要换，请结束这一条，另立一条。",
        "{field:=parameter} cannot be changed. End this rule and make another.",
    ),
}

REFUSALS: Catalogue = {
    "bad_rule": Sentence(
        "规则“{rule}”：{field:=parameter}不对（{reason}）。请改后再存。",
        "Rule “{rule}”: {field:=parameter} is not right ({reason}). Correct it and save again.",
    ),
    **{
        f"bad_rule.{reason}": Sentence(
            f"规则“{{rule}}”：{sentence.zh}", f"Rule “{{rule}}”: {sentence.en}"
        )
        for reason, sentence in _REASONS.items()
    },
    "rule_used": Sentence(
        "“{name}”已经排过活动，不能删除。不再需要时，请填一个结束日期。",
        "“{name}” has made events and cannot be deleted. If it is over, give it a last day.",
    ),
}
"""The refusals of rules by code and reason."""

SENTENCES: Catalogue = {
    **{f"rule_fault.{reason}": sentence for reason, sentence in _REASONS.items()},
    "rule_fault": Sentence(
        "{field:=parameter}不对，请改。", "{field:=parameter} is not right. Correct it."
    ),
    "rule_fault.other": Sentence("（另一条是“{other}”）", " (the other rule is “{other}”)"),
}
"""The same reasons beside the field of a form, without the name of the rule."""
