"""Why an event lies on its day and with its host, and why something could not be placed.

The codes and their fields are those of ``scheduler.rules.explain``. Debts are for members of the
alliance alone: ``host_public`` is what everybody else reads.
"""

from scheduler.domain.text.render import Catalogue, Sentence

_FUNNEL_ZH = (
    "{first:day}至{last:day}共{days}天{removed:?date.removed}，{left:|只剩这一天|余#天}；"
    "这天得{cost}分{next_day:?date.next}。"
)
_FUNNEL_EN = (
    "{first:day} to {last:day}, {days:# day|# days}{removed:?date.removed}, "
    "{left:|only this one left|# left}; this day costs {cost}{next_day:?date.next}."
)

_DATES: Catalogue = {
    "date_chosen": Sentence(_FUNNEL_ZH + "{late:?date.late}", _FUNNEL_EN + "{late:?date.late}"),
    "guard_relaxed": Sentence(
        _FUNNEL_ZH + "放假通知未发布，只得排在可能受影响的日子，暂定。{late:?date.late}",
        _FUNNEL_EN + " The holidays are not announced yet and may touch this day, "
        "so it is tentative.{late:?date.late}",
    ),
    "date_anchor": Sentence(
        "约定在{nominal:day}，{offset:shift}举行{removed:?date.removed}。{late:?date.late}",
        "Promised for {nominal:day}, held {offset:shift}{removed:?date.removed}.{late:?date.late}",
    ),
    "date_due": Sentence("期限是{day:day}。", "It is due on {day:day}."),
    "date_kept": Sentence(
        "{day:day}已经发布，照旧不动。", "{day:day} was published before and stays."
    ),
    "date.removed": Sentence("，排除{removed:counts}", ", without {removed:counts}"),
    "date.next": Sentence(
        "，次优{next_day:day}{next_behind:!date.next_cost}{next_behind:?date.next_behind}",
        ", the next best {next_day:day} {next_behind:!date.next_cost}"
        "{next_behind:?date.next_behind}",
    ),
    "date.next_cost": Sentence(
        "得{next_cost}分（分低的优先）", "costs {next_cost} (the lower wins)"
    ),
    "date.next_behind": Sentence("{next_behind:=behind}", "{next_behind:=behind}"),
    "behind.farther": Sentence(
        "离已发布的日子更远，先比这一条", "lies farther from the published day, which counts first"
    ),
    "behind.nearer": Sentence(
        "离节日更近，先比这一条", "lies nearer to a holiday, which counts first"
    ),
    "behind.later": Sentence(
        "同分，同分取早的一天", "costs the same, and of equals the earlier day is taken"
    ),
    "behind.level": Sentence(
        "同分，与其他活动一起排时没有选它",
        "costs the same, and was not chosen beside the other events",
    ),
    "behind.together": Sentence(
        "单看更合适，与其他活动一起排时没有选它",
        "suits better alone, and was not chosen beside the other events",
    ),
    "date.late": Sentence("原定期间已过，这是补办。", " The period is over; this makes it up."),
}

