"""Generated procedures come to the same in Spark, here in local mode, as in the interpreter."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from random import Random

import pytest

from seglam_lang.language.backends import planner
from seglam_lang.language.backends.copies import stored
from seglam_lang.language.backends.planner import Plan
from seglam_lang.language.backends.spark import Spark, spark
from seglam_lang.language.values import Table
from tests.backends.chains import arguments, more, procedure, rows
from tests.backends.comparing import computed, interpreted

MASTER = "local[2]"
OF_ONE_TABLE = 10  # procedures

needs_spark = pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed: pip install pyspark")
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on the PATH")
pytestmark = [pytest.mark.slow, needs_spark, needs_java]


@pytest.fixture(scope="module")
def engine() -> Iterator[Spark]:
    """Spark in this process. Tiny tables need no more parts than this, and ties of rows show in two."""
    session = spark(MASTER)
    session.set("spark.sql.shuffle.partitions", "2")
    yield session
    session.set("spark.sql.shuffle.partitions", "200")


def compared(engine: Spark, seeds: range) -> tuple[int, int, int]:
    """How many procedures had a table in Spark, how many of them Spark computed in part or wholly, and how many
    wholly."""
    procedures = pushed = wholly = 0
    given: tuple[Table, Table] | None = None
    kept: list[Table] = []
    for seed in seeds:
        chance = Random(seed)
        if given is None or seed % OF_ONE_TABLE == 0:
            given = rows(chance), more(chance)
            is_stored = chance.choices(((True, True), (True, False), (False, True)), (4, 4, 1))[0]
            kept = [
                stored(each, engine, planner) if there else each for each, there in zip(given, is_stored, strict=True)
            ]
        source, compiled, names = procedure(chance)
        plan = Plan()
        found = computed(compiled, arguments(names, *kept), plan)
        assert found == interpreted(compiled, arguments(names, *given)), f"seed {seed}: {source}"
        procedures += kept[0].is_stored
        pushed += kept[0].is_stored and any(not why for _, why in plan.steps)
        wholly += kept[0].is_stored and bool(plan.steps) and not any(why for _, why in plan.steps)
    return procedures, pushed, wholly


def test_two_hundred_generated_procedures(engine: Spark) -> None:
    procedures, pushed, wholly = compared(engine, range(200))
    print(f"{pushed} of {procedures} were computed by Spark, {wholly} of them wholly")
    assert pushed > 0.7 * procedures
