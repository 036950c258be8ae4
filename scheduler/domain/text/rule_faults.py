"""Why a rule is refused: beside the field of a form, and with the rule's name."""

from scheduler.domain.text.render import Catalogue, Sentence
from scheduler.domain.text.rule_clashes import CLASHES

REASONS: Catalogue = {
    "unknown": Sentence(
        "没有“{field}”这一项，请去掉它，或核对拼写。",
        "There is no field “{field}”. Remove it or check the spelling.",
    ),
    "missing": Sentence("请填{field:=parameter}。", "{field:=parameter} is missing. Enter it."),
    "empty": Sentence(
        "{field:=parameter}还空着，请填写。", "{field:=parameter} is empty. Enter something."
    ),
    "type": Sentence(
        "{field:=parameter}要填{wants:=wants}，请改。",
        "{field:=parameter} takes {wants:=wants}. Correct it.",
    ),
    "range": Sentence(
        "{field:=parameter}要在{low}至{high}之间，请改。",
        "{field:=parameter} lies between {low} and {high}. Correct it.",
    ),
    "same_day": Sentence(
        "{field:=parameter}的两头是同一天，一天也没有；整年都可以就不用填。",
        "{field:=parameter} begins and ends on one day, so it has none. Leave it out for all "
        "of the year.",
    ),
    "year": Sentence(
        "{field:=parameter}要在{low}年至{high}年之间，请改。",
        "{field:=parameter} lies between the years {low} and {high}. Correct it.",
    ),
    "share": Sentence(
        "{field:=parameter}要大于0、不超过1，例：1/2。请改。",
        "{field:=parameter} is more than 0 and at most 1, such as 1/2. Correct it.",
    ),
    "choice": Sentence(
        "{field:=parameter}不是可选的值，请从可选的里面选。",
        "{field:=parameter} is none of the allowed values. Choose one of them.",
    ),
    "duplicate": Sentence(
        "{field:=parameter}有重复，请去掉一个。",
        "{field:=parameter} names something twice. Remove one.",
    ),
    "row_twice": Sentence(
        "{field:=parameter}：这一行与上面一行是同一样，请并成一行。",
        "{field:=parameter}: this row is for the same thing as one above. Put both in one row.",
    ),
    "malformed": Sentence(
        "{field:=parameter}看不懂，{example:?rule_fault.example}{example:!rule_fault.no_example}",
        "{field:=parameter} cannot be read. "
        "{example:?rule_fault.example}{example:!rule_fault.no_example}",
    ),
    "leap_day": Sentence(
        "{field:=parameter}：不是每年都有2月29日。请填2月28日或3月1日。",
        "{field:=parameter}: not every year has a 29 February. Enter 28 February or 1 March.",
    ),
    "short_month": Sentence(
        "{field:=parameter}：不是每个月都有这一天。请填1至28号；月底填-1。",
        "{field:=parameter}: not every month has that day. Enter day 1 to 28, or -1 for the last.",
    ),
    "malformed_recurrence": Sentence(
        "{field:=parameter}填得不对：星期几填第1至5个，几号填1至28，倒数写-1。",
        "{field:=parameter} is not right: the 1st to 5th weekday, or day 1 to 28; "
        "-1 counts from the end.",
    ),
    "malformed_weekdays": Sentence(
        "{field:=parameter}看不懂，请写星期几，例：周二、周四。",
        "{field:=parameter} cannot be read. Write weekdays, such as Tue, Thu.",
    ),
    "malformed_term": Sentence(
        "{field:=parameter}要填天数，例：10。",
        "{field:=parameter} takes a number of days, such as 10.",
    ),
    "contradiction": Sentence(
        "{field:=parameter}与{beside:?rule_fault.beside}{beside:!rule_fault.elsewhere}对不上，"
        "请改其中一处{other:?rule_fault.other}。",
        "{field:=parameter}: this contradicts {beside:?rule_fault.beside}"
        "{beside:!rule_fault.elsewhere}{other:?rule_fault.other}. Change one.",
    ),
    "no_limit": Sentence(
        "还没有选要管什么：请在地点、时段、偏好的星期、避开节假日里至少选一样。",
        "Nothing is chosen yet: a place, a time of day, weekdays that suit, or days to avoid. "
        "Choose at least one.",
    ),
    "one_each": Sentence(
        "{field:=parameter}：偏好的星期和避开节假日请分两行填。",
        "{field:=parameter}: put weekdays that suit and days to avoid on two lines.",
    ),
    "one_line": Sentence(
        "{field:=parameter}只能写一行，只有一个分量，请合成一行。",
        "{field:=parameter} takes one line, with one weight. Put them on one.",
    ),
    "two_each": Sentence(
        "{field:=parameter}：每一组至少选两条规则。",
        "{field:=parameter}: each group takes two rules or more. Choose another one.",
    ),
    "unnamed": Sentence(
        "{field:=parameter}里有一行没有写叫什么，请写上，或清空这一行。",
        "{field:=parameter} has a line without a name. Enter one or empty the line.",
    ),
    "separator": Sentence(
        "{field:=parameter}里不能有竖线“|”，请去掉。",
        "{field:=parameter} holds an upright stroke (|). Leave it out.",
    ),
    "below": Sentence(
        "{field:=parameter}不能少于至少的{low}，请改高，或把至少的改少。",
        "{field:=parameter} is below the least number, {low}. Raise it or lower that one.",
    ),
    "brief": Sentence(
        "{field:=parameter}太短：从开始到结束至少{low}分钟，请改。",
        "{field:=parameter} is too short: at least {low} minutes from its start to its end.",
    ),
    "narrow": Sentence(
        "{field:=parameter}只有{minutes}分钟，规则“{other:name}”的活动要{low}分钟。请放宽，"
        "或先在那条规则里写明较短的时长。",
        "{field:=parameter} has {minutes} minutes, but the events of rule “{other:name}” last "
        "{low}. Make it longer, or give that rule fewer minutes first.",
    ),
    "narrowed": Sentence(
        "{field:=parameter}要{low}分钟，规则“{other:name}”定的时段只有{minutes}分钟。请写明较短的时长，"
        "或先放宽那条规则。",
        "{field:=parameter}: {low} are asked for, but rule “{other:name}” leaves {minutes}. Give "
        "fewer, or give that rule more time first.",
    ),
    "past_midnight": Sentence(
        "{field:=parameter}：这样会开过午夜，会议要在当天结束。请提早开始或缩短；要开几天，请填连续天数。",
        "{field:=parameter}: the meeting would go on after midnight. It ends on the day on which "
        "it begins: start earlier, make it shorter, or give the number of days.",
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
    **CLASHES,
    "unknown_kind": Sentence(
        "{field:=parameter}里有没登记的活动种类{words:?rule_fault.quoted}，请从已有的里面选。",
        "{field:=parameter} names an activity kind that is not known{words:?rule_fault.quoted}. "
        "Choose one that is.",
    ),
    "unknown_target": Sentence(
        "{field:=parameter}里有本联盟没有的规则或活动种类{words:?rule_fault.quoted}，请核对。",
        "{field:=parameter} names neither a rule of this alliance nor an activity kind"
        "{words:?rule_fault.quoted}.",
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
        "{field:=parameter}{words:?rule_fault.words}不在名册里，请从成员里选。",
        "{field:=parameter}{words:?rule_fault.words}: not on the roster. Choose a member.",
    ),
    "unknown_person": Sentence(
        "{field:=parameter}不是本联盟的任职人员，请从名册里选。",
        "{field:=parameter} is nobody in office in this alliance. Choose from the roster.",
    ),
    "unknown_role": Sentence(
        "{field:=parameter}里有没人担任过、也没登记过的角色，请从已有的里面选。",
        "{field:=parameter} names a role that nobody holds and that is not known. "
        "Choose one that is.",
    ),
    "unknown_step": Sentence(
        "{field:=parameter}里有没登记过的做法，请从已有的里面选，例：dispatch（派单）。",
        "{field:=parameter} names a step that is not known. Choose one that is, such as dispatch.",
    ),
    "no_list": Sentence(
        "{field:=parameter}要填一份名单，例：@members（全体成员）。请从名单里选。",
        "{field:=parameter} takes a list, such as @members. Choose one of the lists.",
    ),
    "unknown_body": Sentence(
        "{field:=parameter}选的组织不存在，请核对。",
        "{field:=parameter} names a body that does not exist.",
    ),
    "foreign_body": Sentence(
        "{field:=parameter}选的组织不属于本联盟，请选本联盟或它下面的组织。",
        "{field:=parameter} names a body outside this alliance. Choose the alliance or one below.",
    ),
    "has_left": Sentence(
        "{field:=parameter}：{member:name}自{since:full}起已不在本联盟，请换一个。",
        "{field:=parameter}: {member:name} left the alliance on {since:full}. Choose another.",
    ),
    "person_left": Sentence(
        "{field:=parameter}：所选的人自{since:full}起不再属于本联盟，也不在本联盟任职，请换一个。",
        "{field:=parameter}: this person has neither home nor office in the alliance since "
        "{since:full}. Choose another.",
    ),
    "listed_left": Sentence(
        "{field:=parameter}：名单“{list:name}”里还有已不在本联盟的：{left:all rule_fault.listed}。"
        "请更新名单，或换一份。",
        "{field:=parameter}: the list “{list:name}” holds some that have left the alliance: "
        "{left:all rule_fault.listed}. Correct the list or choose another.",
    ),
    "hanging": Sentence(
        "它要靠一条读不懂的规则：已排的活动原样不动，新的先不排。请先改那一条。",
        "It hangs on a rule that cannot be read: its events stay as they are, and none are added. "
        "Correct that one first.",
    ),
    "shared_key": Sentence(
        "{field:=parameter}与{alliance:name}的规则“{other:name}”相同，两条又合在一处排活动，请换一个。",
        "{field:=parameter} is that of rule “{other:name}” of {alliance:name}, and both make "
        "events in one place. Choose another.",
    ),
    "unknown_venue": Sentence(
        "{field:=parameter}不是登记过的地点，请从地点里选。",
        "{field:=parameter} is no known venue. Choose one of the venues.",
    ),
    "unmet_category": Sentence(
        "还没有“{words:each name}”这一类要事，要等报了这一类，这条规则才起作用。"
        "{known:?rule_fault.known_categories}请核对有没有写错。",
        "No matter is of “{words:each name}” yet: this rule does nothing before one is. "
        "{known:?rule_fault.known_categories}Check the spelling.",
    ),
    "nameless": Sentence(
        "{field:=parameter}：“{words}”没有登记过名称，活动标题里会照写。请核对有没有写错；自己的说法请直接写成给人看的字。",
        "{field:=parameter}: “{words}” has no name, so titles of events show it as it stands here. "
        "Check the spelling, or write words that people shall read.",
    ),
    "cut_short": Sentence(
        "{first:full}至{last:full}这一期不完整，仍要办{asked}次，最多排得下{most}次。请改少、缩短间隔、改日期，"
        "或让不完整的一期按天数取整。",
        "The part of a period from {first:full} to {last:full} still owes {asked}, but has room "
        "for {most}. Ask for fewer, a smaller gap or other days, or let a part of a period owe its "
        "share.",
    ),
    "nobody": Sentence(
        "按“{field:=parameter}”找不到一个成员，没有人可轮。请换一类，或先补名册。",
        "“{field:=parameter}” finds nobody. Choose another, or complete the roster first.",
    ),
    "no_rest": Sentence(
        "{field:=parameter}太多：能轮的都办一遍，同一家中间也只隔{most}次。请改少，或先补成员。",
        "{field:=parameter} is too large: once round the members leaves {most:one|#} between two. "
        "Lower it, or complete the members first.",
    ),
    "taken": Sentence(
        "{field:=parameter}已经用过，请换一个。", "{field:=parameter} is taken. Choose another."
    ),
    "early": Sentence(
        "生效日期太早：请填{first:full}或以后。",
        "Start date is too early: enter {first:full} or later.",
    ),
    "early_end": Sentence(
        "{field:=parameter}太早：请填{first:full}或以后。",
        "{field:=parameter} is too early: enter {first:full} or later.",
    ),
    "order": Sentence(
        "{field:=parameter}{start:?rule_fault.ends}的先后不对：开始应早于结束，请改。",
        "{field:=parameter}{start:?rule_fault.ends} is in the wrong order: the start comes before "
        "the end. Correct it.",
    ),
    "fixed": Sentence(
        "{field:=parameter}定了就不能改；要换，请结束这一条，另立一条。",
        "{field:=parameter} cannot be changed. End this rule and make another.",
    ),
}
"""Why a field of a rule is refused, without the rule's name: text beside the field."""

REFUSALS: Catalogue = {
    "bad_rule": Sentence(
        "规则“{rule}”：{field:=parameter}不对（{reason}）。请改后再存。",
        "Rule “{rule}”: {field:=parameter} is not right ({reason}). Correct it and save again.",
    ),
    **{
        f"bad_rule.{reason}": Sentence(
            f"规则“{{rule}}”：{sentence.zh}", f"Rule “{{rule}}”: {sentence.en}"
        )
        for reason, sentence in REASONS.items()
    },
    "rule_used": Sentence(
        "“{name:titled}”已经排过活动，不能删除。不再需要时，请填它的最后一天。",
        "“{name:titled}” has made events and cannot be deleted. If it is over, give it a last day.",
    ),
    "rule_used.frozen": Sentence(
        "“{name:titled}”有活动在{first:full}以前，已经定下，不能撤回。请让它从{first:full}或以后起不再有效。",
        "“{name:titled}” has events before {first:full}, which are settled, so it cannot be "
        "withdrawn. Let {first:full} or a later day be the first on which it no longer stands.",
    ),
}
"""The refusals of rules by code and reason."""
