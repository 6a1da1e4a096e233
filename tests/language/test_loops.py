"""Loops: a fold over a finite list, written with `var` and `set`; in the core nothing ever changes."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.language import Failure, LanguageError, check, compile_procedure, content_hash, decode, encode
from seglam_lang.language.checking.checked import Checked
from seglam_lang.language.checking.soundness import check_types
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Column, Record, Table
from tests import reference


def only(source: str) -> Checked:
    """The last procedure of a source, found to be sound, and the same after it was stored."""
    procedures = check(source)
    cores = {content_hash(each.core): each.core for each in procedures}
    last = procedures[-1]
    assert decode(encode(last.core), cores.__getitem__) == last.core
    check_types(last.core)
    return last


def value(source: str, *args: Any) -> Any:
    """What the last procedure of a source gives; the naive evaluator must give the same for the same fuel."""
    core = only(source).core
    found, spent = compile_procedure(core).run_counted(args)
    naive = reference.run(core, args, 10**7)
    assert (naive.value, naive.spent, naive.failure) == (found, spent, "")
    return found


def codes(source: str) -> list[str]:
    with pytest.raises(LanguageError) as error:
        check(source)
    return [each.code for each in error.value.diagnostics]


def test_each_round_yields_one_item() -> None:
    source = "proc squares(n: Number) -> List<Number> { return for i in 1 to n { yield i * i } }"
    assert value(source, 4) == (1, 4, 9, 16)
    assert value(source, 0) == ()


def test_a_var_has_its_last_value_behind_the_loop() -> None:
    source = """proc total(xs: List<Number>) -> Number {
      var total = 0
      for x in xs { set total = total + x }
      return total
    }"""
    assert value(source, (1, 2, 3)) == 6
    assert value(source, ()) == 0


def test_until_ends_the_loop_before_the_round() -> None:
    source = """proc gcd(a: Number, b: Number) -> Number {
      var x = a
      var y = b
      for round in 1 to 1000 until y == 0 {
        let rest = x.mod(y)
        set x = y
        set y = rest
      }
      return x
    }"""
    assert value(source, 48, 36) == 12
    assert value(source, 5, 0) == 5


def test_until_sees_the_item() -> None:
    source = "proc head(xs: List<Number>) -> List<Number> { return for x in xs until x < 0 { yield x * 10 } }"
    assert value(source, (1, 2, -1, 3)) == (10, 20)


def test_sets_are_seen_by_the_steps_below_them() -> None:
    source = """proc f(xs: List<Number>) -> List<Number> {
      var a = 1
      var b = 1
      return for x in xs { set a = a + b set b = a * x yield b }
    }"""
    assert value(source, (1, 2, 3)) == (2, 8, 36)


def test_loops_in_loops() -> None:
    source = """proc f(xs: List<Number>) -> {pairs: List<List<Number>>, count: Number} {
      var count = 0
      let pairs = for x in xs {
        var here = 0
        let row = for y in xs { set count = count + 1 set here = here + y yield x * y + here }
        yield row.concat([here])
      }
      return {pairs: pairs, count: count}
    }"""
    assert value(source, (1, 2)) == Record(("pairs", "count"), (((2, 5, 3), (3, 7, 3)), 4))


def test_a_loop_over_a_table_goes_over_its_rows() -> None:
    source = """proc f(rows: Table, a: Column<Number>, b: Column<Text>) -> Text {
      var best = 0
      var name = ""
      for row in rows {
        set name = if row[a] > best then row[b] else name
        set best = best.larger(row[a])
      }
      return name
    }"""
    table = Table(("n", "t"), (NUMBER, TEXT), ((1, 3, 2), ("x", "y", "z")), 3)
    core = only(source).core
    args = {"a": Column("n", NUMBER), "b": Column("t", TEXT), "rows": table}
    assert compile_procedure(core).run([args[name] for name in only(source).params]) == "y"


def test_what_may_be_absent_starts_as_none() -> None:
    source = """proc last_even(xs: List<Number>) -> Number? {
      var found = none
      for x in xs { set found = if x.is_even() then x else found }
      return found
    }"""
    assert value(source, (1, 4, 3)) == 4
    assert value(source, (1,)) is None


def test_several_sets_under_one_condition() -> None:
    source = """proc f(xs: List<Number>) -> List<Number> {
      var a = 0
      var b = 0
      var c = 0
      for x in xs {
        if x < 10 {
          set a = a + 1
          set b = b + a
        } else if x < 100 {
          if x != 50 { set c = c + 1 / (x - 50) } else { set c = 0 }
        } else {
          set b = 0
        }
      }
      return [a, b, c]
    }"""
    assert value(source, (1, 2, 3)) == (3, 6, 0)
    assert value(source, (1, 51, 2)) == (2, 3, 1)
    assert value(source, (51, 50)) == (0, 0, 0)  # what is not set is not computed: 1 / 0 is never reached
    assert value(source, (1, 2, 300)) == (2, 0, 0)


def test_a_condition_is_that_before_its_sets() -> None:
    source = """proc f(xs: List<Number>) -> Number {
      var a = 0
      for x in xs { if a == 0 { set a = x set a = a * 2 } else { set a = a + 1 } }
      return a
    }"""
    assert value(source, (5, 7)) == 11


def test_a_step_may_say_its_type() -> None:
    source = """type Run = {item: Number, length: Number}
    proc runs(xs: List<Number>) -> List<Run> {
      var found: List<Run> = []
      for x in xs {
        let same: Bool = found.any(run => run.item == x)
        set found = if same then found else found.append({item: x, length: 1})
      }
      return found
    }"""
    assert value(source, (1, 1, 2)) == tuple(Record(("item", "length"), (x, 1)) for x in (1, 2))
    assert codes("proc f() -> Number { let a: Text = 5 return a.length() }") == ["type-mismatch"]
    assert codes("proc f() -> Number { let a: Nothing = 5 return a }") == ["unknown-type"]


def test_a_var_that_may_become_absent() -> None:
    source = """proc f(xs: List<Number>) -> Number? {
      var found: Number? = 0
      for x in xs { set found = if x > 10 then x else none }
      return found
    }"""
    assert value(source, (1, 20)) == 20
    assert value(source, (20, 1)) is None
    assert value("proc f(n: Number) -> Number { let m: Number? = n return m ?? 0 }", 3) == 3


def test_what_has_been_computed_may_be_checked() -> None:
    source = """proc f(xs: List<Number>) -> Number {
      check xs.count() > 0 else "nothing"
      let sum = xs.sum()
      check sum != 0 else "the sum is 0"
      for x in xs { check x > 0 else "one is not positive" }
      return 1 / sum
    }"""
    assert value(source, (1, 3)) * 4 == 1
    checked = only(source)
    for xs, message in (((), "nothing"), ((1, -1), "the sum is 0"), ((3, -1), "one is not positive")):
        with pytest.raises(Failure, match=message) as failure:
            compile_procedure(checked.core).run([xs])
        start, end = checked.origins[failure.value.node]
        assert message in source[start:end] or source[start:end] == "xs.count() > 0"
        assert reference.run(checked.core, [xs], 10**6).message == message


def test_names_make_no_difference() -> None:
    one = "proc f(xs: List<Number>) -> Number { var a = 0 for x in xs { set a = a + x } return a }"
    other = "proc g(items: List<Number>) -> Number { var sum = 0 for i in items { set sum = sum + i } return sum }"
    assert content_hash(only(one).core) == content_hash(only(other).core)


def test_a_loop_is_as_general_as_it_can_be() -> None:
    source = "proc f(xs: List<Text>) -> List<List<Text>> { return for x in xs { yield [x, x] } }"
    assert value(source, (1, 2)) == ((1, 1), (2, 2))


def test_each_round_is_paid() -> None:
    core = only("proc f(n: Number) -> Number { var a = 0 for i in 1 to n { set a = a + i } return a }").core
    spent = [compile_procedure(core).run_counted([n])[1] for n in (0, 10, 20)]
    assert spent[2] - spent[1] == spent[1] - spent[0] > 30
    with pytest.raises(Failure, match="too much work"):
        compile_procedure(core).run([20], fuel=spent[1])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("let a = for x in xs { let b = x } return a", ["never-used", "nothing-yielded"]),
        ("for x in xs { yield x } return 1", ["yield-lost"]),
        ("let a = 1 for x in xs { set a = x } return a", ["not-a-var"]),
        ("for x in xs { set b = x } return 1", ["not-a-var"]),
        ('var a = 1 for x in xs { set a = "x" } return a', ["type-mismatch"]),
        ("var a = 1 for x in xs { set a = x } return x", ["unknown-name"]),
        ("var a = 1 for a in xs { set a = 2 } return a", ["name-taken"]),
        ("return for x in 5 { yield x }", ["not-a-list"]),
        ("return for x in xs until 5 { yield x }", ["type-mismatch"]),
        ("var a = 1 for x in xs { set a = nothing } return a.length()", ["unknown-name", "unknown-method"]),
        ("set a = 1 return xs", ["set-outside-loop"]),
    ],
)
def test_what_is_wrong_is_said(body: str, expected: list[str]) -> None:
    found = codes(f"proc f(xs: List<Number>) {{ {body} }}")
    assert sorted(found) == sorted(expected) or found == expected[1:]


def test_a_table_is_not_what_a_var_holds() -> None:
    body = "var t = rows for r in rows { set t = t.take(1) } return t.total(a)"
    source = f"proc f(rows: Table, a: Column<Number>) {{ {body} }}"
    assert "no-value" in codes(source)
