"""The words, signs, literals and operators of the language, as grammar/seglam.lark has them.

They are read from the grammar's text, once, when this module is imported: that takes a millisecond or two, while
Lark needs a tenth of a second, and nothing that is generated can be out of date. A test compares what is read here with
what Lark makes of the same text. Whoever only runs stored procedures imports neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from seglam_lang import resources


class Binding(NamedTuple):
    """The level of a binary operator, and the least levels of its left and its right operand."""

    level: int
    left: int
    right: int


_TEXT = re.sub(r"(?m)^ *//.*\n", "", resources.path("grammar/seglam.lark").read_text(encoding="utf-8"))
_RULES: dict[str, str] = dict(re.findall(r"(?m)^[?!]*([a-z_]+): (.*(?:\n +.*)*)", _TEXT))
_BINARY = re.compile(r'(\w+) (\([^()]+\)|"[^"]+") (\w+) +-> binary')
_UNARY = re.compile(r'"([^"]+)" \w+ +-> unary')
_LITERAL = re.compile(r'"([^"]+)"')


def _levels() -> dict[str, int]:
    """Return the levels of expressions by the rule's name: the tighter a rule binds, the higher its number."""
    chain, rule = [], "expression"
    while rule in _RULES:
        chain.append(rule)
        rule = re.split(r"\W", _RULES[rule], maxsplit=1)[0]
    return {rule: number for number, rule in enumerate(chain)}


def _first_words(rules: list[str]) -> tuple[str, ...]:
    """Return the keywords that some rules begin with."""
    found = (re.match(r'"([a-z]+)"', _RULES[rule]) for rule in rules)
    return tuple(match[1] for match in found if match)


PATTERNS: dict[str, str] = dict(re.findall(r"(?m)^([A-Z]+): /(.*)/$", _TEXT))  # NUMBER, DATE, TEXT and so on
LEADING_ZEROS = re.compile("0+(?=[0-9])")  # of a NUMBER that is refused: `000`, or `007`, which is a code
SIGNS: dict[str, str] = dict(re.findall(r'(?m)^([A-Z_]+): "(.*)"$', _TEXT))  # by the names of their terminals
KEYWORDS = frozenset(word for word in _LITERAL.findall(_TEXT) if word.isidentifier())
DECLARING = _first_words(re.findall(r"\w+", _RULES["module"]))  # what declarations begin with
STATING = tuple(word for word in _first_words(list(_RULES)) if word not in DECLARING)  # what statements begin with

LEVELS = _levels()
BINDINGS = {
    sign: Binding(level, LEVELS[left], LEVELS[right])
    for rule, level in LEVELS.items()
    for left, signs, right in _BINARY.findall(_RULES[rule])
    for sign in _LITERAL.findall(signs)
}
UNARY_LEVELS = {sign: level for rule, level in LEVELS.items() for sign in _UNARY.findall(_RULES[rule])}


def any_of(signs: Iterable[str]) -> str:
    """Return the regular expression of any of some signs, the longest that there is."""
    return "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))


def is_name(text: str) -> bool:
    """Return whether a text may stand as a name."""
    return is_word(text) and text not in KEYWORDS


def is_word(text: str) -> bool:
    """Return whether a text is a name or a keyword; a field may have either as its name."""
    return re.fullmatch(PATTERNS["NAME"], text) is not None
