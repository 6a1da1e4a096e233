"""The whole language, one construct after another: what is admitted type-checks, what does not is stopped."""

from __future__ import annotations

import pytest

from seglam_lang.language import LanguageError, Param, Signature, check_draft
from seglam_lang.language.completion import (
    EVERY_CONSTRUCT,
    Construct,
    GeneralSignature,
    State,
    completions,
    lexemes,
    start,
)
from seglam_lang.language.types import BOOL, NUMBER, TABLE, TEXT, Type, Var, column_of, list_of, optional, record

SALE = record({"region": TEXT, "amount": NUMBER})
SIGNATURE = Signature(
    (
        Param("rows", TABLE),
        Param("c0", column_of(NUMBER), "rows"),
        Param("c1", column_of(TEXT), "rows"),
        Param("other", TABLE),
        Param("d0", column_of(NUMBER), "other"),
        Param("n", NUMBER),
        Param("t", TEXT),
        Param("maybe", optional(NUMBER)),
        Param("numbers", list_of(NUMBER)),
        Param("sale", SALE),
        Param("flag", BOOL),
    )
)
NO_TYPES: dict[str, Type] = {}
DOUBLE = GeneralSignature(Signature((Param("x", NUMBER),)), NUMBER)
COUNT = GeneralSignature(Signature((Param("table", TABLE), Param("column", column_of(Var("T0"))))), NUMBER)
FIRST = GeneralSignature(Signature((Param("items", list_of(Var("T0"))), Param("otherwise", Var("T0")))), Var("T0"))
BACKWARD = GeneralSignature(Signature((Param("column", column_of(NUMBER)), Param("table", TABLE))), NUMBER)
PROCEDURES = {"double": DOUBLE, "count_of": COUNT, "first_of": FIRST, "backward": BACKWARD}


def begun(result: Type | None = None) -> State:
    return start(SIGNATURE, result=result, types={"Sale": SALE}, procedures=PROCEDURES)


def stopped_at(text: str, result: Type | None = None) -> str:
    """The first lexeme that is not admitted; "(end)" if all are, but the body is not complete; "" if it is."""
    state = begun(result)
    for lexeme in lexemes(text):
        following = state.advance(lexeme)
        if following is None:
            return lexeme
        state = following
    return "" if state.complete else "(end)"


@pytest.mark.parametrize(
    "body",
    [
        # steps
        " ".join(f"let a{i} = {i}" for i in range(30)) + " return a29",
        "let x: Number? = n return x ?? 1",
        "let xs: List<Number> = [] return xs.append(n)",
        "let m: Map<Text, List<Number>> = [:] return m.keys()",
        'let r: {a: Number, "two words": Text} = {a: n, "two words": t} return r."two words"',
        "let same = rows return same.total(c0)",
        "let groups = rows.group_by(c1) return groups.total(c0)",
        'ask "a" with c0 = "Pay" ask "b" with t = "x" of c1 in ["x", "y"], c1 = "Kind", n = 2 of c0 return n',
        'ask "what" check n > 0 else "no" ensure n > 1 let x = n check x > 1 else "no" return x',
        # literals
        "return {a: n, b: {c: t}}.b.c",
        "return {type: n}.type",
        'return {"": 1}.to_json()',
        "return [n, none]",
        "return [maybe, 1]",
        'return ["a": 1, "b": none]',
        "return [[1], []]",
        "return numbers.map(each => {key: each, size: 1}).first().size",
        # absence
        "return maybe == 1",
        "return if flag then n else none",
        "return if flag then maybe else 1",
        # loops
        "return for x in numbers { yield x + 1 }",
        "let made = for x in numbers until x > 3 { let y = x * 2 yield y } return made.sum()",
        'for x in rows { check x[c0] > 0 else "no" } return n',
        "var sum = 0 for x in numbers { set sum = sum + x } return sum",
        "var a = 0 var b = 0 for x in numbers {"
        " if x > 1 { set a = x } else if x > 0 { set b = x } else { set a = 0 set b = 0 } } return a + b",
        "var a = 0 for x in numbers { for y in 1 to x { set a = a + y } let z = a } let z = a return z",
        # tables
        "return (if flag then rows else rows.where(row => row[c0] > 1)).total(c0)",
        "return rows.join_on(c0, other, d0).total(d0)",
        "return rows.append_rows(other)",
        "return rows.to_json()",
        "return t.parse_json(Number) + n",
        # names
        "return numbers.map(each => numbers.filter(each => each > 1).count())",
        "return numbers.fold(0, (so_far, each) => so_far + each)",
    ],
)
def test_what_is_admitted_type_checks(body: str) -> None:
    assert stopped_at(body) == ""
    check_draft(body, SIGNATURE)


