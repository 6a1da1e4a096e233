"""What may come next: bodies that are admitted, places where others are stopped, and how drafts are made to end.

This is the part of the language that every writer has; test_completion_constructs.py adds the rest.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from seglam_lang.language import Param, Signature, check_draft
from seglam_lang.language.completion import Construct, State, completions, lexemes, start
from seglam_lang.language.types import BOOL, DATE, NUMBER, TABLE, TEXT, Var, column_of, list_of, optional, record

BASIC: frozenset[Construct] = frozenset()  # what the shipped model's vocabulary can write
PERSON = record({"name": TEXT, "age": NUMBER, "to": TEXT})
SIGNATURE = Signature(
    (
        Param("rows", TABLE),
        Param("c0", column_of(TEXT)),
        Param("c1", column_of(NUMBER)),
        Param("c2", column_of(DATE)),
        Param("c3", column_of(BOOL)),
        Param("s0", TEXT),
        Param("s1", NUMBER),
        Param("s2", list_of(NUMBER)),
        Param("s3", DATE),
        Param("s4", optional(NUMBER)),
        Param("s5", list_of(PERSON)),
    )
)
TWO_TABLES = Signature(
    (
        Param("t0", TABLE),
        Param("t1", TABLE),
        Param("c0", column_of(NUMBER), "t0"),
        Param("c1", column_of(NUMBER), "t1"),
    )
)


def after(text: str, signature: Signature = SIGNATURE, budget: int = 200) -> State:
    """The state after a text, all of which must be admitted."""
    return advanced(start(signature, budget=budget, constructs=BASIC), text)


def advanced(state: State, text: str) -> State:
    """`state` after a text, all of which must be admitted."""
    for lexeme in lexemes(text):
        following = state.advance(lexeme)
        assert following is not None, f"{lexeme} is not among {sorted(state.next())}"
        state = following
    return state


def stopped_at(text: str, signature: Signature = SIGNATURE) -> str:
    """The first lexeme that is not admitted; "(end)" if all are, but the body is not complete; "" if it is."""
    state = start(signature, constructs=BASIC)
    for lexeme in lexemes(text):
        following = state.advance(lexeme)
        if following is None:
            return lexeme
        state = following
    return "" if state.complete else "(end)"


@pytest.mark.parametrize(
    "body",
    [
        "return rows.where(row => row[c0] == s0 and row[c1] > s1).values(c0)",
        "return rows.where(row => not row[c3] or row.get(c1) ?? 0 < 3).count()",
        "return rows.group_by(c0).total(c1)",
        "return rows.group_by(c0).total(c1).top(3, c1).values(c0)",
        "return rows.top(s1, c1).select(c0, c1)",
        "return rows.values(c0).distinct()",
        "return (rows)",
        "return s0 + s0.upper()",
        "return s1 + s1 * 12 - -s1 / 2",
        'return 5.convert("ft", "in").round()',
        "return 18% * s1",
        "return @2024-01-31.days_until(s3)",
        "return (1 to 3).map(x => if x == 1 then x else -x * 2).sum()",
        "return s2.map(x => s2.filter(y => y > x).count())",
        "return [s1, 2, 3].average()",
        "return [[1], []]",
        "return s2.concat([]).count() == 0 or s2 == []",
        "return if s1 > 2 then s0.to_number() else none",
        "return s4 == none",
        "return s4 ?? s0.to_number() ?? 1",
        "return if s1 > 2 then 1 else if s1 > 1 then 2 else 3",
        "return s5.first().age * 2",
        "return s5.map(x => x.name).contains(s0)",
        "let x1 = rows.where(row => row[c1] > s1) let x2 = x1.count() return x2 / rows.count()",
        "return not s1 > 2 and true",
    ],
)
def test_what_is_admitted_type_checks(body: str) -> None:
    assert after(body).complete
    check_draft(body, SIGNATURE)


@pytest.mark.parametrize(
    ("body", "lexeme"),
    [
        # types
        ("return rows.where(row => row[c0] == s1)", ")"),
        ("return rows.total(c0)", "c0"),
        ("return s1 + s0", "(end)"),
        ("return s1 + rows.where(row => true)", "(end)"),
        ("return s1 + i0", "i0"),
        ("return s0 - s0", "-"),
        ("return s0.sqrt()", "sqrt"),
        ("return s1 and true", "and"),
        ("return rows.where(row => row[c0])", ")"),
        ("return if s1 then 1 else 2", "then"),
        ("return if true then 1 else s0", "(end)"),
        ("return [1, s0]", "]"),
        ("return s1 ?? 1", "??"),
        # how operators bind
        ("return 1 == 2 == true", "=="),
        ("return 1 to 2 to 3", "to"),
        ("return -s1.sqrt().to_text()", "(end)"),
        ("return 1 * not true", "not"),
        ("return 1 + if true then 1 else 2", "if"),
        ("return if true then 1 else 2.sqrt().to_text()", "(end)"),
        # what an answer is not
        ("return c0", "c0"),
        ("return rows.group_by(c0)", "(end)"),
        ("return none", "none"),
        ("return []", "]"),
        # columns: only of what has them, only where a column is expected
        ("return rows.select(c0).values(c1)", "c1"),
        ("return rows.group_by(c0).total(c1).values(c2)", "c2"),
        ("return rows.select(c0, c0)", "c0"),
        ("return rows.where(row => row[(c0)] == s0)", "("),
        ("let x1 = c0 return 1", "c0"),
        # names
        ("return s9", "s9"),
        ("return x1", "x1"),
        ("let x2 = 1 return x2", "x2"),
        ("return rows.where(x => true)", "x"),
        ("return s2.map(x => x).map(y => y)", "y"),
        ("return s5.first().to", "to"),
        # literals
        ("return @2024-02-30", "@2024-02-30"),
        # shapes
        ("return", "(end)"),
        ("return (1", "(end)"),
        ("let x1 = 1", "(end)"),
        ("return 1)", ")"),
        ("return s2.take()", ")"),
        ("return s1.abs(1)", "1"),
        ("s1", "s1"),
    ],
)
def test_what_does_not_type_check_is_stopped(body: str, lexeme: str) -> None:
    assert stopped_at(body) == lexeme


def test_columns_are_those_of_their_own_table() -> None:
    assert stopped_at("return t1.total(c1) / t0.total(c0)", TWO_TABLES) == ""
    assert stopped_at("return t0.total(c1)", TWO_TABLES) == "c1"


def test_nothing_is_begun_that_cannot_be_finished() -> None:
    texts_only = Signature((Param("rows", TABLE), Param("c0", column_of(TEXT))))
    assert "total" not in after("return rows.", texts_only).next()
    no_way_to_number = after("return -", Signature((Param("s0", BOOL), Param("s1", NUMBER)))).next()
    assert "s0" not in no_way_to_number and "s1" in no_way_to_number


def test_a_number_with_zeros_in_front_is_none() -> None:
    state = after("return s1 +")
    assert state.advance("0.07") is not None and state.advance("0") is not None
    assert state.advance("007") is None and state.advance("00.7") is None


def test_only_literals_that_can_be_written_are_counted_on() -> None:
    dates = Signature((Param("s0", DATE), Param("s1", list_of(NUMBER))))
    state = start(dates, constructs=BASIC, literals=frozenset({"<number>"}))
    assert {"<number>"} == {lexeme for lexeme in advanced(state, "return").next() if lexeme.startswith("<")}
    assert "map" in advanced(state, "return s1.").next()
    assert "days_until" in advanced(state, "return s0.").next()
    assert "convert" in advanced(state, "return 5.").next()  # `1.to_text()` is a text
    nothing = start(Signature((Param("s0", list_of(DATE)),)), constructs=BASIC, literals=frozenset())
    assert advanced(nothing, "return s0.contains(").next() == {"s0", "(", "[", "if"}


def test_what_may_come_next() -> None:
    assert start(SIGNATURE, constructs=BASIC).next() == {"let", "return"}
    assert after("let").next() == {"x1"}
    assert after("return rows.where(row => row[").next() == {"c0", "c1", "c2", "c3"}
    assert after("return rows.where(").next() == {"row"}
    assert after("return rows.group_by(c0).total(").next() == {"c1"}
    assert after("return s1.round(").next() >= {")", "<number>", "s1"}
    assert after("return s0").next() >= {".", "+", "=="}
    assert after("return s5.first().").next() == {"name", "age"}


def test_a_type_parameter_has_no_operations_but_equality() -> None:
    signature = Signature((Param("s0", Var("T")), Param("s1", Var("T")), Param("s2", Var("U"))))
    assert after("return s0", signature).next() == {"==", "!="}
    assert after("return s0 == ", signature).next() == {"s0", "s1", "(", "["}


def test_states_are_never_changed() -> None:
    state = after("return s1 +")
    following = state.next()
    assert state.advance("1") is not None and state.advance("c0") is None
    assert state.next() == following and not state.complete


def test_a_body_comes_to_its_end_when_its_budget_is_spent() -> None:
    assert after("return (s1 +", budget=4).next() == {"s1", "<number>"}
    assert after("return (s1 + 1", budget=4).next() == {")"}
    assert after("return (s1 + 1)", budget=4).next() == frozenset()


def test_nesting_has_an_end() -> None:
    state = start(SIGNATURE, constructs=BASIC).advance("return")
    for depth in range(100):
        assert state is not None
        following = state.advance("(")
        if following is None:
            assert 20 <= depth <= 24
            return
        state = following
    pytest.fail("parentheses never end")


def test_lexemes() -> None:
    assert lexemes('let x1 = s0.round(2) # half\nreturn x1 ?? 18% <= 1.5 "a \\" b" @2024-01-31') == [
        *("let", "x1", "=", "s0", ".", "round", "(", "2", ")", "return", "x1", "??", "18%", "<=", "1.5"),
        *('"a \\" b"', "@2024-01-31"),
    ]
    assert lexemes("18%.round()") == ["18%", ".", "round", "(", ")"]
    for wrong in ('"open', "a $ b", '"\\q"'):
        with pytest.raises(ValueError, match="no lexeme"):
            lexemes(wrong)


def test_completions_of_a_text() -> None:
    assert completions("return rows.wh", SIGNATURE) == {"where"}
    assert completions("ret", SIGNATURE) == {"return"}
    assert completions("return rows.group_by(c0).", SIGNATURE) > {"total", "average", "minimum", "maximum", "count"}
    assert completions("return nothing.", SIGNATURE) == frozenset()
    assert completions('return "open', SIGNATURE) == frozenset()


def test_completion_loads_no_parser_generator() -> None:
    code = "import sys, seglam_lang.language.completion; print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
