"""What Linux tells of a process: its CPU time and its memory. Elsewhere, and of one that has ended, nothing: 0."""

from __future__ import annotations

import os
import re
from pathlib import Path


def cpu_ms(process: int) -> float:
    """Return the CPU time that a process has used."""
    fields = _told(process, "stat").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def peak_mb(process: int) -> float:
    """Return the most memory that a process ever had."""
    found = re.search(r"VmHWM:\s*(\d+) kB", _told(process, "status"))
    return int(found[1]) / 1024 if found else 0.0


def children(module: str) -> list[int]:
    """Return our processes that run a module."""
    processes = [int(place.name) for place in Path("/proc").glob("[0-9]*")]
    ours = [each for each in processes if f"PPid:\t{os.getpid()}\n" in _told(each, "status")]
    return [each for each in ours if module in _told(each, "cmdline")]


def _told(process: int, file: str) -> str:
    try:
        return Path(f"/proc/{process}/{file}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
