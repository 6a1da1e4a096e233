"""SQL as programs: both are run, the SQL by SQLite, over generated tables and queries."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language.values import Record, Table
from seglam_lang.translator.nano.headed import Headed

pytest.importorskip("sqlglot", reason="the train extra is not installed")
from seglam_lang.translator.nano.sql import Unconvertible, convert

HEADERS = ("id", "Kind", "price", "amount", "note")
TYPES = ["number", "text", "number", "number", "text"]
Row = tuple[int, str, int, int | None, str | None]


def inputs_of(rows: Sequence[Row]) -> Inputs:
    return read_inputs(values={"table": {"columns": list(HEADERS), "rows": list(map(list, rows)), "types": TYPES}})


def by_sqlite(sql: str, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE t (id INTEGER, Kind TEXT, price INTEGER, amount INTEGER, note TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
        return connection.execute(sql).fetchall()


def by_program(sql: str, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    inputs = inputs_of(rows)
    program = convert(sql, inputs.tables["table"])
    return grid(Headed.of(program).run(inputs))


def grid(value: Any) -> list[tuple[Any, ...]]:
    """Return a value of the language as rows."""
    if isinstance(value, Table):
        return list(value.rows())
    if isinstance(value, Record):
        return [value.values]
    if isinstance(value, tuple):
        return [each.values if isinstance(each, Record) else (each,) for each in value]
    return [(value,)]


def rounded(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(round(float(c), 9) if isinstance(c, int | float | Decimal) else c for c in row) for row in rows]


def agree(mine: Sequence[tuple[Any, ...]], theirs: Sequence[tuple[Any, ...]], in_order: bool = False) -> bool:
    """Whether some columns of `mine` are those of `theirs`: the keys of groups may stand beside what is asked."""
    mine, theirs = rounded(mine), rounded(theirs)
    if len(mine) != len(theirs):
        return False
    if not theirs:
        return True
    picks = permutations(range(len(mine[0])), len(theirs[0]))
    made = ([tuple(row[place] for place in pick) for row in mine] for pick in picks)
    return any(each == theirs if in_order else Counter(each) == Counter(theirs) for each in made)


# id is a power of two: so neither ids nor sums of them are ever equal, and there are no ties
TABLES = st.lists(
    st.tuples(
        st.sampled_from(["x", "y", "Xy", "z"]),
        st.integers(-3, 6),
        st.none() | st.integers(0, 3),
        st.none() | st.sampled_from(["red", "Red tape", "blue"]),
    ),
    min_size=1,
    max_size=9,
).map(lambda rows: [(2**i, *row) for i, row in enumerate(rows)])

NUMBERS = st.sampled_from(["id", "price", "amount"])
SIMPLE = st.one_of(
    st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(-2, 5)),
    st.builds("kind {} '{}'".format, st.sampled_from(["=", "!=", "<"]), st.sampled_from(["x", "Xy"])),
    st.builds(
        'note {} LIKE "{}"'.format, st.sampled_from(["", "NOT"]), st.sampled_from(["%red%", "red%", "%e", "RED"])
    ),
    st.builds("{} BETWEEN {} AND {}".format, NUMBERS, st.integers(-2, 2), st.integers(2, 5)),
    st.builds("{} IN ({}, 2, {})".format, NUMBERS, st.integers(-2, 2), st.integers(3, 5)),
    st.sampled_from(["note IS NULL", "amount IS NOT NULL", "kind IN ('x', 'z')", "amount = price", "id < price"]),
    st.builds("price {} (SELECT {}(price) FROM t)".format, st.sampled_from("<>="), st.sampled_from(["avg", "max"])),
    st.builds("id {} (SELECT id FROM t WHERE price > {})".format, st.sampled_from(["IN", "NOT IN"]), st.integers(0, 3)),
)
CONDITIONS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=3,
)
WHERE = st.just("") | CONDITIONS.map(" WHERE {}".format)
COLUMNS = st.lists(st.sampled_from(["id", "kind", "price", "amount", "note"]), min_size=1, max_size=4, unique=True)
AGGREGATES = st.lists(
    st.sampled_from(
        [
            "count(*)",
            "count(note)",
            "count(DISTINCT kind)",
            "sum(id)",
            "avg(price)",
            "min(price)",
            "max(kind)",
            "sum(price * 2)",
            "max(id) - min(id)",
            "round(avg(price), 1)",
            "count(*) FILTER (WHERE price > 1)",
            "coalesce(sum(price), 0)",
            "count(*) > 3",
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
)


@given(TABLES, COLUMNS, WHERE, st.sampled_from(["", "DISTINCT "]))
def test_columns(rows: list[Row], columns: list[str], where: str, distinct: str) -> None:
    sql = f"SELECT {distinct}{', '.join(columns)} FROM t{where}"
    assert agree(by_program(sql, rows), by_sqlite(sql, rows))


@given(TABLES, COLUMNS, WHERE, st.sampled_from(["id", "id DESC", "price, id", "price DESC, id"]), st.integers(0, 4))
def test_an_order_and_a_limit(rows: list[Row], columns: list[str], where: str, order: str, limit: int) -> None:
    sql = f"SELECT {', '.join(columns)} FROM t{where} ORDER BY {order}{f' LIMIT {limit}' if limit else ''}"
    assert agree(by_program(sql, rows), by_sqlite(sql, rows), in_order=True)


@given(TABLES, AGGREGATES, WHERE)
def test_aggregates(rows: list[Row], aggregates: list[str], where: str) -> None:
    sql = f"SELECT {', '.join(aggregates)} FROM t{where}"
    assume(by_sqlite(f"SELECT count(*) FROM t{where}", rows) != [(0,)])  # of no rows SQL gives NULL, we a failure
    assert agree(by_program(sql, rows), by_sqlite(sql, rows))


ONE_EACH = st.lists(
    st.sampled_from(
        [
            "count(*)",
            "count(note)",
            "sum(id)",
            "avg(price)",
            "min(price)",
            "max(id)",
            "count(DISTINCT price)",
            "max(id) - min(price)",
            "count(*) FILTER (WHERE price > 1)",
        ]
    ),
    max_size=3,
    unique=True,
)
HAVING = st.sampled_from(
    ["", " HAVING count(*) > 1", " HAVING avg(price) >= 1", " HAVING count(*) < 3 AND max(id) > 4"]
)


@given(TABLES, ONE_EACH, WHERE, HAVING, st.sampled_from(["", " ORDER BY sum(id) DESC", " ORDER BY max(id)"]))
def test_groups(rows: list[Row], aggregates: list[str], where: str, having: str, order: str) -> None:
    sql = f"SELECT {', '.join(['kind', *aggregates])} FROM t{where} GROUP BY kind{having}{order}"
    assert agree(by_program(sql, rows), by_sqlite(sql, rows), in_order=bool(order))
    limited = f"{sql} LIMIT 1"
    if order:
        assert agree(by_program(limited, rows), by_sqlite(limited, rows))


@given(TABLES, ONE_EACH.filter(bool))
def test_groups_by_two_columns(rows: list[Row], aggregates: list[str]) -> None:
    sql = f"SELECT {', '.join(aggregates)}, price, kind FROM t GROUP BY kind, price"
    assert agree(by_program(sql, rows), by_sqlite(sql, rows))


@given(
    TABLES,
    CONDITIONS,
    CONDITIONS,
    st.sampled_from(["UNION", "INTERSECT", "EXCEPT"]),
    st.sampled_from(["kind", "id, kind"]),
)
def test_two_queries_as_one(rows: list[Row], one: str, other: str, operator: str, columns: str) -> None:
    sql = f"SELECT {columns} FROM t WHERE {one} {operator} SELECT {columns} FROM t WHERE {other}"
    assert set(by_program(sql, rows)) == set(by_sqlite(sql, rows))  # repeats stay, which SQL takes out


@given(TABLES, WHERE)
def test_the_row_with_the_largest(rows: list[Row], where: str) -> None:
    sql = f"SELECT kind, max(id) FROM t{where}"
    theirs = [row for row in by_sqlite(sql, rows) if row != (None, None)]
    assert agree(by_program(sql, rows), theirs)


# The shortest natural form

TABLE = inputs_of([(1, "x", 3, None, "red"), (2, "y", 4, 5, "Red"), (4, "x", 1, 5, None)]).tables["table"]


AS_WRITTEN = """
SELECT count(*) FROM t
    rows.count()
