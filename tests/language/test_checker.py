"""The checker: types from left to right, columns by step, the most general signature, one core for one meaning."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang import language
from seglam_lang.language import Checked, LanguageError, Param, Signature, core
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import DATE, NUMBER, TABLE, TEXT, Con, Var, column_of, list_of, show
from tests.language.strategies import modules

SHIPPED = sorted(Path(__file__).parents[2].glob("cache/*.seg"))
SIGNATURE = Signature(
    (
        Param("rows", TABLE),
        Param("c0", column_of(TEXT)),
        Param("c1", column_of(NUMBER)),
        Param("c2", column_of(DATE)),
        Param("s0", TEXT),
        Param("s1", NUMBER),
        Param("s2", list_of(NUMBER)),
    )
)


def draft(body: str) -> Checked:
    return language.check_draft(body, SIGNATURE).named()


def signature(checked: Checked) -> str:
    """The general signature on one line: `Table, Column<T0>, T0 -> Number`."""
    return f"{', '.join(map(show, checked.core.params))} -> {show(checked.core.result)}"


def wrong(source: str) -> list[str]:
    with pytest.raises(LanguageError) as caught:
        language.check(source)
    return [each.code for each in caught.value.diagnostics]


def wrong_draft(body: str) -> list[str]:
    with pytest.raises(LanguageError) as caught:
        draft(body)
    return [each.code for each in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("body", "general"),
    [
        ("return rows.where(row => row[c0] == s0).count()", "Table, Column<T0>, T0 -> Number"),
        ("return rows.where(row => row[c1] > s1).values(c0)", "Table, Column<T0>, T0, Column<T1> -> List<T1>"),
        ("return rows.group_by(c0).total(c1)", "Table, Column<T0>, Column<Number> -> Table"),
        ("return rows.maximum(c2)", "Table, Column<T0> -> T0"),
        ("return s0", "T0 -> T0"),
        ("return s2.first()", "List<T0> -> T0"),
        ("return s2.sum()", "List<Number> -> Number"),
        ("return s2.sort()", "List<T0> -> List<T0>"),
        ("return s2.map(x => x == s1)", "List<T0>, T0 -> List<Bool>"),
        ("return s1 + 1", "Number -> Number"),
        ("return if s1 > 3 then 5 else none", "Number -> Number?"),
        ("return if s1 == 3 then s0 else none", "Number, T0 -> T0?"),
        ("return [none, s0]", "T0 -> List<T0?>"),
        ("return [s0].index_of(s0) ?? s1", "T0, Number -> Number"),
        ("return {name: s0, size: s1}", "T0, T1 -> {name: T0, size: T1}"),
        ("return {name: s0}.name", "T0 -> T0"),
    ],
)
def test_signatures_are_the_most_general(body: str, general: str) -> None:
    assert signature(draft(body)) == general


def test_bounds_and_hints_of_type_parameters() -> None:
    checked = draft("return rows.where(row => row[c1] > s1).values(c0)")
    _, column, value, _ = checked.core.params
    assert isinstance(column, Con)
    assert column.args[0] == value == Var("T0", "ordered")
    assert isinstance(value, Var)
    assert value.hint == NUMBER


def test_only_used_parameters_in_order_of_first_use() -> None:
    checked = draft("let twice = s1 * 2\nreturn rows.where(row => row[c1] > twice).values(c0)")
    assert checked.params == ("s1", "rows", "c1", "c0")
    assert checked.core.tables == (-1, -1, 1, 1)


def test_steps_that_nothing_uses_are_dropped_from_drafts() -> None:
    checked = draft("let a = s1 / 0\nlet b = a + 1\nreturn s0")
    assert checked.params == ("s0",)
    assert checked.core.body == core.Local(0)


@pytest.mark.parametrize(
    "body",
    [
        "return rows.where(row => row[c0] == s0 and row[c1] > s1).values(c2)",
        "# plan: one\nlet t = rows.top(3, c1)\nreturn t.values(c0).first()",
        'check s1 > 0 else "positive"\nensure result.count() <= s1\nreturn (1 to s1).map(i => i * s1)',
        "return if s1 > 3 then [none, s0] else []",
    ],
)
def test_the_printed_procedure_is_the_same_procedure(body: str) -> None:
    checked = draft(body)
    (again,) = language.check(checked.source)
    assert again.core == checked.core
    assert again.source == checked.source
    assert again.spans == checked.spans


def test_same_meaning_other_names_is_one_procedure() -> None:
    one = """\