@pytest.mark.parametrize(
    ("body", "lexeme"),
    [
        # names
        ("let n = 1 return n", "n"),
        ("let result = 1 return 1", "result"),
        ("let if = 1 return 1", "if"),
        ("let x = 1 let x = 2 return x", "x"),
        ("let x = 1 return numbers.map(x => x)", "x"),
        ("let y = numbers.map(x => x) let x = 1 return x", "x"),
        ("for i in numbers { let y = numbers.map(q => q) } let q = 1 return q", "q"),
        ("return for x in numbers { let x = 1 yield x }", "x"),
        ("for x in numbers { let y = 1 } return y", "y"),
        ("return numbers.fold(0, (a, a) => a)", "a"),
        # types
        ("let x: Number = t return x", "return"),
        ("let x: Nothing = 1 return x", "Nothing"),
        ("let x: List = [] return x", "="),
        ("let x: Table = rows return x", "Table"),
        ("let x: Number?? = 1 return x", "??"),
        # what has no type from the left
        ("let x = [] return x", "]"),
        ("let x = none return x", "none"),
        ("return [none, 1]", "none"),
        ("return not none.require(t)", "none"),
        # literals
        ("return {a: 1, a: 2}", "a"),
        ("return {}", "}"),
        ('return [1: 2, "a": 3]', ":"),
        ("return [1, 2: 3]", ":"),
        ("return [1, t]", "]"),
        ("let x: {a: Number, b: Text} = {b: t, a: n} return x", "return"),
        ("return 1e9999", "1e9999"),
        ("return 12345678901234567890123456789012345", "12345678901234567890123456789012345"),
        # loops
        ("return for x in numbers { let y = x }", "}"),
        ("for x in numbers { yield x } return n", "yield"),
        ("for x in n { } return n", "{"),
        ("set n = 1 return n", "set"),
        ("for x in numbers { set n = 1 } return n", "set"),
        ("var a = 1 for x in numbers { set n = 1 } return n", "n"),
        ("for x in numbers { if x > 1 { } } return n", "if"),
        ("var a = 0 for x in numbers { if x > 1 { } } return n", "}"),
        ("var a = 0 for x in numbers { if x > 1 { let b = 1 } } return n", "let"),
        ("var a = 0 for x in numbers { set a = t } return a", "}"),
        ("var a = rows return n", "return"),
        ("let x = 1 + for y in numbers { yield y } return x", "for"),
        # promises
        ('let x = 1 ask "late" return x', "ask"),
        ('ask "a" with return n', "return"),
        ('ask "a" with rows = "x" return n', "rows"),
        ('ask "a" with numbers = "x" return n', "numbers"),
        ('ask "a" with c0 = 1 return n', "1"),
        ('ask "a" with c0 = "x" of c0 return n', "of"),
        ('ask "a" with c0 = "x", c0 = "y" return n', "c0"),
        ('ask "a", c0 = "x" return n', ","),
        ('ask "a" with n = "x" of c0 return n', '"x"'),
        ('ask "a" with n = 1 return n', "return"),
        ('ask "a" with n = 1 of c1 return n', "c1"),
        ('ask "a" with n = 1 of c0 in [] return n', "]"),
        ('ask "a" with n = 1 of c0 in ["x"] return n', '"x"'),
        ('ask "a" with n = t of c0 return n', "t"),
        ('let x = 1 with c0 = "x" return x', "with"),
        ('check n else "no" return n', "else"),
        ("ensure result > 1 return n", "result"),
        # tables
        ("return rows.join_on(c0, other, c0)", "c0"),
        ("return (if flag then rows else other).total(d0)", "d0"),
        ("return t.parse_json(Sales)", "Sales"),
        ("return Number", "Number"),
    ],
)
def test_what_does_not_type_check_is_stopped(body: str, lexeme: str) -> None:
    assert stopped_at(body) == lexeme


