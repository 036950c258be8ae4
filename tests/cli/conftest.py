from pathlib import Path

import pytest

from tests.support.command import Run, filled_folder, runner


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the database that the commands work on: the small alliance."""
    return filled_folder(tmp_path, monkeypatch)


@pytest.fixture
def run(url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run one command on the small alliance."""
    del url
    return runner(capfdbinary)
