"""What is said when source does not parse: what was found, which constructs could stand there, and the likely mend."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from seglam_lang.language.diagnostics import Diagnostic, in_words
from seglam_lang.language.grammar import grammar

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

_EXPRESSION = frozenset(
    {"NUMBER", "TEXT", "DATE", "NAME", "TRUE", "FALSE", "NONE", "LSQB", "LBRACE", "LPAR", "IF", "NOT", "MINUS"}
)
_OPERATOR = frozenset(
    {"PLUS", "MINUS", "STAR", "SLASH", "COMPARATOR", "LESSTHAN", "MORETHAN", "__EQUAL", "__COALESCE", "TO", "AND", "OR"}
)
_CONSTRUCTS = {  # what is neither a sign nor a keyword that can be shown as it is written
    "NAME": "a name",
    "TEXT": "a text in quotes",
    "NUMBER": "a number",
    "DATE": "a date",
    "COMPARATOR": "a comparison",
    "$END": "the end",
}
_FOREIGN_SIGNS = {
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`, or `!=` for `is not equal to`",
    "'": 'a text stands in double quotes: "text"',
    "`": 'a text stands in double quotes: "text"',
    "“": 'a text stands in straight double quotes: "text"',
    "”": 'a text stands in straight double quotes: "text"',
    "%": "`%` is only part of a number, as in 18%; the remainder of a division is `a.mod(b)`",
    "@": "a date is written @YEAR-MONTH-DAY, as in @2024-01-31",
    ";": "a statement needs no sign at its end; leave it out",
    "^": "a power is written `a.power(b)`",
    "$": "money is a plain Number: leave the sign out",
    "€": "money is a plain Number: leave the sign out",
    "×": "write `*`",
    "·": "write `*`",
    "÷": "write `/`",
    "−": "write `-`",
    "–": "write `-`",
    "≤": "write `<=`",
    "≥": "write `>=`",
    "≠": "write `!=`",
    "→": "write `->`",
    "⇒": "write `=>`",
    "\\": "a line needs no sign at its end to go on; leave it out",
}
_FOREIGN_WORDS = {
    "null": "what is absent is written `none`",
    "None": "what is absent is written `none`",
    "True": "write `true`",
    "False": "write `false`",
    "elif": "write `else if`",
    "while": "there are no loops without end; use a list's `map`, `filter` or `sum`",
    "for": "use a list's `map`, `filter` or `sum`",
    "lambda": "a function is written `x => x + 1`",
    "def": "a procedure is written `proc name(...) -> Type { ... }`",
    "fn": "a procedure is written `proc name(...) -> Type { ... }`",
    "function": "a procedure is written `proc name(...) -> Type { ... }`",
    "is": "write `==`",
    "mod": "the remainder of a division is `a.mod(b)`",
    "var": "a name is given with `let`; it never changes",
    "const": "a name is given with `let`",
    "xor": "write `!=`",
    "in": "write `list.contains(item)`",
}


def explain(error: UnexpectedInput, source: str) -> Diagnostic:
    """The diagnostic for what Lark could not read."""
    from lark.exceptions import UnexpectedToken

    if isinstance(error, UnexpectedToken):
        return _unexpected_token(error, source)
    return _unexpected_character(error.pos_in_stream or 0, source)


def _unexpected_character(start: int, source: str) -> Diagnostic:
    sign = source[start]
    if sign == '"':
        end = source.find("\n", start)
        end = len(source) if end < 0 else end
        hint = 'close it with `"`; a line break inside a text is written \\n'
        return Diagnostic("text-not-closed", "this text is not closed on its line", start, end, hint)
    name = unicodedata.name(sign, "")
    if sign.isprintable() and (ord(sign) < 128 or sign in _FOREIGN_SIGNS):
        message = f"`{sign}` has no place here"
    else:
        message = f"the character U+{ord(sign):04X}{f' ({name.lower()})' if name else ''} has no place outside a text"
    hint = _FOREIGN_SIGNS.get(sign, "")
    if not hint and sign.isalpha():
        hint = "names are written with the letters a to z, digits and `_`"
    return Diagnostic("unknown-character", message, start, start + 1, hint)


def _unexpected_token(error: object, source: str) -> Diagnostic:
    from lark.exceptions import UnexpectedToken

    assert isinstance(error, UnexpectedToken)
    token = error.token
    admitted: set[str] = set(error.accepts or error.expected)
    literal = {name: text for name, text in _literals().items() if name in admitted}
    expected = _constructs(admitted, literal)
    if token.type == "$END":
        end = len(source.rstrip())
        found, start, stop = "the end of the source", end, end + 1
    else:
        found, start, stop = f"`{token}`", token.start_pos or 0, token.end_pos or 0
        found = "a text" if token.type == "TEXT" else found
    message = f"expected {in_words(expected)}, found {found}"
    return Diagnostic("syntax", message, start, stop, _mend(token.type, str(token), admitted))


def _literals() -> dict[str, str]:
    """How each sign and keyword is written, by the name that Lark gave it."""
    return {each.name: each.pattern.value for each in grammar().terminals if each.pattern.type == "str"}


def _constructs(admitted: set[str], literal: dict[str, str]) -> list[str]:
    """The constructs that could stand here, in words: an expression, an operator, then signs and keywords."""
    words = []
    rest = set(admitted)
    if {"NUMBER", "LPAR", "NAME"} <= rest:
        words.append("an expression")
        rest -= _EXPRESSION
    if {"PLUS", "STAR"} <= rest:
        words.append("an operator")
        rest -= {name for name in rest if name in _OPERATOR or literal.get(name) in ("==", "??")}
    if {"DOT", "LSQB"} <= rest:
        rest -= {"DOT", "LSQB"}
        words.append("`.`")
    named = [f"`{literal[name]}`" if name in literal else _CONSTRUCTS[name] for name in rest]
    return words + sorted(named, key=lambda word: (word == "the end", not word[1:2].isalpha(), word))


def _mend(kind: str, found: str, admitted: set[str]) -> str:
    if "NAME" in admitted and "NUMBER" not in admitted and found.isidentifier() and kind != "NAME":
        return f"`{found}` is a word of the language; choose another name"
    if found in _FOREIGN_WORDS and kind == "NAME":
        return _FOREIGN_WORDS[found]
    if found == "=" and "STAR" in admitted:
        return "to compare, write `==`"
    if "RETURN" in admitted and kind in ("RBRACE", "$END"):
        return "a procedure ends with `return` and its result"
    if "RETURN" in admitted and found in ("ask", "check", "ensure"):
        return "`ask`, `check` and `ensure` stand before the first `let`"
    if found in ("<", ">", "<=", ">=", "==", "!=") and "AND" in admitted:
        return "comparisons do not chain: write `a < b and b < c`"
    if found == "*" and "LPAR" in admitted:
        return "a power is written `a.power(b)`"
    if found == "/" and "LPAR" in admitted:
        return "a division rounded down is `(a / b).round_down()`; a comment begins with `#`"
    if found == "(" and "STAR" in admitted:
        return "a builtin is called on its first value, as in `x.round(2)`"
    if found == "=>":
        return "a function stands only as an argument, as in `list.map(x => x + 1)`"
    return ""