SELECT T1."kind" FROM t AS T1 WHERE T1.price > 3
    rows.where(row => row[`price`] > 3).values(`Kind`)
SELECT id FROM t WHERE kind = "x"
    rows.where(row => row[`Kind`] == "x").values(`id`)
SELECT id, kind FROM t WHERE note LIKE '%blue%'
    rows.where(row => row[`note`].contains("blue")).select(`id`, `Kind`)
SELECT id FROM t WHERE note LIKE 'red'
    rows.where(row => row[`note`].lower() == "red").values(`id`)
SELECT id FROM t WHERE note NOT LIKE 'b%'
    rows.where(row => not row[`note`].starts_with("b")).values(`id`)
SELECT amount FROM t
    rows.select(`amount`)
SELECT kind FROM t ORDER BY price DESC LIMIT 1
    rows.top(1, `price`).values(`Kind`)
SELECT kind, count(*) AS n FROM t GROUP BY 1 ORDER BY n DESC
    rows.group_by(`Kind`).count().sort_by_descending("count")
SELECT kind FROM t GROUP BY kind ORDER BY count(*) DESC LIMIT 1
    rows.group_by(`Kind`).most_frequent(1).values(`Kind`)
SELECT kind, avg(price) FROM t GROUP BY kind HAVING avg(price) > 2
    rows.group_by(`Kind`).average(`price`).where(row => row[`price`] > 2)