@pytest.mark.parametrize(
    ("body", "stopped"),
    [
        ("return double(n) + double(double(1))", ""),
        ("return double(t)", ")"),
        ("return double()", ")"),
        ("return double(1, 2)", ","),
        ("return count_of(rows, c0)", ""),
        ("return count_of(other, c0)", "c0"),
        ("return first_of(numbers, n) + 1", ""),
        ("return first_of(numbers, t)", ")"),
        ("return backward(c0, rows)", "backward"),
        ("return unheard_of(1)", "unheard_of"),
        ("return t.parse_json(Sale).amount", ""),
        ("let s: Sale = sale return s.region", ""),
    ],
)
def test_procedures_and_types_of_the_file(body: str, stopped: str) -> None:
    assert stopped_at(body) == stopped


@pytest.mark.parametrize(
    ("body", "result", "stopped"),
    [
        ("return []", list_of(NUMBER), ""),
        ("return none", optional(NUMBER), ""),
        ("return n", optional(NUMBER), ""),
        ("return t", NUMBER, "(end)"),
        ("return maybe", optional(optional(NUMBER)), "maybe"),
        ("return n", optional(optional(NUMBER)), "n"),
        ("return [none]", list_of(optional(NUMBER)), ""),
        ("return [none].first()", list_of(optional(NUMBER)), "."),
        ("return ([])", list_of(NUMBER), "]"),
        ("return if flag then n else none.require(t)", NUMBER, ""),
        ("ensure result > 1 return n", NUMBER, ""),
        ("ensure result.total(c0) > 1 return rows.take(2)", TABLE, ""),
        ("ensure result.total(c0) > 1 return rows.select(c1)", TABLE, "c1"),
        ("ensure result.total(d0) > 1 return rows", TABLE, "d0"),
        ("return for x in numbers { yield x }", list_of(optional(NUMBER)), ""),
        ("return numbers.map(x => {region: t, amount: x})", list_of(SALE), ""),
    ],
)
def test_the_type_of_the_result_is_known_from_the_left(body: str, result: Type, stopped: str) -> None:
    assert stopped_at(body, result) == stopped


def test_each_construct_can_be_left_out() -> None:
    needs = {
        Construct.ANY_NAMES: "let a = 1 return a",
        Construct.PROMISES: 'check flag else "no" return n',
        Construct.ANNOTATIONS: "let x1: Number = 1 return x1",
        Construct.LOOPS: "var x1 = 1 return x1",
        Construct.RECORDS: "return {a: 1}.a",
        Construct.MAPS: "return [1: 2]",
        Construct.ABSENCE: "return maybe == 1",
        Construct.CHOSEN_TABLES: "return if flag then rows else other",
        Construct.SECOND_TABLES: "return rows.append_rows(other)",
        Construct.OWN_COLUMNS: "return rows.values(row => row[c0])",
        Construct.EXCHANGE: "return n.to_json()",
    }
    assert set(needs) == EVERY_CONSTRUCT
    for construct, body in needs.items():
        for constructs, admitted in ((EVERY_CONSTRUCT, True), (EVERY_CONSTRUCT - {construct}, False)):
            state: State | None = start(SIGNATURE, constructs=constructs)
            for lexeme in lexemes(body):
                state = state and state.advance(lexeme)
            assert (state is not None and state.complete) is admitted, (construct, body)


def test_names_are_the_writers_or_follow_an_order() -> None:
    canonical = start(SIGNATURE, constructs=EVERY_CONSTRUCT - {Construct.ANY_NAMES})
    let = canonical.advance("let")
    assert let is not None and let.next() == {"x1"}
    free = begun().advance("let")
    assert free is not None and free.next() == {"<name>", "x1"}


def test_nothing_is_admitted_where_no_result_can_be_written() -> None:
    signature = Signature(())
    assert start(signature, result=record({"a": NUMBER}), literals=frozenset(), constructs=frozenset()).next() == set()


def test_completions_know_types_and_procedures() -> None:
    assert completions("return dou", SIGNATURE, procedures=PROCEDURES) == {"double"}
    assert completions("return t.parse_json(Sa", SIGNATURE, types={"Sale": SALE}) == {"Sale"}
    assert completions("return t.parse_json(Sa", SIGNATURE) == frozenset()
    assert completions("let total = 1 return tot", SIGNATURE) == {"total"}


def test_the_checker_refuses_what_is_stopped_for_its_names() -> None:
    """What is stopped is wrong, and no matter of taste."""
    for body in (
        "let y = numbers.map(x => x) let x = 1 return y.sum() + x",
        "for i in numbers { let y = numbers.map(q => q) } let q = 1 return q",
        "return for x in numbers { let x = 1 yield x }",
    ):
        with pytest.raises(LanguageError):
            check_draft(body, SIGNATURE)
