"""Python imports this by itself in every process of a watched run, whose PYTHONPATH begins with this folder.

Into the file that SEGLAM_WATCH names it writes, a line each: that a process is watched, each process that it starts
(from the interpreter's own audit events, so that none can be overlooked), and at its end whether it imported what a
hit must not.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from typing import Any

STARTS = frozenset(
    {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"}
)
HEAVY = ("hypothesis", "lark", "llama_cpp")
TARGET = os.environ.get("SEGLAM_WATCH", "")


def _note(what: str, detail: object) -> None:
    with open(TARGET, "a", encoding="utf-8") as notes:
        notes.write(json.dumps({"pid": os.getpid(), "what": what, "detail": detail}) + "\n")


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event in STARTS:
        _note("start", str(arguments[1] if event == "subprocess.Popen" else arguments[:2]))


def _at_exit() -> None:
    _note("end", [name for name in HEAVY if name in sys.modules])


if TARGET:
    _note("watched", sys.orig_argv)
    sys.addaudithook(_audit)
    atexit.register(_at_exit)
