import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.support.tree import ROOT, python_files

OWN = {"scheduler", "feeds"}
ALLOWED = {
    "scheduler/domain": OWN,
    "scheduler/rules": OWN | {"lunardate"},
    "scheduler/reports": OWN,
}


@pytest.mark.parametrize("package", ["scheduler.rules", "scheduler.domain", "feeds"])
def test_a_pure_package_loads_no_framework(package: str) -> None:
    heavy = ("flask", "sqlalchemy", "marshmallow", "apscheduler")
    program = f"import sys, {package}; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.stdout, result.stderr) == ("[]\n", "")


def top_level_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", ALLOWED)
def test_the_core_needs_the_standard_library_only(folder: str) -> None:
    allowed = ALLOWED[folder] | set(sys.stdlib_module_names)
    found = {path: top_level_names(path) - allowed for path in python_files(folder)}
    assert {path: names for path, names in found.items() if names} == {}


def test_no_module_takes_part_in_a_cycle() -> None:
    graph = grimp.build_graph("scheduler", "feeds", cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    order = list(graphlib.TopologicalSorter(imports).static_order())
    assert set(order) == graph.modules


@pytest.mark.parametrize("folder", ALLOWED)
def test_the_core_reads_no_clock_and_no_chance(folder: str) -> None:
    forbidden = {"now", "today", "utcnow", "monotonic", "perf_counter"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files(folder)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in forbidden
    ]
    assert found == []
    chance = {"random", "secrets", "time"}
    assert [path for path in python_files(folder) if top_level_names(path) & chance] == []
