"""`seglam run`: a procedure of a file, with arguments as people write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seglam_lang.cli import cli
from tests.cli.conftest import ORDERS, Run

SOURCE = """proc split_bill(bill: Number, tip: Number, people: Number) -> List<Number> {
  check people.is_whole() and people >= 1 else "need at least one person"
  let total = (bill * (1 + tip)).round(2)
  let share = (total / people).round_down(2)
  return (1 to people).map(i => if i == 1 then total - share * (people - 1) else share)
}
proc total_by<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {
  return rows.group_by(group).total(value)
}
type Person = {name: Text, age: Number?}
proc greet(person: Person) -> Text { return person.name }
proc due(day: Date, days: Number) -> Date { return day.add_days(days) }
proc pair<T>(x: T, y: T) -> List<T> { return [x, y] }
proc keys(map: Map<Text, Number>) -> List<Text> { return map.keys() }
proc count(lists: List<List<Number>>) -> Number { return lists.count() }
proc shout(text: Text) -> Text { return text.upper() }
proc given(text: Text?) -> Text { return text ?? "nothing" }
proc negated(flag: Bool) -> Bool { return not flag }
proc long(n: Number) -> Number { return (1 to n).sum() }
"""


@pytest.fixture
def call(run: Run) -> Run:
    """`call("shout", "x")`: a procedure of a file that is there."""
    Path("a.seg").write_text(SOURCE)
    return lambda *arguments: run("run", "a.seg", *arguments)


def assert_refused(result: Result, *expected: str) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("seglam: ")
    for words in expected:
        assert words in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("split_bill", "100", "18%", "3"), "39.34\n39.33\n39.33\n"),
        (("split_bill", "people=3", "100", "18%"), "39.34\n39.33\n39.33\n"),
        (("split_bill", "-1,000", "-10%", "1"), "-900\n"),
        (("split_bill", "$100", "18%", "3"), "39.34\n39.33\n39.33\n"),
        (("greet", '{name: "Ann", age: 30}'), "Ann\n"),
        (("greet", '{"name": "Ann"}'), "Ann\n"),
        (("due", "2024-01-31", "30"), "2024-03-01\n"),
        (("due", "@2024-01-31", "-1"), "2024-01-30\n"),
        (("due", "31 Jan 2024", "30"), "2024-03-01\n"),
        (("pair", "1", "2"), "1\n2\n"),
        (("pair", "a b", "2024"), None),
        (("pair", "2024-01-01", "2024-01-02"), "2024-01-01\n2024-01-02\n"),
        (("pair", "x", "y"), "x\ny\n"),
        (("pair", "[1]", "[2, 3]"), "[1]\n[2, 3]\n"),
        (("keys", '["a": 1]'), "a\n"),
        (("keys", '{"a": 1, "b": 2}'), "a\nb\n"),
        (("count", "[[1, -2], []]"), "2\n"),
        (("keys", "[:]"), ""),
        (("shout", "hello world"), "HELLO WORLD\n"),
        (("shout", '"a\\nb"'), "A\nB\n"),
        (("shout", '"half'), '"HALF\n'),
        (("shout", "x=1"), "X=1\n"),
        (("shout", "text=x=1"), "X=1\n"),
        (("given", "none"), "nothing\n"),
        (("negated", "true"), "false\n"),
    ],
)
def test_values(call: Run, arguments: tuple[str, ...], expected: str | None) -> None:
    result = call(*arguments)
    if expected is None:
        assert_refused(result)
    else:
        assert (result.exit_code, result.stdout) == (0, expected), result.output


def test_tables(call: Run) -> None:
    totals = "region  sales\n------  -----\nNorth      15\nSouth     4.5\n"
    assert call("total_by", "orders.csv", "sales", "region").stdout == totals
    assert call("total_by", "rows=orders.csv", "group=region", "value=sales").stdout == totals
    piped = CliRunner().invoke(cli, ["run", "a.seg", "total_by", "-", "sales", "region"], input=ORDERS)
    assert piped.stdout == totals
    records = '[{"region": "x", "sales": 1}, {"region": "x", "sales": 2}]'
    piped = CliRunner().invoke(cli, ["run", "a.seg", "total_by", "-", "sales", "region"], input=records)
    assert piped.stdout == "region  sales\n------  -----\nx           3\n"
    assert call("total_by", "[{a: 1, b: 2}, {a: 3, b: 2}]", "a", "b").stdout == "b  a\n-  -\n2  4\n"
    assert call("total_by", '[{a: "1", b: "$2"}, {a: "3", b: "$2"}]', "a", "b").stdout == "b  a\n-  -\n2  4\n"


def test_every_wrong_argument_is_named(call: Run) -> None:
    result = call("split_bill", "ten", "people=[1]", "many", "5")
    assert_refused(
        result,
        "split_bill(bill: Number, tip: Number, people: Number) -> List<Number>",
        "bill: expected Number, got 'ten'",
        "tip: expected Number, got 'many'",
        "people: expected Number, got '[1]'",
        "too many arguments, 3 expected: '5'",
    )
    assert_refused(call("split_bill", "1"), "tip: missing, expected Number", "people: missing")
    assert_refused(call("split_bill", "1", "2", "poeple=3"), "did you mean `people`?")
    assert_refused(call("shout", "text=a", "text=b"), "given twice")
    assert_refused(call("long", "x" * 5_000), "...")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("greet", '{nmae: "Ann"}'), "did you mean `name`?"),
        (("greet", "{age: 3}"), "the field `name` is missing"),
        (("greet", "{name: 3}"), "person, field name: expected Text, got 3"),
        (("greet", "Ann"), "a record is written"),
        (("due", "2024-02-30", "1"), "there is no such date"),
        (("due", "tomorrow", "1"), "a date is written 2024-01-31"),
        (("pair", "1", "b"), "`x` is Number"),
        (("keys", '["a": 1, "a": 2]'), "the same"),
        (("keys", '["a": "b"]'), 'the value of "a": expected Number'),
        (("count", '[[1], [2, "x"]]'), "lists, item 2, item 2: expected Number"),
        (("count", "[1"), "never closed"),
        (("count", "[[2 + 3]]"), "expected Number, got 2 + 3"),
        (("negated", "1"), "write true or false"),
        (("total_by", "nowhere.csv", "a", "b"), "there is no file 'nowhere.csv'"),
        (("total_by", "orders.csv", "val=sales", "region"), "there is no parameter `val`; did you mean `value`?"),
        (("total_by", "orders.csv", "slaes", "region"), "did you mean `sales`?"),
        (("total_by", "orders.csv", "day", "region"), "the column 'day' holds Date"),
        (("long", "9" * 40), "digits"),
        (("spilt_bill",), "did you mean `split_bill`?"),
        ((), "total_by<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table"),
    ],
)
def test_what_is_wrong_is_said(call: Run, arguments: tuple[str, ...], expected: str) -> None:
    assert_refused(call(*arguments), expected)


def test_a_failure_has_its_place(call: Run) -> None:
    result = call("split_bill", "100", "18%", "0")
    assert_refused(result, "split_bill failed: need at least one person", "a.seg:2:9", "^^^")


def test_fuel(call: Run) -> None:
    assert call("long", "1000").exit_code == 0
    assert_refused(call("long", "1000", "--fuel", "100"), "too much work")
    assert_refused(call("long", "1000000000"), "long failed")


def test_json(call: Run) -> None:
    expected = json.loads(call("split_bill", "100", "18%", "3", "--json").stdout)
    assert (expected["status"], expected["result"], expected["type"]) == ("done", [39.34, 39.33, 39.33], "List<Number>")
    assert expected["fuel"] > 0
    failed = call("split_bill", "100", "18%", "0", "--json")
    expected = json.loads(failed.stdout)
    assert (failed.exit_code, expected["status"], expected["code"], expected["line"]) == (2, "failed", "check", 2)
    wrong = call("shout", "--json")
    assert (wrong.exit_code, json.loads(wrong.stdout)["status"]) == (2, "error")


def test_what_was_guessed_is_said(call: Run) -> None:
    guessed = "01/02/2024 is read with the month first (it could also be the day): 2024-01-02"
    done = call("due", "01/02/2024", "1")
    assert (done.stdout, done.stderr) == ("2024-01-03\n", f"note: {guessed}\n")
    assert json.loads(call("due", "01/02/2024", "1", "--json").stdout)["notes"] == [guessed]
    assert "notes" not in json.loads(call("due", "2024-01-02", "1", "--json").stdout)
    assert call("due", "2024-01-02", "1").stderr == ""
    assert call("due", "01/02/2024", "1", "--explain").stderr.count(guessed) == 1
    assert f"note: {guessed}" in call("due", "01/02/2024", "0.5").stderr


def test_explain(call: Run) -> None:
    result = call("total_by", "orders.csv", "sales", "region", "--explain")
    assert result.stdout.startswith("region")
    dated = call("due", "5/6/2024", "1", "--explain")
    assert (dated.stdout, "note: 5/6/2024 is read with the month first" in dated.stderr) == ("2024-05-07\n", True)
    for words in ("3 rows: region: Text, sales: Number, day: Date", "value = column sales", "fuel "):
        assert words in result.stderr


def test_files_that_cannot_be_run(run: Run) -> None:
    assert_refused(run("run", "nowhere.seg", "f"), "nowhere.seg")
    assert_refused(run("run", ".", "f"), "folder")
    Path("a.seg").write_text("proc f(x: Number) -> Number { return x.summ() }")
    assert_refused(run("run", "a.seg", "f", "1"), "nothing was run", "a.seg:1:40")
    Path("a.seg").write_text("type A = Text")
    assert_refused(run("run", "a.seg", "f"), "holds no procedures")


def test_who_leaves_the_source_file_out_is_told(run: Run) -> None:
    result = run("run", "total_by", "orders.csv")
    assert_refused(
        result, "there is no file 'total_by'; the source file comes first, as in seglam run sales.seg total_by"
    )
