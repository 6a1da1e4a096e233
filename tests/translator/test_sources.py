"""What a model learns from: every set of the data in one form, checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.translator.nano.sources import preparing
from seglam_lang.translator.nano.sources.answers import agrees
from seglam_lang.translator.nano.sources.asked import Asked, LeftOut, checked, from_line, is_dev, to_line
from seglam_lang.translator.nano.sources.everyday import from_block
from seglam_lang.translator.nano.sources.financial import from_financial
from seglam_lang.translator.nano.sources.problems import from_problem
from seglam_lang.translator.nano.sources.queries import from_query

TABLE = {"columns": ["name", "dept", "pay"], "rows": [["Ann", "IT", 3], ["Bob", "IT", 2], ["Cy", "HR", 3]]}
TYPES = ["text", "text", "number"]


def sql_row(gold: str, answer: Any, *flags: str, id: str = "spider-train-1") -> dict[str, Any]:
    given: dict[str, Any] = {"id": id, "request": "who?", "inputs": {"table": TABLE}, "gold": gold, "answer": answer}
    return {**given, "flags": list(flags), "db": "staff"}


def wikisql_row(gold: dict[str, Any], answer: Any, request: str = "who?") -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": "w",
        "source": "wikisql",
        "request": request,
        "expect": "answer",
        "flags": [],
        "type": None,
    }
    return {**given, "inputs": {"table": {**TABLE, "types": TYPES}}, "gold": gold, "answer": answer}


def sum_row(source: str, request: str, gold: str, answer: Any, type: str | None = None) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": "p",
        "source": source,
        "request": request,
        "inputs": {},
        "expect": "answer",
        "flags": [],
    }
    return {**given, "gold": gold, "answer": answer, "type": type}


# SQL


def test_a_query_becomes_what_is_asked_of_its_database() -> None:
    (found,) = from_query(sql_row("SELECT name FROM staff WHERE pay > 2", ["Ann", "Cy"]))
    assert found.program == "rows.where(row => row[`pay`] > 2).values(`name`)"
    assert (found.source, found.group) == ("spider", "db:staff")


def test_of_nvbench_the_part_that_was_not_cleaned_is_told_apart() -> None:
    (found,) = from_query(sql_row("SELECT sum(pay) FROM staff", 8, id="nvbench-1"))
    (cleaned,) = from_query(sql_row("SELECT sum(pay) FROM staff", 8, "viseval", id="nvbench-1"))
    assert (found.source, cleaned.source) == ("nvbench-rough", "nvbench")


def test_where_equal_rows_stand_at_a_limit_any_of_them_is_right() -> None:
    query = "SELECT name FROM staff ORDER BY pay DESC LIMIT 1"
    assert from_query(sql_row(query, "Cy", "tie_at_limit"))
    with pytest.raises(LeftOut, match="another answer"):
        from_query(sql_row(query, "Cy"))
    with pytest.raises(LeftOut, match="another answer"):
        from_query(sql_row(query, "Bob", "tie_at_limit"))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (sql_row("SELECT bonus FROM staff", []), "not converted: a column that the table does not have"),
        (sql_row("SELECT avg(name) FROM staff", 0), "does not check: type-mismatch"),
        (sql_row("SELECT avg(pay) FROM staff WHERE pay > 9", None), "fails: empty"),
        (sql_row("SELECT name FROM staff WHERE pay > 9", [], "empty_answer"), "flagged empty_answer"),
    ],
)
def test_what_is_left_out_says_why(row: dict[str, Any], why: str) -> None:
    with pytest.raises(LeftOut) as error:
        from_query(row)
    assert str(error.value) == why


# WikiSQL and arithmetic


@pytest.mark.parametrize(
    ("gold", "answer", "program"),
    [
        ({"agg": None, "sel": "name", "conds": [["dept", "=", "IT"]]}, ["Ann", "Bob"],
         'rows.where(row => row[`dept`] == "IT").values(`name`)'),
        ({"agg": "COUNT", "sel": "name", "conds": [["pay", ">", "2"]]}, 2, "rows.where(row => row[`pay`] > 2).count()"),
        ({"agg": "MAX", "sel": "pay", "conds": []}, 3, "rows.maximum(`pay`)"),
    ],
)  # fmt: skip
def test_a_wikisql_query_becomes_a_program(gold: dict[str, Any], answer: Any, program: str) -> None:
    (found,) = from_problem(wikisql_row(gold, answer))
    assert found.program == program


def test_conditions_come_in_the_order_of_the_words() -> None:
    gold = {"agg": None, "sel": "name", "conds": [["dept", "=", "IT"], ["pay", "=", "3"]]}
    (found,) = from_problem(wikisql_row(gold, ["Ann"], "who earns 3 in it?"))
    assert found.program == 'rows.where(row => row[`pay`] == 3 and row[`dept`] == "IT").values(`name`)'


@pytest.mark.parametrize(
    ("row", "program"),
    [
        (sum_row("mawps", "9 times 11 less 3", "X=(9.0*(11.0-3.0))", 72), "9 * (11 - 3)"),
        (sum_row("mawps", "12 for 2.99", "x=2.99/12.0", 0.25), "2.99 / 12"),
        (sum_row("mawps", "18% of 50", "X=50*(18/100)", 9), "50 * 0.18"),
        (sum_row("mawps", "18 of each 100 are bad: how many of 50", "X=50*(18/100)", 9), "50 * (18 / 100)"),
        (sum_row("clinc150_conversion", "5 feet in inches", "convert(5, ft, in)", 60), '5.convert("foot", "inch")'),
        (sum_row("clinc150_calculator", "2 to the power of 5", "2**5", 32), "2.power(5)"),
        (sum_row("gsm8k", "A box holds 3 rows of 4; 2 are bad.", "a <<3*4=12>>12 b <<12-2=10>>10", 10, "((a * b) - c)"),
         "3 * 4 - 2"),
    ],
)  # fmt: skip
def test_an_equation_becomes_a_program(row: dict[str, Any], program: str) -> None:
    (found,) = from_problem(row)
    assert found.program == program


def test_steps_are_taken_only_where_they_have_the_form_that_the_data_state() -> None:
    """A step's result may also be a number of the words: then two expressions give the answer, and one is wrong."""
    row = sum_row("gsm8k", "5 boxes of 3; 15 more", "<<5*3=15>>15 <<15+15=30>>30", 30, "((a * b) + c)")
    with pytest.raises(LeftOut, match="another form"):
        from_problem(row)


