"""`python -m seglam_lang` is the command."""

from __future__ import annotations

import subprocess
import sys


def test_the_package_runs_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "seglam_lang", "exec", "2 plus 3", "--no-model", "--quiet"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "5\n"
