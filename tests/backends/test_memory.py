"""How much memory there is: the least of the machine's and of what the control groups of the process allow."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seglam_lang.language.backends.memory import memory

MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
MIB = 2**20
NEW, OLD = "memory.max", "memory.limit_in_bytes"


@pytest.mark.parametrize(
    ("groups", "limits", "found"),
    [
        ("", {}, MACHINE),
        ("0::/\n", {f"{NEW}": f"{512 * MIB}\n"}, 512 * MIB),
        ("0::/\n", {f"{NEW}": "max\n"}, MACHINE),
        ("0::/user.slice/app\n", {f"user.slice/{NEW}": f"{64 * MIB}", f"user.slice/app/{NEW}": "max"}, 64 * MIB),
        ("0::/a/b\n", {f"a/{NEW}": f"{64 * MIB}", f"a/b/{NEW}": f"{32 * MIB}"}, 32 * MIB),
        ("0::/../sibling\n", {f"{NEW}": f"{64 * MIB}"}, 64 * MIB),
        ("5:memory:/docker/ab12\n0::/\n", {f"memory/{OLD}": f"{96 * MIB}"}, 96 * MIB),  # the container is not seen
        ("4:cpu,memory:/job\n", {f"memory/job/{OLD}": f"{48 * MIB}", f"memory/{OLD}": "9223372036854771712"}, 48 * MIB),
        ("4:cpu:/job\n", {f"cpu/job/{OLD}": "1"}, MACHINE),
        ("0::/a:b\n", {f"a:b/{NEW}": f"{16 * MIB}"}, 16 * MIB),
    ],
)
def test_limits_of_control_groups(groups: str, limits: dict[str, str], found: int, tmp_path: Path) -> None:
    written = {"proc/self/cgroup": groups, **{f"sys/fs/cgroup/{path}": limit for path, limit in limits.items()}}
    for path, text in written.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert memory(tmp_path) == found


def test_without_such_groups_it_is_that_of_the_machine(tmp_path: Path) -> None:
    assert memory(tmp_path) == MACHINE
    assert 0 < memory() <= MACHINE


@pytest.mark.parametrize("kind", ["RLIMIT_AS", "RLIMIT_DATA"])
def test_limits_of_the_process(kind: str) -> None:
    resource = pytest.importorskip("resource")
    asked = f"import resource; most = {512 * MIB}; resource.setrlimit(resource.{kind}, (most, most))"
    told = "from seglam_lang.language.backends.memory import memory; print(memory())"
    result = subprocess.run([sys.executable, "-c", f"{asked}; {told}"], capture_output=True, text=True, check=True)
    assert int(result.stdout) == 512 * MIB < MACHINE and resource
