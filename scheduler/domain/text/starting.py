"""Why the service cannot start: its settings, its files, its database."""

from scheduler.domain.text.render import Catalogue, Sentence

_SETTINGS: Catalogue = {
    "bad_setting": Sentence("设置{name}不对，请改。", "The setting {name} is not right."),
    "bad_setting.port": Sentence(
        "{name}要填{low}至{high}的整数，现在是“{value}”。",
        "{name} must be a number from {low} to {high}, not “{value}”.",
    ),
    "bad_setting.flag": Sentence(
        "{name}要填0或1，现在是“{value}”。", "{name} must be 0 or 1, not “{value}”."
    ),
    "bad_setting.address": Sentence(
        "{name}要以http://或https://开头，后面写明主机，现在是“{value}”。",
        "{name} must be http:// or https:// with a host, not “{value}”.",
    ),
    "bad_setting.database": Sentence(
        "{name}要填sqlite:///加文件名，或postgresql://加主机和库名。",
        "{name} must be sqlite:/// with a file, or postgresql:// with host and database.",
    ),
    "bad_setting.weak": Sentence(
        "{name}要填随机的字符，至少{limit}个。", "{name} must be {limit} random characters or more."
    ),
    "bad_setting.missing": Sentence(
        "没有设置{name}，正式启动要有它。", "{name} is not set; a production start needs it."
    ),
    "bad_setting.key_file": Sentence(
        "密钥文件{value}里没有完整的密钥。请用备份恢复它，或者设置{name}。",
        "The key file {value} holds no whole key. Restore it from a backup, or set {name}.",
    ),
}

_FILES: Catalogue = {
    "cli_file": Sentence("读写不了{path}：{value}。", "Cannot use {path}: {value}."),
    "cli_file.denied": Sentence("没有权限读写{path}。", "No permission to use {path}."),
    "cli_file.missing": Sentence(
        "{path}或它所在的文件夹不存在，请先建好文件夹。",
        "{path}, or the folder of it, is not there. Make the folder first.",
    ),
    "cli_file.folder": Sentence(
        "{path}或它的上级不是文件夹。", "{path}, or what it lies in, is no folder."
    ),
}

_DATABASE: Catalogue = {
    "unusable_database": Sentence(
        "数据库{path}不能用，请核对。", "The database {path} cannot be used. Check it."
    ),
    "unusable_database.directory": Sentence(
        "{path}是文件夹，不是数据库文件。请改SCHEDULER_DATABASE_URL。",
        "{path} is a folder, no database file. Change SCHEDULER_DATABASE_URL.",
    ),
    "unusable_database.denied": Sentence(
        "没有权限读写数据库{path}。请把它交给运行服务的用户。",
        "No permission to use the database {path}. Give it to the user who runs the service.",
    ),
    "unusable_database.foreign": Sentence(
        "{path}不是SQLite数据库，里面的内容没有动。请改SCHEDULER_DATABASE_URL，或移走这个文件。",
        "{path} is no SQLite database; it was left as it is. Change SCHEDULER_DATABASE_URL, or "
        "move the file away.",
    ),
    "unusable_database.damaged": Sentence(
        "数据库{path}已损坏，请用备份恢复。",
        "The database {path} is damaged. Restore it from a backup.",
    ),
    "unusable_database.newer": Sentence(
        "数据库{path}的版本是{value}，这个程序不认得。请用更新的程序，或用备份恢复。",
        "The database {path} has the version {value}, which this program does not know. Use a "
        "newer program, or restore a backup.",
    ),
    "unusable_database.away": Sentence(
        "连不上数据库{path}：{value}。", "Cannot reach the database {path}: {value}."
    ),
}

SENTENCES: Catalogue = {**_SETTINGS, **_FILES, **_DATABASE}
