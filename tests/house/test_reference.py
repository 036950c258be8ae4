import re
import subprocess
import sys

from scheduler.presets.reference import page
from scheduler.rules.kinds import TYPES
from tests.support.tree import ROOT

PAGE = ROOT / "docs" / "reference" / "rules.md"


def test_the_page_is_what_the_code_says() -> None:
    written = PAGE.read_text("utf-8")
    assert written == page()
    made = subprocess.run(
        [sys.executable, "-m", "scheduler.presets.reference"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert made.stdout.decode("utf-8") == written


def test_the_page_names_every_parameter_of_every_type() -> None:
    for kind in TYPES:
        section = page().partition(f"\n## {kind.name}\n")[2].partition("\n## ")[0]
        named = set(re.findall(r"`(\w+)`(?: \||[,.])", section))
        assert {parameter.name for parameter in kind.parameters} <= named, kind.name
