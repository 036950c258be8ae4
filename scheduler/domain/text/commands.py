"""What the commands say when they are done."""

from scheduler.domain.text.render import Catalogue, Sentence

SENTENCES: Catalogue = {
    "command.loaded": Sentence("已载入{count}个联盟。", "{count:# alliance|# alliances} loaded."),
    "command.removed": Sentence("样例已删除。", "The examples are removed."),
    "command.account": Sentence("已建立账号{name}。", "Account {name} is made."),
}
