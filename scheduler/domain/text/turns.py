"""Turns that change hands: what is asked, how it stands, and what the ledger of turns records."""

from scheduler.domain.text.render import Catalogue, Sentence

REFUSALS: Catalogue = {
    "not_a_turn": Sentence(
        "这场活动不是轮值的一次，或者还没有人承办，不能调换、请免。请另选一次。",
        "This event is no turn of a rotation, or nobody hosts it yet. Choose another one.",
    ),
    "turn_same_member": Sentence(
        "两边是同一家，不用办。请另选一家。", "Both sides are the same member. Choose another one."
    ),
    "bad_choice.pool": Sentence(
        "{field:=field}“{value}”现在不在这项轮值里：没有加入，或已经退出。请从轮值账里现有的成员中选。",
        "{field:=field} “{value}” is not in this rotation now: it never joined or has left. Choose "
        "one that is.",
    ),
    "turn_rules_differ": Sentence(
        "这两次不是同一项轮值，不能调换。请选同一项里的另一次。",
        "The two turns belong to different rotations. Choose one of the same rotation.",
    ),
    "turn_past": Sentence(
        "{day:day}那次已经开始或已过，不能再改。请选以后的一次。",
        "The turn of {day:day} has begun or is over. Choose a later one.",
    ),
    "turn_taken": Sentence(
        "没有办：这一次已经换了人承办。请刷新，看现在轮到谁。",
        "Not done: this turn has another host by now. Reload to see whose turn it is.",
    ),
    "turn_host_left": Sentence(
        "{day:day}那次的承办单位到那天已退出，不用再办：下次发布计划时会改由别家承办。请另选一次。",
        "The host of {day:day} has left by then. There is nothing to do: the next plan gives the "
        "turn to another member. Choose another turn.",
    ),
    "turns_changed": Sentence(
        "没有办：打开这张表以后，轮值已经有变动。下面是现在的样子，请核对后再选一次。",
        "Not done: turns have changed since this form was opened. Below is how they stand now; "
        "check and choose again.",
    ),
    "turn_ineligible": Sentence(
        "{day:day}那次对方不能承办：不在轮值范围内、那天有事，或已从那次请免。请另选一家或另一次。",
        "That member cannot take the turn of {day:day}: outside the rotation, away, or released "
        "from it. Choose another member or another turn.",
    ),
    "turn_not_charged": Sentence(
        "这一次没有记过账，或者已经撤过。请核对是哪一次。",
        "This turn was never charged, or is taken back already. Check which one you mean.",
    ),
    "turn_request_open": Sentence(
        "这一次已有一件请求在等答复。请先等它办完，或撤回它。",
        "Another request about this turn is waiting. Let it be settled or withdraw it first.",
    ),
    "turn_request_closed": Sentence(
        "这件请求{state:=turn_request}，不用再办。",
        "This request is {state:=turn_request}; there is nothing left to do.",
    ),
    "turn_consent_given": Sentence(
        "您这一边已经同意过，现在等另一边。",
        "Your side has agreed already; the other one is awaited.",
    ),
}

_WORDS: Catalogue = {
    "turn_too_near": Sentence(
        "{turn}（注意：换后有一家没隔够{turns}次）",
        "{turn} (mind: one member would then have fewer than {turns:# turn|# turns} between two)",
    ),
    "turn_too_near.cover": Sentence(
        "{member}（注意：这样它没隔够{turns}次）",
        "{member} (mind: it would then have fewer than {turns:# turn|# turns} between two)",
    ),
    "turn_near": Sentence(
        "注意：{member:name}办{day}这一次，离它的另一次没隔够{turns}次。",
        "Mind: with the turn of {day}, {member:name} has fewer than {turns:# turn|# turns} "
        "between two.",
    ),
    "turn_near_all": Sentence(
        "注意：{day}这一次让出来，别家谁接，前后都没隔够{turns}次。",
        "Mind: whoever else takes the turn of {day} has fewer than {turns:# turn|# turns} between "
        "two.",
    ),
    "turn_request.asked": Sentence("等双方同意", "waiting for both sides"),
    "turn_request.agreed": Sentence("等另一边同意", "waiting for the other side"),
    "turn_request.done": Sentence("已办妥", "done"),
    "turn_request.refused": Sentence("没有同意", "refused"),
    "turn_request.withdrawn": Sentence("已撤回", "withdrawn"),
    "turn_request.lapsed": Sentence(
        "已失效，没等到同意就不能改了", "lapsed: it could not be changed any more"
    ),
    "turn_act.swap": Sentence("调换", "swap"),
    "turn_act.cover": Sentence("请人代办", "cover"),
    "turn_act.excuse": Sentence("请免", "excuse"),
    "turn_act.defer": Sentence("顺延", "defer"),
    "turn_act.forfeit": Sentence("作废", "forfeit"),
    "turn_act.correction": Sentence("更正", "correction"),
    "turn_act.cancelled": Sentence("撤账", "take back"),
    "turn_side": Sentence("{member:name}", "{member:name}"),
    "turn_side.alliance": Sentence("联盟", "the alliance"),
    "field.turn": Sentence("哪一次", "Turn"),
    "field.other_turn": Sentence("换成哪一次", "Other turn"),
    "field.act": Sentence("怎么办", "What to do"),
    "field.member": Sentence("单位", "Member"),
    "field.other": Sentence("另一家", "Other member"),
    "field.amount": Sentence("次数", "Number of turns"),
    "field.id": Sentence("编号", "Id"),
    "entity.turn_request": Sentence("轮值请求", "request about a turn"),
    "action.speak": Sentence("代表这家单位", "speak for this member"),
    "reason.cover": Sentence("请人代办", "Another member stands in"),
    "reason.excuse": Sentence("原主办请免", "The host was excused"),
    "reason.defer": Sentence("原主办顺延", "The host's turn was deferred"),
    "reason.forfeit": Sentence("原主办这次作废", "The host forfeited the turn"),
}

