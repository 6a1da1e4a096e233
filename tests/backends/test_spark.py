"""Generated procedures come to the same in Spark, here in local mode, as in the interpreter."""

from __future__ import annotations

from pathlib import Path
from random import Random

import duckdb
import pytest

from seglam_lang.language import Param, Signature, check_draft, compile_procedure
from seglam_lang.language.backends import planner, results
from seglam_lang.language.backends.copies import stored
from seglam_lang.language.backends.planner import Plan
from seglam_lang.language.backends.results import KeptTable
from seglam_lang.language.backends.spark import NoSpark, Spark, spark
from seglam_lang.language.types import NUMBER, TEXT, column_of, table
from seglam_lang.language.values import Column, Table
from tests.backends.chains import arguments, more, procedure, rows
from tests.backends.comparing import computed, interpreted
from tests.backends.sparks import NEEDS_SPARK, session

OF_ONE_TABLE = 10  # procedures

pytestmark = NEEDS_SPARK


@pytest.fixture(scope="module")
def engine() -> Spark:
    return session()


def compared(engine: Spark, seeds: range) -> tuple[int, int, int]:
    """How many procedures had a table in Spark, how many of them it computed in part or wholly, and how many wholly."""
    procedures = pushed = wholly = 0
    given: tuple[Table, Table] | None = None
    kept: list[Table] = []
    for seed in seeds:
        chance = Random(seed)
        if given is None or seed % OF_ONE_TABLE == 0:
            given = rows(chance), more(chance)
            is_stored = chance.choices(((True, True), (True, False), (False, True)), (4, 4, 1))[0]
            pairs = zip(given, is_stored, strict=True)
            kept = [stored(each, engine, planner) if in_spark else each for each, in_spark in pairs]
        source, compiled, names = procedure(chance)
        plan = Plan()
        found = computed(compiled, arguments(names, *kept), plan)
        assert found == interpreted(compiled, arguments(names, *given)), f"seed {seed}: {source}"
        if kept[0].is_stored:
            whys = [why for _, why in plan.steps]
            procedures += 1
            pushed += "" in whys
            wholly += set(whys) == {""}
    return procedures, pushed, wholly


def test_two_hundred_generated_procedures(engine: Spark) -> None:
    procedures, pushed, wholly = compared(engine, range(200))
    print(f"{pushed} of {procedures} were computed by Spark in part or wholly, {wholly} of them wholly")
    assert pushed > 0.85 * procedures


def test_the_name_of_a_blank_day_is_blank(engine: Spark) -> None:
    compared(engine, range(390, 400))  # an item of an array is never blank to Spark


def test_many_rows_in_several_parts(engine: Spark) -> None:
    """Rows come from the parts of a table in whatever order."""
    given, other = rows(Random(0), 5_000), more(Random(0))
    kept = stored(given, engine, planner)
    for seed in range(12):
        source, compiled, names = procedure(Random(seed))
        found = computed(compiled, arguments(names, kept, other))
        assert found == interpreted(compiled, arguments(names, given, other)), f"seed {seed}: {source}"


SIGNATURE = Signature(
    (
        Param("rows", table(("t", "n"))),
        Param("t", column_of(TEXT), "rows"),
        Param("n", column_of(NUMBER), "rows"),
    )
)
ODD = ("it's", "a\\b", "${x}", 'say "so"', "line\nbreak", "`", "é", "e\u0301", "😀", "\uffee", "ß", "SS", "", " ", "%_")


def outcomes(source: str, given: Table, engine: Spark) -> list[object]:
    """What Spark and the interpreter come to, and what ran where."""
    checked = check_draft(f"return {source}", SIGNATURE)
    compiled, plan = compile_procedure(checked.core), Plan()
    found = []
    for rows_, run in ((stored(given, engine, planner), True), (given, False)):
        known = {"rows": rows_, "t": Column("t", TEXT), "n": Column("n", NUMBER)}
        args = [known[name] for name in checked.params]
        found.append(computed(compiled, args, plan) if run else interpreted(compiled, args))
    return [*found, plan]


@pytest.mark.parametrize(
    "source",
    [
        "rows.sort_by(t)",
        "rows.group_by(t).total(n)",
        'rows.where(row => row[t] > "S").map(row => row[t])',
        *(
            f"rows.where(row => row[t] == {text}).count()"
            for text in ('"it\'s"', '"a\\\\b"', '"${x}"', '"e\u0301"', '"😀"')
        ),
    ],
)
def test_texts(engine: Spark, source: str) -> None:
    given = Table(("t", "n"), (TEXT, NUMBER), (ODD, tuple(range(len(ODD)))), len(ODD))
    found, expected, _ = outcomes(source, given, engine)
    assert found == expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("rows.where(row => 1 / row[n] > 0.5).count()", "division by zero"),
        ("rows.drop(9).average(n)", "there are no values"),
    ],
)
def test_a_failure_is_that_of_the_interpreter(engine: Spark, source: str, why: str) -> None:
    given = Table(("t", "n"), (TEXT, NUMBER), (("a", "b", "c"), (1, 0, 2)), 3)
    found, expected, plan = outcomes(source, given, engine)
    assert found == expected and isinstance(found, tuple) and isinstance(found[2], int)
    assert isinstance(plan, Plan) and any(why in each for _, each in plan.steps)


def test_a_sum_that_spark_cannot_hold_is_left_to_the_interpreter(engine: Spark) -> None:
    given = Table(("t", "n"), (TEXT, NUMBER), (("a",) * 20, (9 * 10**37,) * 20), 20)
    found, expected, plan = outcomes("rows.total(n)", given, engine)
    assert found == expected
    assert isinstance(plan, Plan) and plan.steps


def test_a_large_result_is_kept_in_duckdb(engine: Spark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_FETCHED", 3)
    given = Table(("t", "n"), (TEXT, NUMBER), (("b", "d", None, "a"), (3, 1, 2, 5)), 4)
    found, expected, _ = outcomes("rows.sort_by_descending(n).select(n, t)", given, engine)
    assert isinstance(found, tuple) and isinstance(expected, tuple)
    kept = found[1]
    assert isinstance(kept, KeptTable) and kept.fetched() == expected[1]
    assert kept.take([2, 0]) == expected[1].take([2, 0])


def test_a_process_has_one_spark() -> None:
    with pytest.raises(NoSpark, match=r"this process uses Spark at local\[2\], and cannot use local\[1\] as well"):
        spark("local[1]")


def test_a_view_goes_with_its_table(engine: Spark, tmp_path: Path) -> None:
    duckdb.sql("SELECT 1 AS a").write_parquet(str(tmp_path / "a.parquet"))

    class Owner:
        pass

    owner, name = Owner(), engine.new_name()
    engine.read_parquet(f"file://{tmp_path / 'a.parquet'}", name, "p")
    engine.keep(owner, name)
    assert engine.rows(f"SELECT p, a FROM {name}") == [(0, 1)]
    del owner
    with pytest.raises(Exception, match="TABLE_OR_VIEW_NOT_FOUND"):
        engine.rows(f"SELECT p, a FROM {name}")
