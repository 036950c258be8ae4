"""Sample values of the pages of turns."""

from datetime import UTC, date, datetime

from scheduler.web.parts import (
    Action,
    Chip,
    Field,
    Form,
    Ledger,
    LedgerLine,
    Link,
    News,
    Notice,
    Option,
    Turn,
    Why,
    Words,
)
from scheduler.web.turns.pages import AskPage, RequestCard, Rotation, TurnsPage

CRUMBS = (Link("/", "联盟"), Link("/alliances/sample", "样例联盟"), Link("", "轮值"))
_TURNS = (Option("e-1", "9月23日 周三 乙川"), Option("e-2", "11月18日 周三 丙川"))
_ACTS = (Option("swap", "与别家调换", "两家的两次互换，谁的账都不变"), Option("excuse", "这次请免"))
_POST = "/alliances/sample/turns"

TURNS = TurnsPage(
    name="样例联盟",
    lead=Words("下一次：9月23日 周三，乙川。", "有1件等您答复。"),
    crumbs=CRUMBS,
    requests=(
        RequestCard(
            "乙川的9月23日 周三，换丙川的11月18日 周三",
            Chip("todo", "等丙川同意"),
            "原因：当天有审计",
            (
                Action(f"{_POST}/r-1/agree", "同意", post=True),
                Action(f"{_POST}/r-1/refuse", "不同意", post=True),
            ),
            main=True,
        ),
        RequestCard("丁川的12月2日 周三，请免这一次", Chip("todo", "等联盟同意"), "原因：搬迁"),
    ),
    rotations=(
        Rotation(
            "链主企业轮流举办",
            (
                Turn(2, date(2026, 9, 23), "乙川", "主题：安全生产", Why("乙川居首。"), next=True),
                Turn(3, date(2026, 11, 18), "丙川", "拟承办", Why("")),
            ),
            Ledger(
                "链主企业轮流举办",
                "差是应办减已办，2家合计恰为0",
                (
                    LedgerLine("乙川", "0.50", "0", "+0.50", 50, "—", "9月23日"),
                    LedgerLine("丙川", "0.50", "1", "\u22120.50", -50, "4月15日", "—"),
                ),
            ),
            (News(date(2026, 4, 15), "丙川承办；这一次由2家分摊。"),),
        ),
    ),
    settled=(News(datetime(2026, 8, 18, tzinfo=UTC), "乙川的9月23日 周三", tail="：已办妥"),),
    ask=Form(
        _POST,
        "下一步",
        (
            Field("turn", "哪一次", "e-1", "choices", options=_TURNS),
            Field("act", "怎么办", "swap", "choices", options=_ACTS),
        ),
    ),
    forms=(Form(f"{_POST}/ask", "更正轮值账", (Field("amount", "加几次"),), "更正轮值账"),),
    notice=Notice("已送出。", "另一边同意后就办，日历会自动更新。"),
    uneven=("“链主企业轮流举办”的账与已发布的承办对不上了：乙川还应办3次而排了1次。",),
)
BARE_TURNS = TurnsPage(
    name="样例联盟",
    lead=Words("没有排着的轮值。"),
    crumbs=CRUMBS,
    requests=(),
    rotations=(
        Rotation("轮流举办", (), Ledger("轮流举办", "差是应办减已办，0家合计恰为0", ()), ()),
    ),
    settled=(),
)
ASK = AskPage(
    title="与别家调换",
    lead="9月23日 周三 乙川。两家的两次互换，谁的账都不变。",
    form=Form(
        f"{_POST}/ask",
        "送出，等对方同意",
        (
            Field("other_turn", "换成哪一次", "", "choices", options=_TURNS[1:]),
            Field("reason", "为什么", fault="理由还空着，请填写。"),
        ),
        main=True,
    ),
    crumbs=CRUMBS,
    back=Link(_POST, "先不办"),
)
