"""Where a miss spends its time is measured stage by stage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from tests.bench.misses import Miss, memory, misses, report, stopwatches
from tests.engine.scripted import REFUSE, Scripted

BODIES = {
    "what is 3 times 4": ["return s0 * s1"] * 3,
    "multiply 5 by 6": ["return s0 * s1"] * 3,
    "sing 7 songs": [REFUSE] * 3,
    "multiply 8 by 9": [],  # a hit
}
ROWS: list[dict[str, Any]] = [{"request": request, "inputs": {}} for request in BODIES]


def test_the_stages_of_each_miss_but_the_first_are_timed() -> None:
    with Seglam(":memory:", translator=Scripted(BODIES), layers=()) as asked:
        found = misses(asked, ROWS, Scripted)
    assert [miss.status for miss in found] == ["miss", "refused"]
    assert set(found[0].stages) == {"reading", "matching", "scope", "drafts", "judging", "storing"}
    assert "storing" not in found[1].stages
    assert all(miss.rest > 0 and min(miss.stages.values()) >= 0 for miss in found)
    names = [figure.name.strip() for figure in report(found)]
    assert names[:3] == ["answered: ms", "refused: ms", "reading"]


def test_stopwatches_are_gone_afterwards() -> None:
    before = Scripted.draft
    with stopwatches(Scripted) as taken, pytest.raises(AttributeError):
        Scripted.draft(None, None)  # type: ignore[arg-type]
    assert list(taken) == ["drafts"]
    assert Scripted.draft is before


def test_the_rest_counts_no_part_of_a_stage_twice() -> None:
    assert Miss("miss", 10, {"drafts": 6, "  of these, encoding": 2, "judging": 3}).rest == 1


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="only Linux tells of the memory of a process")
def test_the_memory_of_a_child_is_found_by_its_module() -> None:
    code = "import sys; print(end='.', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "a.module.of.ours"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin
        assert child.stdout
        assert child.stdout.read(1) == b"."
        (figure,) = memory("a.module.of.ours")
        assert memory("a.module.of.others") == []
        child.stdin.close()
    assert 1 <= int(figure.text) <= 100
