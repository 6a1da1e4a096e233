"""IsMatch: Power Fx's regular expressions, which are those of .NET and JavaScript in common, as patterns of RE2.

A pattern is made of texts and members of the enumeration Match, joined by `&`. `\\d` and `\\w` there mean all digits
and letters of Unicode, in RE2 those of ASCII. What RE2 leaves out on purpose, because it takes backtracking, is not
translatable: looking around, references to groups.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import special
from tests.conformance.powerfx_types import BOOL, TEXT, Term, quoted

if TYPE_CHECKING:
    from tests.conformance.powerfx_compiler import Compiler, Scope

_MEMBERS = {
    "Any": ".",
    "Comma": ",",
    "Digit": r"\d",
    "Email": r".+@.+\.[^.]{2,}",
    "Hyphen": "-",
    "LeftParen": r"\(",
    "Letter": r"\pL",
    "MultipleDigits": r"\d+",
    "MultipleLetters": r"\pL+",
    "MultipleNonSpaces": r"\S+",
    "MultipleSpaces": r"\s+",
    "NonSpace": r"\S",
    "OptionalDigits": r"\d*",
    "OptionalLetters": r"\pL*",
    "OptionalNonSpaces": r"\S*",
    "OptionalSpaces": r"\s*",
    "Period": r"\.",
    "RightParen": r"\)",
    "Space": r"\s",
    "Tab": r"\t",
}
_PLACES = {
    "Complete": ("is_match", "{}"),
    "Contains": ("has_match", "{}"),
    "BeginsWith": ("has_match", "^(?:{})"),
    "EndsWith": ("has_match", "(?:{})$"),
}
_TOKEN = re.compile(r"\\u[0-9A-Fa-f]{4}|\\.|\(\?(?:<?[=!]|[^:<imsP])|[\[\]]|.", re.DOTALL)
_WORD = r"\pL\p{Mn}\p{Nd}\p{Pc}"
_WIDER = {r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}


@special("IsMatch", least=2, most=3)
def _is_match(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    text = compiler.source(arguments[0], scope, TEXT)
    pattern = _pattern(arguments[1])
    options = _options(arguments[2]) if len(arguments) > 2 else []
    places = [each for each in options if each in _PLACES] or ["Complete"]
    unknown = set(options) - _PLACES.keys() - {"IgnoreCase"}
    if len(places) > 1 or unknown:
        raise NotTranslatable("options of a pattern")
    method, around = _PLACES[places[0]]
    flags = "(?i)" if "IgnoreCase" in options else ""
    return Term(f"{text}.{method}({quoted(flags + around.format(pattern))})", BOOL)


def _pattern(node: fx.Node) -> str:
    if isinstance(node, fx.Binary) and node.operator == "&":
        return _pattern(node.left) + _pattern(node.right)
    if isinstance(node, fx.Text):
        return _in_re2(node.value)
    if isinstance(node, fx.Field) and node.record == fx.Name("Match") and node.name in _MEMBERS:
        return _in_re2(_MEMBERS[node.name])
    raise NotTranslatable("a pattern that is computed")


def _options(node: fx.Node) -> list[str]:
    if isinstance(node, fx.Binary) and node.operator == "&":
        return _options(node.left) + _options(node.right)
    if isinstance(node, fx.Field) and node.record == fx.Name("MatchOptions"):
        return [node.name]
    raise NotTranslatable("options of a pattern")


def _in_re2(pattern: str) -> str:
    """The same pattern for RE2."""
    made, in_class = "", False
    for token in _TOKEN.findall(pattern):
        if token.startswith("(?") or (token[0] == "\\" and (token[1].isdigit() or token[1] in "kbBG")):
            raise NotTranslatable("patterns beyond RE2")
        if token in "[]":
            in_class = token == "["
        if token.startswith("\\u"):
            token = rf"\x{{{token[2:]}}}"
        elif token in (r"\w", r"\W"):
            negated = "^" if token == r"\W" else ""
            if in_class and negated:
                raise NotTranslatable("patterns beyond RE2")
            token = _WORD if in_class else f"[{negated}{_WORD}]"
        made += _WIDER.get(token, token)
    return made
