"""Hand-written procedures: checked, tried on their examples, and asked for by their phrases."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from seglam_lang import Seglam
from seglam_lang.inputs import InputError
from seglam_lang.language import LanguageError
from seglam_lang.shipping import build
from tests.engine.conftest import Start

TOTAL_BY = """
proc total_by<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {
  ask "total {value} by {group}"
  ask "for each {group} the sum of {value}."
  return rows.group_by(group).total(value)
}
example total_by([{city: "Oslo", sales: 2}, {city: "Oslo", sales: 3}], "sales", "city") == [{city: "Oslo", sales: 5}]
"""
SALES = {"columns": ["region", "sales", "year"], "rows": [["north", 1, 2001], ["south", 2, 2002], ["north", 4, 2002]]}


def proc(ask: str, params: str = "a: Number, b: Number", result: str = "Number", body: str = "a + b") -> str:
    return f'proc p({params}) -> {result} {{\n  ask "{ask}"\n  return {body}\n}}\n'


def test_each_phrase_asks_for_the_procedure(start: Start) -> None:
    seglam, model = start()
    (hash,) = seglam.add_source(TOTAL_BY)
    for request in ("total sales by region", "For each region the sum of sales?"):
        answer = seglam.exec(request, table=SALES)
        assert (answer.status, answer.procedure, answer.trace.level) == ("hit", hash, "verified")
        assert answer.value.rows == (("north", 5), ("south", 2))
    assert not model.calls


def test_slots_are_of_the_kind_that_is_written(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(proc("{a:percent} of {b:money}", body="a * b"))
    assert seglam.exec("15% of $80").value == 12
    assert seglam.exec("15% of €80").value == 12
    assert seglam.exec("15 of 80").status == "refused"


def test_a_phrase_asks_only_of_the_types_that_its_author_declared(start: Start) -> None:
    """The body works on all that has an order, and is stored so; who means that writes a type parameter."""
    seglam, _ = start()
    bigger = proc("bigger of {a} and {b}", body="if a > b then a else b")
    (hash,) = seglam.add_source(bigger)
    assert seglam.exec("bigger of 2 and 11").value == 11
    for request in ('bigger of "2" and "11"', "bigger of 2024-01-01 and 2023-01-01"):
        assert seglam.exec(request).status == "refused", request
    of_any = bigger.replace("proc p(a: Number, b: Number) -> Number", "proc p<T: ordered>(a: T, b: T) -> T")
    assert seglam.add_source(of_any) == [hash]
    assert seglam.exec('bigger of "2" and "11"').value == "2"
    assert seglam.exec("bigger of 2024-01-01 and 2023-01-01").value == date(2024, 1, 1)


def test_columns_and_inputs_are_of_the_types_that_the_author_declared(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(
        proc("kinds of {n}", "rows: Table, n: Column<Text>", "Number", "rows.values(n).distinct().count()")
        + proc("first of my marks", "marks: List<Number>", "Number", "marks.first()").replace("proc p(", "proc q(")
        + proc("echo {n:field}", "n: Number", "Number", "n").replace("proc p(", "proc r(")
    )
    days = {"columns": ["who", "day"], "rows": [["Ann", date(2024, 1, 1)], ["Bob", date(2024, 1, 2)]]}
    assert seglam.exec("kinds of who", table=days).value == 2
    assert seglam.exec("kinds of day", table=days).status == "refused"
    assert seglam.exec("first of my marks", marks=[3, 4]).value == 3
    assert seglam.exec("first of my marks", marks=["a", "b"]).status == "refused"
    assert seglam.exec("echo net", net=3).value == 3
    assert seglam.exec("echo net", net="three").status == "refused"


def test_units_are_of_one_dimension(start: Start) -> None:
    seglam, _ = start()
    source = proc("{x} {old:unit} in {new:unit}", "x: Number, old: Text, new: Text", body="x.convert(old, new)")
    seglam.add_source(source)
    assert seglam.exec("3 feet in inches").value == 36
    assert seglam.exec("3 feet in kilograms").status == "refused"


def test_a_cell_says_which_column_it_is_of(start: Start) -> None:
    seglam, _ = start()
    params = "rows: Table, key: Column<K>, wanted: K, value: Column<Number>"
    body = "rows.where(row => row[key] == wanted).total(value)"
    seglam.add_source(proc("total {value} in {wanted:cell of key}", params, body=body).replace("proc p(", "proc p<K>("))
    assert seglam.exec("total sales in north", table=SALES).value == 5
    assert seglam.exec("total sales in 2002", table=SALES).value == 6


def test_a_phrase_that_asks_for_something_else_is_replaced(start: Start) -> None:
    seglam, _ = start()
    (old,) = seglam.add_source(proc("mix {a} and {b}"))
    seglam.add_source(proc("mix {a} and {b}", body="a * b"))
    assert seglam.exec("mix 7 and 8").value == 56
    assert [entry.action for entry in seglam.store.history(old)] == ["replaced"]


def test_adding_the_same_again_changes_nothing(start: Start) -> None:
    seglam, _ = start()
    assert seglam.add_source(TOTAL_BY) == seglam.add_source(TOTAL_BY)
    (stored,) = seglam.store.procedures()
    assert len(seglam.store.wordings(stored.hash)) == 2


@pytest.mark.parametrize(
    "source, message",
    [
        (TOTAL_BY.replace("sales: 5", "sales: 6"), "this example gives"),
        (proc("mix {a} and {c}"), "`c` is no parameter"),
        (proc("mix {a} and {a}"), "twice"),
        (proc("mix {a:unit} and {b}"), "cannot be written as unit"),
        (proc("total", "rows: Table, v: Column<Number>", body="rows.total(v)"), "does not say which column `v` is"),
        (proc("total {rows} {v}", "rows: Table, v: Column<Number>", body="rows.total(v)"), "is a table"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(start: Start, source: str, message: str) -> None:
    seglam, _ = start()
    with pytest.raises(LanguageError, match=message):
        seglam.add_source(proc("plus {a} {b}").replace("proc p", "proc q") + source)
    assert seglam.store.procedures() == []


def test_inputs_that_no_word_names_are_inputs_by_name(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(proc("the average of my marks", "marks: List<Number>", body="marks.average()"))
    assert seglam.exec("the average of my marks", marks=[3, 4, 8]).value == 5


def middle(name: str, kind: str) -> str:
    return f"""proc {name}(rows: Table, value: Column<{kind}>) -> {kind} {{
      ask "the middle of {{value}}"
      return rows.median(value)
    }}"""


def test_the_same_words_about_columns_of_other_types(start: Start) -> None:
    tables = [{"it": 3}, {"it": 4}], [{"it": timedelta(hours=1)}, {"it": timedelta(hours=3)}]
    for files in ([middle("a", "Number"), middle("b", "Duration")], [middle("a", "Number") + middle("b", "Duration")]):
        seglam, _ = start()
        assert [each.replaced for file in files for each in seglam.add_written(file)] == [(), ()]
        assert [seglam.exec("the middle of it", table).value for table in tables] == [3.5, timedelta(hours=2)]


def test_a_procedure_of_the_same_name_replaces_one_of_another_type(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(middle("a", "Duration"))
    (added,) = seglam.add_written(middle("a", "Number"))
    assert len(added.replaced) == 1
    assert seglam.exec("the middle of it", [{"it": timedelta(hours=1)}]).status == "refused"


def test_all_shipped_procedures_can_be_added(start: Start) -> None:
    seglam, _ = start()
    files = sorted((Path(__file__).parents[2] / "cache").glob("*.seg"))
    assert files
    for file in files:
        assert seglam.add_source(file.read_text(encoding="utf-8")), file.name


def test_a_read_only_layer_lies_under_the_own_cache(tmp_path: Path) -> None:
    shipped = tmp_path / "shipped.sqlite"
    with Seglam(shipped, use_model=False, layers=()) as seglam:
        (hash,) = seglam.add_source(proc("mix {a} and {b}"))
    before = shipped.read_bytes()
    with Seglam(tmp_path / "own.sqlite", use_model=False, layers=[shipped]) as seglam:
        assert seglam.exec("mix 7 and 8").value == 15
        seglam.store.remove(hash)
        assert seglam.exec("mix 7 and 8").status == "refused"
        seglam.add_source(proc("mix {a} and {b}", body="a * b"))
        assert seglam.exec("mix 7 and 8").value == 56
    assert shipped.read_bytes() == before


def test_the_shipped_layer_is_built_from_its_sources(tmp_path: Path) -> None:
    sources = Path(__file__).parents[2] / "cache"
    shipped = tmp_path / "shipped.sqlite"
    assert build(sources, shipped) > 20
    assert [file.name for file in tmp_path.iterdir()] == ["shipped.sqlite"]
    with Seglam(tmp_path / "own.sqlite", use_model=False, layers=[shipped]) as seglam:
        assert seglam.exec("what is 15% of 80").value == 12
        assert seglam.exec("total sales by region", table=SALES).status == "hit"


def test_a_layer_that_cannot_be_built_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "wrong.seg").write_text("proc")
    (tmp_path / "shipped.sqlite").write_text("old")
    with pytest.raises(LanguageError):
        build(tmp_path, tmp_path / "shipped.sqlite")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["shipped.sqlite", "wrong.seg"]
    assert (tmp_path / "shipped.sqlite").read_text() == "old"


HALF = """proc half(x: Number) -> Number {
  ask "half of {x}"
  check x.is_even() else "only even numbers have a half here"
  return x / 2
}"""


def test_the_sentence_of_a_check_is_the_answers(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(HALF)
    answer = seglam.exec("half of 3")
    assert (answer.status, answer.why) == ("refused", "only even numbers have a half here")


def test_what_a_check_refuses_is_no_answer_to_confirm(start: Start) -> None:
    seglam, _ = start()
    seglam.add_source(HALF)
    with pytest.raises(InputError, match="no answer to judge: only even"):
        seglam.right(seglam.exec("half of 3"))
