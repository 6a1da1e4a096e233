"""Code run in a process of its own, which may use no more than so much memory and time."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import process_time

import pytest

MEMORY = 3 * 2**29  # bytes of address space that it may add to what the process has: 1.5 GiB
PATIENCE = 20  # times the seconds of the processor that a process may take, on the clock: the machine may be busy


@dataclass(frozen=True)
class Ended:
    """How a process ended: what its code reported, and the seconds of the processor it took."""

    report: str
    seconds: float


def contained(code: Callable[[], str], seconds: float) -> Ended:
    """What `code` says when it is run in a copy of this process; "killed" if it takes more time of the processor.

    An exception that escapes `code` is what it says: "MemoryError: ...".
    """
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork on this system")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run(code, writer, ceil(seconds))
    os.close(writer)
    ready, _, _ = select.select([reader], [], [], PATIENCE * seconds)
    report = os.read(reader, 2**16).decode() if ready else ""
    if not ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reader)
    if report:
        return Ended(*json.loads(report))
    late = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
    return Ended("killed" if late else "died", 0)


def _run(code: Callable[[], str], writer: int, seconds: int) -> None:
    """The child's part; it never returns, so that nothing of the test framework runs twice."""
    try:
        most = _in_use() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        start = process_time()
        try:
            report = code()
        except BaseException as error:  # whatever it is, the parent is to see it
            report = f"{type(error).__name__}: {error}"
        os.write(writer, json.dumps([report[:1000], process_time() - start]).encode())
    finally:
        os._exit(0)


def _in_use() -> int:
    """Return the bytes of address space of this process, 0 where the system does not say. Libraries that other tests
    have loaded reserve much of it.
    """
    sizes = Path("/proc/self/statm")
    return int(sizes.read_text().split()[0]) * resource.getpagesize() if sizes.exists() else 0
