"""Tokens of feed addresses."""

from scheduler.services.feeds.tokens import feed_token
from tests.support.world import SECRET_KEY

OTHER_KEY = "another-key-for-tests-only-0123456789"


def test_r36_a_token_is_160_bits_of_the_key_the_subscription_and_its_version() -> None:
    tokens = {
        feed_token(key, name, version)
        for key in (SECRET_KEY, OTHER_KEY)
        for name in ("a", "b")
        for version in (1, 2)
    }
    assert len(tokens) == 8
    assert {len(token) for token in tokens} == {32}
    assert feed_token(SECRET_KEY, "a", 1) == feed_token(SECRET_KEY, "a", 1)