proc f(rows: Table, value: Column<Number>, by: Column<Text>) -> Table {
  return rows.group_by(by).total(value)
}
"""
    other = """\
proc total_by<K>(t: Table, k: Column<K>, v: Column<Number>) -> Table {
  ask "total {v} by {k}"
  # the same, said otherwise
  return t.group_by(k).total(v)
}
"""
    drafted = draft("return rows.group_by(c0).total(c1)").core
    hashes = {
        language.content_hash(each) for each in (language.check(one)[0].core, language.check(other)[0].core, drafted)
    }
    assert len(hashes) == 1


def test_other_meaning_is_another_procedure() -> None:
    bodies = ["s1 + 1", "s1 + 2", "1 + s1", "s1 - 1", "s1.larger(1)"]
    assert len({language.content_hash(draft(f"return {body}").core) for body in bodies}) == len(bodies)


def test_spans_follow_the_preorder_of_the_core() -> None:
    checked = draft("let t = rows.where(row => row[c1] > 1)\nreturn t.total(c1)")
    texts = [checked.source[start:end] for start, end in checked.spans]
    assert texts[:2] == ["let t = rows.where(row => row[c1] > 1)", "rows.where(row => row[c1] > 1)"]
    assert texts[-3:] == ["t.total(c1)", "t", "c1"]
    assert len(texts) == sum(1 for root in checked.core.roots() for _ in walk(root))


def walk(node: core.Core) -> list[core.Core]:
    return [node, *(inner for child in core.children(node) for inner in walk(child))]


def test_readable_names_in_drafts() -> None:
    names = {"rows": "table", "c0": "City", "c1": "Sales (USD)", "s0": "of", "c2": "City"}
    body = "return rows.where(row => row[c0] == s0).sort_by(c2).values(c1)"
    checked = language.check_draft(body, SIGNATURE).named("sales", names)
    assert "return table.where(row => row[city] == of_).sort_by(city_2).values(sales_usd)" in checked.source
    assert checked.core == draft(body).core


# --- columns ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "return rows.select(c0).values(c1)",
        "return rows.group_by(c0).total(c1).values(c2)",
        "let t = if s1 > 1 then rows else rows.select(c0)\nreturn t.values(c1)",
        "return rows.select(c0).where(row => row[c1] > 1)",
    ],
)
def test_a_column_that_is_no_longer_there(body: str) -> None:
    assert wrong_draft(body) == ["no-such-column"]


@pytest.mark.parametrize(
    "body",
    [
        "return rows.select(c0, c1).values(c1)",
        "return rows.group_by(c0).total(c1).top(3, c1).values(c0)",
        "return rows.where(row => row[c0] == s0).sort_by(c1).take(3).values(c2)",
        "let t = if s1 > 1 then rows else rows.select(c0)\nreturn t.values(c0)",
    ],
)
def test_a_column_that_is_still_there(body: str) -> None:
    assert draft(body)


def test_columns_belong_to_a_table() -> None:
    two = Signature(
        (Param("t0", TABLE), Param("t1", TABLE), Param("c0", column_of(TEXT), "t0"), Param("c1", column_of(TEXT), "t1"))
    )
    checked = language.check_draft("return t1.values(c1).concat(t0.values(c0))", two).named()
    assert checked.core.tables == (-1, 0, -1, 2)
    assert "c1: Column<T0> of t1" in checked.source
    with pytest.raises(LanguageError):
        language.check_draft("return t0.values(c1)", two)


@pytest.mark.parametrize("body", ["return c0", "let c = c0\nreturn rows.values(c)", "return [c0, c0].first()"])
def test_a_column_is_no_value(body: str) -> None:
    assert wrong_draft(body) == ["column-as-value"]


# --- files written by hand ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_procedures_check_and_their_examples_hold(path: Path) -> None:
    for checked in language.check(path.read_bytes()):
        assert language.run_examples(checked) == []
        if not checked.core.callees:
            assert language.check(checked.source)[0].core == checked.core


def test_all_mistakes_are_found_at_once() -> None:
    source = """\
