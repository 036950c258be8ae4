"""Human text is made fit for calendars and otherwise left alone."""

from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import clean, cut, has_entity, units, uri
from tests.feeds.samples import hostile_texts, texts


@given(texts)
def test_clean_leaves_good_text_alone(text: str) -> None:
    assert clean(text) == text


@given(hostile_texts)
def test_clean_text_stays_clean_and_can_be_written(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.encode().decode() == once


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("a\0\x0b\x0c\x1b\x7f\x9bb", "ab"),
        ("\ufeffa\ud83d\ude00b\udc00", "ab"),
        ("AT&amp;T&nbsp;&amp;amp;lt;&#x5EFA;&quot;&gt", 'AT&T\u00a0<建"&gt'),
        ("&a\0mp;lt;&#13;b&#xD800;", "<\nb\ufffd"),
        ("&a&#1;mp;lt;", "<"),
        ("&#" + 5000 * "9" + ";", "&#" + 5000 * "9" + ";"),
        ("&#\uff11;&notes;&am;p;&copy", "&#\uff11;&notes;&am;p;&copy"),
        ("链主&ldquo;企业&rdquo;&hellip;&#X26;AMP;yen;&NewLine;&Tab;", "链主“企业”…¥\n "),
        ("&lt&semi;&&num;53;", "<5"),
    ],
)
def test_clean_of_each_kind_of_bad_character(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_every_name_of_html_is_read_and_no_other() -> None:
    named = {f"&{name}": sign for name, sign in html5.items() if name.endswith(";")}
    assert {name: clean(name) for name in named} == {
        name: sign.replace("\t", " ") for name, sign in named.items()
    }
    assert [name for name in named if not has_entity(name)] == []
    assert not has_entity("&notes; R&D; &#\uff11; &copy")


@given(st.text(), st.integers(1, 40))
def test_cut_keeps_the_beginning_within_the_limit(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short.encode("utf-16-le", "surrogatepass")) // 2 == units(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    assert short == text or units(text) > limit


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://a.example/b?c=d&e=%E4#f", "https://a.example/b?c=d&e=%E4#f"),
        ("https://a.example/会议 室\r\n", "https://a.example/%E4%BC%9A%E8%AE%AE%20%E5%AE%A4%0A"),
        ('https://a.example/<">\\^`{|}', "https://a.example/%3C%22%3E%5C%5E%60%7B%7C%7D"),
    ],
)
def test_uri_is_ascii_and_keeps_what_is_encoded(address: str, written: str) -> None:
    assert uri(address) == written
