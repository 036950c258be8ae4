"""The words of states of events and registers, and what a promise still wants."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "event.draft": Sentence("草案", "draft"),
    "event.published": Sentence("已发布", "published"),
    "event.tentative": Sentence("暂定", "tentative"),
    "event.held": Sentence("已举行", "held"),
    "event.to_seal": Sentence("待封存", "to be sealed"),
    "event.sealed": Sentence("已封存", "sealed"),
    "event.late": Sentence("误期", "late"),
    "event.cancelled": Sentence("已取消", "cancelled"),
    "register.planned": Sentence("未开始", "planned"),
    "register.open": Sentence("点名中", "open"),
    "register.taken": Sentence("已点名", "taken"),
    "register.confirmed": Sentence("已确认", "confirmed"),
    "register.sealed": Sentence("已封存", "sealed"),
    "register.correcting": Sentence("更正中", "being corrected"),
    "register.archived": Sentence("已归档", "archived"),
    "register.cancelled": Sentence("已取消", "cancelled"),
    "light.missing": Sentence(
        "还差{need}次，截止{until:day}", "{need:# more is|# more are} due by {until:day}"
    ),
    "light.overdue": Sentence(
        "误期{need}次，应于{until:day}前", "{need:# is|# are} late, due by {until:day}"
    ),
}
