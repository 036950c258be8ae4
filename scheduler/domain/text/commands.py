"""What the commands say: their help, when they are done, and why they cannot begin."""

from scheduler.domain.text.render import Catalogue, Sentence

_HELP: Catalogue = {
    "cli": Sentence(
        "排联盟的年度计划，发布到各家日历，点名，出季报。",
        "Plan an alliance's year, publish it to calendars, take attendance, report.",
    ),
    "cli.serve": Sentence(
        "提供网页、日历和接口，直到按Ctrl-C或收到SIGTERM。",
        "Serve pages, feeds and API until Ctrl-C or SIGTERM.",
    ),
    "cli.prepare": Sentence(
        "更新数据库；第一次启动时载入样例；列出各个地址。",
        "Bring the database up to date, load the examples on the first start, print all addresses.",
    ),
    "cli.examples": Sentence("载入或删除样例联盟。", "Load or remove the example alliances."),
    "cli.examples.load": Sentence(
        "载入样例联盟，排好两年的计划。", "Load the example alliances and plan two years."
    ),
    "cli.examples.remove": Sentence(
        "删除样例，什么都不留。", "Remove the examples; nothing of them is left."
    ),
    "cli.user": Sentence("建账号。", "Make accounts."),
    "cli.user.create": Sentence("建一个账号，给一个角色。", "Make an account with one role."),
    "cli.user.create.name": Sentence("登录时填的名字。", "The name typed at sign-in."),
    "cli.user.create.display_name": Sentence("页面上显示的名字。", "The name shown on pages."),
    "cli.user.create.role": Sentence("角色。", "The role."),
    "cli.user.create.scope": Sentence(
        "管哪里：body:键、organisation:键或system。", "body:KEY, organisation:KEY or system."
    ),
    "cli.user.create.person": Sentence(
        "是谁的账号（人员的键）；不写时，改的账号还是原来那个人的。",
        "Whose account it is (key of a person); a changed one stays whose it was.",
    ),
    "cli.user.create.password": Sentence("口令；不写就当场问。", "Asked for when not given."),
    "cli.user.create.replace": Sentence("同名账号已有时改它。", "Change an account of this name."),
    "cli.token": Sentence("给别的系统建令牌。", "Make tokens for other systems."),
    "cli.token.create": Sentence(
        "建一个令牌并显示，只显示这一次。", "Make a token and print it, alone and only this once."
    ),
    "cli.token.create.name": Sentence("令牌做什么用。", "What the token is for."),
    "cli.token.create.scopes": Sentence(
        "可以做什么；可写几次。", "What it may do; may be given several times."
    ),
    "cli.token.create.alliances": Sentence(
        "只限这些联盟；不写就是全部。可写几次。",
        "Only these alliances, all when left out; may be given several times.",
    ),
    "cli.token.create.expires": Sentence(
        "到哪天为止，如2027-12-31。", "Until which day, such as 2027-12-31."
    ),
    "cli.workdays": Sentence("放假通知。", "Holiday notices."),
    "cli.workdays.import": Sentence(
        "导入放假通知（JSON或CSV）；之后的计划会写明要改什么。",
        "Import a notice (JSON or CSV); the plan then shows what it moves.",
    ),
    "cli.workdays.import.file": Sentence("通知文件。", "The file of the notice."),
    "cli.workdays.import.given": Sentence(
        "通知的日期，如2026-11-05。", "The day of the notice, such as 2026-11-05."
    ),
    "cli.workdays.import.checked": Sentence(
        "通知漏了法定节假日，或者写成上班，也导入：已核对过。",
        "Import it though days off by law are left out or made workdays: that was checked.",
    ),
    "cli.workdays.import.dry_run": Sentence(
        "只说会改什么，不导入。", "Only tell what would change."
    ),
    "cli.plan": Sentence(
        "排一年的计划，用表格列出会改什么。", "Plan a year and show what would change, as a table."
    ),
    "cli.plan.alliances": Sentence("一个或几个联盟的键。", "The keys of one or more alliances."),
    "cli.plan.group": Sentence(
        "一个分组里的联盟一起排。", "Plan the alliances of this group together."
    ),
    "cli.plan.everything": Sentence("全部联盟一起排。", "Plan all alliances together."),
    "cli.plan.publish": Sentence("把列出的发布出去。", "Publish what is shown."),
    "cli.plan.file": Sentence(
        "照这个JSON文件里的假设来排，什么都不存。",
        "Plan as if the patch of this JSON file held; nothing is ever saved.",
    ),
    "cli.undo": Sentence(
        "说明撤回联盟最近一次发布会怎样，或者撤回。",
        "Show what taking the alliance's last publication back does, or do it.",
    ),
    "cli.undo.take_back": Sentence("照列出的撤回。", "Do what is shown."),
    "cli.feed": Sentence(
        "输出联盟的日历，与网上的一字不差。",
        "Write an alliance's feed, byte for byte as it is served.",
    ),
    "cli.report": Sentence(
        "列出一年和各季度的数字。", "Print the year's and each quarter's figures."
    ),
    "cli.subscriptions": Sentence(
        "订阅地址，谁取到了哪处改动。", "Feed addresses, and who has fetched which change."
    ),
    "cli.subscriptions.list": Sentence(
        "列出订阅地址：谁的、看什么、只要哪些、用什么程序、最后取用、取到第几号；不显示地址本身。",
        "List addresses: whose, of what, what alone, by which program, last fetched, up to which "
        "number; never what opens them.",
    ),
    "cli.subscriptions.list.alliances": Sentence(
        "只列这些联盟的；不写就是全部。", "Only those of these alliances, all when left out."
    ),
    "cli.subscriptions.list.owner": Sentence(
        "只列这个账号的（登录名）。", "Only those of this account, by its sign-in name."
    ),
    "cli.subscriptions.create": Sentence(
        "替一个账号生成订阅地址并显示，只显示这一次。",
        "Make an address for an account and print it, alone and only this once.",
    ),
    "cli.subscriptions.create.owner": Sentence(
        "给谁（登录名）；只看得到这个账号看得到的。",
        "For whom, by sign-in name; it shows what this account may see.",
    ),
    "cli.subscriptions.create.scope": Sentence(
        "看哪些：body:键（几个联盟用半角逗号隔开）、branch:键、person:编号、organisation:键"
        "或event:编号（只看一场）。",
        "What it shows: body:KEY, body:KEY,KEY, branch:KEY, person:ID, organisation:KEY or "
        "event:UID (one event alone).",
    ),
    "cli.subscriptions.create.name": Sentence(
        "放在哪里，如办公室电脑。", "Where it is used, such as the name of a device."
    ),
    "cli.subscriptions.create.kinds": Sentence(
        "只要这类活动；可写几次。", "Only this kind of activity; may be given several times."
    ),
    "cli.subscriptions.create.since": Sentence(
        "从哪天起，如2026-01-01。", "From which day, such as 2026-01-01."
    ),
    "cli.subscriptions.create.until": Sentence(
        "到哪天为止（这天不算），如2027-01-01。",
        "Until which day, itself left out, such as 2027-01-01.",
    ),
    "cli.subscriptions.create.alarms": Sentence(
        "提前几分钟提醒；可写几次。", "Minutes before the start; may be given several times."
    ),
    "cli.subscriptions.create.feed_lang": Sentence(
        "日历用哪种文字。", "The language of the calendar."
    ),
    "cli.subscriptions.create.profile": Sentence(
        "给哪种日历程序；generic是看取用的程序自己怎么报。",
        "For which calendar program; generic goes by what the client says of itself.",
    ),
    "cli.subscriptions.rotate": Sentence(
        "换一个地址并显示，只显示这一次；旧地址30天内只留一条提示，之后作废。",
        "Put another address in its place and print it, alone and only this once; the former one "
        "says farewell for 30 days.",
    ),
    "cli.subscriptions.rotate.subscription": Sentence(
        "订阅的编号，见list。", "The ID of the subscription, see list."
    ),
    "cli.subscriptions.end": Sentence(
        "停用一个地址：30天内只留一条提示，之后作废，不能恢复。",
        "End an address: it says farewell for 30 days and is gone then, for good.",
    ),
    "cli.subscriptions.end.subscription": Sentence(
        "订阅的编号，见list。", "The ID of the subscription, see list."
    ),
    "cli.subscriptions.evidence": Sentence(
        "最近的改动各有多少个订阅取到，没取到的是谁。",
        "Tell how many addresses fetched each of the newest changes, and which have not.",
    ),
    "cli.turns": Sentence("轮到谁，公平不公平。", "Whose turn it is, and how fair that is."),
    "cli.turns.simulate": Sentence(
        "拿轮值账与另外五种办法比；种子相同，表就相同。",
        "Measure the ledger of debts beside five other policies; a seed always gives one table.",
    ),
    "cli.turns.simulate.count": Sentence("轮几次。", "How many turns."),
    "cli.turns.simulate.members": Sentence("几家轮。", "How many members."),
    "cli.turns.simulate.runs": Sentence("随机几遍。", "How many random runs."),
    "cli.turns.simulate.seed": Sentence("随机数的种子。", "The seed of the random numbers."),
    "cli_option.alliance": Sentence("联盟的键。", "The key of the alliance."),
    "cli_option.year": Sentence("哪一年。", "The year."),
    "cli_option.lang": Sentence("用哪种文字。", "The language of what is printed."),
    "cli_option.help": Sentence("看这份说明。", "Show this help."),
    "cli_help.usage": Sentence("用法：{usage}", "Usage: {usage}"),
    "cli_help.arguments": Sentence("参数：", "Arguments:"),
    "cli_help.options": Sentence("选项：", "Options:"),
    "cli_help.commands": Sentence("命令：", "Commands:"),
    "cli_help.some_options": Sentence("[选项]", "[OPTIONS]"),
    "cli_help.a_command": Sentence("命令", "COMMAND"),
    "cli_help.one_of": Sentence("可填：{allowed}。", "One of: {allowed}."),
    "cli_help.between": Sentence("{low}至{high}。", "{low} to {high}."),
    "cli_help.required": Sentence("必填。", "Required."),
    "cli_help.default": Sentence("不写就是{value}。", "{value} if left out."),
}

