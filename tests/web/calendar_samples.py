"""One full and one bare value for each calendar page, with sample people and places only."""

from datetime import UTC, date, datetime

from scheduler.web.calendar_pages import (
    AllianceLine,
    EventPage,
    NextMeeting,
    TodayPage,
    YearPage,
)
from scheduler.web.parts import (
    Action,
    Cell,
    Chip,
    Day,
    EventLine,
    Fact,
    Field,
    Form,
    FunnelStep,
    Ledger,
    LedgerLine,
    Light,
    Link,
    MonthGrid,
    News,
    Notice,
    Option,
    Row,
    Task,
    Turn,
    Why,
    Words,
)

LONG_NAME = "庚泽（样例）新能源汽车轻量化底盘系统制造有限公司"


def moment(month: int, day: int, hour: int = 6, minute: int = 30) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def _months(entries: dict[int, tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(entries.get(number, ()) for number in range(1, 13))


def _held(month: int, day: int, second: str = "") -> tuple[Cell, ...]:
    return (Cell(str(day), "held", f"{month}月{day}日 已举行", "/events/sample", second),)


TODAY = TodayPage(
    day=date(2026, 8, 20),
    lead=Words("今天有1场活动；1件要事误期，2件事等您办。"),
    meeting=NextMeeting(
        chip=Chip("published", "今天 14:00"),
        title="联盟日暨同上党课",
        href="/events/sample",
        facts=(
            Fact("地点", "链上会客厅（样例产业园3号楼2层）"),
            Fact("主办", "己云智联"),
            Fact("应到", "6个支部，84人；已批假3人"),
        ),
        actions=(Action("/events/sample/roll", "点名"), Action("/events/sample", "看安排")),
        note="还有2小时10分",
    ),
    tasks=(
        Task(
            "要事015 专题商议",
            "应于8月17日前召开，已过3个工作日",
            Light("late"),
            Action("/plans/sample", "排进8月25日"),
        ),
        Task(
            "7月30日 行业研讨会",
            "名单齐了，还未封存；封存后季报自动计入",
            Light("todo", "待封存"),
            Action("/events/sample/seal", "核对后封存", post=True, hidden=(("revision", "3"),)),
        ),
    ),
    promises_note="新能源汽车联盟，截至今天。",
    promises_href="/alliances/sample",
    promises=(
        Task("要事一事一商", "015号应于8月17日前", Light("late", "误期1件")),
        Task("六同（下半年6类）", "差联谊交友，截止12月31日", Light("todo", "还差1类")),
        Task("一季一议", "第三季度定在9月9日", Light("set"), href="/events/sample"),
        Task("联席会议", "1月28日、7月22日", Light("kept")),
        Task("支委会", "支部不足7人，不设支委会", Light("na")),
    ),
    news=(
        News(
            date(2026, 8, 18),
            "改到9月9日：原日期会场停用。",
            link=Link("/events/sample", "第三季度一季一议"),
        ),
        News(date(2026, 8, 6), "要事017 已派单给经济发展局。"),
    ),
    alliances_title="两个联盟",
    columns=("一季一议", "要事商议", "联盟日", "六同", "研讨会"),
    alliances=(
        AllianceLine(
            "新能源汽车产业链党建联盟",
            "/alliances/sample",
            (
                Light("set", "2/4"),
                Light("late", "2/3"),
                Light("set", "7/12"),
                Light("todo", "8/12"),
                Light("kept", "4/4"),
            ),
            Light("late", "误期1项"),
        ),
        AllianceLine(
            "绿色智能铸造产业链党委",
            "/alliances/other",
            (Light("kept", "3/4"), Light("kept", "1/1"), Light("set", "7/12"), None, Light("na")),
        ),
    ),
)


YEAR = YearPage(
    name="新能源汽车联盟",
    year=2026,
    lead=Words("8项承诺：完成1项，排好5项，", "要安排1项，误期1项", "。"),
    rows=(
        Row(
            "一季一议",
            "每季1次",
            Light("set", "2/4 已排好"),
            _months(
                {
                    3: _held(3, 18),
                    6: _held(6, 10),
                    9: (Cell("9", "open", "9月9日 已发布", "/events/sample"),),
                    11: (Cell("18", "cancelled", "11月18日 已取消", "/events/sample"),),
                }
            ),
            "余2次已排",
            "/rules/sample",
        ),
        Row(
            "要事一事一商",
            "受理后10个工作日内",
            Light("late", "2/3 误期"),
            _months({2: _held(2, 11), 8: (Cell("17", "late", "8月17日 误期", "/matters/15"),)}),
            "015号，8月17日前",
        ),
        Row(
            "交流对接",
            "每年10场，链主企业轮流",
            Light("set", "7/10 已排好"),
            _months(
                {
                    number: _held(number, 20 + number // 2, "甲川" if number % 2 else "乙禾")
                    for number in range(1, 8)
                }
                | {12: (Cell("17", "maybe", "12月17日 暂定", "/events/sample", "丙岳"),)}
            ),
            "下一场：乙禾",
        ),
        Row(
            "六同",
            "每半年6类各1次",
            Light("todo", "8/12 还差1类"),
            _months(
                {
                    7: (*_held(7, 1, "主题"), *_held(7, 16, "报告")),
                    12: (Cell("联谊", "none", "12月 未排"),),
                }
            ),
            "联谊交友，截止12月31日",
        ),
        Row("联席会议", "每半年1次", Light("kept", "2/2 已完成"), _months({1: _held(1, 28)})),
    ),
    now=8,
    crumbs=(Link("/", "联盟"), Link("", "样例市新能源汽车产业链党建联盟")),
    years=(Link("?year=2025", "2025"), Link("?year=2027", "2027")),
    subscribe="/alliances/sample/subscribe",
    turns=(
        Turn(
            8,
            date(2026, 9, 3),
            "乙禾电驱",
            "主题：共享用工；对接：样例农商行",
            Why("应办1.33次、已办1次，欠0.33，与另四家并列；乙禾距上次最久（2月5日），故先。"),
            next=True,
        ),
        Turn(
            9,
            date(2026, 10, 22),
            "丙岳电池",
            "主题：安全生产",
            Why("同欠者中，距上次最久（3月26日）。"),
            href="/events/sample",
        ),
    ),
    turn_actions=(Action("/swap", "调换两家"), Action("/excuse", "本次请免")),
    ledgers=(
        Ledger(
            "轮值账",
            "交流对接；差是应办减已办，三家合计恰为0",
            (
                LedgerLine("乙禾电驱", "1.17", "1", "+0.17", 17, "2月5日", "9月3日"),
                LedgerLine("丙岳电池", "1.66", "1", "+0.66", 66, "3月26日"),
                LedgerLine(LONG_NAME, "1.17", "2", "\u22120.83", -83, "7月16日", "2027年"),
            ),
            "换：4月23日与5月14日，戊原、丁海调换，双方确认，不影响账。",
        ),
    ),
    events=(
        EventLine(
            moment(8, 20, 6, 0),
            "联盟日暨同上党课",
            "14:00 · 链上会客厅 · 主办 己云智联",
            "/events/sample",
            today=True,
        ),
        EventLine(
            moment(9, 9),
            "第三季度一季一议",
            "14:30 · 链上会客厅 · 原定9月16日，会场停用",
            "/events/sample",
            chip=Chip("published", "已改期"),
        ),
    ),
    events_all="/alliances/sample/events",
)


_WEEK = (
    Day(7, "busy", "链长"),
    Day(8, "busy", "活动"),
    Day(9, "won", "选定"),
    Day(10, "free", "可选"),
    Day(11, "second", "次优"),
    Day(12, "out"),
    None,
)


MOVE = Form(
    "/events/sample/move",
    "改到这一天",
    (
        Field(
            "day",
            "改到哪天",
            "2026-09-31",
            "date",
            "例：2026-09-09",
            "没有9月31日：请填一个有的日子",
        ),
        Field("start", "几点开始", "14:30", "time"),
        Field(
            "venue",
            "在哪里",
            "hall",
            "select",
            options=(Option("hall", "链上会客厅"), Option("plant", "甲川汽车报告厅")),
        ),
        Field("reason", "为什么改", "", "textarea", "会写进改动记录", optional=True),
    ),
    summary="改期",
)


CANCEL = Form(
    "/events/sample/cancel",
    "取消这一场",
    (
        Field(
            "then",
            "取消以后",
            "replan",
            "choices",
            options=(
                Option("replan", "另排一场", "仍算应办"),
                Option("waive", "不再办", "季报中如实写“免办”"),
            ),
            fault="请选一项",
        ),
        Field("times", "次数", "三", "number", fault="请填1至366的整数"),
    ),
    summary="取消",
)


EVENT = EventPage(
    title="第三季度一季一议",
    chip=Chip("published"),
    start=moment(9, 9),
    end=moment(9, 9, 8, 30),
    facts=(
        Fact("地点", "链上会客厅（样例产业园3号楼2层）"),
        Fact("主办", "联盟党委；协办 甲川汽车"),
        Fact("计入", "第三季度“一季一议”", "/alliances/sample"),
    ),
    crumbs=(Link("/alliances/sample", "新能源汽车联盟 2026年度计划"), Link("", "一季一议")),
    notice=Notice(
        "已改期：9月16日 → 9月9日",
        "会场“链上会客厅”9月14日至18日检修。只改了日期，地点、时间、主办不变。",
        "8月18日发布，第2次修订。",
        done=12,
        total=15,
        progress="15个订阅，12个已取到",
    ),
    why=(Why("第三季度66个工作日，排除会场停用5、链长另有安排6，余8日；9月9日得3分最少。"),),
    grid=MonthGrid("2026年9月", (_WEEK, _WEEK)),
    funnel=(FunnelStep("本季工作日", 66), FunnelStep("去掉会场停用", 22), FunnelStep("余下", 8)),
    grid_note="9月20日周日调休上班，也在其中。",
    history=(
        News(moment(8, 18, 2, 22), "改期：", "9月16日", "9月9日", "。原因：会场检修"),
        News(moment(1, 8, 8, 40), "随2026年度计划发布。"),
    ),
    ics="/events/sample.ics",
    subscribe="/alliances/sample/subscribe",
    actions=(Action("/events/sample/roll", "点名"), Action("/events/sample/seal", "封存")),
    actions_note="点名当日开放；记录于会后3个工作日内封存。",
    forms=(MOVE, CANCEL),
)


BARE_TODAY = TodayPage(
    day=date(2026, 1, 1), lead=Words("今天没有活动。"), promises_href="/alliances/x"
)


BARE_YEAR = YearPage(
    "样例联盟", 2027, Words("还没有承诺。"), (), empty_action=Link("/rules", "写第一条规则")
)


BARE_EVENT = EventPage(
    "外出学习", Chip("cancelled"), moment(4, 1, 16, 0), moment(4, 3, 16, 0), (), all_day=True
)
