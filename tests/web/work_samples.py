"""One full value for each page of work, with sample people and places only."""

from scheduler.web.attendance.parts import (
    Guest,
    Lane,
    MatterCard,
    MatterPage,
    MattersPage,
    Person,
    PersonDetail,
    RollGroup,
    RollPage,
    SealPage,
    Undo,
)
from scheduler.web.parts import (
    Action,
    Chip,
    EventLine,
    Fact,
    Field,
    Form,
    Light,
    Link,
    News,
    Notice,
    Option,
    Task,
    Why,
    Words,
)
from scheduler.web.plain_pages import FormPage
from scheduler.web.plans.parts import (
    Affected,
    Certificate,
    DiffRow,
    Firm,
    MonthDay,
    MonthRow,
    MonthTable,
    Pick,
    PlanPage,
    PlanRows,
    PlansPage,
    Published,
)
from tests.web.calendar_samples import CANCEL, LONG_NAME, moment

_PEOPLE = (
    Person("p1", "赵甲一", "支部书记", "yes", href="?person=p1", seen="a,b"),
    Person("p2", "阿依古丽·样例提", "预备党员", "leave", "official", href="?person=p2"),
    Person("p3", "李䶮", "", "absent", href="?person=p3", fault="两处记得不一样，请再点一次"),
    Person("p4", "司马寅", href="?person=p4"),
)


ROLL = RollPage(
    title="联盟日暨同上党课",
    when="今天 14:00 · 链上会客厅",
    due=Words("", "应到4人。", "到会过半，可以开会。"),
    href="/events/sample/roll",
    groups=(
        RollGroup("甲川汽车第一党支部", "4人", _PEOPLE),
        RollGroup("乙禾电驱联合党支部", "1人", (Person("p5", "欧阳𬭎", href="?person=p5"),)),
    ),
    crumbs=(Link("/", "今日"), Link("", "点名")),
    hidden=(("request", "sample"),),
    undo=Undo("已把其余12人记为到。", "sample"),
    notice=Notice(
        "没有保存：别人先改了这份名单",
        "周样例在14:06记了3人。请核对下面标出的2处，再保存一次；您填的都还在。",
        late=True,
        action=Action("/events/sample/roll", "看最新的名单"),
    ),
    detail=PersonDetail("p1", "赵甲一", (Option("late", "迟到"), Option("online", "线上"))),
    guests=(Guest("蒋卯", "壬合新材（未建支部）"), Guest("沈样例")),
    guest_fields=(Field("guest_name", "姓名"), Field("guest_firm", "单位", optional=True)),
    seal=Link("/events/sample/seal", "核对并封存"),
)


SEALED = RollPage(
    title="联盟日暨同上党课",
    when="8月20日 周四 14:00 · 链上会客厅",
    due=Words("应到4人。"),
    href="",
    groups=(RollGroup("甲川汽车第一党支部", "4人", _PEOPLE),),
    guests=(Guest("蒋卯", "壬合新材（未建支部）"),),
    readonly=True,
    seal=Link("/events/sample/seal", "看封存码"),
)


SEAL = SealPage(
    title="行业研讨会",
    when="7月30日 周四 14:30 · 链上会客厅",
    chip=Chip("unsealed"),
    facts=(Fact("应到", "14人"), Fact("实到", "11人"), Fact("假", "1人"), Fact("缺", "1人")),
    crumbs=(Link("/events/sample", "行业研讨会"), Link("", "封存")),
    lead=Words("还有1人未记，", "不能封存", "。"),
    missing=(Task("司马寅", "未记", Light("todo"), Action("/events/sample/roll", "去点名")),),
    form=Form("/events/sample/seal", "封存这份名单", main=True, note="封存后改动要写原因。"),
    code="7K3-QD9",
    digest="sha256 0f3a9c",
)


