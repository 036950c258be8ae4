"""What lies in this repository, for tests about the repository itself."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CODE = ("scheduler", "feeds", "tests", "benchmarks")


def python_files(*folders: str) -> list[Path]:
    """List the Python files under the folders (all of the code when none is named)."""
    return sorted(path for folder in folders or _CODE for path in (ROOT / folder).rglob("*.py"))


def kept_files() -> list[Path]:
    """List the files that are part of the repository, or will be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # an archive without history
        return [path for path in python_files() if path.is_file()]
    found = (ROOT / name for name in sorted(listed.stdout.split("\0")) if name)
    return [path for path in found if path.is_file()]