def test_what_must_be_refused_has_no_program() -> None:
    row = {**sum_row("clinc150_calculator", "what is infinity minus one", "", None), "expect": "abstain"}
    (found,) = from_problem(row)
    assert found.program is None and found.source == "calc"


# Financial tables

INCOME = {
    "columns": ["item", "2019", "Year Ended 2018"],
    "rows": [["Sales", 1200, 1000], ["Costs", 900, 800], ["Fees", 50, 40], ["Fees", 7, 6], ["Rent", 100, 100]],
}


def financial_row(type: str, request: str, gold: str | None, answer: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"id": "t", "db": "d", "request": request, "inputs": {"table": INCOME}, "flags": []}
    return {**given, "type": type, "gold": gold, "answer": answer}


@pytest.mark.parametrize(
    ("row", "program"),
    [
        (financial_row("lookup", "sales in 2018?", None, 1000), "rows.value(`item`, \"Sales\", `Year Ended 2018`)"),
        (financial_row("lookup", "costs in 2019 and 2018 respectively", None, [900, 800]),
         "[rows.value(`item`, \"Costs\", `2019`), rows.value(`item`, \"Costs\", `Year Ended 2018`)]"),
        (financial_row("percent-change", "change of sales from 2018 to 2019 in percent", "(1,200 - 1,000)/1,000", 20),
         "(rows.value(`item`, \"Sales\", `2019`) - rows.value(`item`, \"Sales\", `Year Ended 2018`))"
         " / rows.value(`item`, \"Sales\", `Year Ended 2018`) * 100"),
        (financial_row("average", "average costs", "(900+800)/2", 850),
         "(rows.value(`item`, \"Costs\", `2019`) + rows.value(`item`, \"Costs\", `Year Ended 2018`)) / 2"),
    ],
)  # fmt: skip
def test_arithmetic_is_done_with_the_cells_that_the_words_name(row: dict[str, Any], program: str) -> None:
    (found,) = from_financial(row)
    assert found.program == program


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (financial_row("sum", "all fees", "50+7", 57), "a number that is in no cell of an item"),  # "Fees" names no row
        (financial_row("lookup", "rent?", None, 100), "several cells hold a number"),
        (financial_row("average", "average costs in 2019", "(900+800)/2", 850), "a cell that the words do not name"),
        (financial_row("difference", "sales less costs in 2019", "1200-900", 301), "another answer"),
        (financial_row("compare", "in which year were sales higher?", "1200>1000", 2019), "asks to compare"),
    ],
)
def test_where_the_cells_are_not_known_a_row_is_left_out(row: dict[str, Any], why: str) -> None:
    with pytest.raises(LeftOut, match=why):
        from_financial(row)


# Everyday blocks


