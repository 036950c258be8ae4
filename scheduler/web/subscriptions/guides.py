"""The ways from an address into calendar programs, with steps and honest delays for each."""

from urllib.parse import quote, urlencode

from flask_babel import gettext

from scheduler.web.qr import qr
from scheduler.web.subscriptions.values import Given, Guide, Way


def given(address: str, name: str, title: str, *, public: bool = False) -> Given:
    """Give an address with the ways into each calendar program; all lead to the same address."""
    webcal = "webcal://" + address.partition("://")[2]
    return Given(address, webcal, title, _ways(address, webcal, name), qr(address), public)


def _ways(address: str, webcal: str, name: str) -> tuple[Way, ...]:
    outlook = urlencode({"url": address, "name": name}, quote_via=quote)
    google = urlencode({"cid": webcal}, quote_via=quote)
    opened, steps = gettext("打开"), gettext("看步骤")
    return (
        Way(
            f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
            gettext("Outlook 网页版、新版"),
            gettext("改动通常3小时内到，偶尔隔天"),
            opened,
        ),
        Way(webcal, gettext("Outlook 经典版（Windows）"), gettext("每1至3小时取一次"), opened),
        Way(
            webcal,
            gettext("苹果日历"),
            gettext("iPhone、Mac；多久取一次由您设定"),
            opened,
        ),
        Way(
            f"https://calendar.google.com/calendar/r?{google}",
            gettext("Google 日历"),
            gettext("由它决定，常要8至24小时"),
            opened,
        ),
        Way("#guide-thunderbird", "Thunderbird", gettext("多久取一次由您设定"), steps),
        Way("#guide-android", gettext("安卓手机"), gettext("要装一个同步软件"), steps),
        Way(
            "#guide-office",
            gettext("企业微信、钉钉、飞书"),
            gettext("尚未验证能订阅，请用单场文件"),
            gettext("看办法"),
        ),
    )


def guides() -> tuple[Guide, ...]:
    """Give the steps for each program; what could not be verified is not promised."""
    return (*_outlook(), *_phones(), *_others())


def _outlook() -> tuple[Guide, ...]:
    return (
        Guide(
            "outlook-classic",
            gettext("Outlook 经典版（Windows）"),
            (
                gettext("点上面的“打开”；没有反应就复制地址。"),
                gettext("在“文件”“帐户设置”“Internet 日历”里点“新建”，粘贴地址。"),
                gettext("给日历起个名字，点“确定”。"),
            ),
            gettext("打开 Outlook 时取一次，之后每1至3小时取一次。"),
        ),
        Guide(
            "outlook-new",
            gettext("Outlook 网页版、新版"),
            (
                gettext("点上面的“打开”，或在日历里点“添加日历”“从 Web 订阅”。"),
                gettext("粘贴以 https 开头的地址；它不认 webcal 开头的。"),
                gettext("给日历起个名字，点“导入”。"),
            ),
            gettext("改动通常3小时内到，有时要超过24小时，没有办法催它。"),
        ),
    )


def _phones() -> tuple[Guide, ...]:
    return (
        Guide(
            "apple",
            gettext("苹果日历"),
            (
                gettext("在 iPhone 或 Mac 上点上面的“打开”，或扫二维码后复制地址。"),
                gettext("点“订阅”；Mac 上还可以选多久自动刷新一次。"),
                gettext("要提醒的，在这个日历的设置里打开提醒。"),
            ),
            gettext("多久取一次由您设定：Mac 上5分钟至1周，通常1至3小时到。"),
        ),
        Guide(
            "google",
            gettext("Google 日历"),
            (
                gettext("在电脑上点上面的“打开”，确认添加。"),
                gettext("也可以在“其他日历”旁点加号，选“通过网址添加”，粘贴地址。"),
                gettext("手机上打开 Google 日历，在设置里勾选这个日历。"),
            ),
            gettext("多久取一次由它决定，常要8至24小时；提醒它不理会；最多显示最近1000场。"),
        ),
        Guide(
            "android",
            gettext("安卓手机"),
            (
                gettext("装一个同步软件，例如 ICSx5。"),
                gettext("在里面添加日历，粘贴地址，选多久同步一次。"),
                gettext("在手机日历里勾选这个日历。"),
            ),
            gettext("多久取一次由您设定。据反映鸿蒙手机打不开日历文件，请改用电脑上的日历。"),
        ),
    )


def _others() -> tuple[Guide, ...]:
    return (
        Guide(
            "thunderbird",
            "Thunderbird",
            (
                gettext("复制地址。"),
                gettext("在日历里点“新建日历”，选“网络日历”，粘贴地址。"),
                gettext("在日历的属性里选多久刷新一次，最短1分钟。"),
            ),
            gettext("多久取一次由您设定；打开 Thunderbird 时也会取。"),
        ),
        Guide(
            "office",
            gettext("企业微信、钉钉、飞书"),
            (
                gettext("这几样能不能订阅外来的日历，我们还没有验证过。"),
                gettext("在活动的页面上点“只加这一场（.ics）”，得到单场文件。"),
                gettext("用日历软件打开这个文件；改期后要再加一次。"),
            ),
            gettext("单场文件不会自己更新。"),
        ),
    )
