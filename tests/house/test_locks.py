import re
import tomllib

import pytest

from tests.support.tree import ROOT

LISTS = ["run.txt", "dev.txt"]
PIN = re.compile(r"^([a-z0-9][a-z0-9-]*)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def read_lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text("utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall(read_lock(name)))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("trace", ["://", "--index", "--extra-index", "--find-links"])
def test_a_lock_names_no_host(name: str, trace: str) -> None:
    assert [line for line in read_lock(name).splitlines() if trace in line] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z])", read_lock(name))
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_both_locks_pin_the_same_versions() -> None:
    dev = pins("dev.txt")
    assert {name: dev.get(name) for name in pins("run.txt")} == pins("run.txt")


def test_every_dependency_has_an_upper_bound_and_a_pin() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = [
        *settings["project"]["dependencies"],
        *(
            line
            for extra in settings["project"]["optional-dependencies"].values()
            for line in extra
        ),
        *(line for group in settings["dependency-groups"].values() for line in group),
    ]
    unbounded = [line for line in named if "<" not in line]
    names = {re.split(r"[\[><= ]", line)[0] for line in named}
    assert (unbounded, sorted(names - pins("dev.txt").keys())) == ([], [])
