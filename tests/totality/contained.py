"""Code run in a process of its own, which may use no more than so much memory and time."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import pytest

MEMORY = 3 * 2**29  # bytes of address space: 1.5 GiB


@dataclass(frozen=True)
class Ended:
    """How a process ended: what its code reported, and the seconds it took."""

    report: str
    seconds: float


def contained(code: Callable[[], str], seconds: float) -> Ended:
    """What `code` says when it is run in a copy of this process; "killed" if it takes longer.

    An exception that escapes `code` is what it says: "MemoryError: ...".
    """
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork on this system")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run(code, writer)
    os.close(writer)
    ready, _, _ = select.select([reader], [], [], seconds)
    report = os.read(reader, 2**16).decode() if ready else '["killed", 0]'
    if not ready:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    return Ended(*json.loads(report or '["died", 0]'))


def _run(code: Callable[[], str], writer: int) -> None:
    """The child's part; it never returns, so that nothing of the test framework runs twice."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        start = perf_counter()
        try:
            report = code()
        except BaseException as error:  # whatever it is, the parent is to see it
            report = f"{type(error).__name__}: {error}"
        os.write(writer, json.dumps([report[:1000], perf_counter() - start]).encode())
    finally:
        os._exit(0)
