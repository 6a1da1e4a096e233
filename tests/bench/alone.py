"""Does a job when it is asked to, away from whoever measures: `python -m tests.bench.alone`, with it as JSON on stdin.

A job is a code, with the lines that prepare it, which is run in this process; or a command, which is a process of its
own each time. It is done once before anything is measured, and then once for each further line on stdin. A line of JSON
comes out each time: the seconds (of CPU time, where that is asked for), the most memory that was had so far, and the
answer: what the code leaves in `answer`, or what the command prints.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from tests.bench.process import peak_mb


def main() -> int:
    """Do the job; the exit code is that of a command that fails."""
    job = json.loads(sys.stdin.readline())
    most = int(job["gigabytes"] * 2**30)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    work = _command(job["command"], job["cpu"]) if "command" in job else _code(job["prepared"], job["code"], job["cpu"])
    work()
    print(json.dumps("ready"), flush=True)
    for _ in sys.stdin:
        seconds, answer, megabytes = work()
        print(json.dumps({"seconds": seconds, "answer": answer, "megabytes": megabytes}, default=str), flush=True)
    return 0


Run = Callable[[], tuple[float, Any, float]]  # seconds, answer, megabytes


def _code(prepared: str, code: str, cpu: bool) -> Run:
    clock = time.process_time if cpu else time.perf_counter
    names: dict[str, Any] = {}
    exec(prepared, names)
    compiled = compile(code, "<code>", "exec")

    def run() -> tuple[float, Any, float]:
        started = clock()
        exec(compiled, names)
        took = clock() - started
        answer = [list(row.values()) if isinstance(row, dict) else list(row) for row in names["answer"]]
        return took, answer, peak_mb(os.getpid())

    return run


def _command(command: list[str], cpu: bool) -> Run:
    def run() -> tuple[float, Any, float]:
        with tempfile.TemporaryFile("w+") as printed:
            started = time.perf_counter()
            process = os.posix_spawnp(
                command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, printed.fileno(), 1)]
            )
            _, status, usage = os.wait4(process, 0)
            took = usage.ru_utime + usage.ru_stime if cpu else time.perf_counter() - started
            if status:
                sys.exit(os.waitstatus_to_exitcode(status))
            printed.seek(0)
            return took, printed.read(), usage.ru_maxrss / 1024

    return run


if __name__ == "__main__":
    sys.exit(main())
