"""What every refusal says: what happened, and what to do now."""

from scheduler.domain.text.entries import REFUSALS as ENTRIES
from scheduler.domain.text.lists import REFUSALS as LISTS
from scheduler.domain.text.render import Catalogue, Sentence
from scheduler.domain.text.roster import REFUSALS as ROSTER
from scheduler.domain.text.rule_faults import REFUSALS as RULES
from scheduler.domain.text.turns import REFUSALS as TURNS

SENTENCES: Catalogue = {
    "error": Sentence(
        "没有办成，内容未保存。请再试一次。", "Not done, nothing was saved. Try again."
    ),
    "not_found": Sentence(
        "没有找到{entity:=entity}“{key}”，或者您看不到它。请核对后再试。",
        "No {entity:=entity} “{key}” was found, or you may not see it. Check it and try again.",
    ),
    "not_found.closed": Sentence(
        "“{key:name}”的活动现在不对您开放：您在那里的身份已经到期，或者它已不在联盟里。",
        "The events of “{key:name}” are not open to you now: you belong there no more, "
        "or it has left the alliance.",
    ),
    "invalid": Sentence(
        "{field:=field}填得不对，请改后再提交。",
        "{field:=field}: this cannot be accepted. Correct it.",
    ),
    "conflict": Sentence(
        "没有保存：内容已有变化。请刷新后核对再试。",
        "Not saved: things have changed. Reload, check and try again.",
    ),
    "forbidden": Sentence(
        "您的权限不含{action:=action}。需要时请联系联盟管理员。",
        "You may not {action:=action}. Ask the alliance's administrator if you need to.",
    ),
    "unavailable": Sentence(
        "现在办不了，请过{retry_after}秒再试；您填的内容没有丢。",
        "Not possible right now. Try again in {retry_after:# second|# seconds}; nothing is lost.",
    ),
    "already_serving": Sentence(
        "另一个服务进程正在使用数据库{path}。请先停掉那一个，再启动。",
        "Another serving process holds the database {path}. Stop that one first, then start.",
    ),
    "stale_plan": Sentence(
        "没有发布：看过这份草案后，{alliance:name}的数据又变了（当时第{base}号，现在第{now}号）。"
        "请重看一遍再发布。",
        "Not published: the data of {alliance:name} changed after this plan was shown "
        "(then no. {base}, now no. {now}). Look at the new plan, then publish.",
    ),
    "stale_plan.unseen": Sentence(
        "没有发布：现在会排出另一份计划，与您要发布的不是同一份。请重看一遍再发布。",
        "Not published: another plan comes out now than the one you want to publish. "
        "Look at the new plan, then publish.",
    ),
    "stale_plan.around": Sentence(
        "没有发布：{year}年现在会排出另一份计划。也许看过草案后日子往前走了，或邻近的联盟有了新安排；"
        "也许那是另一年的草案。请重看一遍再发布。",
        "Not published: another plan comes out for {year} now. Perhaps the day has changed since "
        "it was shown or an alliance around has new events; perhaps it was the plan of another "
        "year. Look at the new plan, then publish.",
    ),
    "undo_refused": Sentence(
        "不能撤回：“{uid:name}”已有变化。请逐场调整。",
        "It cannot be taken back: “{uid:name}” is no longer as it was. Change events one by one.",
    ),
    "undo_refused.later": Sentence(
        "不能撤回：{alliance:name}后来又发布过一次，请先撤回后一次。",
        "It cannot be taken back: {alliance:name} published another plan since. "
        "Take that one back first.",
    ),
    "undo_refused.none": Sentence(
        "{alliance:name}没有可以撤回的发布：还没有发布过，或者都已经撤回。",
        "{alliance:name} has no publication to take back: there is none, or all were taken back.",
    ),
    "undo_refused.held": Sentence(
        "不能撤回：“{uid:name}”已经举行。请逐场调整其余活动。",
        "It cannot be taken back: “{uid:name}” has been held. Change the others one by one.",
    ),
    "undo_refused.changed": Sentence(
        "不能撤回：发布之后有人改过“{uid:name}”。请逐场调整，别人的改动不会被覆盖。",
        "It cannot be taken back: someone changed “{uid:name}” since. "
        "Change events one by one; what others did is not lost.",
    ),
    "undo_refused.begun": Sentence(
        "不能撤回：“{uid:name}”已经开始。请逐场调整其余活动。",
        "It cannot be taken back: “{uid:name}” has begun. Change the others one by one.",
    ),
    "undo_refused.over": Sentence(
        "不能撤回：“{uid:name}”原来的时间已经过了。请逐场调整。",
        "It cannot be taken back: the former time of “{uid:name}” is over. "
        "Change events one by one.",
    ),
    "stale_version": Sentence(
        "没有保存：别人先改了这个{entity:=entity}（现在是第{revision}版）。请刷新核对后再存。",
        "Not saved: someone changed this {entity:=entity} first (now revision {revision}). "
        "Reload, check and save again.",
    ),
    "stale_version.since": Sentence(
        "没有办成：您看过之后，这个{entity:=entity}又有变动。请刷新核对后再办。",
        "Not done: this {entity:=entity} has changed since you saw it. "
        "Reload, check and try again.",
    ),
    "outsider": Sentence(
        "您不在{key:name}里，没有自己的订阅地址可要。请用它订阅页上的公开地址，不登录也能用。",
        "You do not belong to {key:name} and can have no feed address of your own there. "
        "Use the public address on its subscribe page; it needs no sign-in.",
    ),
    "venue_of_others": Sentence(
        "没有改名：这个地点也是别的联盟的，或别的联盟也有活动在这里。请联系系统管理员改。",
        "Not renamed: this place belongs to another alliance, or another one has events there. "
        "Ask the system's administrator to rename it.",
    ),
    "many_addresses": Sentence(
        "没有生成：在用的订阅地址最多{most}个。请先在“我的订阅”里停用不用的。",
        "Not made: there can be at most {most} feed addresses in use. "
        "End those that are no longer used, under My subscriptions.",
    ),
    "address_ended": Sentence(
        "这个地址已经停用，不能再换。请另要一个新的。",
        "This address has been ended and is not renewed. Ask for a new one.",
    ),
    "member_twice": Sentence(
        "“{member:name}”那时已经是“{body:name}”的成员，不用再加入。请换一家，或先让它退出。",
        "“{member:name}” belongs to “{body:name}” by then. Choose another, or let it leave first.",
    ),
    "event_held": Sentence(
        "这场活动已经举行，不再改动。要更正到会情况，请走封存更正。",
        "This event has been held and does not change. To correct attendance, correct its seal.",
    ),
    "event_cancelled": Sentence(
        "这场活动已取消，不能改期或点名。要恢复，请先撤销取消。",
        "This event is cancelled and cannot be moved or called. Restore it first.",
    ),
    "event_unreadable": Sentence(
        "活动“{uid}”存的数据已损坏，读不出来。请把这个编号告诉管理员，修好后再打开。",
        "What is stored of the event “{uid}” is damaged and cannot be read. "
        "Tell the administrator this key, and come back once it is repaired.",
    ),
    "event_replaced": Sentence(
        "这场活动已由另一场补上，不能恢复。要恢复，请先取消补上的那一场。",
        "Another event has taken the place of this one. Cancel that one first to restore it.",
    ),
    "register_state": Sentence(
        "点名册现在是“{state:=register}”，还不能转到“{wanted:=register}”。",
        "The register is “{state:=register}” now and cannot become “{wanted:=register}”.",
    ),
    "sealed": Sentence(
        "点名册已封存，这次的记录一条也没有存。要更正，请找联盟秘书。",
        "The register is sealed and nothing of this was stored. "
        "Ask the alliance's secretary for a correction.",
    ),
    "seal_refused": Sentence(
        "还不能封存：{unmarked}人未记，{conflicts}处记录互相矛盾。请先补记、核对。",
        "It cannot be sealed yet: {unmarked:# person is|# people are} unmarked, "
        "{conflicts:# contradiction is|# contradictions are} open. Settle these first.",
    ),
    "matter_state": Sentence(
        "这件要事现在是“{state:=matter}”，不能做“{step:=step}”。请按流程的下一步办理。",
        "This matter is “{state:=matter}” now; the step “{step:=step}” does not follow. "
        "Take the next step of the process.",
    ),
    "matter_state.meeting": Sentence(
        "商议由列有这件要事的会议来记：会议举行并封存后，自动记为已商议。请先排出并举行这次会议。",
        "A consultation is recorded by the meeting that lists this matter, once it is held. "
        "Schedule and hold the meeting first.",
    ),
    "matter_state.first": Sentence(
        "要事先商议：列有这件要事的会议举行并封存后，才能办结。请先排出并举行这次会议。",
        "A major matter is consulted first: it can be resolved once the meeting that lists it was "
        "held. Schedule and hold the meeting first.",
    ),
    "name_taken": Sentence(
        "已有名为“{name}”的账号，没有改动它。要换密码或角色，请加上 --replace。",
        "There is an account named “{name}” already; it was not changed. "
        "Add --replace to give it another password or role.",
    ),
    "idempotency_mismatch": Sentence(
        "编号“{key}”已用于另一项内容不同的请求，这次没有执行。请换一个编号。",
        "The key “{key}” was used for a different request; nothing was done. Use a new key.",
    ),
    "idempotency_busy": Sentence(
        "编号“{key}”的请求还在办理，请过{retry_after}秒再试；不会重复办理。",
        "A request with the key “{key}” is still being done. "
        "Try again in {retry_after:# second|# seconds}; nothing is done twice.",
    ),
    "sign_in_failed": Sentence(
        "用户名与密码不符，或账号暂时锁定。{retry_after:请核对后再试。|请过#秒再试。|请过#秒再试。}",
        "Name and password do not fit, or the account is locked for now. "
        "{retry_after:Check them and try again.|Try again in # second.|Try again in # seconds.}",
    ),
    "bad_visit": Sentence(
        "“{name:titled}”的这一条记不上，请核对后再记。",
        "This cannot be recorded for “{name:titled}”. Check it and record it again.",
    ),
    "bad_visit.rule": Sentence(
        "“{name:titled}”没有要逐家逐项记的名单，请从名单页选一条。",
        "“{name:titled}” has no list of visits or items. Choose one on the page of lists.",
    ),
    "bad_visit.cell": Sentence(
        "“{name:titled}”不在这份名单里，请核对；新成员先加入名册，规则自己写明名单的，还要写进规则。",
        "“{name:titled}” is not on this list. Check it; a new member joins the roster first, and "
        "where the rule names its own list, is added to the rule.",
    ),
    "bad_visit.nothing": Sentence(
        "一条也没有勾选。请先勾上走访过或办完的，再记下。",
        "Nothing is ticked. Tick what was visited or done, then record it.",
    ),
    "bad_visit.early": Sentence(
        "{day:full}还没有开始要走访“{name:titled}”，请核对日期。",
        "“{name:titled}” was not due yet on {day:full}. Check the date.",
    ),
    "bad_visit.late": Sentence(
        "{day:full}已经过了走访“{name:titled}”的期限，不再计入；请核对日期。",
        "“{name:titled}” was no longer due on {day:full}, so it does not count. Check the date.",
    ),
    "bad_visit.left": Sentence(
        "{day:full}“{name:titled}”已经退出，不再走访；请核对日期。",
        "“{name:titled}” had left by {day:full} and is not visited any more. Check the date.",
    ),
    "bad_visit.visitor": Sentence(
        "找不到走访人“{name:titled}”，请从名册里选。",
        "There is no visitor “{name:titled}”. Choose one from the roster.",
    ),
    "visit_twice": Sentence(
        "“{name:titled}”{day:day}已经记过一次，没有重复记。若是另一位去的，请写明走访人。",
        "“{name:titled}” is recorded for {day:day} already; it was not recorded twice. "
        "If somebody else went too, say who.",
    ),
    "visit_withdrawn": Sentence(
        "“{name:titled}”{day:day}的这一条已经撤回，没有再记。确实去了或办了，请另记一条。",
        "This record for “{name:titled}” on {day:day} was taken back and is not recorded again. "
        "If it was done, make a new record.",
    ),
    "blackout_past": Sentence(
        "这一段已在{end:full}结束，过去的不再改。",
        "This ended on {end:full}; what is past is not changed.",
    ),
    "blackout_one_day": Sentence(
        "这一段只有{start:full}一天，没有更早可结束；不再停用请改为撤销。",
        "This is the one day {start:full} and cannot end earlier; take it back instead.",
    ),
    "blackout_begun": Sentence(
        "这一段从{start:full}起已经开始，不能当作没有过；请改为提前结束。",
        "This has begun on {start:full} and cannot be undone; end it early instead.",
    ),
    "bad_blackout": Sentence(
        "“{name:titled}”不是这个联盟的组织、成员单位、任职人员或场地，请从名单里选。",
        "“{name:titled}” is no body, member, officer or venue of this alliance. "
        "Choose from the list.",
    ),
    "bad_notice": Sentence(
        "放假通知的{place}不对：{reason}。什么都没有导入，请核对后再试。",
        "Holiday notice, {place}: {reason}. Nothing was imported; correct it and try again.",
    ),
    **ENTRIES,
    **LISTS,
    **ROSTER,
    **RULES,
    **TURNS,
}