proc f(x: Number) -> Number {
  let a = x.rond()
  let b = a + 1
  let c = x.upper()
  return b + c + y
}
proc g(x: Numbr) -> Number { return x }
example h() == 1
"""
    assert wrong(source) == ["unknown-method", "unknown-method", "unknown-type", "unknown-procedure"]


def test_ensure_sees_the_result_and_not_the_steps() -> None:
    body = "let y = x * 2\n return y }"
    assert language.check("proc f(x: Number) -> Number { ensure result == x * 2 " + body)
    assert wrong("proc f(x: Number) -> Number { ensure result == y " + body) == ["unknown-name"]


def test_an_empty_list_takes_its_type_from_the_annotation() -> None:
    (checked,) = language.check("proc f() -> List<Number> { return [] }")
    assert checked.core.result == list_of(NUMBER)
    assert wrong("proc f() { return [] }") == ["type-not-known"]


def test_an_empty_list_of_what_a_parameter_holds() -> None:
    (checked,) = language.check("proc f<G>(x: List<G>) -> List<G> { return if x.count() > 9 then [] else [] }")
    assert signature(checked) == "List<T0> -> List<T0>"


@pytest.mark.parametrize(
    "source",
    [
        "proc f<G>(x: G) -> Number { return x + 1 }",
        "proc f<G>(x: List<G>) -> G { return x.minimum() }",
        "proc f<G, H>(x: G, y: H) -> Bool { return x == y }",
        "proc f<G>(rows: Table, c: Column<G>) -> Number { return rows.total(c) }",
    ],
)
def test_a_type_parameter_stands_for_any_type(source: str) -> None:
    assert wrong(source)[0] in ("operator-mismatch", "receiver-mismatch", "type-mismatch")


# --- examples -----------------------------------------------------------------------------------------------------

SPLIT = """\
proc split_bill(bill: Number, tip: Number, people: Number) -> List<Number> {
  ask "split a bill of {bill} with {tip} tip between {people} people"
  check people.is_whole() and people >= 1 else "need at least one person"
  ensure result.sum() == (bill * (1 + tip)).round(2)
  let total = (bill * (1 + tip)).round(2)
  let share = (total / people).round_down(2)
  let odd = total - share * people
  return (1 to people).map(i => if i == 1 then share + odd else share)
}
"""


def test_an_example_that_holds() -> None:
    (checked,) = language.check(SPLIT + "example split_bill(100, 18%, 3) == [39.34, 39.33, 39.33]")
    assert [each.phrase for each in checked.asks] == ["split a bill of {bill} with {tip} tip between {people} people"]
    assert language.run_examples(checked) == []


def test_examples_that_do_not_hold() -> None:
    (checked,) = language.check(SPLIT + "example split_bill(100, 0, 2) == [1]\nexample split_bill(1, 0, 0) == []")
    messages = [each.message for each in language.run_examples(checked)]
    assert messages == [
        "this example gives [50, 50], not [1]",
        "this example fails: need at least one person",
    ]


def test_a_list_of_records_is_a_table_and_none_a_blank_cell() -> None:
    source = """\
