import ast
import re
from pathlib import Path

from scheduler.domain.text import CATALOGUE
from tests.support.tree import ROOT, kept_files, python_files

MODULE_LINES = 300
FUNCTION_LINES = 40
FILE_KIB = 600
GENERATED = ("requirements/",)
MIGRATIONS = "scheduler/store/migrations/versions/"  # a list of tables, as long as it must be
# Written with brackets so that this file does not match itself.
HOME_PATHS = re.compile(r"(?<![\w.])/(roo[t]|hom[e]/\w+|wor[k]|User[s]/\w+|tm[p]/plan)/")
SILENCED = re.compile(r"# ?(noqa|type: ?ignore)(?P<rest>.*)")
CODE = re.compile(r": [A-Z]+\d+(, [A-Z]+\d+)*|\[[a-z-]+(, [a-z-]+)*\]")
REFUSED = re.compile(r'\bfield="([a-z_]+)"')
REASON = re.compile(r"(\d|\]) .*[a-z]{3}")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_module_is_longer_than_one_subject() -> None:
    # Tests are exempt: they state whole values, and a subject's cases belong together.
    code = python_files("scheduler", "feeds", "benchmarks")
    lengths = {name_of(path): len(text_of(path).splitlines()) for path in code}
    long = {name: length for name, length in lengths.items() if length > MODULE_LINES}
    assert {name for name in long if not name.startswith(MIGRATIONS)} == set()


def test_no_function_is_longer_than_a_screen() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files("scheduler", "feeds")
        if not name_of(path).startswith(MIGRATIONS)
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    assert found == []


def unexplained(lines: list[str]) -> list[str]:
    """Find silenced findings with neither a code nor a reason, beside them or just above."""
    found = []
    explained_above = False
    for line in lines:
        match = SILENCED.search(line)
        if match:
            explained = explained_above or REASON.search(match["rest"])
            if not (explained and CODE.match(match["rest"])):
                found.append(line.strip())
        explained_above = line.lstrip().startswith("#") or (explained_above and bool(match))
    return found


def test_unexplained_findings_are_seen() -> None:
    mark = "# no" + "qa"
    silent = ["x", f"x  {mark}", "x", f"x  {mark}: S101"]
    assert unexplained(silent) == [silent[1], silent[3]]
    explained = [f"x  {mark}: S101 - the reason", "# The reason.", f"x  {mark}: S101"]
    assert unexplained([*explained, explained[2]]) == []


def test_every_silenced_finding_names_its_code_and_its_reason() -> None:
    found = {name_of(path): unexplained(text_of(path).splitlines()) for path in python_files()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_file_names_a_place_of_one_machine() -> None:
    found = [
        f"{name_of(path)}: {line.strip()[:100]}"
        for path in kept_files()
        if not name_of(path).startswith(GENERATED)
        for line in text_of(path).splitlines()
        if HOME_PATHS.search(line)
    ]
    assert found == []


def test_no_file_is_large() -> None:
    sizes = {name_of(path): path.stat().st_size for path in kept_files()}
    large = {name: size for name, size in sizes.items() if size > FILE_KIB * 1024}
    assert {name for name in large if not name.startswith(GENERATED)} == set()


def test_every_field_that_code_refuses_has_a_name_for_people() -> None:
    # Rules call their parameters by words of their own.
    code = [path for path in python_files("scheduler") if "/rules/" not in path.as_posix()]
    refused = {found for path in code for found in REFUSED.findall(text_of(path))}
    assert {name for name in refused if f"field.{name}" not in CATALOGUE} == set()
