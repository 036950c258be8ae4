"""The words of the roll call: marks, quorum, the opening sentence and refused operations."""

from scheduler.domain.text.render import Catalogue, Sentence

_MARKS: Catalogue = {
    "mark.unmarked": Sentence("未记", "unmarked"),
    "mark.present": Sentence("到", "present"),
    "mark.online": Sentence("线上", "online"),
    "mark.late": Sentence("迟到", "late"),
    "mark.left_early": Sentence("早退", "left early"),
    "mark.official_leave": Sentence("公假", "official leave"),
    "mark.sick_leave": Sentence("病假", "sick leave"),
    "mark.personal_leave": Sentence("事假", "personal leave"),
    "mark.other_leave": Sentence("其他假", "other leave"),
    "mark.absent": Sentence("缺席", "absent"),
    "mark.made_up": Sentence("补", "made up"),
    "expectation.due": Sentence("应到", "due"),
    "expectation.not_counted": Sentence("不计入应到", "not counted"),
    "expectation.observer": Sentence("列席", "observer"),
    "expectation.guest": Sentence("外支部来宾", "guest of another branch"),
    "expectation.branchless_guest": Sentence("来宾（未建支部）", "guest without a branch"),
    "expectation.staff": Sentence("工作人员", "staff"),
    "source.bulk": Sentence("全部到齐", "all present"),
    "source.self_scan": Sentence("扫码", "own scan"),
    "source.roll_call": Sentence("点名", "roll call"),
    "source.leave": Sentence("批假", "approved leave"),
    "source.paper": Sentence("纸质签到", "paper sheet"),
    "source.import": Sentence("导入", "import"),
}

_SENTENCES: Catalogue = {
    "quorum.met": Sentence(
        "到会{present}人，达到{needed}人，可以开会。",
        "{present:# has|# have} come, {needed} needed: the meeting can be held.",
    ),
    "quorum.short": Sentence(
        "到会{present}人，还差{missing}人才够开会人数。",
        "{present:# has|# have} come, {missing} more needed to hold the meeting.",
    ),
    "quorum.none": Sentence("这次会议不要求到会人数。", "This meeting asks for no quorum."),
    "opening.counts": Sentence(
        "应到{due}名，实到{present}名，请假{leave}名，缺席{absent}名",
        "{due} due, {present} present, {leave} on leave, {absent} absent",
    ),
    "opening.voting": Sentence(
        "应到{due}名，其中有表决权的正式党员{due_voting}名；"
        "实到{present}名，其中有表决权的正式党员{present_voting}名；请假{leave}名，缺席{absent}名",
        "{due} due, {due_voting} of them with a vote; "
        "{present} present, {present_voting} of them with a vote; "
        "{leave} on leave, {absent} absent",
    ),
    "opening.unmarked": Sentence("{counts}，未记{unmarked}名", "{counts}, {unmarked} unmarked"),
    "opening.enough": Sentence(
        "{counts}。符合规定人数，可以开会。", "{counts}. There is a quorum; the meeting can begin."
    ),
    "opening.short": Sentence(
        "{counts}。不足规定人数，还差{missing}名。",
        "{counts}. There is no quorum; {missing} more needed.",
    ),
    "opening.plain": Sentence("{counts}。", "{counts}."),
    "motion.passed": Sentence(
        "赞成{yes}票，反对{no}票，弃权{abstain}票；赞成超过应到会有表决权党员（{voting}名）的半数，通过。",
        "{yes} for, {no} against, {abstain:# abstention|# abstentions}; "
        "more than half of the {voting} with a vote agree: carried.",
    ),
    "motion.lost": Sentence(
        "赞成{yes}票，反对{no}票，弃权{abstain}票；赞成未超过应到会有表决权党员（{voting}名）的半数，未通过。",
        "{yes} for, {no} against, {abstain:# abstention|# abstentions}; "
        "not more than half of the {voting} with a vote agree: not carried.",
    ),
    "bulk.done": Sentence(
        "已把其余{count}人记为到。", "The other {count:# is|# are} marked present."
    ),
    "op.unknown_person": Sentence(
        "没有这个人，请核对姓名。", "Nobody is known by this id; check the name."
    ),
    "op.not_on_roster": Sentence(
        "这个人不在应到名单里；来宾请用“加一位来宾”。",
        "This person is not on the roster; add guests with “add a guest”.",
    ),
    "op.not_open": Sentence(
        "点名还没有开始，或活动已取消，没有记下。",
        "The roll call is not open, or the event is cancelled; nothing was marked.",
    ),
    "op.sealed": Sentence(
        "点名册已封存，这一条没有计入；要更正，请写明理由并由第二人确认。",
        "The register is sealed and this mark was left out. "
        "To correct it, give a reason and have a second person confirm.",
    ),
    "op.code_expired": Sentence(
        "签到码已过期，请扫屏幕上现在的码。",
        "The code has expired; scan the one on the screen now.",
    ),
    "op.wrong_register": Sentence(
        "这一条属于另一场活动，没有记下。", "This mark belongs to another event; it was left out."
    ),
    "op.forbidden_org": Sentence(
        "这个人不归您点名，请由其所在支部或主办方记。",
        "You do not call the roll for this person; the home branch or the host does.",
    ),
    "op.online_not_allowed": Sentence(
        "这类会议不设线上参加，请改记到、假或缺。",
        "This kind of meeting is not held online; mark present, leave or absent.",
    ),
    "op.not_own": Sentence(
        "只能撤销自己记的；别人记错的，请直接点正确的记号。",
        "Only your own marks can be undone; correct another's by marking anew.",
    ),
    "op.clock_skew": Sentence(
        "设备时间偏快，已记下并标明。", "The device's clock is fast; kept and noted."
    ),
    "op.late_upload": Sentence("上传较晚，已记下并标明。", "Uploaded late; kept and noted."),
    "op.conflict": Sentence(
        "两处记得不一样：{values:each =mark}。请点正确的一个。",
        "Two marks differ: {values:each =mark}. Press the right one.",
    ),
}

SENTENCES: Catalogue = {**_MARKS, **_SENTENCES}
