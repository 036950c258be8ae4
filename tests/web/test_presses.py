"""Forms that may be sent twice."""

from scheduler.web.presses import press, sent

TYPED = {"request": ("p-1",), "name": ("手机",), "kinds": ("a", "b")}


def test_the_same_form_with_the_same_words_is_one_request() -> None:
    assert sent("u-1", TYPED) == sent("u-1", dict(reversed(TYPED.items())))


def test_other_words_another_form_or_another_sender_is_another_request() -> None:
    others = [
        sent("u-1", TYPED | {"name": ("电脑",)}),
        sent("u-1", TYPED | {"request": ("p-2",)}),
        sent("u-2", TYPED),
    ]
    asked = {(each.client, each.key) for each in (sent("u-1", TYPED), *others)}
    assert len(asked) == 4


def test_a_form_without_a_name_is_always_another() -> None:
    bare = {"name": ("手机",)}
    assert sent("u-1", bare).key != sent("u-1", bare).key
    assert (press("p-1"), press("") != press("")) == ("p-1", True)


def test_no_client_of_the_api_can_ask_under_the_key_of_a_form() -> None:
    once = sent("u-1", TYPED | {"request": ("x" * 500,)})
    assert (once.client, " " in once.key, len(once.key)) == ("form u-1", True, 64 + 1 + 64)