MATTERS = MattersPage(
    lead=Words("7件在办：", "1件误期，2件要您处理", "，4件按期。"),
    lanes=(
        Lane(
            "点单",
            2,
            "企业提出",
            "没有新提出的。",
            (
                MatterCard(
                    "021",
                    "厂区夜班班车绕行",
                    "/matters/21",
                    Chip("todo", "今天到期"),
                    ("乙禾电驱", "今天 09:40 提出"),
                    Action("/matters/21", "派单"),
                ),
                MatterCard(
                    "020",
                    "共享检测设备目录",
                    "/matters/20",
                    Chip("published", "还有2天"),
                    (LONG_NAME, "8月19日提出"),
                ),
            ),
        ),
        Lane("派单", 0, "党委派给部门，2个工作日", "没有等接单的。派出的单会先停在这里。"),
        Lane("接单", 0, "部门承办，20个工作日", "没有在办的。"),
        Lane(
            "商",
            1,
            "重大事项，10个工作日",
            "没有要商议的。",
            (
                MatterCard(
                    "015",
                    "双回路供电方案",
                    "/matters/15",
                    Chip("late"),
                    ("丁海传感", "应于8月17日前商议，已过3天"),
                    Action("/plans/sample", "排进8月25日", post=True),
                ),
            ),
            late=1,
        ),
        Lane(
            "办结",
            1,
            "本季11件",
            "本季还没有办结的。",
            (
                MatterCard(
                    "014",
                    "共享用工对接",
                    "/matters/14",
                    Chip("kept"),
                    ("丙岳电池", "共商解决 · 8月13日", "用时12天"),
                ),
            ),
            more=Link("/matters?lane=resolved", "看全部11件"),
        ),
    ),
    new="/matters/new",
    batch=Notice(
        "三件同类，可集中办",
        "要事010、012、016都是“停车充电”，15天内提出。",
        action=Action("/matters/batch", "排一次集中办理会", post=True),
    ),
)


MATTER = MatterPage(
    number="015",
    title="双回路供电方案",
    chip=Chip("late"),
    facts=(Fact("提出", "丁海传感"), Fact("承办", "经济发展局"), Fact("类别", "要素保障")),
    crumbs=(Link("/matters", "要事"), Link("", "015")),
    lead=Words("应于8月17日前商议，", "已过3天", "。"),
    detail="厂区只有一路供电，检修时全线停产，希望接入第二路。",
    why=(
        Why("8月3日受理，重大事项要在10个工作日内商议。"),
        Why("允许周四下午，则可排在8月27日。", possible=True),
    ),
    events=(EventLine(moment(8, 25), "要事015 专题商议", "14:30 · 链上会客厅", "/events/sample"),),
    history=(News(moment(8, 3), "经济发展局接单。"), News(moment(8, 1), "丁海传感提出。")),
    forms=(Form("/matters/15/consult", "记为已商议", CANCEL.fields, "商议"), CANCEL),
)


NEW_MATTER = FormPage(
    title="替企业提一件",
    lead="写清谁、什么事、急不急，党委会在2个工作日内派单。",
    form=Form(
        "/matters",
        "提出这件事",
        (
            Field("title", "什么事", "", note="例：园区充电位不足", fault="请写一句话说明是什么事"),
            Field("detail", "详细情况", "", "textarea", optional=True),
        ),
        main=True,
    ),
    crumbs=(Link("/matters", "要事"), Link("", "提一件")),
    back=Link("/matters", "不提了"),
)


_JOINING = (Option("", "不选"), Option("organisation:x", "庚泽（样例）底盘公司", group="企业"))
PLANS = PlansPage(
    lead=Words("改动先看清楚，再发布。"),
    plans=PlanRows(
        (
            Task(
                "新能源汽车联盟 2026年",
                "已办35场，未办5场",
                Light(
                    "todo", "5场待发布，1场要人定，1场排不下，2场没人主办，3处缺员，1项轮值对不上账"
                ),
                Action("/plans/sample?year=2026", "看会动哪些"),
            ),
        ),
        (
            Task(
                "新能源汽车联盟 2027年",
                "规则与计划一致",
                Light("set", "没有要动的"),
                Action("/plans/sample?year=2027", "看计划"),
            ),
        ),
        "没有改动的1份计划",
    ),
    together=PlanRows(
        (
            Task(
                "全部联盟 2027年（3个联盟）",
                "一起排，互相避让",
                Light("todo", "680场待发布"),
                Action("/plans?all=1&year=2027", "看要改什么"),
            ),
        ),
    ),
    pick=Pick(
        (
            Option("vehicles", "新能源汽车"),
            Option("robots", "机器人"),
            Option("machinery", "工程机械与智能农业装备协同发展"),
        ),
        ("2026", "2027"),
    ),
    history=(
        Published(
            News(moment(8, 18), "移日期1场。经手：吴样例"),
            Link("/plans/undo?plan=sample", "撤回这次发布"),
        ),
        Published(News(moment(8, 11), "新增43场。经手：吴样例")),
    ),
)


