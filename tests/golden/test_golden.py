"""The octets of whole feeds; a change here is a change that every subscriber sees."""

import pytest

from feeds.lint import lint
from tests.golden.cases import FOLDER, cases

CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_feed_has_the_kept_octets(name: str) -> None:
    assert CASES[name] == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", CASES)
def test_kept_feed_is_clean(name: str) -> None:
    assert lint((FOLDER / name).read_bytes(), google=True) == ()


def test_no_kept_feed_is_forgotten() -> None:
    assert {path.name for path in FOLDER.glob("*.ics")} == set(CASES)
