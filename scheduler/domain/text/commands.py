"""What the commands say: when they are done, and when they cannot begin."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "command.loaded": Sentence("已载入{count}个联盟。", "{count:# alliance|# alliances} loaded."),
    "command.removed": Sentence("样例已删除。", "The examples are removed."),
    "command.account": Sentence("已建立账号{name}。", "Account {name} is made."),
    "command.no_scope": Sentence(
        "请写明联盟，或者用--group、--all。", "Name an alliance, a --group or --all."
    ),
    "command.supposed": Sentence(
        "假设的情形不能发布，请去掉--apply。",
        "What is only supposed cannot be published: drop --apply.",
    ),
}
