"""Generated procedures come to the same in Spark, here in local mode, as in the interpreter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
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
from seglam_lang.language.types import DATE, DATETIME, NUMBER, TEXT, column_of, table
from seglam_lang.language.values import Column, Table, Value
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


TYPES = {"t": TEXT, "n": NUMBER, "d": DATE, "s": DATETIME}
SIGNATURE = Signature(
    (Param("rows", table(tuple(TYPES))), *(Param(name, column_of(kind), "rows") for name, kind in TYPES.items()))
)
DAYS = ("0001-01-01", "1582-10-10", "1900-02-28", "2000-02-29", "2024-12-29", "2024-12-30", "2021-01-03", "9999-12-31")
MOMENTS = ("0001-01-01T00:00", "1883-11-18T12:03:58", "2024-03-31T02:30", "2024-02-29T23:59:59.999999")
ODD = ("it's", "a\\b", "${x}", 'say "so"', "line\nbreak", "`", "é", "e\u0301", "😀", "\uffee", "ß", "SS", "", " ", "%_")


def of_texts(texts: Sequence[str | None], numbers: Sequence[Value]) -> Table:
    """A table of texts and numbers; its days are blank."""
    blanks = (None,) * len(texts)
    return Table(tuple(TYPES), tuple(TYPES.values()), (tuple(texts), tuple(numbers), blanks, blanks), len(texts))


def outcomes(source: str, given: Table, engine: Spark) -> list[object]:
    """What Spark and the interpreter come to, and what ran where."""
    checked = check_draft(f"return {source}", SIGNATURE)
    compiled, plan = compile_procedure(checked.core), Plan()
    found = []
    for rows_, run in ((stored(given, engine, planner), True), (given, False)):
        known = {"rows": rows_, **{name: Column(name, kind) for name, kind in TYPES.items()}}
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
    given = of_texts(ODD, range(len(ODD)))
    found, expected, _ = outcomes(source, given, engine)
    assert found == expected


@pytest.mark.parametrize(
    "part",
    [
        *(
            f"row[d].{each}()"
            for each in ("year", "month", "day", "quarter", "weekday_number", "week_number", "week_year")
        ),
        *(
            f"row[d].{each}()"
            for each in ("day_of_year", "weekday", "month_name", "start_of_month", "start_of_quarter")
        ),
        *(f"row[d].{each}()" for each in ("start_of_year", "end_of_month", "is_weekend")),
        "row[d].days_until(@2024-06-01)",
        *(f"row[s].{each}()" for each in ("hour", "minute", "date")),
    ],
)
def test_parts_of_days_and_moments(engine: Spark, part: str) -> None:
    """Of blanks too, in the first and the last year, around a leap day and where weeks are of another year."""
    days = (*map(date.fromisoformat, DAYS), None)
    moments = tuple([*map(datetime.fromisoformat, MOMENTS), None] * 2)[: len(days)]
    blanks = (None,) * len(days)
    given = Table(tuple(TYPES), tuple(TYPES.values()), (blanks, blanks, days, moments), len(days))
    found, expected, plan = outcomes(f"rows.group_by(row => {part}).count()", given, engine)
    assert found == expected
    assert isinstance(plan, Plan) and [why for _, why in plan.steps] == [""]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("rows.where(row => 1 / row[n] > 0.5).count()", "division by zero"),
        ("rows.drop(9).average(n)", "there are no values"),
    ],
)
def test_a_failure_is_that_of_the_interpreter(engine: Spark, source: str, why: str) -> None:
    given = of_texts(("a", "b", "c"), (1, 0, 2))
    found, expected, plan = outcomes(source, given, engine)
    assert found == expected and isinstance(found, tuple) and isinstance(found[2], int)
    assert isinstance(plan, Plan) and any(why in each for _, each in plan.steps)


def test_a_sum_that_spark_cannot_hold_is_left_to_the_interpreter(engine: Spark) -> None:
    given = of_texts(("a",) * 20, (9 * 10**37,) * 20)
    found, expected, plan = outcomes("rows.total(n)", given, engine)
    assert found == expected
    assert isinstance(plan, Plan) and plan.steps


def test_a_large_result_is_kept_in_duckdb(engine: Spark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_FETCHED", 3)
    given = of_texts(("b", "d", None, "a"), (3, 1, 2, 5))
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
