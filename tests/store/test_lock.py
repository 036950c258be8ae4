import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.domain.errors import ServingError
from scheduler.store import lock

HOLD = "import sys, pathlib; from scheduler.store import lock; lock.hold(pathlib.Path(sys.argv[1]))"


def test_a_second_process_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    database = tmp_path / "scheduler.db"
    command = [sys.executable, "-c", HOLD, str(database)]
    held = lock.hold(database)

    refused = subprocess.run(command, check=False, capture_output=True, text=True)
    held.close()
    allowed = subprocess.run(command, check=False, capture_output=True, text=True)

    assert (refused.returncode, "already_serving" in refused.stderr) == (1, True)
    assert (allowed.returncode, allowed.stderr) == (0, "")


def test_the_refusal_names_the_database(tmp_path: Path) -> None:
    database = tmp_path / "scheduler.db"
    with lock.hold(database), pytest.raises(ServingError) as refusal:
        lock.hold(database)

    assert refusal.value.fields == {"path": str(database), "retry_after": 0}
    assert [path.name for path in tmp_path.iterdir()] == ["scheduler.db.lock"]
