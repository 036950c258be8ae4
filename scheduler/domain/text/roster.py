"""Who belongs where: members of an alliance, homes and offices of people."""

from scheduler.domain.text.render import Catalogue, Sentence

REFUSALS: Catalogue = {
    "tie_twice": Sentence(
        "那段时间在“{body:name}”已经有这一条，没有重复记。请核对日期，或先记下原来的到哪天为止。",
        "This stands in “{body:name}” for that time already and was not recorded twice. "
        "Check the day, or let the earlier one end first.",
    ),
    "tie_twice.home": Sentence(
        "那段时间组织关系在“{body:name}”，同一天只能在一个支部。请先记下在那里到哪天为止。",
        "The home branch is “{body:name}” in that time, and there is one on any day. "
        "Let that one end first.",
    ),
    "tie_over": Sentence(
        "已经记为到{last:full}为止，没有再改。要重新开始，请另记一条。",
        "It is recorded to end on {last:full} and was not changed. "
        "To begin anew, record another one.",
    ),
    "bad_choice.itself": Sentence(
        "联盟不能是自己的成员，请另选一家。",
        "An alliance is no member of itself. Choose another.",
    ),
}

SENTENCES: Catalogue = {
    "roster.member": Sentence("成员单位", "member"),
    "roster.body": Sentence("组织", "Bodies"),
    "roster.enterprise": Sentence("企业", "Enterprises"),
    "roster.university": Sentence("高校", "Universities"),
    "roster.department": Sentence("部门", "Departments"),
    "roster.institute": Sentence("科研院所", "Institutes"),
    "roster.bank": Sentence("银行", "Banks"),
    "roster.association": Sentence("协会", "Associations"),
    "roster.town": Sentence("镇街", "Towns"),
    "roster.home": Sentence("组织关系", "home branch"),
    "roster.no_transfer": Sentence("组织关系未转入", "not transferred"),
    "roster.liaison": Sentence("联系", "liaison"),
    "roster.since": Sentence("{since:full}起", "from {since:full}"),
    "roster.last": Sentence("到{last:full}为止", "until {last:full}"),
    "roster.lead": Sentence("现有{count}个成员。", "{count:# member|# members}."),
    "roster.lead_none": Sentence("还没有成员单位。", "There are no members yet."),
    "roster.lead_to_come": Sentence(
        "现有{count}个成员，另有{coming}个已记下哪天加入。",
        "{count:# member|# members}; {coming} more will join.",
    ),
    "roster.joined": Sentence(
        "已记下：“{name}”{since:full}起是{role}。",
        "Recorded: “{name}” belongs from {since:full} as: {role}.",
    ),
    "roster.never": Sentence(
        "已记下：“{name}”没有加入过，原来记的从{since:full}起作废。",
        "Recorded: “{name}” never was a member; what was recorded from {since:full} is void.",
    ),
    "roster.left": Sentence(
        "已记下：“{name}”到{last:full}为止。", "Recorded: “{name}” is a member until {last:full}."
    ),
    "roster.hosting": Sentence(
        "之后已发布的活动还有{count}场由它主办，请到“计划变更”里看过再改。",
        "It is still to host {count:# published event|# published events} after that. "
        "Look at the plan to change it.",
    ),
    "roster.matters": Sentence(
        "它手上还有{count}件没办结的要事，请到“要事”里改派给别的部门。",
        "It still has {count:# open matter|# open matters} in hand: dispatch them to another "
        "department.",
    ),
    "roster.turns": Sentence(
        "轮值从那天起照新的名单排；已发布的活动没有动。",
        "Turns follow the new list from that day; published events are as they were.",
    ),
    "roster.person_left": Sentence(
        "已记下：{name}到{last:full}为止。", "Recorded: {name}, until {last:full}."
    ),
    "roster.person_over": Sentence("已记下，已经离开。", "Recorded; it is over."),
    "roster.person_rights": Sentence(
        "到期后如果在本联盟没有别的组织关系或职务，就看不到联盟的页面，订阅的日历也会停用。",
        "Whoever has no other tie to the alliance then sees its pages no more, and feeds end.",
    ),
    "entity.affiliation": Sentence("组织关系", "tie to a body"),
    "entity.officer": Sentence("任职", "office"),
}
