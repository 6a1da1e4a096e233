"""Diagnostics of source that does not parse: what was found, what was expected, and the likely mend.

A mistake that people are likely to make has a sentence and a code of its own (mistakes_*.py). Of any other the message
names what could stand in its place.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from seglam_lang.language.diagnostics import Diagnostic, in_words
from seglam_lang.language.syntax import mistakes_in_characters, mistakes_in_expressions, mistakes_in_statements
from seglam_lang.language.syntax.lexicon import SIGNS
from seglam_lang.language.syntax.scanning import Lexeme, lexemes
from seglam_lang.language.syntax.syntax_place import STATEMENTS, Place

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

_TIMES = ("DATE", "DATETIME", "TIME", "DURATION")
_EXPRESSION = frozenset(
    {"NUMBER", "TEXT", *_TIMES, "NAME", "TRUE", "FALSE", "NONE", "LSQB", "LBRACE", "LPAR", "IF", "NOT", "MINUS"}
)
_ARITHMETIC = frozenset({"PLUS", "MINUS", "STAR", "SLASH"})
_COMPARING = frozenset({"EQUAL_TO", "NOT_EQUAL_TO", "LESSTHAN", "LESS_OR_EQUAL", "MORETHAN", "MORE_OR_EQUAL"})
_GOING_ON = frozenset({*_ARITHMETIC, *_COMPARING, "AND", "OR", "TO", "DEFAULT", "DOT", "LSQB", "LPAR"})
_DECLARATIONS = frozenset({"PROC", "TYPE", "EXAMPLE"})
_CONSTRUCTS = {  # what is neither a sign nor a keyword that can be shown as it is written
    "NAME": "a name",
    "TEXT": "a text in quotes",
    "NUMBER": "a number",
    "DATE": "a date",
    "DATETIME": "a date with a time",
    "TIME": "a time of day",
    "DURATION": "a duration",
    "$END": "the end",
}
_RULES = (
    *mistakes_in_statements.BEFORE_BRACKETS,
    *mistakes_in_expressions.BRACKETS,
    *mistakes_in_statements.RULES,
    *mistakes_in_expressions.RULES,
)


def explain(error: UnexpectedInput, source: str, begin: int = 0, end: int | None = None) -> Diagnostic:
    """Return the diagnostic of what Lark could not parse of `source[begin:end]`."""
    from lark.exceptions import UnexpectedToken

    stop = len(source) if end is None else end
    if not isinstance(error, UnexpectedToken):
        return mistakes_in_characters.explain((error.pos_in_stream or 0) + begin, source)
    place = _place(error, source, begin, stop)
    if (foreign := _letter_that_goes_on(place)) is not None:
        return mistakes_in_characters.explain(foreign, source)
    for rule in _RULES:
        found = rule(place)
        if found:
            return found
    message = f"expected {in_words(expected(place.admitted))}, found {place.description}"
    return Diagnostic("syntax", message, *place.found_span)


def _place(error: object, source: str, begin: int, end: int) -> Place:
    from lark.exceptions import UnexpectedToken

    assert isinstance(error, UnexpectedToken)
    token = error.token
    admitted = frozenset(error.accepts or error.expected)
    start = end if token.type == "$END" else (token.start_pos or 0) + begin
    before = list(lexemes(source, begin, start))
    if token.type == "$END":
        found = next(lexemes(source, end, len(source)), None)  # the next declaration, where there is one
        after: list[Lexeme] = []
    else:
        found = Lexeme("sign", str(token), start, (token.end_pos or 0) + begin)
        if token.type == "TEXT" or str(token).isidentifier():
            found = Lexeme("text" if token.type == "TEXT" else "name", found.text, found.start, found.end)
        after = list(islice(lexemes(source, found.end, end), 3))
    return Place(source, before, found, after, admitted, token.type == "NAME", token.type == "$END")


def _letter_that_goes_on(place: Place) -> int | None:
    """Return the place of a letter that no name has, where a name goes on in one; else None."""
    found = place.found
    if found is None or found.kind != "name" or place.ended:
        return None
    sign = place.source[found.end : found.end + 1]
    return found.end if sign.isalpha() and ord(sign) > 127 else None


def expected(admitted: frozenset[str]) -> list[str]:
    """Return the constructs that could stand somewhere, in words: statements, expressions, operators, then signs."""
    rest = set(admitted)
    words, declarations = [], []
    if rest >= _DECLARATIONS:
        rest -= {*_DECLARATIONS, "$END"}
        declarations = ["`proc`", "`type`", "`example`"]
    if {"NUMBER", "LPAR", "NAME"} <= rest:
        words.append("an expression")
        rest -= _EXPRESSION
    elif {"NAME", "TEXT", "LET", "OF"} <= rest:
        return ["the name of a field"]
    elif {"NAME", "LBRACE"} == rest:
        return ["a type"]
    if rest & _ARITHMETIC or {"AND", "OR"} <= rest:
        words.append("an operator")
        rest -= _GOING_ON
    if {"LESSTHAN", "QMARK"} < rest:
        rest -= {"LESSTHAN", "QMARK"}  # a type could go on, too
    statements = _statements(rest) or declarations
    if words and len(statements) > 1:
        statements = ["the next declaration" if declarations else "the next statement"]
    rest -= {*STATEMENTS, *({"IF"} if "SET" in rest else ())}
    named = [_CONSTRUCTS.get(name) or f"`{SIGNS.get(name) or name.lower()}`" for name in rest]
    return [*words, *statements, *sorted(named, key=lambda word: (word == "the end", not word[1:2].isalpha(), word))]


def _statements(admitted: set[str]) -> list[str]:
    """Return the statements that could stand somewhere, in words."""
    if "ASK" in admitted:
        return ["a statement"]
    words = [f"`{word.lower()}`" for word in STATEMENTS if word in admitted]
    return [*words, "`if`"] if {"SET", "IF"} <= admitted else words
