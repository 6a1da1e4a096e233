"""`make demo`, with the model that ships."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "examples" / "demo" / "run"
COMMANDS = Path(sys.executable).parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (COMMANDS / "seglam").exists(), reason="the package is not installed beside this Python"),
]


def test_the_demo_shows_a_miss_and_two_hits() -> None:
    path = f"{COMMANDS}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([DEMO], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    status_lines = re.findall(r"(?m)^(hit|miss) · ([0-9a-f]{12}) · ", done.stdout)
    assert [status for status, _ in status_lines] == ["miss", "hit", "hit"]
    assert status_lines[0][1] == status_lines[1][1] != status_lines[2][1]
    for expected in ("proc ", "certificate", "amount is more than 500", "temperature is more than -4.5", "25.51"):
        assert expected in done.stdout
