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
    "entity.affiliation": Sentence("组织关系", "tie to a body"),
    "entity.officer": Sentence("任职", "office"),
}
