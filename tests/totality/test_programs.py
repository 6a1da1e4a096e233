"""Every well-typed program ends in a value or in a declared Failure, within its fuel, and both evaluators agree."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.checking.soundness import Unsound, check_types
from seglam_lang.language.core import Call, Core, Loop, Procedure, preorder
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import content_hash, encode
from seglam_lang.language.storing.decoding import decode
from tests import procedures
from tests.totality.choices import Seeded
from tests.totality.judge import Figures, judge
from tests.totality.many import judge_seeds
from tests.totality.programs import Program, drafted, program

ROOT = Path(__file__).parents[2]
NOT_REACHED: dict[str, str] = {}  # builtins that generated programs do not use, with the reason
MANY = 20_000


def nodes_of(procedure: Procedure) -> list[Core]:
    own = [node for root in procedure.roots() for node in preorder(root)]
    return own + [node for callee in procedure.callees.values() for node in nodes_of(callee)]


def test_programs_of_seeds() -> None:
    tally = judge_seeds(MANY, MANY + 300)
    assert not tally.wrong
    assert tally.programs == 300


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(procedures.programs(), st.sampled_from([30, 200, 20_000]))
def test_programs_of_hypothesis(generated: Program, budget: int) -> None:
    """The same by Hypothesis, which shows the smallest program that fails."""
    compiled = compile_procedure(generated.procedure)
    for args in generated.inputs:
        judge(generated.procedure, args, budget, Figures(), compiled)


@pytest.fixture(scope="module")
def sample() -> list[Procedure]:
    return [program(Seeded(seed), inputs=0).procedure for seed in range(2_000)]


def test_every_form_and_every_builtin_is_reached(sample: list[Procedure]) -> None:
    nodes = [node for procedure in sample for node in nodes_of(procedure)]
    assert {type(node) for node in nodes} == set(Core.__args__)
    reached = {node.builtin for node in nodes if isinstance(node, Call)}
    assert set(REGISTRY.by_id) - reached == set(NOT_REACHED)


def test_loops_of_all_shapes_are_reached(sample: list[Procedure]) -> None:
    shapes: set[Any] = set()
    for node in (node for procedure in sample for node in nodes_of(procedure)):
        if isinstance(node, Loop):
            inside = any(isinstance(each, Loop) for each in preorder(node.step))
            shapes.add((min(len(node.states), 2), node.until is not None, node.yields >= 0, inside))
    wanted = {
        (states, until, yields, inside)
        for states in (0, 1, 2)
        for until in (False, True)
        for yields in (False, True)
        for inside in (False, True)
        if states or yields  # a round without either does nothing
    }
    assert wanted <= shapes


def test_generated_procedures_are_stored_and_read_back(sample: list[Procedure]) -> None:
    for procedure in sample[:300]:
        known = {content_hash(each): each for each in procedure.callees.values()}
        again = decode(encode(procedure), known.__getitem__)
        assert again == procedure
        check_types(again)


def test_nearly_all_drafts_are_sound() -> None:
    """Were many refused, soundness would refuse what is right: see `programs.written`."""
    refused = 0
    for seed in range(500):
        try:
            check_types(drafted(Seeded(seed), [], depth=4))
        except Unsound:
            refused += 1
    assert refused < 25


def judged_in_a_process(first: int, last: int) -> dict[str, Any]:
    """The figures of programs that a process of its own judges."""
    command = [sys.executable, "-m", "tests.totality.many", str(first), str(last)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1_200, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    print(done.stdout)
    return dict(json.loads(done.stdout))


def test_the_memory_of_a_process_is_its_own() -> None:
    held = b"x" * 2**29  # what this process has is not the other's
    assert judged_in_a_process(0, 1)["megabytes"] < 256
    assert len(held) == 2**29


@pytest.mark.slow
def test_twenty_thousand_programs() -> None:
    """Without a wrong one, in 1.5 GiB of address space, and with no unit of fuel that takes long."""
    half = MANY // 2
    with ThreadPoolExecutor(2) as both:
        for figures in both.map(judged_in_a_process, (0, half), (half, MANY)):
            assert figures["wrong"] == {}
            assert figures["programs"] == half
            assert figures["slowest run, seconds"] < 10
            assert figures["slowest unit of fuel, nanoseconds"] < 5_000
            assert figures["megabytes"] < 256