_REFUSALS: Catalogue = {
    "cli_no_option": Sentence("没有{name}这个选项。", "There is no option {name}."),
    "cli_no_command": Sentence("没有{name}这个命令。", "There is no command {name}."),
    "cli_no_value": Sentence(
        "{name}的用法不对：后面要有值的没有写，或不要值的写了。",
        "{name} is used wrongly: its value is missing, or it takes none.",
    ),
    "cli_missing": Sentence("请写明{name}。", "{name} is missing."),
    "cli_misused": Sentence(
        "命令行多写了内容，或者写得不对。", "The command line says too much, or is wrong."
    ),
    "cli_bad_value": Sentence("{name}的值不对。", "The value of {name} is not right."),
    "cli_bad_value.choice": Sentence("{name}只能填：{allowed}。", "{name} is one of: {allowed}."),
    "cli_bad_value.range": Sentence(
        "{name}要填{low}至{high}的整数。", "{name} is a whole number from {low} to {high}."
    ),
    "cli_bad_value.whole": Sentence("{name}要填整数。", "{name} is a whole number."),
    "cli_bad_value.date": Sentence(
        "{name}要填2026-09-09这样的日期。", "{name} is a day such as 2026-09-09."
    ),
    "cli_bad_value.file": Sentence(
        "{name}要填一个读得到的文件。", "{name} is a file that can be read."
    ),
    "cli_no_scope": Sentence(
        "请写明联盟，或者用--group、--all。", "Name an alliance, a --group or --all."
    ),
    "cli_supposed": Sentence(
        "假设的情形不能发布，请去掉--apply。",
        "What is only supposed cannot be published: drop --apply.",
    ),
    "cli_not_ready": Sentence(
        "数据库还不能用（{value}），请先运行serve。",
        "The database cannot be used yet ({value}). Run serve first.",
    ),
    "cli_port": Sentence("不能使用{place}：{value}。", "Cannot listen on {place}: {value}."),
    "cli_prepare": Sentence(
        "准备数据库没有成功，原因见上。", "Preparing the database failed; the reason is above."
    ),
    "cli_refused": Sentence("{told}（{code}）", "{told} ({code})"),
    "cli_hint": Sentence(
        "{told}看用法：{path} --help（{code}）", "{told} For the usage: {path} --help ({code})"
    ),
}

