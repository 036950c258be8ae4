"""The words of matters: states, steps, methods, and how long they have been waiting."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "matter.raised": Sentence("点单", "raised"),
    "matter.dispatched": Sentence("派单", "dispatched"),
    "matter.accepted": Sentence("接单", "accepted"),
    "matter.consulted": Sentence("商", "consulted"),
    "matter.resolved": Sentence("办结", "resolved"),
    "matter.withdrawn": Sentence("已撤回", "withdrawn"),
    "step.raise": Sentence("点单", "raise"),
    "step.dispatch": Sentence("派单", "dispatch"),
    "step.accept": Sentence("接单", "accept"),
    "step.consult": Sentence("商议", "consult"),
    "step.resolve": Sentence("办结", "resolve"),
    "step.return": Sentence("退回", "return"),
    "step.withdraw": Sentence("撤回", "withdraw"),
    "method.consultation": Sentence("共商", "consultation"),
    "method.assignment": Sentence("交办", "assignment"),
    "method.proxy": Sentence("红色代办", "proxy service"),
    "method.direct": Sentence("点对点", "direct contact"),
    "matter.due_in": Sentence("还有{days}天", "{days:# day|# days} left"),
    "matter.due_today": Sentence("今天到期", "due today"),
    "matter.late": Sentence("误期，已过{days}天", "late by {days:# day|# days}"),
    "matter.left": Sentence(
        "“{name}”已退出联盟，请改派给别的部门。",
        "“{name}” has left the alliance. Dispatch this to another department.",
    ),
    "matter.resolved_by": Sentence(
        "{method:=method}解决 · {day:day} · 用时{days}天",
        "Resolved by {method:=method} · {day:day} · took {days:# day|# days}",
    ),
}
