"""Calls of other procedures: by name in a source, by content hash in the core, never in a circle."""

from __future__ import annotations

import pytest

from seglam_lang.language import (
    CodecError,
    Failure,
    LanguageError,
    check,
    compile_procedure,
    content_hash,
    core,
    encode,
)
from seglam_lang.language import decode as decoded
from seglam_lang.language.checking.soundness import Unsound, check_types
from tests.language.test_loops import codes, only, value

TWICE = "proc twice(x: Number) -> Number { return x * 2 }\n"


def test_a_procedure_calls_another() -> None:
    assert value(TWICE + "proc f(x: Number) -> Number { return twice(twice(x)) + twice(1) }", 3) == 14


def test_the_order_of_declaration_does_not_matter() -> None:
    assert value("proc f(x: Number) -> Number { return twice(x) }\n" + TWICE, 3) == 6


def test_arguments_go_by_the_order_in_which_parameters_are_declared() -> None:
    minus = "proc minus(b: Number, a: Number) -> Number { return a - b }\n"
    assert value(minus + "proc f(x: Number) -> Number { return minus(x, 10) }", 3) == 7


def test_each_use_has_types_of_its_own() -> None:
    source = """proc both<T>(x: T, y: T) -> List<T> { return [x, y] }
    proc f(n: Number, t: Text) -> Number { return both(n, 1).count() + both(t, "").count() }"""
    assert value(source, 1, "x") == 4


def test_a_call_is_typed_by_the_most_general_type() -> None:
    most = "proc most(xs: List<Number>) -> Number { return xs.mode() }\n"
    assert value(most + "proc f(xs: List<Text>) -> Text { return most(xs) }", ("a", "b", "b")) == "b"
    with pytest.raises(LanguageError, match="the type of this is not known") as caught:
        check(most + "proc f(n: Number) -> Number { return most([]) + n }")
    assert caught.value.diagnostics[0].hint == "say it in a step before: `let x: Number = ...`"
    check(most + "proc f(n: Number) -> Number { let m: Number = most([]) return m + n }")


def test_bounds_are_those_of_the_callee() -> None:
    source = """proc best<T: ordered>(xs: List<T>) -> T { return xs.maximum() }
    proc f(xs: List<List<Number>>) -> List<Number> { return xs.map(x => best(x)) }"""
    assert value(source, ((1, 2), ("a", "b"))) == (2, "b")
    assert codes(source.replace("xs.map(x => best(x))", "best(xs)")) == ["type-mismatch"]


def test_tables_and_columns_are_passed_on() -> None:
    source = """proc total(rows: Table, c: Column<Number>) -> Number { return rows.total(c) }
    proc share(rows: Table, v: Column<Number>, k: Column<Text>, key: Text) -> Number {
      return total(rows.where(row => row[k] == key), v) / total(rows, v)
    }
    example share([{n: 1, k: "a"}, {n: 3, k: "b"}], "n", "k", "a") == 0.25"""
    (example,) = only(source).examples
    assert compile_procedure(only(source).core).run(example.arguments) == example.expected
    assert codes(source.replace("total(rows, v)", "total(rows.select(k), v)")) == ["no-such-column"]


def test_a_callee_that_means_the_same_has_the_same_hash() -> None:
    one = only(TWICE + "proc f(x: Number) -> Number { return twice(x) }")
    other = only("proc double(n: Number) -> Number { return n * 2 }\nproc g(y: Number) -> Number { return double(y) }")
    third = only("proc double(n: Number) -> Number { return n * 3 }\nproc g(y: Number) -> Number { return double(y) }")
    assert content_hash(one.core) == content_hash(other.core) != content_hash(third.core)


def test_what_fails_inside_fails_at_the_call() -> None:
    source = """proc inverse(x: Number) -> Number {
      check x != 0 else "no inverse of 0"
      return 1 / x
    }
    proc f(x: Number) -> Number { return 1 + inverse(x - 1) }"""
    checked = only(source)
    with pytest.raises(Failure, match="no inverse of 0") as failure:
        compile_procedure(checked.core).run([1])
    start, end = checked.origins[failure.value.node]
    assert source[start:end] == "inverse(x - 1)"


def test_fuel_is_shared() -> None:
    source = "proc long(n: Number) -> Number { return (1 to n).sum() }\n"
    source += "proc f(n: Number) -> Number { return long(n) + long(n) }"
    compiled = compile_procedure(only(source).core)
    spent = compiled.run_counted([100])[1]
    assert compiled.run([100], fuel=spent) == 10100
    with pytest.raises(Failure, match="too much work"):
        compiled.run([100], fuel=spent - 1)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("proc f(x: Number) -> Number { return f(x) }", ["circular-call"]),
        ("proc f(x: Number) { return g(x) }\nproc g(x: Number) { return f(x) }", ["circular-call"]),
        ("proc f(x: Number) { return g(x) }", ["unknown-procedure"]),
        ("proc f(x: Number) { return sqrt(x) }", ["unknown-procedure"]),
        (TWICE + "proc f(x: Number) { return twice(x, x) }", ["argument-count"]),
        (TWICE + 'proc f(x: Number) { return twice("a") + x }', ["type-mismatch"]),
        (TWICE.replace("2", '"2"') + "proc f(x: Number) { return twice(x) }", ["type-mismatch"]),  # of `twice` alone
    ],
)
def test_what_is_wrong_is_said(source: str, expected: list[str]) -> None:
    assert codes(source) == expected


def test_a_circle_is_told_with_its_way() -> None:
    source = "".join(f"proc {a}(x: Number) {{ return {b}(x) }}\n" for a, b in ("fg", "gh", "hf"))
    with pytest.raises(LanguageError, match="`f` calls `g` which calls `h` which calls `f`: a circle"):
        check(source)


def test_calls_count_as_depth() -> None:
    chain = ["proc p0(x: Number) -> Number { return x + 1 }"]
    chain += [f"proc p{i}(x: Number) -> Number {{ return p{i - 1}(x) }}" for i in range(1, core.MAX_DEPTH + 20)]
    assert codes("\n".join(chain)) == ["nested-too-deeply"]
    assert value("\n".join(chain[: core.MAX_DEPTH - 2]), 1) == 2


def test_a_tree_of_calls_is_measured_once_a_procedure() -> None:
    chain = ["proc p0(x: Number) -> Number { return x }"]
    chain += [f"proc p{i}(x: Number) -> Number {{ return p{i - 1}(x) + p{i - 1}(x) }}" for i in range(1, 40)]
    compiled = compile_procedure(check("\n".join(chain))[-1].core)  # 2^39 calls, if it were run to its end
    with pytest.raises(Failure, match="too much work"):
        compiled.run([1], fuel=10_000)


def test_what_is_not_at_hand_is_not_decoded() -> None:
    caller = only(TWICE + "proc f(x: Number) -> Number { return twice(x) }")
    with pytest.raises(CodecError, match="not at hand"):
        decoded(encode(caller.core))


def test_a_callee_of_another_type_is_unsound() -> None:
    caller = only(TWICE + "proc f(x: Number) -> Number { return twice(x) }").core
    (name,) = caller.callees
    upper = only("proc upper(x: Text) -> Text { return x.upper() }").core
    with pytest.raises(Unsound):
        check_types(decoded(encode(caller), {name: upper}.__getitem__))
