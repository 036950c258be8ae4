"""Samples of the pages of subscriptions, with names as long as they come."""

from scheduler.web.parts import Action, Field, Light, Link, Notice, Option, Words
from scheduler.web.qr import qr
from scheduler.web.subscriptions.values import (
    EvidencePage,
    Given,
    Guide,
    Held,
    Reached,
    Step,
    SubscribePage,
    Ticks,
    Way,
    WishForm,
)
from tests.web.calendar_samples import LONG_NAME

ADDRESS = "http://127.0.0.1:8000/feeds/k7qm3xt9vr2sk7qm3xt9vr2sk7qm3xt9.ics"
END = Step(
    "停用：那个日历里30天内只留一条提示，之后地址作废，不能恢复。",
    Action("/subscriptions/1/end", "停用这个地址", post=True, hidden=(("back", "/x"),)),
)
RENEW = Step(
    "换地址：地址给错了人时用。", Action("/subscriptions/1/renew", "换个新地址", post=True)
)
HELD = (
    Held(
        "旧手机",
        "我的支部。苹果日历；5月3日取过",
        Light("todo", "久未取用"),
        "/subscriptions?show=1#where",
        (RENEW, END),
    ),
    Held(LONG_NAME, "全部活动。8月18日停用；到9月17日为止日历里留一条提示", Light("na", "已停用")),
    Held("王样例 · 办公室电脑", "全部活动。还没取过", Light("todo", "还没取过"), steps=(END,)),
)


def _ticks(name: str, label: str, *options: Option, fault: str = "", many: bool = True) -> Ticks:
    return Ticks(name, label, options, frozenset({options[0].value}), "说明一句。", fault, many)


FORM = WishForm(
    href="/alliances/sample/subscribe",
    scopes=_ticks(
        "scope",
        "要看哪些",
        Option("body:sample", "全联盟的活动", "今年43场"),
        Option("branch:1", "只看我支部要参加的", f"{LONG_NAME}第一党支部，今年19场"),
        Option("host", "只看一家单位主办的"),
        Option("several", "几个联盟一起看"),
        fault="没有找到组织“1”，或者您看不到它。",
        many=False,
    ),
    hosts=Field("host", "哪家单位", control="select", options=(Option("a", LONG_NAME),)),
    alliances=_ticks("alliances", "哪些联盟", Option("a", LONG_NAME), Option("b", "样例联盟")),
    name=Field("name", "放在哪里", "a\tb", note="例如：手机", fault="名称里有控制字符。"),
    more=(
        _ticks(
            "kinds", "活动类别", Option("a", "议事会"), Option("b", "交流"), fault="没有这一类。"
        ),
        Field("window", "时间", control="select", options=(Option("", "全部"),)),
    ),
    folded="再要一个地址",
)
SUBSCRIBE = SubscribePage(
    title="让联盟日程进您的日历",
    lead="订阅一次，以后改期、换主办都会自己更新，不用再抄。",
    crumbs=(Link("/alliances/sample", "新能源汽车联盟"), Link("", "订阅")),
    given=Given(
        ADDRESS,
        ADDRESS.replace("http:", "webcal:"),
        f"“手机”的地址：{LONG_NAME}全部活动",
        (
            Way("#feed", "Outlook 经典版（Windows）", "每1至3小时取一次", "打开"),
            Way("#guide-office", "企业微信、钉钉、飞书", "尚未验证能订阅，请用单场文件", "看办法"),
        ),
        qr(ADDRESS),
    ),
    guides=(
        Guide(
            "office", "企业微信、钉钉、飞书", ("打开活动。", "点文件。", "打开文件。"), "不更新。"
        ),
    ),
    form=FORM,
    held=HELD,
    notice=Notice("地址好了。", "现在选一个日历，把它加进去。"),
    links=(Link("/alliances/sample/subscriptions", "谁取到了改动"),),
)
BARE_SUBSCRIBE = SubscribePage("我的订阅", "一台设备一个。", (), sign_in="/signin?next=/x")
EVIDENCE = EvidencePage(
    crumbs=(Link("/alliances/sample", "新能源汽车联盟"), Link("", "谁取到了改动")),
    lead=Words("15个订阅里", "12个还没取到", "3月3日的改动。"),
    changes=(
        Reached(
            "3月3日 09:12，第31号",
            "第一季度一季一议",
            "/events/sample",
            "已改期：3月11日 → 3月18日。会场检修。只改了日期。",
            "另有2个还没取过",
            Light("todo", "15个里12个还没取到"),
            (
                (f"王样例 · {LONG_NAME}", "Outlook；3月2日 09:12取过"),
                ("联盟的公开地址", "还没取过"),
            ),
        ),
        Reached("3月1日", "联盟日", "/events/x", "已取消。", "", Light("kept", "15个都取到了"), ()),
    ),
    held=HELD,
)
BARE_EVIDENCE = EvidencePage((), Words("还没有人订阅。"), (), ())
