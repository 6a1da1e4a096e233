"""How much memory this process may have: the machine's, or less where a container or another control group says so, or
a limit of the process itself (`ulimit -v`, `ulimit -d`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_MIB = 2**20
_UNKNOWN = 4096 * _MIB  # where the system does not say
_GROUPS = "sys/fs/cgroup"  # where the limits of control groups lie


def memory(root: Path = Path("/")) -> int:
    """Return how many bytes of memory there are for this process; `root` is where its files of the system are."""
    return min([_of_the_machine(), *_limits(root), *_of_the_process()])


def _of_the_machine() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not on this system
        return _UNKNOWN


def _of_the_process() -> Iterator[int]:
    """Yield the limits that are set for this process, or for whoever started it."""
    try:
        import resource
    except ImportError:  # not on this system
        return
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        most, _ = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            yield most


def _limits(root: Path) -> Iterator[int]:
    """Yield the limits of the control groups of this process, and of those around them."""
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):  # there are none on this system
        return
    for line in lines:
        _, kinds, path = line.split(":", 2)
        if not kinds:
            yield from _of_group(root / _GROUPS, path, "memory.max")
        elif "memory" in kinds.split(","):
            yield from _of_group(root / _GROUPS / "memory", path, "memory.limit_in_bytes")


def _of_group(top: Path, path: str, name: str) -> Iterator[int]:
    """Yield the limits of a group and of all around it. A container that does not see those has its own at the top."""
    group = PurePosixPath(path.lstrip("/"))
    for each in (group, *group.parents):
        try:
            text = (top / each / name).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):  # the group has no such limit, or is not seen
            continue
        if text.isdigit():  # else it is "max"
            yield int(text)
