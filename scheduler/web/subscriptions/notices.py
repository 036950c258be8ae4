"""What the pages of subscriptions say has just been done, and what stands in the way."""

from flask_babel import gettext

from scheduler.services.feeds.listing import Listed
from scheduler.web.parts import Notice
from scheduler.web.subscriptions.values import Given


def notice(done: str, given_now: Given | None) -> Notice | None:
    """Say what was just done."""
    if done == "made" and given_now:
        return Notice(gettext("地址好了。"), gettext("现在选一个日历，把它加进去。"))
    if done == "renewed":
        return Notice(
            gettext("换好了新地址。"),
            gettext("旧地址已停用；请把新地址加进日历，再删去旧的那个。"),
        )
    if done == "newer":
        return Notice(
            gettext("这个订阅在您打开页面之后已经换过地址，没有再换一次。"),
            gettext("下面是现在的地址。还要再换的，请再按一次“换个新地址”。"),
        )
    if done == "ended":
        return Notice(gettext("已停用。"), gettext("那个日历下次来取时，只会留下一条停用提示。"))
    if done == "announced":
        return Notice(gettext("公开地址开好了。"), gettext("订阅页上看得到它，不登录也能用。"))
    return None


def ended_since(own: tuple[Listed, ...], key: str) -> Notice | None:
    """Tell that an address that is asked for no longer works."""
    found = next((each for each in own if each.address.subscription.id == key), None)
    if found is None or found.address.works:
        return None
    if found.address.lapsed:
        return Notice(
            gettext("这个地址已经停用：它的活动您已经看不到了。"),
            gettext("换不了新的；日历下次来取时，只会得到那条停用提示。"),
            late=True,
        )
    return Notice(
        gettext("这个地址已经停用，不能恢复。"),
        gettext("还要的，请在这一页上另要一个。"),
        late=True,
    )


def nowhere() -> Notice:
    """Tell whoever belongs to no alliance where calendars are public all the same."""
    return Notice(
        gettext("您还不在任何联盟里。"),
        gettext("公开的日历在各联盟的“订阅”页上，不登录也能用；要自己的地址，请联盟秘书给您权限。"),
    )


def outside() -> Notice:
    """Tell whoever does not belong to an alliance that its calendar is public all the same."""
    return Notice(
        gettext("您不在这个联盟里。"),
        gettext("它的公开地址在下面，不登录也能用；自己的地址请到自己联盟的订阅页上要。"),
    )
