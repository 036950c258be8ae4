"""What is wrong with a choice, a text or a date that was entered, and how to enter it."""

from scheduler.domain.text.render import Catalogue, Sentence

REFUSALS: Catalogue = {
    "bad_choice": Sentence(
        "{field:=field}不能是“{value}”。可填：{allowed:choices}",
        "{field:=field} cannot be “{value}”. Allowed: {allowed:choices}",
    ),
    "bad_scope": Sentence(
        "点名的联盟、一个分组、全部联盟，三样里只能选一样。请去掉其余的。",
        "Name alliances, or a group, or all of them: only one of the three. Remove the others.",
    ),
    "bad_choice.whole": Sentence(
        "{field:=field}要填{low}至{high}的整数，不能是“{value}”。",
        "{field:=field} is a whole number from {low} to {high}, not “{value}”.",
    ),
    "bad_choice.truth": Sentence(
        "{field:=field}只能填true（是）或false（否），不能是“{value}”。",
        "{field:=field} is true or false, not “{value}”.",
    ),
    "bad_choice.text": Sentence(
        "{field:=field}要填文字，不能是“{value}”。",
        "{field:=field} is a text, not “{value}”.",
    ),
    "bad_choice.object": Sentence(
        "{field:=field}要填一组带名称的内容（JSON对象），不能是“{value}”。",
        "{field:=field} is a JSON object, not “{value}”.",
    ),
    "bad_choice.list": Sentence(
        "{field:=field}要填一列（JSON数组），最多{most}项。",
        "{field:=field} is a JSON list of at most {most} items.",
    ),
    "bad_choice.many": Sentence(
        "{field:=field}选了{value}个，最多选{most}个。请去掉几个。",
        "{field:=field}: {value} are given, at most {most} can be. Remove some.",
    ),
    "bad_choice.single": Sentence(
        "{field:=field}：只看一场活动的地址不分类别，也不限日子，请不要选。",
        "{field:=field}: an address of one event alone knows neither kinds nor days. Leave it out.",
    ),
    "bad_choice.empty_key": Sentence(
        "{field:=field}“{value}”里有一个逗号旁边没有写内容。请补上，或去掉多余的逗号。",
        "{field:=field}: nothing stands beside a comma of “{value}”. Add it, or remove the comma.",
    ),
    "bad_choice.no_body": Sentence(
        "{field:=field}：没有“{value}”这个组织，请核对后再试。",
        "{field:=field}: there is no body “{value}”. Check its key and try again.",
    ),
    "bad_choice.no_organisation": Sentence(
        "{field:=field}：没有“{value}”这个单位，请核对后再试。",
        "{field:=field}: there is no organisation “{value}”. Check its key and try again.",
    ),
    "bad_choice.no_venue": Sentence(
        "{field:=field}：没有“{value}”这个地点，请核对后再试。",
        "{field:=field}: there is no place “{value}”. Check its key and try again.",
    ),
    "bad_choice.json": Sentence(
        "文件“{value}”不是合格的JSON，请核对后再试。",
        "The file “{value}” is not JSON. Check it and try again.",
    ),
    "bad_choice.twice": Sentence(
        "“{value}”写了两次（{field:=field}）。请只留一个。",
        "“{value}” is given twice ({field:=field}). Keep one.",
    ),
    "bad_choice.amount": Sentence(
        "{field:=field}不能是“{value}”。请填次数，例：1、0.5、1/3，减就写-1。",
        "{field:=field} cannot be “{value}”. Enter a number of turns such as 1, 0.5, 1/3 or -1.",
    ),
    "bad_choice.finest": Sentence(
        "{field:=field}“{value}”太细：小数最多6位，分母最大{high}。请改写，例：0.5、1/3。",
        "{field:=field} “{value}” is too fine: at most 6 decimals, or a denominator of {high}. "
        "Enter one such as 0.5 or 1/3.",
    ),
    "bad_choice.turns": Sentence(
        "{field:=field}“{value}”太多：这项轮值一年{high}次，一次更正不能超过。请改少。",
        "{field:=field} “{value}” is too much: this rotation has {high:one turn|# turns} a year, "
        "and one correction moves no more. Enter less.",
    ),
    "bad_choice.zero": Sentence(
        "{field:=field}不能是0：请填加几次或减几次，例：1、-1。",
        "{field:=field} must not be 0: enter how many to add or take away, such as 1 or -1.",
    ),
    "bad_choice.member": Sentence(
        "{field:=field}“{value}”不在这里的成员之中，请从名单里选。",
        "{field:=field} “{value}” is no member here. Choose one of the list.",
    ),
    "bad_choice.category": Sentence(
        "{field:=field}不能是“{value}”。请写中文名称，或小写的键，例：labour、labour.3。",
        "{field:=field} cannot be “{value}”. Write words, or a key in small letters such as "
        "labour or labour.3.",
    ),
    "bad_choice.left": Sentence(
        "“{value:name}”已退出联盟，不能再办这一步。请先改派给别的部门。",
        "“{value:name}” has left the alliance and takes no more steps. "
        "Dispatch this to another department first.",
    ),
    "bad_choice.outside": Sentence(
        "“{value:name}”现在不是联盟的成员，不能选作{field:=field}。请从名单里另选一家。",
        "“{value:name}” is no member of the alliance now, so it cannot be chosen here "
        "({field:=field}). Choose another one of the list.",
    ),
    "bad_choice.not_planned": Sentence(
        "{field:=field}“{value}”不在这次排的联盟里。请去掉这一条，或把它一起排。",
        "{field:=field} “{value}” is not part of the plan. Leave this out, or plan it too.",
    ),
    "bad_choice.others_event": Sentence(
        "这场活动由{alliance:name}来排。请去掉这一条，或把它一起排。",
        "This event is arranged by {alliance:name}. Leave this out, or plan that alliance too.",
    ),
    "bad_choice.venue": Sentence(
        "地点“{value}”没有登记过，请从名单里选。",
        "There is no venue “{value}”. Choose one of the list.",
    ),
    "bad_choice.turn": Sentence(
        "这一次轮值已经办过，或不再轮了，请另选一次。",
        "This turn is over or no longer one. Choose another.",
    ),
    "unknown_field": Sentence(
        "没有“{field}”这一项。请去掉它，或核对拼写。",
        "There is no field “{field}”. Remove it or check the spelling.",
    ),
    "unknown_field.act": Sentence(
        "“{act:=turn_act}”用不到“{field}”这一项。请去掉它，或核对要办的是什么。",
        "The act “{act:=turn_act}” takes no “{field}”. Remove it, or check what is to be done.",
    ),
    "unknown_field.step": Sentence(
        "“{step:=step}”用不到“{field}”这一项。请去掉它，或核对是哪一步。",
        "The step “{step:=step}” takes no “{field}”. Remove it, or check which step is meant.",
    ),
    "missing_field": Sentence("请填{field:=field}。", "{field:=field} is missing. Enter it."),
    "missing_field.choose": Sentence(
        "请选择{field:=field}。", "{field:=field} is missing. Choose one."
    ),
    "bad_text": Sentence(
        "{field:=field}填得不对，请重写。", "{field:=field} is not acceptable. Rewrite it."
    ),
    "bad_text.control": Sentence(
        "{field:=field}里有换行或看不见的控制字符，请删去后再提交。",
        "{field:=field} holds line breaks or invisible control characters. Remove them.",
    ),
    "bad_text.surrogate": Sentence(
        "{field:=field}里有残缺的字符，请删去后重新输入。",
        "{field:=field} holds a broken character. Delete it and type it again.",
    ),
    "bad_text.empty": Sentence(
        "{field:=field}还空着，请填写。", "{field:=field} is empty. Enter something."
    ),
    "bad_text.too_long": Sentence(
        "{field:=field}太长：最多{limit}个字，请缩短。",
        "{field:=field} is too long: at most {limit:# character|# characters}. Shorten it.",
    ),
    "bad_date": Sentence(
        "{field:=field}“{value}”不对，请填如2026-09-09的日期。",
        "{field:=field} “{value}” is not right. Enter a date such as 2026-09-09.",
    ),
    "bad_date.malformed": Sentence(
        "{field:=field}“{value}”{value:unread}。", "{field:=field} “{value}” {value:unread}."
    ),
    "bad_date.instant": Sentence(
        "{field:=field}“{value}”看不懂，请按2026-09-09T14:30:00+08:00的样子填。",
        "{field:=field} “{value}” cannot be read. Write it as 2026-09-09T14:30:00+08:00.",
    ),
    "bad_date.clock": Sentence(
        "{field:=field}“{value}”看不懂，请按14:30的样子填。",
        "{field:=field} “{value}” cannot be read. Write it as 14:30.",
    ),
    "bad_date.naive": Sentence(
        "{field:=field}“{value}”没有写时区，请在末尾加上，如+08:00。",
        "{field:=field} “{value}” has no time zone. Add it at the end, such as +08:00.",
    ),
    "bad_date.range": Sentence(
        "{field:=field}“{value}”超出可用范围，请换一个日期。",
        "{field:=field} “{value}” is out of range. Choose another date.",
    ),
    "bad_date.period": Sentence(
        "{field:=field}“{value}”不能用，请填年、半年、季或月，例：2026、2026-H1、2026-Q4、2026-09。",
        "{field:=field} “{value}” cannot be used. Name a year, half year, quarter or month, such "
        "as 2026, 2026-H1, 2026-Q4 or 2026-09.",
    ),
    "bad_date.year": Sentence(
        "{field:=field}“{value}”排不了：节假日只推算得出{first}年至{last}年的。请选这些年里的一年。",
        "{field:=field} “{value}” cannot be planned: days off are known for {first} to {last} "
        "only. Choose one of these years.",
    ),
    "bad_date.past": Sentence(
        "{field:=field}（{value:full}）已经过去，最早填{first:full}。",
        "{field:=field} ({value:full}) has passed: {first:full} is the earliest.",
    ),
    "bad_date.over": Sentence(
        "{field:=field}（{value:full}）太早：这一段已经过去，过去的不用记。",
        "{field:=field} ({value:full}) is too early: these days are past and need not be "
        "written down.",
    ),
    "bad_date.ahead": Sentence(
        "{field:=field}（{value:full}）太远，最晚填{last:full}。",
        "{field:=field} ({value:full}) is too far ahead: {last:full} is the latest.",
    ),
    "bad_date.long": Sentence(
        "从{value:full}起太长：一段最多{most}天，请分开记。",
        "From {value:full} on it is too long: at most {most} days at once. Divide it.",
    ),
    "bad_date.between": Sentence(
        "{field:=field}（{value:full}）不行，可填{first:full}至{last:full}。",
        "{field:=field} ({value:full}) cannot be: {first:full} to {last:full} can.",
    ),
    "bad_date.future": Sentence(
        "{field:=field}“{value}”还没到，办完当天或之后再记。",
        "{field:=field} “{value}” is still to come. Record it on that day or later.",
    ),
    "bad_date.order": Sentence(
        "{field:=field}（{value:when}）应晚于开始（{start:when}），请改其中一个。",
        "{field:=field} ({value:when}) has to come after the start ({start:when}). "
        "Change one of them.",
    ),
    "bad_date.span": Sentence(
        "结束日期（{value:full}）应晚于开始日期（{start:full}），结束那天不算在内。请改其中一个。",
        "The end ({value:full}) has to come after the start ({start:full}); the end itself is not "
        "included. Change one of them.",
    ),
    "bad_date.days": Sentence(
        "最后一天（{value:full}）早于第一天（{start:full}），请改其中一个。",
        "The last day ({value:full}) is before the first day ({start:full}). Change one of them.",
    ),
}
