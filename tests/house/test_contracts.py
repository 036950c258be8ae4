import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.tree import ROOT

# For each contract the lines to add to files, which the contract must refuse.
BREACHES = {
    "layers": {"scheduler/services/planted.py": "import scheduler.app"},
    "pure_core": {"scheduler/rules/planted.py": "import icalendar"},
    "feeds_alone": {"feeds/planted.py": "import scheduler.domain"},
    "sql_in_store": {"scheduler/services/planted.py": "import sqlalchemy.orm"},
    "services_know_no_edge": {"scheduler/services/planted.py": "import flask"},
    "edge_knows_no_store": {"scheduler/api/planted.py": "import scheduler.store"},
    "config_at_the_top": {"scheduler/services/planted.py": "import scheduler.config"},
    "cli_knows_no_app": {"scheduler/cli.py": "import scheduler.app"},
    "kinds_apart": {
        "scheduler/rules/kinds/planted.py": "import scheduler.rules.kinds.planted_too",
        "scheduler/rules/kinds/planted_too.py": "",
    },
    "reports_apart": {
        "scheduler/reports/planted.py": "import scheduler.reports.planted_too",
        "scheduler/reports/planted_too.py": "",
    },
    "formats_apart": {"feeds/formats/planted.py": "import feeds.formats.icalendar"},
    "no_cycles": {
        "scheduler/domain/planted.py": "import scheduler.domain.planted_too",
        "scheduler/domain/planted_too.py": "import scheduler.domain.planted",
    },
}


@pytest.fixture(scope="module")
def sound_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in ("scheduler", "feeds"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("*.pyc"))
    return tree


def lint(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, *options],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_has_a_planted_breach() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert [contract["id"] for contract in contracts] == list(BREACHES)


def test_the_tree_keeps_every_contract(sound_tree: Path) -> None:
    result = lint(sound_tree)
    assert (result.returncode, "0 broken" in result.stdout) == (0, True), result.stdout


@contextmanager
def planted(tree: Path, lines: dict[str, str]) -> Iterator[None]:
    places = [tree / name for name in lines]
    before = {place: place.read_text("utf-8") for place in places if place.exists()}
    for place, line in zip(places, lines.values(), strict=True):
        place.write_text(f"{before.get(place, '')}\n{line}\n", "utf-8")
    try:
        yield
    finally:
        for place in places:
            place.unlink()
        for place, content in before.items():
            place.write_text(content, "utf-8")


@pytest.mark.parametrize("contract", BREACHES)
def test_a_planted_breach_is_reported(contract: str, sound_tree: Path) -> None:
    with planted(sound_tree, BREACHES[contract]):
        result = lint(sound_tree, "--contract", contract)
    assert (result.returncode, "1 broken" in result.stdout) == (1, True), result.stdout


def test_a_module_without_a_layer_is_reported(sound_tree: Path) -> None:
    with planted(sound_tree, {"scheduler/stray.py": ""}):
        result = lint(sound_tree, "--contract", "layers")
    assert (result.returncode, "scheduler.stray" in result.stdout) == (1, True), result.stdout