_HOSTS: Catalogue = {
    "host_debt": Sentence(
        "{as_of:?host.as_of}{host:name}应办{entitled:count}次、已办{acted:count}次，{debt:debt}"
        "{passed:!host.first}{passed:?host.passed}{level:?host.level}{rounded:?host.rounded}"
        "{hasty:?host.hasty}{rows:others host.others}。",
        "{as_of:?host.as_of}{host:name} was due {entitled:count} and hosted {acted:count}: "
        "{debt:debt}"
        "{passed:!host.first}{passed:?host.passed}{level:?host.level}{rounded:?host.rounded}"
        "{hasty:?host.hasty}{rows:others host.others}.",
    ),
    "host_only": Sentence("这次只有{host:name}能办。", "Only {host:name} can host this time."),
    "host_none": Sentence(
        "这次没有能承办的单位，请指定一家。", "Nobody can host this time; name a host."
    ),
    "pool_empty": Sentence(
        "没有承办：“{rule:titled}”里那天一个成员也没有。请补成员，或指定一家。",
        "No host: nobody stands in “{rule:titled}” on that day. Complete it, or name a host.",
    ),
    "pool_away": Sentence(
        "没有承办：{members:each name}那天都不能承办。请指定一家，或换个日子。",
        "No host: {members:each name} cannot host on that day. Name a host, or change the day.",
    ),
    "rotation_late": Sentence(
        "没有承办：“{rule:titled}”定下时这场已经临近，不再派。请在这场的页面上指定一家。",
        "No host: the event was near already when “{rule:titled}” began. Name a host on its page.",
    ),
    "host_kept": Sentence(
        "已经发布由{host:name}主办，照旧不动。", "{host:name} was published as host and stays."
    ),
    "host_set": Sentence("按规则由{host:name}主办。", "The rule names {host:name} as host."),
    "host_public": Sentence("轮到{host:name}主办。", "It is the turn of {host:name}."),
    "host.as_of": Sentence(
        "按{as_of:full}安排时的账，加上排在这次前面的，",
        "By the ledger as it stood when this was arranged on {as_of:full}, "
        "and the turns before this one, ",
    ),
    "turns_uneven": Sentence(
        "{alliance:?turns.of_alliance}“{rule:titled}”的账与已发布的承办对不上了："
        "{members:all turns.uneven}。"
        "已发布的不自动改派；要改派，在轮值页把{host:name}{day:day}的一次顺延，下一次计划就按现在的账另派。",
        "{alliance:?turns.of_alliance}The published hosts of “{rule:titled}” no longer fit its "
        "ledger: {members:all turns.uneven}. They stay; to give one to another, put off the turn "
        "of {host:name} on {day:day} on the page of turns, and the next plan gives it away by the "
        "ledger as it is now.",
    ),
    "turns.of_alliance": Sentence("{alliance:name}：", "{alliance:name}: "),
    "turns.uneven": Sentence(
        "{member:name}还应办{due:count}次而排了{hosts}次",
        "{member:name} is due {due:count} and has {hosts}",
    ),
    "host.first": Sentence("，居首", ", first in line"),
    "host.level": Sentence(
        "；另有{level}家与它相同，{tie:=tie}",
        "; {level:# other is|# others are} level with it, {tie:=tie}",
    ),
    "host.rounded": Sentence(
        "；看似相同的按四舍五入前的数比", "; what looks equal was compared before rounding"
    ),
    "tie.idle": Sentence("其中它最久没办", "and of these it was idle longest"),
    "tie.order": Sentence(
        "其中同样最久没办的，按固定次序先轮到它",
        "and of those idle longest the fixed order puts it first",
    ),
    "host.others": Sentence("（{rows:all host.row}）", " ({rows:all host.row})"),
    "host.row": Sentence("{member:name}{debt:debt}", "{member:name} {debt:debt}"),
    "host.passed": Sentence("；{passed:all host.passed_one}", "; {passed:all host.passed_one}"),
    "host.passed_one": Sentence("{member:name}{reason:=passed}", "{member:name} {reason:=passed}"),
    "passed.absent": Sentence("当日有事", "is away"),
    "passed.deferred": Sentence("这次顺延", "put this turn off"),
    "passed.cooldown": Sentence("办过还没隔够", "has not waited long enough"),
    "passed.ahead": Sentence("离下一次轮到没隔够", "hosts again too soon after"),
    "host.hasty": Sentence("；{hasty:=hasty}", "; {hasty:=hasty}"),
    "hasty.cooldown": Sentence(
        "它办过还没隔够，但别的不是不能办，就是也没隔够",
        "it has not waited long enough, but the others cannot host or have not waited either",
    ),
    "hasty.ahead": Sentence(
        "它离下一次轮到没隔够，但别的不是不能办，就是也没隔够",
        "it hosts again too soon after, but the others cannot host or have not waited either",
    ),
    "passed.bounds": Sentence(
        "这次来办，后面就分不均", "would leave the later turns unevenly shared"
    ),
}

_CAUSES: Catalogue = {
    "window": Sentence("不在期间内", "outside the period"),
    "past": Sentence("已过或冻结", "past or frozen"),
    "day_off": Sentence("放假", "day off"),
    "workday": Sentence("上班", "workday"),
    "guard": Sentence("临近放假、调休未定", "near a holiday not announced yet"),
    "blackout": Sentence("停用或另有安排", "closed or engaged"),
    "venue_busy": Sentence("会场占用", "venue taken"),
    "person_busy": Sentence("必到人员另有安排", "a required person engaged"),
    "alliance_busy": Sentence("联盟已有活动", "another event of the alliance"),
    "gap": Sentence("间隔不足", "too close to a neighbour"),
    "period_over": Sentence("期间已过", "period over"),
    "made_room": Sentence("给别的活动让出日子", "made room for another event"),
    "new_unit": Sentence("新增的约定", "newly promised"),
    "reopened": Sentence("上一场取消，重新安排", "the one before was cancelled"),
    "rule_changed": Sentence("规则有改动", "the rule changed"),
    "host_vacated": Sentence("原主办不能承办", "the former host cannot host"),
    "theme_turn": Sentence("主题跟着轮次换", "the themes go round anew"),
    "matters_changed": Sentence("要商议的事有增减", "its matters changed"),
    "turn_open": Sentence("这次还没有主办", "this turn had no host"),
    "rule_ended": Sentence("规则已结束", "its rule ended"),
    "unit_gone": Sentence("不再有这项约定", "no longer promised"),
    "waived": Sentence("已免办", "waived"),
    "already_held": Sentence("已经办过", "held already"),
    "duplicate": Sentence("与另一场重复", "the same as another event"),
    "calendar": Sentence("放假安排有变", "the holidays changed"),
    "undone": Sentence("撤回了那次发布", "the publication was taken back"),
}

_DATED = (
    *("day_off", "workday", "guard", "blackout"),
    *("venue_busy", "person_busy", "alliance_busy", "gap"),
)
"""The causes that lie on a day."""