SELECT kind FROM t GROUP BY kind HAVING sum(price) > 2
    rows.group_by(`Kind`).total(`price`).where(row => row[`price`] > 2).values(`Kind`)
SELECT kind, count(*) FROM t GROUP BY kind HAVING sum(price) > 2
    rows.group_by(`Kind`).where(g => g.total(`price`) > 2).count()
SELECT id FROM t WHERE price > (SELECT avg(price) FROM t)
    rows.where(row => row[`price`] > rows.average(`price`)).values(`id`)
SELECT min(price), max(price) FROM t
    {minimum: rows.minimum(`price`), maximum: rows.maximum(`price`)}
SELECT kind FROM t WHERE id = 1 UNION SELECT kind FROM t WHERE id = 2
    rows.where(row => row[`id`] == 1 or row[`id`] == 2).values(`Kind`).distinct()
SELECT kind FROM t GROUP BY kind ORDER BY kind DESC LIMIT 2
    rows.sort_by_descending(`Kind`).values(`Kind`).distinct().take(2)
SELECT median(price) FROM t
    rows.median(`price`)
SELECT count(*) FROM (SELECT kind FROM t GROUP BY kind)
    rows.values(`Kind`).distinct().count()
SELECT sum(id * price) FROM t
    rows.total(row => row[`id`] * row[`price`])
SELECT kind FROM t ORDER BY price DESC LIMIT 1 OFFSET 1
    rows.top(2, `price`).drop(1).values(`Kind`)
SELECT round(avg(price), 1) FROM t
    rows.average(`price`).round(1)
SELECT count(*) FILTER (WHERE kind = 'x') * 100.0 / count(*) FROM t
    rows.where(row => row[`Kind`] == "x").count() * 100 / rows.count()
SELECT kind, max(price) - min(price) FROM t GROUP BY kind
    rows.group_by(`Kind`).summary(g => {value: g.maximum(`price`) - g.minimum(`price`)})