SENTENCES: Catalogue = {
    **_HELP,
    **_REFUSALS,
    "command.loaded": Sentence("已载入{count}个联盟。", "{count:# alliance|# alliances} loaded."),
    "command.removed": Sentence("样例已删除。", "The examples are removed."),
    "command.ended": Sentence(
        "“{name}”已停用；那个日历下次来取时，只会留下一条停用提示。",
        "“{name}” is ended; on its next poll that calendar gets a farewell alone.",
    ),
    "command.no_addresses": Sentence("没有订阅地址。", "There are no feed addresses."),
    "command.no_changes": Sentence("还没有改动。", "Nothing has changed yet."),
    "command.come": Sentence(
        "{total}个订阅，{done}个已取到。", "{done} of {total:# address|# addresses} fetched it."
    ),
    "command.number": Sentence("第{seq}号", "no. {seq}"),
    "command.of_alliance": Sentence("联盟公开地址", "the alliance itself"),
    "command.column.id": Sentence("编号", "ID"),
    "command.column.owner": Sentence("谁的", "owner"),
    "command.column.scope": Sentence("看哪些", "scope"),
    "command.column.choice": Sentence("只要", "only"),
    "command.column.name": Sentence("放在哪里", "name"),
    "command.column.client": Sentence("程序", "client"),
    "command.column.fetched": Sentence("最后取用", "last fetched"),
    "command.column.revision": Sentence("取到第几号", "up to"),
    "command.column.state": Sentence("状态", "state"),
    "command.state.latest": Sentence("已是最新", "up to date"),
    "command.state.behind": Sentence("新改动还没取", "behind"),
    "command.state.never": Sentence("还没取过", "never fetched"),
    "command.state.ended": Sentence("已停用", "ended"),
    "command.account": Sentence("已建立账号{name}。", "Account {name} is made."),
    "command.account_changed": Sentence(
        "已改好账号{name}，它原来的登录都已退出。",
        "Account {name} is changed; its logins are ended.",
    ),
}
