"""The SQL of each engine, as the planner writes it: no engine is asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pytest

from seglam_lang.language import Param, Signature, check_draft, compile_procedure
from seglam_lang.language.backends import planner
from seglam_lang.language.backends.columns import SqlColumn
from seglam_lang.language.backends.dialects import DUCKDB, SPARK, Dialect, NotPushed
from seglam_lang.language.backends.engines import DatabaseError, Rows
from seglam_lang.language.backends.planner import Plan
from seglam_lang.language.backends.relation import Relation, StoredTable
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import DATE, DATETIME, NUMBER, TEXT, TIME, column_of, table
from seglam_lang.language.values import Column, Table

HEADERS = ("t", "n", "m", "d", "s")
TYPES = (TEXT, NUMBER, NUMBER, DATE, DATETIME)
SIGNATURE = Signature(
    (
        Param("rows", table(HEADERS)),
        *(Param(name, column_of(kind), "rows") for name, kind in zip(HEADERS, TYPES, strict=True)),
    )
)


class Asked:
    """An engine that is asked, and answers nothing: the procedure then runs without it."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.queries: list[str] = []

    def rows(self, sql: str) -> Rows:
        self.queries.append(sql)
        raise DatabaseError("it only listens")

    def row(self, sql: str) -> tuple[object, ...]:
        return self.rows(sql)[0]

    def new_name(self) -> str:
        return "t2"

    def put(self, name: str, columns: Sequence[tuple[str, str]], cells: Sequence[Sequence[str | None]]) -> None:
        raise DatabaseError("it only listens")

    def keep(self, owner: object, name: str) -> None: ...

    def save(self, sql: str, name: str) -> None:
        self.rows(sql)


def asked(source: str, dialect: Dialect) -> tuple[str, list[str]]:
    """The first query of a procedure over a stored table, and why calls were left to the interpreter."""
    engine = Asked(dialect)
    columns = (
        SqlColumn("x0", TEXT, longest=9),
        SqlColumn("x1", NUMBER, 7, 2),
        SqlColumn("x2", NUMBER, 9, 0),
        SqlColumn("x3", DATE),
        SqlColumn("x4", DATETIME),
    )
    relation = Relation(engine, "t1", columns, 1000, None, is_ordered=False)
    empty = Table(HEADERS, TYPES, ((),) * len(TYPES), 0)
    rows = StoredTable(relation, HEADERS, columns, planner, length=1000, in_memory=lambda: empty)
    checked = check_draft(f"return {source}", SIGNATURE)
    known = {"rows": rows, **{name: Column(name, kind) for name, kind in zip(HEADERS, TYPES, strict=True)}}
    plan = Plan()
    with suppress(Failure):  # of no rows
        planner.run(compile_procedure(checked.core), [known[name] for name in checked.params], plan)
    return engine.queries[0], [why for _, why in plan.steps if why]