PLAN = PlanPage(
    title="会动哪些，为什么",
    chip=Chip("draft", "草案，未发布"),
    lead=Words("起因：丙岳电池8月31日退出联盟；要事015误期。"),
    crumbs=(Link("/alliances/sample", "新能源汽车联盟 2026年度计划"), Link("", "变更草案")),
    certificate=Certificate(3, 3, Words("两数相等：", "没有更小的改法。", "其余40场一天未动。")),
    counts=((1, "移日期"), (1, "换主办和会场"), (1, "取消"), (1, "新增"), (40, "不变")),
    changes=(
        DiffRow(
            "swap",
            "链主企业交流对接（第9场）",
            Why("丙岳退出，且会场停用。丁海距上次比己云久（5月14日）。"),
            forced=True,
            changes=(("主办 丙岳电池", "主办 丁海传感"), ("链上会客厅", "丁海传感三楼报告厅")),
            kept="10月22日 周四 14:30 不变",
            href="/events/sample",
        ),
        DiffRow("move", "同参加志愿服务活动", forced=True, changes=(("10月29日", "11月3日"),)),
        DiffRow("cancel", "走访丙岳电池", forced=True, changes=(("12月3日 周四", "取消"),)),
        DiffRow("add", "要事015 专题商议", changes=(("", "8月25日 周二 14:30 链上会客厅"),)),
        DiffRow(
            "unplaced",
            "同组织联谊交友活动",
            Why("只要放宽一条即可排下：允许周四下午，则排在12月10日。", possible=True),
            text="下半年仍排不下：9个周五下午，会场占用4、支部已有活动5。",
            link=Link("/rules/sample", "改这条规则"),
        ),
        DiffRow(
            "conflict",
            "第三季度日常一季一议",
            Why("可改在9月15日、9月17日、9月14日。", possible=True),
            text="它不能照旧举行：9月16日老街会议中心停用。请人来定。",
            href="/events/sample",
            actions=(
                Action("/plans/move", "改到9月15日 周二", post=True),
                Action("/plans/move", "改到9月17日 周四", post=True),
                Action("/plans/move", "改到9月14日 周一", post=True),
            ),
        ),
    ),
    months=(
        MonthTable(
            "新能源汽车联盟",
            "全年44场 → 44场",
            (
                MonthRow(
                    "10月",
                    "4场",
                    "3场",
                    tuple(MonthDay(f"{day}日", differs=day == 29) for day in (13, 22, 28, 29)),
                    tuple(MonthDay(f"{day}日") for day in (13, 22, 28)),
                ),
                MonthRow("11月", "0场", "1场", (), (MonthDay("3日", differs=True),)),
            ),
            open=True,
        ),
        MonthTable("智能传感联盟", "全年12场 → 12场", ()),
    ),
    what_if=Form(
        "/plans/what-if",
        "试算",
        (
            Field("resource", "谁或哪里", "", "select", options=(Option("venue:x", "会客厅"),)),
            Field("first", "从哪天起不行", "", "date"),
            Field("last", "到哪天为止", "", "date", optional=True),
            Field("join", "谁加入", "", "select", options=_JOINING, optional=True),
            Field("since", "从哪天起加入或退出", "", "date", "", "请填开始日期。", optional=True),
        ),
        summary="如果……会怎样",
        note="只是试算，什么都不会保存。",
    ),
    people=(
        Affected("丁海传感", "多主办1场", "10月22日交流对接，需确认"),
        Affected("其余31家", "没有变化"),
    ),
    more_people=(Affected("样例第十二联合支部委员会", "转为确定1场", "11月3日同参加志愿服务活动"),),
    firm=Firm(
        "由暂定转为确定2场（日期、主办、会场都不变）",
        (
            ("新能源汽车：链主企业交流对接", "11月18日 周三 14:30"),
            ("新能源汽车：产业配套、人才短缺、产城融合主题活动", "12月2日 周三 14:30"),
        ),
    ),
    apply=Form(
        "/plans/sample", "发布这些改动", hidden=(("base", "184"),), main=True, note="可撤回。"
    ),
    back=Link("/plans", "先不发"),
)


BARE_PLAN = PlanPage("会动哪些，为什么", Chip("kept", "没有改动"), Words("规则与计划一致。"))