SELECT (SELECT sum(id) FROM t WHERE kind = 'x') > (SELECT sum(id) FROM t WHERE kind = 'y')
    rows.where(row => row[`Kind`] == "x").total(`id`) > rows.where(row => row[`Kind`] == "y").total(`id`)
SELECT count(*) FROM t WHERE id IN (SELECT id FROM t ORDER BY price DESC LIMIT 1)
    let wanted = rows.top(1, `price`).values(`id`); return rows.where(row => wanted.contains(row[`id`])).count()
"""


def pairs() -> list[tuple[str, str]]:
    lines = AS_WRITTEN.strip().split("\n")
    return [(sql, program.strip()) for sql, program in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize(("sql", "program"), pairs())
def test_the_program_is_what_a_person_would_write(sql: str, program: str) -> None:
    assert convert(sql, TABLE).split("\n") == program.split("; ")


@pytest.mark.parametrize(
    ("sql", "construct"),
    [
        ("SELECT FROM WHERE", "SQL that cannot be read"),
        ("", "SQL that cannot be read"),
        ("DELETE FROM t", "a statement DELETE"),
        ("SELECT a.id FROM t AS a JOIN t AS b ON a.id = b.id", "a query of several tables"),
        ("SELECT id FROM t, u", "a query of several tables"),
        ("SELECT bonus FROM t", "a column that the table does not have"),
        ("SELECT id FROM t WHERE note LIKE '%r_d%'", "LIKE with a wildcard inside"),
        ("SELECT id FROM t WHERE price = 'cheap'", "a comparison of a number with a text"),
        ("SELECT id FROM t WHERE price = note", "a comparison of two types"),
        ("SELECT id - kind FROM t", "arithmetic with what are no numbers"),
        ("SELECT id, count(*) FROM t", "a column beside an aggregate, without GROUP BY"),
        ("SELECT id FROM t WHERE count(*) > 1", "an aggregate outside of groups (COUNT)"),
        ("SELECT kind FROM t GROUP BY kind HAVING id > 1", "a column in HAVING outside an aggregate"),
        ("SELECT price / 2 FROM t", "a division of whole numbers"),
        ("SELECT CASE kind WHEN 'x' THEN 1 END FROM t", "CASE with a value"),
        ("SELECT strftime('%Y', note) FROM t", "a part of a date that is a text"),
        ("SELECT id FROM t UNION ALL SELECT id FROM t", "UNION ALL, or with ORDER BY or LIMIT"),
        ("WITH a AS (SELECT id FROM t) SELECT id FROM a", "WITH"),
        ("SELECT hex(kind) FROM t", "an expression HEX"),
        ("SELECT rank() OVER (ORDER BY id) FROM t", "an expression WINDOW"),
        ("SELECT avg(id) FROM (SELECT id FROM t)", "a query in FROM"),
        ("SELECT 1", "SELECT without FROM"),
        ("SELECT id FROM t ORDER BY price, rowid DESC", "a column that the table does not have"),
        ("SELECT kind FROM t GROUP BY kind HAVING note IS NULL", "a column in HAVING outside an aggregate"),
        (
            "SELECT id FROM t AS a WHERE id > (SELECT avg(id) FROM t AS b WHERE b.kind = a.kind)",
            "a query inside another",
        ),
    ],
)
def test_what_is_not_converted_is_named(sql: str, construct: str) -> None:
    with pytest.raises(Unconvertible) as error:
        convert(sql, TABLE)
    assert error.value.construct.startswith(construct)


def test_a_header_that_cannot_stand_in_backticks() -> None:
    inputs = read_inputs(values={"table": {"columns": ["a`b"], "rows": [[1]]}})
    with pytest.raises(Unconvertible, match="cannot stand in backticks"):
        convert('SELECT "a`b" FROM t', inputs.tables["table"], "duckdb")