def test_a_block_is_asked_once_for_each_wording_in_its_shortest_form() -> None:
    program = (
        "rows.map(row => {c: row[`dept`], v: row[`pay`]}).group_by(x => x.c).map_values(l => l.map(x => x.v).sum())"
    )
    block = {"source": "own", "group": "g", "block": "b", "wordings": ["pay by dept", "sum pay per dept"]}
    found = from_block({**block, "inputs": {"table": TABLE}, "program": program, "sql": "", "answer": None})
    assert [each.request for each in found] == ["pay by dept", "sum pay per dept"]
    assert {each.program for each in found} == {"return rows.group_by(`dept`).total(`pay`)"}


# What all have in common


def test_a_program_must_give_the_answer_of_the_data() -> None:
    asked = Asked("s", "g", "total pay", {"table": TABLE}, "rows.total(`pay`)", 8)
    assert checked(asked) is asked
    for answer, why in ((9, "another answer"), (8.01, "another answer")):
        with pytest.raises(LeftOut, match=why):
            checked(Asked("s", "g", "total pay", {"table": TABLE}, "rows.total(`pay`)", answer))
    with pytest.raises(LeftOut, match="unknown column"):
        checked(Asked("s", "g", "total pay", {"table": TABLE}, "rows.total(`bonus`)"))


@pytest.mark.parametrize(
    ("answer", "expected", "is_right"),
    [
        ([3, 1, 2], [1, 2, 3], True),
        (3, [3], True),
        ("Ann ", "ann", True),
        ("1,200", 1200.0, True),
        (1 / 3, 0.33333333, True),
        (0.33, 0.3333, False),
        ([1, 1], [1], True),
        ([1, 2], [1], False),
        ({"columns": ["a", "n"], "rows": [["x", 1], ["y", 2]]}, [1, 2], True),
        ({"columns": ["a", "n"], "rows": [["x", 1], ["y", 2]]}, [["y", 2], ["x", 1]], True),
        ({"x": 1, "y": 2}, [1, 2], True),
        (None, 0, False),
        (True, 1, True),
        (1000000, 1000000.9, True),
        (1000000, 1000002, False),
        (1, -1, False),
        ("STRASSE", "straße", True),
        ("rome", "roma", False),
        ("", None, False),
        ([1, "b", 2], ["B", 2, 1], True),
        ([1, 1, 2], [1, 2, 1], True),
        ([1, 1, 2], [1, 2, 2], False),
        ([[1, 2], [3]], [[3], [2, 1]], True),
        (10**400, 10**400, True),
        (10**400, 10**401, False),
        (10**400, 1, False),
        ({"columns": ["a"], "rows": [["x"], ["y"]]}, {"columns": ["a"], "rows": [["x"]]}, False),
    ],
)
def test_answers_are_compared_as_the_sets_are_scored(answer: Any, expected: Any, is_right: bool) -> None:
    assert agrees(answer, expected) is is_right


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))


@given(JSON)
def test_an_answer_agrees_with_itself(answer: Any) -> None:
    assert agrees(answer, answer)


@given(st.lists(st.tuples(st.text(), JSON), min_size=1, max_size=3), st.none() | st.text())
def test_what_is_kept_is_read_back(wordings: list[tuple[str, Any]], program: str | None) -> None:
    found = [Asked("s", "g", words, {"n": 1}, program, answer, "b") for words, answer in wordings]
    assert list(from_line(to_line(found))) == found


def test_only_what_is_asked_of_databases_is_held_back() -> None:
    assert is_dev("db:restaurants") and is_dev("db:cars") and not is_dev("db:movies")
    assert not any(is_dev(f"table:{number}") for number in range(100))
    assert 0 < sum(is_dev(f"db:{number}") for number in range(1000)) < 200


def test_what_was_interrupted_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [sum_row("mawps", f"{n} and 1", f"X={n}+1" if n != 3 else "X=", n + 1) for n in range(6)]
    source = preparing.Source(lambda shared, prepared: rows, from_problem)
    monkeypatch.setattr(preparing, "SOURCES", {"sums": source})
    preparing.prepare("sums", tmp_path, tmp_path)
    whole = (tmp_path / "sums.jsonl").read_bytes()
    (tmp_path / "sums.jsonl").write_bytes(whole[: len(whole) // 2])
    preparing.prepare("sums", tmp_path, tmp_path)
    assert (tmp_path / "sums.jsonl").read_bytes() == whole
    assert [each.program for each in preparing.asked(["sums"], tmp_path)] == [f"{n} + 1" for n in (0, 1, 2, 4, 5)]
    assert list(preparing.counts(["sums"], tmp_path)) == [
        "      5 mawps: programs",
        "              1 rows of sums left out: an equation that cannot be read",
    ]
    assert len([json.loads(line) for line in whole.splitlines()]) == 6
