"""The real `seglam` command, run in a process of its own and watched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"  # the data sets, where they are at hand
WATCH = Path(__file__).with_name("watch")
WORKER = "seglam_lang.translator.worker"  # the module that a model's process runs


def seglam() -> list[str]:
    """The command beside this interpreter; where the package is not installed, what that command would run."""
    found = shutil.which("seglam", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-c", "from seglam_lang.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Watched:
    """What a run did, seen from inside its Python processes."""

    processes: int  # Python processes that were watched, the first one included
    started: tuple[str, ...]  # command lines of all processes that were started, Python or not
    heavy: tuple[str, ...]  # what the first process imported of that which a hit must not import

    @property
    def models(self) -> int:
        """Model processes among those that were started."""
        return sum(WORKER in line for line in self.started)


def run_watched(command: Sequence[str], notes: Path) -> Watched:
    """Run a Python program; SystemExit where it fails. `notes` is a file to be made."""
    paths = os.pathsep.join(filter(None, [str(WATCH), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": paths, "SEGLAM_WATCH": str(notes)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        code = process.wait()
    if code:
        sys.exit(f"{' '.join(command)} ended with exit code {code}")
    return _read(notes)


def _read(notes: Path) -> Watched:
    lines = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()] if notes.exists() else []
    watched = [line["pid"] for line in lines if line["what"] == "watched"]
    if not watched:
        sys.exit("the run could not be watched: another sitecustomize comes before that of tests/bench/watch")
    return Watched(
        len(watched),
        tuple(line["detail"] for line in lines if line["what"] == "start"),
        tuple(name for line in lines if line["what"] == "end" and line["pid"] == watched[0] for name in line["detail"]),
    )