@pytest.mark.parametrize(
    ("source", "in_duckdb", "in_spark"),
    [
        (
            "rows.group_by(t).total(m)",
            "SELECT x0 AS k0, sum(x2) FROM t1 WHERE x0 IS NOT NULL GROUP BY 1 ORDER BY min(p)",
            "SELECT x0 AS k0, sum(CAST(x2 AS DECIMAL(19, 0))) FROM t1 WHERE x0 IS NOT NULL GROUP BY 1 ORDER BY min(p)",
        ),
        (
            "rows.group_by(t).average(n)",
            "SELECT x0 AS k0, sum(x1), count(x1) FROM t1 WHERE x0 IS NOT NULL GROUP BY 1 ORDER BY min(p)",
            "SELECT x0 AS k0, sum(x1), count(x1) FROM t1 WHERE x0 IS NOT NULL GROUP BY 1 ORDER BY min(p)",
        ),
        (
            'rows.where(row => row[t].starts_with("O\'N\\\\")).count()',
            "SELECT count(*) FROM (SELECT * FROM t1 WHERE starts_with(x0, 'O''N\\'))",
            "SELECT count(*) FROM (SELECT * FROM t1 WHERE startswith(x0, 'O\\'N\\\\'))",
        ),
        (
            "rows.where(row => row[d].is_weekend() or row[d].days_until(@2024-06-01) > 3).count()",
            "SELECT count(*) FROM (SELECT * FROM t1 WHERE ((isodow(x3) >= 6) OR "
            "(CAST((DATE '2024-06-01' - x3) AS BIGINT) > CAST('3' AS BIGINT))))",
            "SELECT count(*) FROM (SELECT * FROM t1 WHERE (((weekday(x3) + 1) >= 6) OR "
            "(CAST(datediff(DATE '2024-06-01', x3) AS BIGINT) > CAST('3' AS BIGINT))))",
        ),
        (
            "rows.where(row => row[n] / row[m] > 2).count()",
            "SELECT max((CASE WHEN x2 = 0 THEN error('division by zero') WHEN x2 > 0 THEN CAST(x1 AS DECIMAL(12, 2)) > "
            "CAST(CAST((CAST('2' AS BIGINT) * x2) AS BIGINT) AS DECIMAL(12, 2)) ELSE "
            "CAST(CAST((CAST('2' AS BIGINT) * x2) AS BIGINT) AS DECIMAL(12, 2)) > CAST(x1 AS DECIMAL(12, 2)) END)) "
            "FROM t1",
            "SELECT max((CASE WHEN x2 = 0 THEN raise_error('division by zero') WHEN x2 > 0 THEN "
            "CAST(x1 AS DECIMAL(12, 2)) > "
            "CAST(CAST((CAST('2' AS BIGINT) * x2) AS BIGINT) AS DECIMAL(12, 2)) ELSE "
            "CAST(CAST((CAST('2' AS BIGINT) * x2) AS BIGINT) AS DECIMAL(12, 2)) > CAST(x1 AS DECIMAL(12, 2)) END)) "
            "FROM t1",
        ),
        (
            "rows.sort_by(n).take_last(2).map(row => row[t])",
            "SELECT x5 FROM (SELECT *, CAST(x0 AS VARCHAR) AS x5 FROM (SELECT * FROM (SELECT * "
            "REPLACE (row_number() OVER (ORDER BY x1 ASC NULLS LAST, p) AS p) FROM t1) "
            "ORDER BY p DESC LIMIT 2)) WHERE x5 IS NOT NULL ORDER BY p",
            "SELECT x5 FROM (SELECT *, CAST(x0 AS STRING) AS x5 FROM (SELECT * FROM (SELECT * "
            "EXCEPT (p), row_number() OVER (ORDER BY x1 ASC NULLS LAST, p) AS p FROM t1) "
            "ORDER BY p DESC LIMIT 2)) WHERE x5 IS NOT NULL ORDER BY p",
        ),
        (
            "rows.group_by(row => row[d].start_of_month()).count()",
            "SELECT CAST(date_trunc('month', x3) AS DATE) AS k0, count(*) FROM t1 "
            "WHERE CAST(date_trunc('month', x3) AS DATE) IS NOT NULL GROUP BY 1 ORDER BY min(p)",
            "SELECT trunc(x3, 'MONTH') AS k0, count(*) FROM t1 "
            "WHERE trunc(x3, 'MONTH') IS NOT NULL GROUP BY 1 ORDER BY min(p)",
        ),
        (
            "rows.where(row => row[s] >= @2024-03-01T08:00).maximum(s)",
            "SELECT max(x4) FROM (SELECT * FROM t1 WHERE (x4 >= TIMESTAMP '2024-03-01 08:00:00'))",
            "SELECT max(x4) FROM (SELECT * FROM t1 WHERE (x4 >= TIMESTAMP '2024-03-01 08:00:00'))",
        ),
    ],
)
def test_queries(source: str, in_duckdb: str, in_spark: str) -> None:
    assert (asked(source, DUCKDB)[0], asked(source, SPARK)[0]) == (in_duckdb, in_spark)


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("rows.group_by(t).median(n)", "lower median"),
        ("rows.map(row => (row[n] / row[m]).round(1))", "whole number"),
    ],
)
def test_what_spark_has_no_exact_form_for_is_left_to_the_interpreter(source: str, missing: str) -> None:
    assert f"{missing} has no form in the SQL of Spark" in asked(source, SPARK)[1]
    assert not any("no form" in why for why in asked(source, DUCKDB)[1])


def test_duckdb_has_all_forms() -> None:
    assert SPARK.forms.keys() <= DUCKDB.forms.keys()
    assert DUCKDB.forms.keys() - SPARK.forms.keys() == {
        "whole_number",
        "whole_quotient",
        "lower_median",
        "upper_median",
    }


@pytest.mark.parametrize(
    ("text", "in_duckdb", "in_spark"),
    [
        ("it's", "'it''s'", r"'it\'s'"),
        ("a\\b${x}", "'a\\b${x}'", r"'a\\b${x}'"),
        ("null \0", None, None),
        ("half \ud800", None, None),
    ],
)
def test_texts(text: str, in_duckdb: str | None, in_spark: str | None) -> None:
    assert (DUCKDB.text(text), SPARK.text(text)) == (in_duckdb, in_spark)


def test_names_and_types() -> None:
    assert (DUCKDB.name('a"b`c'), SPARK.name('a"b`c')) == ('"a""b`c"', '`a"b``c`')
    assert SqlColumn("x0", NUMBER, 7, 2).sql_type(SPARK) == "DECIMAL(7, 2)"
    assert (SqlColumn("x0", TEXT).sql_type(DUCKDB), SqlColumn("x0", TEXT).sql_type(SPARK)) == ("VARCHAR", "STRING")
    assert SqlColumn("x0", TIME).sql_type(DUCKDB) == "TIME"
    with pytest.raises(NotPushed, match="a column of Times has no form in the SQL of Spark"):
        SqlColumn("x0", TIME).sql_type(SPARK)