_AWAY: Catalogue = {
    "away": Sentence("停用或另有安排", "closed or engaged"),
    "away.venue": Sentence(
        "{name:!away.place}{name:?away.name}停用", "{name:!away.place}{name:?away.name} is closed"
    ),
    "away.person": Sentence(
        "{name:!away.someone}{name:?away.name}有事", "{name:!away.someone}{name:?away.name} is away"
    ),
    "away.body": Sentence(
        "{name:!away.alliance}{name:?away.name}有事",
        "{name:!away.alliance}{name:?away.name} is engaged",
    ),
    "away.name": Sentence("{name}", "{name}"),
    "away.place": Sentence("会场", "the venue"),
    "away.alliance": Sentence("参加的联盟", "an alliance that takes part"),
    "away.someone": Sentence("一位必到人员", "a required person"),
    "days.to": Sentence("至{last:day}", " to {last:day}"),
    "away.listed": Sentence("（{away:each of away}）", " ({away:each of away})"),
    "present": Sentence("可用", "it were not closed"),
    "present.venue": Sentence(
        "{name:!away.place}{name:?away.name}不停用",
        "{name:!away.place}{name:?away.name} were not closed",
    ),
    "present.person": Sentence(
        "{name:!away.someone}{name:?away.name}能到",
        "{name:!away.someone}{name:?away.name} could come",
    ),
    "present.body": Sentence(
        "{name:!away.alliance}{name:?away.name}没有别的安排",
        "{name:!away.alliance}{name:?away.name} were not engaged",
    ),
}
"""Who or what is absent, by its class: by name to those who may know it."""

_SENTENCES: Catalogue = (
    {
        code: Sentence(f"{word.zh}。", f"{word.en[0].upper()}{word.en[1:]}.")
        for code, word in _CAUSES.items()
    }
    | {
        code: Sentence(
            f"{{day:day}}{{last:?days.to}}{_CAUSES[code].zh}。",
            f"{{day:day}}{{last:?days.to}}: {_CAUSES[code].en}.",
        )
        for code in _DATED
    }
    | {
        "blackout": Sentence(
            "{day:day}{last:?days.to}{resource:of away}。",
            "{day:day}{last:?days.to}: {resource:of away}.",
        ),
    }
)

_WAYS_OUT: Catalogue = {
    "relax_venue": Sentence(
        "换一个会场，则可排在{day:day}{last:?days.to}。",
        "With another venue it can be {day:day}{last:?days.to}.",
    ),
    "relax_person": Sentence(
        "有一位必到人员改派他人，则可排在{day:day}{last:?days.to}。",
        "With a deputy for one required person it can be {day:day}{last:?days.to}.",
    ),
    "relax_gap": Sentence(
        "间隔缩到{gap}天，则可排在{day:day}{last:?days.to}。",
        "With a gap of {gap:# day|# days} it can be {day:day}{last:?days.to}.",
    ),
    "relax_blackout": Sentence(
        "若{day:day}{last:?days.to}{resource:of present}，就排得下。",
        "If on {day:day}{last:?days.to} {resource:of present}, it could be then.",
    ),
    "relax_guard": Sentence(
        "放假通知发布后若{day:day}{last:?days.to}上班，则排在那时。",
        "If {day:day}{last:?days.to} turns out to be a workday, it can be then.",
    ),
    "relax_day_off": Sentence(
        "允许放假日，则可排在{day:day}{last:?days.to}。",
        "On a day off it can be {day:day}{last:?days.to}.",
    ),
    "relax_workday": Sentence(
        "允许有上班的日子，则可排在{day:day}{last:?days.to}。",
        "With workdays allowed it can be {day:day}{last:?days.to}.",
    ),
    "relax_alliance": Sentence(
        "允许同日另有一场，则可排在{day:day}{last:?days.to}。",
        "Beside another event of the alliance it can be {day:day}{last:?days.to}.",
    ),
    "relax_window": Sentence(
        "期间延长{days}天，则可排在{day:day}{last:?days.to}。",
        "With {days:# day|# days} more it can be {day:day}{last:?days.to}.",
    ),
    "relax_none": Sentence(
        "只放宽一条还不够，请人工安排。", "No single concession is enough; arrange it by hand."
    ),
    "unplaced_why": Sentence(
        "排不下：{causes:counts}{away:?away.listed}。{relaxation:note}",
        "No room: {causes:counts}{away:?away.listed}.{relaxation:note}",
    ),
}

_OTHERS: Catalogue = {
    "others_plan": Sentence(
        "{day:day}{last:?days.to}{resource:of away}。"
        "这场由{alliance:name}来排，要在它的计划里改期。",
        "{day:day}{last:?days.to}: {resource:of away}. {alliance:name} arranges this event; "
        "its plan moves it.",
    ),
}

SENTENCES: Catalogue = {
    **_DATES,
    **_HOSTS,
    **{f"reason.{code}": word for code, word in _CAUSES.items()},
    **_AWAY,
    **_SENTENCES,
    **_WAYS_OUT,
    **_OTHERS,
}
