"""What somebody wants to subscribe to."""

import pytest

from scheduler.domain.errors import ChoiceError, NotFoundError, TextError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.feeds import known, subscriptions
from scheduler.services.feeds.wishes import Wish
from tests.support.served import WHOLE
from tests.support.world import ALLIANCE, NOW, OTHER, SECRET_KEY, filled, principal


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish(WHOLE, "手机", lang="fr"), ChoiceError),
        (Wish(WHOLE, "a\nb"), TextError),
        (Wish(WHOLE, " "), TextError),
        (Wish(Scope(ScopeKind.ALLIANCE, (OTHER,)), "手机"), NotFoundError),
        (Wish(Scope(ScopeKind.ALLIANCE, ("nobody",)), "手机"), NotFoundError),
    ],
)
def test_a_wish_that_cannot_be_met_stores_nothing(
    sqlite_url: str, wish: Wish, error: type[Exception]
) -> None:
    store = filled(sqlite_url)
    member = principal(store, "member")
    with pytest.raises(error):
        subscriptions.create(store, wish, member, SECRET_KEY, NOW)
    assert known.shown(store, ALLIANCE, member, SECRET_KEY, NOW).own == ()
