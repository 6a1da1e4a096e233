"""The syntax for editors: groups of keywords, and the regular expressions of the grammar's terminals.

The TextMate grammar and the Pygments lexer take everything from here, and this module takes it from
grammar/seglam.lark, the keywords of the formatter and the registry of builtins.
"""

from __future__ import annotations

import json
from typing import Any

from seglam_lang.language.syntax.lexicon import PATTERNS, SIGNS, any_of
from seglam_lang.language.types import SCALARS

GROUPS = {
    "declarations": ("proc", "type", "example"),
    "statements": (
        "ask",
        "with",
        "check",
        "ensure",
        "let",
        "var",
        "set",
        "return",
        "for",
        "in",
        "until",
        "yield",
        "of",
    ),
    "choices": ("if", "then", "else"),
    "operators": ("or", "and", "not", "to"),
    "values": ("true", "false", "none"),
}
TYPES = (*(kind.name for kind in SCALARS), "List", "Map", "Table", "Column")  # those that a signature may name
TIMES = "|".join(PATTERNS[name] for name in ("DURATION", "DATETIME", "DATE", "TIME"))  # of two, the longer one first
_PUNCTUATION = frozenset("[](){},.:")
OPERATORS = any_of(sign for sign in SIGNS.values() if sign not in _PUNCTUATION)
PUNCTUATION = any_of(sorted(_PUNCTUATION))
ESCAPE = r"\\(?:u\{[0-9a-fA-F]+\}|.)"
SLOT = r"\{[^{}\"\\]*\}"  # of an `ask` phrase
LABEL = r"(?=\s*:)"  # before this a keyword is the name of a field


def words(group: str) -> str:
    """Return a regular expression that matches the keywords of a group as whole words."""
    return rf"\b(?:{'|'.join(GROUPS[group])})\b"


def textmate() -> str:
    """Return the TextMate grammar as JSON."""
    scopes = {
        "declarations": "keyword.declaration.seglam",
        "statements": "keyword.control.seglam",
        "choices": "keyword.control.conditional.seglam",
        "operators": "keyword.operator.word.seglam",
        "values": "constant.language.seglam",
    }
    name = PATTERNS["NAME"]
    keywords = [_match(words(group), scope) for group, scope in scopes.items()]
    labels = "|".join(word for group in scopes if group != "values" for word in GROUPS[group])
    declared = {"match": rf"\b({'|'.join(GROUPS['declarations'])})\s+({name})"}
    grammar = {
        "name": "Seglam",
        "scopeName": "source.seglam",
        "fileTypes": ["seg"],
        "patterns": [
            _match(PATTERNS["COMMENT"], "comment.line.number-sign.seglam"),
            _phrases(),
            _text('"', {}),
            _match(TIMES, "constant.other.date.seglam"),
            _match(PATTERNS["NUMBER"], "constant.numeric.seglam"),
            _match(rf"(?<=\.){name}(?=\s*\()", "support.function.seglam"),
            _match(rf"(?<=\.){name}", "variable.other.property.seglam"),
            _match(rf"\b(?:{labels})\b{LABEL}", "variable.other.property.seglam"),
            {**declared, "captures": {"1": {"name": scopes["declarations"]}, "2": {"name": "entity.name.seglam"}}},
            *keywords,
            _match(rf"\b(?:{'|'.join(TYPES)})\b", "support.type.seglam"),
            _match(rf"{name}(?=\s*\()", "entity.name.function.seglam"),
            _match(r"\b[A-Z][a-zA-Z_0-9]*\b", "entity.name.type.seglam"),
            _match(name, "variable.other.seglam"),
            _match(OPERATORS, "keyword.operator.seglam"),
        ],
    }
    return json.dumps(grammar, indent=2) + "\n"


def _match(pattern: str, scope: str) -> dict[str, Any]:
    return {"match": pattern, "name": scope}


def _phrases() -> dict[str, Any]:
    """Return the rules for the text of an `ask`, with its slots."""
    keyword = {"beginCaptures": {"1": {"name": "keyword.control.seglam"}}}
    return _text(r'\b(ask)\s*"', keyword, _match(SLOT, "variable.parameter.seglam"))


def _text(begin: str, more: dict[str, Any], *inside: dict[str, Any]) -> dict[str, Any]:
    """Return the rules for a text in quotes, which ends at the end of the line at the latest."""
    escape = _match(ESCAPE, "constant.character.escape.seglam")
    scope = "string.quoted.double.seglam"
    return {"begin": begin, "end": '"|$', "name": scope, **more, "patterns": [escape, *inside]}
