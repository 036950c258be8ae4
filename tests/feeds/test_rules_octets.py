"""Rules 1 to 7: the octets of a feed, whatever the texts in it."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from feeds.formats.icalendar import join, render_block
from feeds.lint import lint
from feeds.profiles import GENERIC, OUTLOOK
from feeds.text import clean, cut, is_blank
from feeds.values import Conference
from tests.feeds.hostile_feed import COUNT, hostile_feed
from tests.feeds.reading import content_lines, events_of, labels_of, texts_of
from tests.feeds.samples import COUNCIL, EVENTS, FEED, hostile_texts, many_texts, shown, texts

VOLUME = 10_000 if os.environ.get("CI") else 1_000
ROOT = Path(__file__).parents[2]
HOSTILE = hostile_feed()


def one_event(text: str) -> bytes:
    event = replace(
        COUNCIL,
        summary=shown(text),
        location=text,
        description=text,
        contact=text,
        categories=(text, text),
        conference=Conference("https://meet.example/a", text),
        url="https://calendar.example/a",
    )
    return join(replace(FEED, name=shown(text)), [render_block(event, GENERIC)], GENERIC)


def assert_comes_back(text: str, octets: bytes) -> None:
    assert texts_of(octets, "NAME") == [shown(text)]
    assert texts_of(octets, "X-WR-CALNAME") == [shown(text)]
    (event,) = events_of(octets)
    link = f"{text} https://meet.example/a".lstrip()
    described = f"{text}\n{link}" if text else link
    assert texts_of(octets, "SUMMARY") == [shown(text)]
    assert (str(event["SUMMARY"]), str(event.get("LOCATION", ""))) == (shown(text), text)
    assert str(event["DESCRIPTION"]) == described
    assert event.categories == ([] if is_blank(text) else [text, text])
    assert str(event.get("CONTACT", "")) == ("" if is_blank(text) else text)
    assert labels_of(octets) == ([text] if text else [])


def physical(octets: bytes) -> list[bytes]:
    return octets.removesuffix(b"\r\n").split(b"\r\n")


def folded_by_the_library(octets: bytes) -> bytes:
    content_line: Any = Contentline  # the library does not type it
    return b"".join(content_line(line).to_ical() + b"\r\n" for line in content_lines(octets))


def test_r1_no_line_is_longer_than_75_octets() -> None:
    assert max(map(len, physical(HOSTILE))) == 75


@pytest.mark.parametrize("character", ["a", "é", "议", "😀", "\\", "^", ",", "\n"])
def test_r1_r2_a_character_on_the_fold_stays_whole(character: str) -> None:
    for width in range(80):
        text = "x" * width + character * 12
        octets = one_event(text)
        assert lint(octets) == ()
        assert folded_by_the_library(octets) == octets
        assert texts_of(octets, "SUMMARY") == [shown(text)]


def test_r2_every_line_is_utf_8_by_itself() -> None:
    assert "".join(line.decode() for line in physical(HOSTILE)).encode() == b"".join(
        physical(HOSTILE)
    )


def test_r3_only_crlf_and_no_byte_order_mark() -> None:
    assert HOSTILE.startswith(b"BEGIN:VCALENDAR\r\n")
    assert HOSTILE.endswith(b"\r\nEND:VCALENDAR\r\n")
    assert HOSTILE.count(b"\r\n") == HOSTILE.count(b"\r") == HOSTILE.count(b"\n")
    assert b"" not in physical(HOSTILE)


@given(hostile_texts)
def test_r4_no_control_character_reaches_a_feed(text: str) -> None:
    octets = one_event(text)
    lines = "".join(content_lines(octets))
    assert re.findall("[\x00-\x1f\x7f-\x9f\u2028\u2029]", lines) == []
    assert texts_of(octets, "SUMMARY") == [cut(clean(shown(text)))]


@given(texts)
def test_r5_any_text_comes_back_exactly(text: str) -> None:
    assert_comes_back(text, one_event(text))


@given(hostile_texts, st.sampled_from(("&amp;", "&hellip;", "&#38;ldquo;", "&#x26;")))
def test_r7_no_entity_reaches_a_feed_whatever_it_was_written_from(text: str, entity: str) -> None:
    found = lint(one_event(f"AT{entity}T {text}"))
    assert [each for each in found if each.rule == 7] == []


@pytest.mark.no_cover  # the property above reaches the same lines
def test_r5_many_texts_come_back_exactly() -> None:
    samples = list(many_texts(VOLUME))
    plain = replace(COUNCIL, description="", url="", conference=None)  # the same in each event
    blocks = [
        render_block(
            replace(
                plain, uid=f"{number:06}", summary=f"题{text}", location=text, categories=(text,)
            ),
            GENERIC,
        )
        for number, text in enumerate(samples)
    ]
    octets = join(FEED, blocks, GENERIC)
    assert texts_of(octets, "SUMMARY") == [f"题{text}" for text in samples]
    assert texts_of(octets, "LOCATION") == [text for text in samples if text]
    assert texts_of(octets, "CATEGORIES") == [text for text in samples if not is_blank(text)]


@given(hostile_texts)
def test_r6_no_text_makes_a_content_line(text: str) -> None:
    names = [re.split("[:;]", line)[0] for line in content_lines(one_event(f"x{text}"))]
    assert names == [re.split("[:;]", line)[0] for line in content_lines(one_event("x"))]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_r6_hostile_feed_is_the_same_and_clean_without_assertions(seed: str) -> None:
    run = subprocess.run(
        [sys.executable, "-O", "-m", "tests.feeds.hostile_feed"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert run.stdout == HOSTILE


def test_r6_hostile_feed_is_clean() -> None:
    assert lint(HOSTILE) == ()
    assert content_lines(HOSTILE).count("BEGIN:VEVENT") == COUNT


def test_r7_no_entity_is_written_for_a_sign() -> None:
    octets = one_event("<b>样例 & \"样例\"</b> 'x'")
    assert re.findall(rb"&\w+;|&#", octets) == []
    outlook = join(FEED, [render_block(one, OUTLOOK) for one in EVENTS], OUTLOOK)
    assert lint(outlook) == ()
