"""Lists that rules name: why one is refused, and what is told of one."""

from scheduler.domain.text.render import Catalogue, Sentence

REFUSALS: Catalogue = {
    "bad_list": Sentence(
        "名单没有保存：{field:=field}不对（{reason}）。请改后再存。",
        "The list was not saved: {field:=field} is not right ({reason}). Correct it.",
    ),
    "bad_list.key": Sentence(
        "名单的代号只能用文字、数字、“_”和“-”，以文字或数字开头，最多60个，也不能叫host。请换一个。",
        "The key of a list takes letters, digits, “_” and “-”, begins with a letter or digit, "
        "has at most 60, and is not host. Choose another.",
    ),
    "bad_list.taken": Sentence(
        "这个代号已经有一份名单，请换一个，或去改那一份。",
        "A list of this key is kept already. Choose another key, or change that list.",
    ),
    "bad_list.empty": Sentence(
        "名单里还没有写谁，请至少写一行。", "Nothing stands on the list. Enter one line at least."
    ),
    "bad_list.too_many": Sentence(
        "名单最多{most}行，现有{count}行，请改少或分成几份。",
        "A list takes at most {most} lines, and this one has {count}. Shorten or split it.",
    ),
    "bad_list.fixed": Sentence(
        "这份名单叫“{list:name}”，名称改不了，请不要改名。",
        "This list is called “{list:name}” everywhere. Leave its name as it is.",
    ),
    "bad_list.shared": Sentence(
        "别的联盟也有代号相同的名单，叫“{list:name}”，两边同名。请不要改名，或另建一份。",
        "Another alliance has a list of this key, called “{list:name}”, and both share the name. "
        "Leave the name as it is, or keep another list.",
    ),
    "bad_list.blank": Sentence(
        "第{line}行是空的，请写上或去掉。", "Line {line} is empty. Enter something or remove it."
    ),
    "bad_list.characters": Sentence(
        "第{line}行有残缺或看不见的字符，请删去后重新输入。",
        "Line {line} holds broken or invisible characters. Delete and type it again.",
    ),
    "bad_list.too_long": Sentence(
        "第{line}行太长：最多{most}个字，请缩短。",
        "Line {line} is too long: at most {most} characters. Shorten it.",
    ),
    "bad_list.nested": Sentence(
        "第{line}行“{word}”以@开头：名单里不能再写名单，请写出里面的各项。",
        "Line {line}, “{word}”, begins with @. A list holds no lists: enter what stands on it.",
    ),
    "bad_list.separator": Sentence(
        "第{line}行“{word}”里不能有竖线“|”，请去掉。",
        "Line {line}, “{word}”, holds an upright stroke (|). Leave it out.",
    ),
    "bad_list.no_pair": Sentence(
        "第{line}行“{word}”不是一对：要用“+”连起两个不同的名称。请改。",
        "Line {line}, “{word}”, is no pair: join different names by “+”.",
    ),
    "bad_list.duplicate": Sentence(
        "第{line}行“{word}”前面已有，请去掉一个。",
        "Line {line}, “{word}”, stands on the list already. Remove one.",
    ),
    "bad_list.unknown": Sentence(
        "第{line}行“{word}”不在名册里，请核对，或先登记。",
        "Line {line}, “{word}”, is not on the roster. Check it, or register it first.",
    ),
    "bad_list.unknown_person": Sentence(
        "第{line}行“{word}”不是本联盟的人员，请从名册里选。",
        "Line {line}, “{word}”, is nobody of this alliance. Choose from the roster.",
    ),
    "bad_list.has_left": Sentence(
        "第{line}行：{member:name}自{since:full}起已不在本联盟，请换一个或去掉。",
        "Line {line}: {member:name} left the alliance on {since:full}. Choose another or remove "
        "it.",
    ),
    "bad_list.person_left": Sentence(
        "第{line}行的人自{since:full}起不再属于本联盟，也不在本联盟任职，请换一个或去掉。",
        "Line {line}: this person has neither home nor office in the alliance since {since:full}. "
        "Choose another or remove the line.",
    ),
    "bad_list.nobody": Sentence(
        "第{line}行“{word}”在名册里找不到。请核对；自己的说法（如楼宇、主题），请勾选“照写”。",
        "Line {line}: nothing on the roster is called “{word}”. Check it; for words of your own "
        "(buildings, themes), tick to keep them as written.",
    ),
    "bad_list.several": Sentence(
        "第{line}行“{word}”不止一个，请改写编号：{keys}。",
        "Line {line}: several are called “{word}”. Enter the key instead: {keys}.",
    ),
    "list_used": Sentence(
        "规则{rules:each name}还在用名单“{list:name}”，不能删除。请先让规则换一份名单。",
        "The list “{list:name}” is named by: {rules:each name}. Let these rules name another list "
        "first.",
    ),
}

SENTENCES: Catalogue = {
    "entity.list": Sentence("名单", "list"),
    "field.items": Sentence("名单里的各项", "Items"),
}
