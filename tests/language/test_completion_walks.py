"""Random walks through completion: they always arrive, and what they wrote always type-checks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.language import LanguageError, Param, Signature, check_draft
from seglam_lang.language.completion import LITERAL_CLASSES, State, lexemes, start
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    TABLE,
    TEXT,
    Var,
    column_of,
    list_of,
    optional,
    record,
)
from tests.language.bodies import LITERALS, NOTATIONS

PERSON = record({"name": TEXT, "age": NUMBER, "tags": list_of(TEXT)})
SCALAR_COLUMNS = (NUMBER, TEXT, DATE, BOOL, NUMBER, TEXT)
SIGNATURES = {
    "table": Signature(
        (
            Param("rows", TABLE),
            *(Param(f"c{i}", column_of(kind)) for i, kind in enumerate(SCALAR_COLUMNS)),
            Param("s0", TEXT),
            Param("s1", NUMBER),
        )
    ),
    "numbers": Signature((Param("s0", NUMBER), Param("s1", NUMBER))),
    "lists": Signature((Param("s0", list_of(NUMBER)), Param("s1", list_of(TEXT)), Param("s2", DATE))),
    "records": Signature((Param("i0", list_of(PERSON)), Param("i1", PERSON), Param("i2", optional(NUMBER)))),
    "two tables": Signature(
        (
            Param("t0", TABLE),
            Param("t1", TABLE),
            Param("c0", column_of(NUMBER), "t0"),
            Param("c1", column_of(TEXT), "t1"),
            Param("c2", column_of(DATE), "t0"),
        )
    ),
    "general": Signature((Param("rows", TABLE), Param("c0", column_of(Var("T"))), Param("s0", Var("T")))),
    "nothing": Signature(()),
    "no columns": Signature((Param("rows", TABLE),)),
}
OVERRUN = 250  # lexemes that a body may need after its budget is spent: 24 open constructs and their shortest ends


def walk(signature: Signature, picks: list[int], literals: frozenset[str]) -> str:
    """A body: at each place the picked one of the lexemes that may follow; when no picks are left, it must end."""
    state = start(signature, literals=literals, budget=len(picks), constructs=frozenset())
    body: list[str] = []
    while not (state.complete and len(body) >= len(picks)):
        pick = picks[len(body)] if len(body) < len(picks) else len(body)
        following = sorted(state.next())
        assert following or state.complete, f"a dead end: {' '.join(body)}"
        if not following:
            break
        lexeme = following[pick % len(following)]
        written = LITERALS.get(lexeme, (lexeme,))
        lexeme = written[pick % len(written)]
        state = advanced(state, lexeme)
        body.append(lexeme)
        assert len(body) <= len(picks) + OVERRUN, f"no end: {' '.join(body)}"
    return " ".join(body)


def advanced(state: State, lexeme: str) -> State:
    following = state.advance(lexeme)
    assert following is not None, lexeme
    return following


picked = st.lists(st.integers(0, 2**16), max_size=60)


@pytest.mark.parametrize("name", SIGNATURES)
@settings(max_examples=20, deadline=None)
@given(picks=picked, literals=st.sampled_from([LITERAL_CLASSES, frozenset({"<number>"}), frozenset[str]()]))
def test_every_walk_arrives_at_a_body_that_type_checks(name: str, picks: list[int], literals: frozenset[str]) -> None:
    try:
        check_draft(walk(SIGNATURES[name], picks, literals), SIGNATURES[name])
    except LanguageError as error:
        assert {each.code for each in error.diagnostics} <= NOTATIONS


@settings(max_examples=30, deadline=None)
@given(picks=picked)
def test_what_is_not_among_the_next_is_not_admitted(picks: list[int]) -> None:
    state = start(SIGNATURES["table"], constructs=frozenset())
    words = set(lexemes("let return ( ) [ ] , . - not if then else == + and to ?? none true rows c0 c1 s0 s1 row x"))
    for pick in picks:
        following = sorted(state.next())
        for lexeme in words.difference(following):
            assert state.advance(lexeme) is None
        if not following:
            break
        lexeme = following[pick % len(following)]
        state = advanced(state, LITERALS.get(lexeme, (lexeme,))[0])