proc f<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table { return rows.group_by(group).average(value) }
example f([{city: "Oslo", "net sales": 2}, {city: "Rome", "net sales": none}], "net sales", "city")
  == [{city: "Oslo", "net sales": 2}, {city: "Rome", "net sales": none}]
"""
    (checked,) = language.check(source)
    assert language.run_examples(checked) == []


@pytest.mark.parametrize(
    ("example", "code"),
    [
        ('f([{a: 1}], "b") == 1', "example-column"),
        ('f([{a: "x"}], "a") == 1', "type-mismatch"),
        ('f([{a: 1}], "a") == "x"', "type-mismatch"),
        ('f([{a: 1}, {b: 1}], "a") == 1', "example-table"),
        ('f([1], "a") == 1', "example-table"),
        ('f([{a: 1}, {a: "x"}], "a") == 1', "type-mismatch"),
        ("f([{a: 1}]) == 1", "argument-count"),
        ('f([{a: 1 / 0}], "a") == 1', "example-fails"),
        ('f([{a: 1}], "a") == x', "unknown-name"),
    ],
)
def test_wrong_examples(example: str, code: str) -> None:
    procedure = "proc f(rows: Table, c: Column<Number>) -> Number { return rows.total(c) }\n"
    assert wrong(f"{procedure}example {example}") == [code]


@pytest.mark.parametrize(
    ("source", "is_right"),
    [
        ("proc f(x: Number) -> Number { return x }\nexample f(1) == 1", True),
        ('proc f(x: Number) -> Number { return x }\nexample f("1") == "1"', False),
        ('proc f<T>(x: T) -> T { return x }\nexample f("1") == "1"\nexample f(1) == 1', True),
        ("proc f<T>(x: List<T>) -> List<T> { return x }\nexample f(1) == 1", False),
        ("proc f(x: Number, y: Number) -> Bool { return x == y }\nexample f(@2024-01-01, @2024-01-01) == true", False),
        ("proc f<T>(x: T, y: T) -> Bool { return x == y }\nexample f(@2024-01-01, @2024-01-01) == true", True),
        ('proc f<T>(x: T, y: T) -> Bool { return x == y }\nexample f(1, "1") == false', False),
        (
            "proc f(rows: Table, c: Column<Text>) -> Number { return rows.values(c).distinct().count() }\n"
            'example f([{a: 1}], "a") == 1',
            False,
        ),
    ],
)
def test_the_values_of_an_example_are_of_the_types_that_the_author_declared(source: str, is_right: bool) -> None:
    """That the body would work on others too, and is stored so, does not make them right."""
    if is_right:
        (checked,) = language.check(source)
        assert language.run_examples(checked) == []
    else:
        assert wrong(source) == ["type-mismatch"]


_PARTS = ["rows", "c0", "c1", "s0", "s1", "s2", "row", "x", "1", '"a"', "none", "[]", "[x, 1]", "{a: 1}"]
_STEPS = [".count()", ".where(row => ", ".map(x => ", ")", "[c0]", ".values(c1)", ".group_by(c0)", ".total(c1)", ".a"]
_OPERATORS = [" + ", " == ", " ?? ", " and ", " to ", " if ", " then ", " else ", "-", "not "]


@given(st.lists(st.sampled_from(_PARTS + _STEPS + _OPERATORS), min_size=1, max_size=8).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_draft_is_checked_or_a_diagnostic(text: str) -> None:
    try:
        checked = draft(f"return {text}")
    except LanguageError as error:
        assert error.diagnostics
    else:
        assert language.check(checked.source)[0].core == checked.core


@given(modules())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_module_is_checked_or_a_diagnostic(module: nodes.Module) -> None:
    try:
        language.check(language.print_module(module))
    except LanguageError as error:
        assert error.diagnostics


def test_running_a_stored_procedure_needs_no_parser() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from seglam_lang import language as L; L.compile_procedure; L.decode; "
        "sys.exit('lark' in sys.modules or 'hypothesis' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2]).returncode == 0
