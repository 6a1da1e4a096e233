"""A worker process as the asking process sees it: messages with deadlines, and why it died.

Two threads drain its pipes, one for messages and one for what it prints, so that waiting can have a limit on every
platform and a chatty library cannot fill a pipe and stop the worker.
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import weakref
from collections import deque
from pathlib import Path
from typing import IO, Any

from seglam_lang.translator.failures import ModelDied
from seglam_lang.translator.messages import read_frame, write_frame

KEPT_LINES = 20  # of what the worker prints
END_LIMIT_S = 2.0  # for what follows at once from the end of a process: its exit code, the end of its pipes
_FOLDERS = re.compile(r"^\S*/(?=[^/\s]+:\d+: )")  # before the place in a library that says why it ends the process
PACKAGE_ROOT = Path(__file__).resolve().parents[2]


class WorkerProcess:
    """One running worker; after a ModelDied `stop` it and start another."""

    def __init__(self, arguments: list[str]) -> None:
        self.owner = os.getpid()
        # -P: a file json.py in the user's folder must not become a module of the worker.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "seglam_lang.translator.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for us to handle, not for the worker
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self._tasks = self._process.stdin
        self._messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._printed: deque[str] = deque(maxlen=KEPT_LINES)
        self._drains = (
            threading.Thread(target=_drain_messages, args=(self._process.stdout, self._messages), daemon=True),
            threading.Thread(target=_drain_lines, args=(self._process.stderr, self._printed), daemon=True),
        )
        for drain in self._drains:
            drain.start()
        # Also at exit and when the last reference goes, so that no worker outlives its use and none is left a zombie.
        self._end = weakref.finalize(self, _end, self._process, self._drains)

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Return whether the process runs, as far as is known."""
        return self._process.poll() is None

    def send(self, message: dict[str, Any]) -> None:
        """Send a message. Raise ModelDied where the process has ended."""
        try:
            write_frame(self._tasks, message)
        except OSError:
            raise ModelDied(self._cause_of_death()) from None

    def receive(self, limit_s: float) -> dict[str, Any]:
        """Return the next message. Raise ModelDied where the process has ended, or sends none within the limit."""
        try:
            message = self._messages.get(timeout=limit_s)
        except queue.Empty:
            raise ModelDied(f"the model did not answer within {limit_s:g} s and was stopped") from None
        if message is None:
            raise ModelDied(self._cause_of_death())
        return message

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        self._end()

    def _cause_of_death(self) -> str:
        """Describe why the process ended, from its exit code and the last line that it printed."""
        try:
            code = self._process.wait(timeout=END_LIMIT_S)
        except subprocess.TimeoutExpired:
            return "the model's process closed its output without an answer"
        self._drains[1].join(timeout=END_LIMIT_S)
        words = f"; it last printed: {_FOLDERS.sub('', self._printed[-1])}" if self._printed else ""
        if code >= 0:
            return f"the model's process ended with exit code {code}{words}"
        name = signal.Signals(-code).name if -code in {*signal.Signals} else f"signal {-code}"
        hint = " (somebody killed it, or the machine ran out of memory)" if name == "SIGKILL" else ""
        return f"the model's process was ended by {name}{hint}{words}"


def _environment() -> dict[str, str]:
    """Return our environment, with our package to be found where we found it, and no debugger called on an abort."""
    environment = {**os.environ, "GGML_NO_BACKTRACE": "1"}
    # Where packages are installed Python looks anyway; named here, they would come before the standard library.
    if PACKAGE_ROOT.name not in ("site-packages", "dist-packages"):
        paths = [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return environment


def _drain_messages(pipe: IO[bytes], messages: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    with pipe:
        while (message := read_frame(pipe)) is not None:
            messages.put(message)
    messages.put(None)


def _drain_lines(pipe: IO[bytes], lines: deque[str]) -> None:
    with pipe:
        while line := pipe.readline(4096):
            if text := line.decode("utf-8", "replace").strip():
                lines.append(text)


def _end(process: subprocess.Popen[bytes], drains: tuple[threading.Thread, ...]) -> None:
    """Kill at once: a worker has nothing to save, and one that is busy or stuck would not react to less."""
    assert process.stdin
    process.kill()
    process.wait()
    with contextlib.suppress(BrokenPipeError):  # what is still unsent is of no interest to anybody
        process.stdin.close()
    for drain in drains:
        drain.join(timeout=END_LIMIT_S)