_HOSTS: Catalogue = {
    "host_swapped": Sentence(
        "{host:name}与{other:name}调换，{for_both:?host.for_both}{for_both:!host.by_both}。",
        "{host:name} changed places with {other:name}; "
        "{for_both:?host.for_both}{for_both:!host.by_both}.",
    ),
    "host_covering": Sentence(
        "{host:name}代{other:name}承办，{for_both:?host.for_both}{for_both:!host.by_both}。",
        "{host:name} stands in for {other:name}; "
        "{for_both:?host.for_both}{for_both:!host.by_both}.",
    ),
    "host.by_both": Sentence("双方确认", "both agreed"),
    "host.for_both": Sentence("由一人代双方确认", "one person agreed for both"),
}

_WISHES: Catalogue = {
    "turn_wish.swap": Sentence(
        "{member:name}的{day:weekday}，换{other:name}的{other_day:weekday}",
        "{member:name}'s {day:weekday} for {other:name}'s {other_day:weekday}",
    ),
    "turn_wish.cover": Sentence(
        "{member:name}的{day:weekday}，请{other:name}代办",
        "{other:name} to stand in for {member:name} on {day:weekday}",
    ),
    "turn_wish.excuse": Sentence(
        "{member:name}的{day:weekday}，请免这一次",
        "{member:name} to be excused on {day:weekday}",
    ),
    "turn_wish.defer": Sentence(
        "{member:name}的{day:weekday}，顺延到以后补",
        "{member:name}'s {day:weekday} to be made up later",
    ),
    "turn_wish.forfeit": Sentence(
        "{member:name}的{day:weekday}作废，照已办记",
        "{member:name}'s {day:weekday} forfeited, counted as held",
    ),
    "turn_wish.correction": Sentence(
        "更正：{member:name}应办加{amount:exact}次，{other:name}减去同样多",
        "Correction: {member:name} is due {amount:exact} more, {other:name} as much less",
    ),
    "turn_wish.cancelled": Sentence(
        "{member:name}的{day:weekday}撤账，应办、已办都退回",
        "{member:name}'s {day:weekday} taken back, both sides of the account",
    ),
}

_ENTRIES: Catalogue = {
    "turn_entry.turn": Sentence(
        "{host:name}承办；这一次由{count}家分摊。",
        "{host:name} hosted; the turn was shared by {count:# member|# members}.",
    ),
    "turn_entry.join": Sentence(
        "{host:name}加入，从零记起。", "{host:name} joined and begins even."
    ),
    "turn_entry.leave": Sentence(
        "{host:name}退出（{amount:debt}），由其余{count}家平摊。",
        "{host:name} left ({amount:debt}); the other {count:# takes|# take} it over equally.",
    ),
    "turn_entry.excuse": Sentence(
        "{host:name}请免{turn:day}那次，不记账。{reason:note}",
        "{host:name} was excused from {turn:day}; nothing is charged.{reason:note}",
    ),
    "turn_entry.defer": Sentence(
        "{host:name}顺延{turn:day}那次，照记应办，以后补。{reason:note}",
        "{host:name} makes {turn:day} up later; its share is charged.{reason:note}",
    ),
    "turn_entry.cover": Sentence(
        "{turn:day}那次由{counter:name}代{host:name}办。{reason:note}",
        "{counter:name} stands in for {host:name} on {turn:day}.{reason:note}",
    ),
    "turn_entry.swap": Sentence(
        "{turn:day}那次由{host:name}换给{counter:name}。{reason:note}",
        "{host:name} gave {turn:day} to {counter:name}.{reason:note}",
    ),
    "turn_entry.correction": Sentence(
        "更正：{host:name}应办加{amount:exact}次，{counter:name}减去同样多。{reason:note}",
        "Correction: {host:name} is due {amount:exact} more, {counter:name} as much less."
        "{reason:note}",
    ),
    "turn_entry.forfeit": Sentence(
        "{host:name}的{turn:day}那次作废，照已办记。{reason:note}",
        "{host:name} forfeited {turn:day}, which counts as held.{reason:note}",
    ),
    "turn_entry.cancelled": Sentence(
        "{host:name}的{turn:day}那次撤账，应办、已办都退回。{reason:note}",
        "{host:name}'s {turn:day} was taken back on both sides of the account.{reason:note}",
    ),
}

_YARDSTICK: Catalogue = {
    "yardstick.title": Sentence(
        "{turns}次轮值，{members}家，每次缺席{absent}%、进出各{churn}%，随机{runs}遍；"
        "看谁的应办与已办最多差过多少。",
        "{turns:# turn|# turns}, {members:# member|# members}, {absent}% away, {churn}% joining "
        "and leaving a turn, {runs:# random run|# random runs}: the largest difference ever "
        "between turns due and done.",
    ),
    "yardstick.policy": Sentence("办法", "policy"),
    "yardstick.mean": Sentence("平均", "mean"),
    "yardstick.most": Sentence("最大", "most"),
    "policy.index": Sentence("按序号取余", "index modulo n"),
    "policy.pointer": Sentence("指针轮转", "pointer"),
    "policy.least_recent": Sentence("最久未办者先", "least recently served"),
    "policy.least_booked": Sentence(
        "办得最少者先，新来者取平均", "booked least, newcomers average"
    ),
    "policy.lottery": Sentence("抽签", "lottery"),
    "policy.ledger": Sentence("轮值账（本服务）", "ledger of debts (this service)"),
}

SENTENCES: Catalogue = {**_YARDSTICK, **_WORDS, **_HOSTS, **_WISHES, **_ENTRIES}
